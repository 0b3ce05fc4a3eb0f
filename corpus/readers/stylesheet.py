"""A web page's own style sheets, as far as they say what is hidden, crossed out, raised or coloured, by element."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

MOST_RULES = 400  # of those that matter here; a page has a few
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"(?<![^{};])([^{};]{1,5000}+)\{([^{}]{0,2000}+)\}")  # tried only where a rule may begin
_CONDITIONAL = re.compile(r"@[^{};]{1,200}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,200}\s{0,200}\}")
_MATTERS = re.compile(
    r"display|visibility|text-decoration|vertical-align|(?<![\w-])color|background|font-size|opacity", re.IGNORECASE
)


def styles_of(root: HtmlElement) -> dict[HtmlElement, str]:
    """The declarations of each element that matter: those of the page's style sheets, then its own, the last wins.

    Rules for other media, such as print, are passed over, and so are selectors that no page without scripts needs.
    """
    found: dict[HtmlElement, list[str]] = {}
    for selector, declarations in _rules(root):
        for element in _matched(root, selector):
            found.setdefault(element, []).append(declarations)
    for element in root.iter():
        if isinstance(element.tag, str) and (own := element.get("style")):
            found.setdefault(element, []).append(own)
    return {element: ";".join(declarations) for element, declarations in found.items()}


def declared(styles: str, name: str) -> str:
    """What the last declaration of a property says, in lower case; "" where there is none."""
    values = re.findall(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", styles, re.IGNORECASE)
    return values[-1].replace("!important", "").strip().lower() if values else ""


def _rules(root: HtmlElement) -> Iterator[tuple[str, str]]:
    count = 0
    for sheet in root.iter("style"):
        text = _CONDITIONAL.sub("", _COMMENT.sub("", sheet.text or ""))
        for rule in _RULE.finditer(text):
            if _MATTERS.search(rule.group(2)) and count < MOST_RULES:
                count += 1
                yield rule.group(1).strip(), rule.group(2)


def _matched(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        return list(CSSSelector(selector, translator="html")(root))
    except (SelectorError, NotImplementedError):
        return []
