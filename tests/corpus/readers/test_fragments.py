"""What markup leaves in a cell."""

from __future__ import annotations

import pytest

from corpus.readers.fragments import blocks_of
from corpus.records import BlockKind, Location

HERE = Location("plan.txt", line=3)
PARAGRAPH, BULLET, LIST = BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.LIST


def read(text: str, *, listed: bool = False) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in blocks_of(text, HERE, listed=listed)]


def test_plain_text_is_a_paragraph_with_its_place() -> None:
    (block,) = blocks_of("  Two   words ", HERE)
    assert (block.text, block.kind, block.location) == ("Two words", PARAGRAPH, HERE)


def test_each_bullet_mark_begins_a_bullet() -> None:
    assert read("Aims: • one • two") == [(PARAGRAPH, "Aims:"), (BULLET, "one"), (BULLET, "two")]


def test_ticks_begin_items_and_stay_among_their_words() -> None:
    assert read("✓ bought ✗ sold") == [(BULLET, "✓ bought"), (BULLET, "✗ sold")]
    assert read("✓") == [(PARAGRAPH, "✓")]


def test_list_items_of_html_are_bullets() -> None:
    assert read("<p>First</p><ul style='x'><li>one</li><li>two</li></ul>") == [
        (PARAGRAPH, "First"),
        (BULLET, "one"),
        (BULLET, "two"),
    ]


def test_a_list_without_items_lost_its_marks() -> None:
    assert read("<ul>one two</ul>") == [(LIST, "one two")]
    assert read("one two", listed=True) == [(LIST, "one two")]


def test_a_cell_with_nothing_but_a_mark_is_an_empty_bullet() -> None:
    assert read("•") == [(BULLET, "")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("R&amp;D&nbsp;costs &pound;5", "R&D costs £5"),
        ("aged <18 and > 16", "aged <18 and > 16"),
        ("a <strong>bold</strong> word", "a bold word"),
        ("an <unknown> tag", "an <unknown> tag"),
        ("play\u00adgrounds", "playgrounds"),
        ("if a<b then", "if a<b then"),
        ("<!DOCTYPE> and <?pi?>", "<!DOCTYPE> and <?pi?>"),
    ],
)
def test_words_survive_markup(raw: str, text: str) -> None:
    assert read(raw) == [(PARAGRAPH, text)]


def test_nothing_gives_no_blocks() -> None:
    assert read("  <p> </p> ") == []
