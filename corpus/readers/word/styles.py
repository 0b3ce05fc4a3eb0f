"""What a Word document's styles say of a paragraph (its list, whether it is a heading) and of a run of letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BULLET_NAME = re.compile(r"list bullet(?: ([1-9]))?", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc [1-9]", re.IGNORECASE)
_DEEPEST = 20  # styles built on styles: more than this is a circle
_PROPERTIES = {qn("w:pPr"), qn("w:tcPr")}
_PLAIN_TABLES = (None, "TableGrid", "TableNormal")
_LEAST_LIFT = 3  # half points: less is a line of text that was moved a little, such as beside a picture
_BODY_TEXT = 9  # the outline level that stands for none


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's formatting, its own and its styles'. None: nothing is said of it."""

    list_id: str | None = None  # "0": no list, said expressly
    list_level: int | None = None
    heading: int | None = None  # 1 is the outermost
    bullet_name: int | None = None  # depth by a style's name, `List Bullet 2` -> 1
    is_contents: bool = False  # a line of the table of contents


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How a run of letters looks, by its own properties and by the styles of its letters and its paragraph."""

    bold: bool = False
    raised: bool = False
    struck: bool = False
    hidden: bool = False


class Styles:
    """The document's styles, resolved along the styles they are built on."""

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
        self._run_looks: dict[str, Sequence[etree._Element]] = {}

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph by its `w:pPr`."""
        named = value(properties, "w:pStyle") or self._default
        if named not in self._resolved:
            self._resolved[named] = self._chain(named)
        inherited = self._resolved[named]
        return _merged(_own(properties), inherited) if properties is not None else inherited

    def of_run(self, run: etree._Element) -> RunStyle:
        """The look of a `w:r`."""
        properties = run.find(qn("w:rPr"))
        parent = next(run.iterancestors(qn("w:p")), None)
        paragraph = value(parent.find(qn("w:pPr")) if parent is not None else None, "w:pStyle") or self._default
        sources = [properties, *self._looks(value(properties, "w:rStyle") or ""), *self._looks(paragraph)]
        return RunStyle(
            bool(_first(toggled(source, "w:b") for source in sources)),
            _is_raised(sources),
            any(_first(toggled(source, tag) for source in sources) for tag in ("w:strike", "w:dstrike")),
            bool(_first(toggled(source, "w:vanish") for source in sources)) or _is_white_on_white(run, sources),
        )

    def _looks(self, style_id: str) -> Sequence[etree._Element]:
        """The run properties of a style and of those it is built on, the nearest first."""
        if style_id not in self._run_looks:
            found: list[etree._Element | None] = []
            named = style_id
            while (element := self._elements.get(named)) is not None and len(found) < _DEEPEST:
                found.append(element.find(qn("w:rPr")))
                named = value(element, "w:basedOn") or ""
            self._run_looks[style_id] = [look for look in found if look is not None]
        return self._run_looks[style_id]

    def _chain(self, style_id: str) -> Style:
        style = Style()
        for _ in range(_DEEPEST):
            element = self._elements.get(style_id)
            if element is None:
                break
            style = _merged(style, _named(element))
            style_id = value(element, "w:basedOn") or ""
        return style


def _first(answers: Iterable[bool | None]) -> bool | None:
    """What the nearest of several says that says anything."""
    return next((answer for answer in answers if answer is not None), None)


def _is_raised(sources: Iterable[etree._Element | None]) -> bool:
    """Whether letters stand above the line, small ones (`w:vertAlign`) or others (`w:position`)."""
    for source in sources:
        if (aligned := value(source, "w:vertAlign")) is not None:
            return aligned == "superscript"
        if (moved := value(source, "w:position")) is not None:
            return moved.isdecimal() and int(moved) > _LEAST_LIFT
    return False


def _is_white_on_white(run: etree._Element, sources: Iterable[etree._Element | None]) -> bool:
    """Whether letters are white where nothing could colour the ground: no shading, no style of a table, no shape."""
    colours = [value(source, "w:color") for source in sources]
    if next((colour for colour in colours if colour), "").upper() != "FFFFFF":
        return False
    shaded = any(source is not None and _is_shaded(source) for source in sources)
    return not shaded and not any(_colours_ground(around) for around in run.iterancestors())


def _is_shaded(properties: etree._Element) -> bool:
    return any(properties.find(qn(tag)) is not None for tag in ("w:shd", "w:highlight"))


def _colours_ground(around: etree._Element) -> bool:
    if around.tag in (qn("w:txbxContent"), qn("w:background")):
        return True
    if around.tag == qn("w:tbl"):
        return value(around.find(qn("w:tblPr")), "w:tblStyle") not in _PLAIN_TABLES
    properties = next((found for found in around if str(found.tag) in _PROPERTIES), None)
    return properties is not None and _is_shaded(properties)


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
        own.is_contents or inherited.is_contents,
    )
