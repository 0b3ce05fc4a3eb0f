"""Quotes as text and as Markdown: every quote with its place and origin, and nothing that a renderer would act on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt

from assistant.exports.markdown import changes_markdown, escaped_markdown, quotes_markdown, quotes_text
from assistant.exports.quoted import Origin, Quoted
from assistant.tracking.changes import RowStatus
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.lineage import Comparison, Lineage
from corpus.records import Item, Location
from tests.assistant.drafting.test_draft import BEDS, CARERS, cited
from tests.fictional.two_updates import library

ORIGIN = Origin.of(library(), "20261122T010203-abcdef", date(2026, 11, 22))
LABEL = "1 Homes › i Homes are near › Progress, item 1, Fictional plan, 2023-24 update"
HOSTILE = [
    "![seen](https://evil.example/seen.png)",
    "[here](javascript:alert(1))",
    "<img src=https://evil.example/x> <b>bold</b>",
    "<https://evil.example>",
    "see https://evil.example/x or www.evil.example or ask@evil.example",
    "# Heading",
    "- item",
    "12. item",
    "1) item",
    "=====",
    "***",
    "> quoted",
    "| a | b |",
    "`code` ~~~ $x$ **bold** _so_ ~~gone~~ \\*",
    "&lt;b&gt; &amp;",
    "[ref]: https://evil.example",
    "first\n\n# second\n    code",
]


def shown(markdown: str) -> tuple[str, set[str]]:
    """What is read where it is rendered, and the kinds of elements made of it, those of GitHub's dialect too."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    return " ".join(child.content for child in inline if child.content), {token.type for token in (*tokens, *inline)}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is_written(text: str) -> None:
    words, kinds = shown(escaped_markdown(text))
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert "".join(words.split()) == "".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_quotes_and_titles_make_no_element_of_their_own(text: str) -> None:
    _, harmless = shown(quotes_markdown("Title", ["Lead"], [Quoted(cited("quote"))], ORIGIN).decode())
    _, kinds = shown(quotes_markdown(text, [text], [Quoted(cited(text), text)], ORIGIN).decode())
    assert kinds - {"text_special"} <= harmless


def test_addresses_are_no_links_where_plain_ones_would_be_made_such() -> None:
    escaped = escaped_markdown("https://evil.example www.evil.example a@evil.example")
    assert not any(address in escaped for address in ("https://", "www.", "a@"))


def test_markdown_holds_quotes_places_and_origin() -> None:
    words, kinds = shown(
        quotes_markdown("Which beds?", ["Quoted exactly."], [Quoted(cited(BEDS), "Added")], ORIGIN).decode()
    )
    assert "blockquote_open" in kinds
    for part in ("Which beds?", "Quoted exactly.", "Added: “", BEDS, LABEL, "22 November 2026"):
        assert part in words


def test_text_holds_each_quote_with_its_place() -> None:
    text = quotes_text("Which beds?", ["Quoted exactly."], [Quoted(cited(BEDS)), Quoted(cited(CARERS, 2))], ORIGIN)
    assert text.splitlines()[0] == "Which beds?"
    assert f"“{BEDS}” ({LABEL}; plan.txt)" in text
    assert f"“{CARERS}” (" in text
    assert "Taken from the documents on 22 November 2026." in text


# --- changes ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    read = library()
    return Lineage(read).comparison(read.plans[0], *read.plans[0].updates)


def test_changes_name_every_row_and_quote_each_item_that_differs(comparison: Comparison) -> None:
    words, _ = shown(changes_markdown(comparison, comparison.changes, ORIGIN, "Only: rows that changed.").decode())
    assert "Only: rows that changed." in words
    assert "Taken from the documents on 22 November 2026." in words
    for change in comparison.changes:
        assert (change.new_title or change.old_title or "") in words
        for item in change.items:
            texts = [place.text for place in (item.old, item.new) if place]
            assert item.kind is ItemKind.UNCHANGED or all(f"“{text}” (" in words for text in texts)
    retitled = next(change for change in comparison.changes if RowStatus.RETITLED in change.status)
    assert f"The title was “{retitled.old_title}”." in words


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_changes_make_no_element_of_their_own(comparison: Comparison, text: str) -> None:
    change = next(change for change in comparison.changes if RowStatus.CHANGED in change.status and change.items)
    item = next(item for item in change.items if item.kind is ItemKind.REWORDED)
    assert item.old
    _, harmless = shown(changes_markdown(comparison, [change], ORIGIN, "Only: all.").decode())
    was = replace(item.old, item=Item(text, (Location("plan.txt"),)), start=0, end=len(text))
    hostile = replace(change, items=(replace(item, column=text, old=was),))
    _, kinds = shown(changes_markdown(comparison, [hostile], ORIGIN, text).decode())
    assert kinds - {"text_special"} <= harmless
