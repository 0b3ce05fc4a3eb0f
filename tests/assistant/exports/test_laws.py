"""What holds of anything taken away: read back, it says every quote word for word."""

from __future__ import annotations

import csv
import io
from datetime import date

from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from assistant.exports.csv_file import quotes_csv
from assistant.exports.markdown import quotes_markdown, quotes_text
from assistant.exports.quoted import Origin, Quoted
from assistant.exports.word import quotes_word
from corpus.records import Citation
from tests.fictional.arbitrary import FILE, SENTENCES, TEXTS

ORIGIN = Origin("20260101T000000-fictional", date(2026, 1, 1), ((FILE, "0" * 64),))
MARKS = st.sampled_from([*"\\`*_[]()<>#|~$&!@+-=:./'\"^{} ", "![a](http://b)", "www.", "1.", "<b>", "&amp;", "=1+1"])
MARKED = st.lists(MARKS | SENTENCES, min_size=1, max_size=8).map(lambda parts: " ".join("".join(parts).split()))
WORDS = SENTENCES | TEXTS | MARKED.filter(bool)


@st.composite
def quotes(draw: st.DrawFn) -> list[Quoted]:
    return [
        Quoted(
            Citation("Plan", "2023-24", f"1.{at}", "1 Homes", f"{at} Homes open", "Progress", at, draw(WORDS), FILE),
            draw(st.just("") | SENTENCES),
        )
        for at in range(1, draw(st.integers(1, 4)) + 1)
    ]


def in_xml(text: str) -> str:
    """As a text can stand in XML, where some characters can't."""
    return "".join(each if each.isprintable() and each != "\ufffd" else "?" for each in text)


@given(made=quotes())
def test_csv_holds_every_quote(made: list[Quoted]) -> None:
    written = quotes_csv(made, ORIGIN).decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [row["Quote"].removeprefix("'") for row in read] == [each.citation.quote.removeprefix("'") for each in made]
    assert [row["Row"] for row in read] == [each.citation.reference for each in made]
    assert not any(row["Quote"].lstrip().startswith(("=", "+", "-", "@")) for row in read)


@settings(max_examples=10)
@given(made=quotes())
def test_word_holds_every_quote(made: list[Quoted]) -> None:
    file = WordDocument(io.BytesIO(quotes_word("Fictional", ["Said first"], made, ORIGIN)))
    read = [paragraph.text for paragraph in file.paragraphs if paragraph.style and paragraph.style.name == "Quote"]
    assert list(map(in_xml, read)) == [in_xml(f"“{each.citation.quote}”") for each in made]


@given(made=quotes())
def test_markdown_shows_every_quote_and_nothing_else(made: list[Quoted]) -> None:
    written = quotes_markdown("Fictional", [], made, ORIGIN).decode()
    page = html.document_fromstring(MarkdownIt("gfm-like", {"linkify": False}).render(written).replace("\0", "?"))
    shown = [quote.findall("p")[0].text_content() for quote in page.iter("blockquote")]
    said = [f"{each.lead}“{each.citation.quote}”" for each in made]
    assert [in_xml(" ".join(text.split())) for text in shown] == [in_xml(" ".join(text.split())) for text in said]
    assert not list(page.iter("a", "img", "table", "del", "em", "strong", "code", "ul", "ol", "h2"))


@given(made=quotes())
def test_plain_text_holds_every_quote_with_its_place(made: list[Quoted]) -> None:
    written = quotes_text("Fictional", [], made, ORIGIN)
    assert all(f"“{each.citation.quote}” ({each.citation.label}" in written for each in made)
