"""A briefing as HTML: every quote's number leads to its place, and a document's words are only ever text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

from assistant import Assistant
from assistant.briefing.beside import beside
from assistant.briefing.subject import Subject
from assistant.screens.briefing.cards import beside_html, briefing_html, sources_html
from assistant.screens.parts.links import briefing_address
from corpus.records import Document, Item
from tests.fictional.play_plan import PLAN, both
from tests.word_index import WordIndex

DAY = date(2026, 11, 28)
ASSISTANT = Assistant(WordIndex(both()))
HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) <img src="http://evil.example/y">'


def numbers(html: str) -> list[str]:
    return re.findall(r'class="cite"[^>]*>\[(\d+)\]', html)


def test_each_number_is_there_once_and_leads_to_its_item() -> None:
    briefing = ASSISTANT.briefer(DAY).brief(Subject(plan=PLAN))
    html = briefing_html(briefing)
    assert numbers(html) == [str(line.number) for line in briefing.lines]
    due = next(line for line in briefing.lines if line.citation.quote == "March 2025")
    link = next(
        each for each in re.findall(r'<a class="cite"[^>]*>', html) if f"Source {due.number}:" in unescape(each)
    )
    assert "update=2023-24&row=1.1&column=Due&item=1" in unescape(link)


def test_both_sides_are_numbered_through() -> None:
    both_sides = beside(ASSISTANT.briefer(DAY), Subject(reference="1.1"), Subject(category="Trees"))
    assert sorted(map(int, numbers(beside_html(both_sides)))) == [line.number for line in both_sides.lines]


def test_sources_name_each_document_with_its_quotes() -> None:
    briefing = ASSISTANT.briefer(DAY).brief(Subject(reference="1.2"))
    told = " ".join(unescape(re.sub(r"<[^>]+>", " ", sources_html(briefing.lines, False))).split())
    assert f"Play plan 2024-25.docx: {PLAN}, 2024-25 update. Quotes 1 to 6." in told
    assert "1.2, Progress, 2024-25 update; Play plan 2024-25.docx, page 2" in told


def test_hostile_words_are_shown_as_text() -> None:
    def hostile(document: Document) -> Document:
        row = document.rows[0]
        column = replace(row.columns[1], items=(Item(f"{document.update} {HOSTILE}", (row.location,)),))
        return replace(document, rows=(replace(row, columns=(row.columns[0], column)),))

    assistant = Assistant(WordIndex([hostile(each) for each in both()]))
    html = briefing_html(assistant.briefer(DAY).brief(Subject(plan=PLAN)))
    assert "<script" not in html
    assert "<img" not in html
    assert "](" not in html


def test_an_address_says_what_is_put_beside_what() -> None:
    one, other = Subject("foster care", plan="A & B"), Subject("residential", plan="C")
    assert briefing_address(one, other) == "briefing?about=foster+care&beside=residential&beside-plan=C&plan=A+%26+B"
    assert briefing_address(Subject(category="2 Clubs")) == "briefing?category=2+Clubs"
