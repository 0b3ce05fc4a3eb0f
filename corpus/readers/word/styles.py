"""What a Word document's styles say of a paragraph: the list it belongs to, whether it is a heading, whether bold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BULLET_NAME = re.compile(r"list bullet(?: ([1-9]))?", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc [1-9]", re.IGNORECASE)
_DEEPEST = 20  # styles built on styles: more than this is a circle
_BODY_TEXT = 9  # the outline level that stands for none


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's formatting, its own and its styles'. None: nothing is said of it."""

    list_id: str | None = None  # "0": no list, said expressly
    list_level: int | None = None
    heading: int | None = None  # 1 is the outermost
    bullet_name: int | None = None  # depth by a style's name, `List Bullet 2` -> 1
    bold: bool | None = None
    is_contents: bool = False  # a line of the table of contents


class Styles:
    """The document's paragraph styles, resolved along the styles they are built on."""

    def __init__(self, styles: etree._Element | None) -> None:
        found = styles.findall(qn("w:style")) if styles is not None else []
        self._elements = {element.get(qn("w:styleId"), ""): element for element in found}
        self._default = next(
            (
                element.get(qn("w:styleId"), "")
                for element in found
                if element.get(qn("w:type")) == "paragraph" and is_on(element.get(qn("w:default")))
            ),
            "",
        )
        self._resolved: dict[str, Style] = {}

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph by its `w:pPr`."""
        named = value(properties, "w:pStyle") or self._default
        if named not in self._resolved:
            self._resolved[named] = self._chain(named)
        inherited = self._resolved[named]
        return _merged(_own(properties), inherited) if properties is not None else inherited

    def _chain(self, style_id: str) -> Style:
        style = Style()
        for _ in range(_DEEPEST):
            element = self._elements.get(style_id)
            if element is None:
                break
            style = _merged(style, _named(element))
            style_id = value(element, "w:basedOn") or ""
        return style


def value(parent: etree._Element | None, tag: str) -> str | None:
    """The `w:val` of a child, None where there is no such child."""
    element = parent.find(qn(tag)) if parent is not None else None
    return None if element is None else element.get(qn("w:val"))


def is_on(text: str | None) -> bool:
    """Word's way to say yes."""
    return text in ("1", "true", "on")


def toggled(properties: etree._Element | None, tag: str) -> bool | None:
    """A switch such as `w:b`: on by its mere presence; None where it is absent."""
    element = properties.find(qn(tag)) if properties is not None else None
    return None if element is None else element.get(qn("w:val"), "1") not in ("0", "false", "off")


def _named(element: etree._Element) -> Style:
    own = _own(element.find(qn("w:pPr")))
    name = value(element, "w:name") or ""
    heading, bullet = _HEADING_NAME.fullmatch(name), _BULLET_NAME.fullmatch(name)
    level = int(heading.group(1)) if heading else 1 if name.lower() == "title" else None
    return Style(
        own.list_id,
        own.list_level,
        level if level is not None else own.heading,
        int(bullet.group(1) or 1) - 1 if bullet else None,
        toggled(element.find(qn("w:rPr")), "w:b"),
        bool(_CONTENTS_NAME.fullmatch(name)),
    )


def _own(properties: etree._Element | None) -> Style:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    level = _level(value(numbered, "w:ilvl"))
    outline = _level(value(properties, "w:outlineLvl"))
    return Style(
        value(numbered, "w:numId"),
        level,
        outline + 1 if outline is not None and outline < _BODY_TEXT else None,
    )


def _level(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d", text) else None


def _merged(own: Style, inherited: Style) -> Style:
    return Style(
        inherited.list_id if own.list_id is None else own.list_id,
        inherited.list_level if own.list_level is None else own.list_level,
        inherited.heading if own.heading is None else own.heading,
        inherited.bullet_name if own.bullet_name is None else own.bullet_name,
        inherited.bold if own.bold is None else own.bold,
        own.is_contents or inherited.is_contents,
    )
