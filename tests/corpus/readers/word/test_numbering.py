"""Word's automatic numerals."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml

from corpus.readers.word.numbering import Mark, Numbering, written
from tests.office_files import _NAMESPACES

ABSTRACT = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/>
<w:lvlRestart w:val="0"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="decimal"/><w:lvlText w:val="–"/></w:lvl></w:abstractNum>
"""


def numbering(lists: str) -> Numbering:
    return Numbering(parse_xml(f"<w:numbering {_NAMESPACES}>{ABSTRACT}{lists}</w:numbering>"))


def plain(number: int) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/></w:num>'


def shown(lists: str, *paragraphs: tuple[str, int]) -> list[str | None]:
    counter = numbering(lists)
    marks = [counter.mark(list_id, level) for list_id, level in paragraphs]
    return [mark.number if mark else None for mark in marks]


def test_levels_count_within_the_level_above() -> None:
    numbers = shown(plain(1), ("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1))
    assert numbers == ["I.", "1.1", "1.2", "II.", "2.1"]


def test_a_level_may_start_late_and_never_start_again() -> None:
    assert shown(plain(1), ("1", 0), ("1", 2), ("1", 0), ("1", 2)) == ["I.", "(c)", "II.", "(d)"]


def test_lists_of_one_abstract_list_count_on_unless_they_start_anew() -> None:
    anew = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbers = shown(plain(1) + anew + plain(3), ("1", 0), ("1", 0), ("3", 0), ("2", 0), ("2", 0))
    assert numbers == ["I.", "II.", "III.", "I.", "II."]


def test_bullets_no_numbers_and_unknown_lists() -> None:
    counter = numbering(plain(1))
    assert counter.mark("1", 4) == Mark(4)
    assert counter.mark("1", 3) is None
    assert counter.mark("77", 0) is None


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (4, "lowerRoman", "iv"),
        (49, "upperRoman", "XLIX"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (22, "ordinal", "22nd"),
        (12, "ordinal", "12th"),
        (0, "lowerRoman", "0"),
    ],
)
def test_counts_as_word_writes_them(count: int, form: str, text: str) -> None:
    assert written(count, form) == text
