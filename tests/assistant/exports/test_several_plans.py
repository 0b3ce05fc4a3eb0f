"""Of several plans, every quote says whose it is, on screens, in copies and in files; a value never stands alone."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from docx import Document as open_word

from assistant import Answer
from assistant.answers.rows.listed import answer_query
from assistant.exports.csv_file import quotes_csv
from assistant.exports.markdown import quotes_markdown, quotes_text
from assistant.exports.quoted import Origin, Quoted, quotes_of_answer
from assistant.exports.word import quotes_word
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.screens.ask.cards import quotes_html, sources_html
from assistant.screens.dates.cards import dates_html
from assistant.screens.parts.cards import row_html
from assistant.screens.watch.cards import group_html, grouped
from assistant.tracking.status_words import StatusMeanings
from assistant.tracking.timeline import dated
from assistant.tracking.watch import watch_list
from tests import fictional_statuses as four

ORIGIN = Origin("generation-1", date(2026, 6, 15), ())
SOURCES = [f"{plan.name}, 2026-27 update" for plan in four.plans()]


def asked(question: str) -> Answer:
    schema = Schema(four.plans(), four.rows(), StatusMeanings.of(four.plans()))
    return answer_query(parse(question, schema, today=four.TODAY), four.rows())


def quotes(question: str = "What is overdue?") -> list[Quoted]:
    return quotes_of_answer(asked(question))


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def test_a_copy_names_plan_and_update_beside_each_quote() -> None:
    for made in (quotes_text("t", [], quotes(), ORIGIN), quotes_markdown("t", [], quotes(), ORIGIN).decode()):
        blocks = [block for block in made.replace("\\", "").split("\n\n") if "“" in block]
        assert len(blocks) == len(quotes())
        for quoted, block in zip(quotes(), blocks, strict=True):
            assert f"{quoted.citation.plan}, 2026-27 update" in block


def test_a_word_file_has_each_plan_as_a_heading_and_beside_each_quote() -> None:
    paragraphs = open_word(io.BytesIO(quotes_word("t", [], quotes(), ORIGIN))).paragraphs
    texts = [each.text for each in paragraphs]
    assert [text for text in texts if text in SOURCES] == SOURCES
    for at, paragraph in enumerate(paragraphs):
        if paragraph.style and paragraph.style.name == "Quote":
            assert any(source in texts[at + 1] for source in SOURCES)


def test_each_line_of_csv_names_plan_and_update() -> None:
    rows = csv.DictReader(io.StringIO(quotes_csv(quotes(), ORIGIN).decode("utf-8-sig")))
    assert [(row["Plan"], row["Update"]) for row in rows] == [(each.citation.plan, "2026-27") for each in quotes()]


def test_a_value_never_stands_alone() -> None:
    of_cell = quotes("Who leads on each action in the roads plan?")
    assert of_cell[0].citation.quote == "Head of Highways"
    assert of_cell[0].lead == "Who of Action R1: "
    copied = quotes_text("t", [], of_cell, ORIGIN)
    assert "Who of Action R1: “Head of Highways” (Theme of Roads Plan › Action R1 › Who, Roads Plan" in copied
    shown = text_of(quotes_html(asked("Who leads on each action in the roads plan?"), 1))
    assert "Who of Action R1: “Head of Highways”" in shown


def test_an_answer_of_several_plans_is_grouped_by_them_with_a_line_of_counts() -> None:
    html = quotes_html(asked("What is overdue?"), 1)
    headings = [text_of(each) for each in re.findall("<h3>.*?</h3>", html)]
    assert headings == SOURCES[:1] + SOURCES[1:]
    assert "2 in Homes Plan; 2 in Roads Plan; 1 in Parks Plan; 1 in Care Plan" in text_of(html)
    numbers = re.findall(r"\[(\d+)\]", text_of(html))
    assert numbers == [str(number) for number in range(1, 7)]


def test_quotes_of_one_plan_that_came_apart_stand_together_with_their_own_numbers() -> None:
    answer = asked("What is overdue?")
    apart = (answer.claims[0], answer.claims[2], answer.claims[1])
    citations = tuple(citation for claim in apart for citation in claim.citations)
    html = quotes_html(replace(answer, claims=apart, citations=citations, summary=""), 1)
    assert re.findall(r"\[(\d+)\]", text_of(html)) == ["1", "3", "2"]
    assert "3 quotes: 2 in Homes Plan; 1 in Roads Plan." in text_of(html)


def test_a_long_list_is_summarised_and_opened_on_demand() -> None:
    answer = asked("list all actions")
    assert len(answer.claims) > 10
    html = quotes_html(answer, 1)
    assert html.count("<details>") == 4
    assert "<details open" not in html
    assert text_of(next(iter(re.findall("<summary>.*?</summary>", html)))) == f"{SOURCES[0]} 6 quotes"
    assert len(re.findall(r'class="cite"', html)) == len(answer.citations)


def test_a_long_list_of_one_plan_is_summarised_by_its_priorities() -> None:
    answer = asked("list all actions in the homes plan")
    many = replace(answer, claims=answer.claims * 2, citations=answer.citations * 2)
    html = quotes_html(many, 1)
    assert [text_of(each) for each in re.findall("<summary>.*?</summary>", html)] == [
        f"Action H{number} 2 quotes" for number in range(1, 7)
    ]


@pytest.mark.parametrize("at", range(4))
def test_each_source_row_date_and_watched_entry_names_plan_and_update(at: int) -> None:
    plan, source = four.plans()[at], SOURCES[at]
    answer = asked("What is overdue?")
    under = {text_of(part.partition("</h4>")[0]): part for part in sources_html(answer, 1).split("<h4>")[1:]}
    assert sum(part.count("<article") for part in under.values()) == len(answer.citations)
    assert under[source].count("<article") == sum(citation.plan == plan.name for citation in answer.citations)
    assert source in text_of(row_html(plan.latest.rows[0]))
    dates = dated(plan.latest.rows)
    assert text_of(dates_html(dates, len(dates), four.TODAY)).count(source) == len(dates)
    watched = watch_list(plan, four.TODAY, StatusMeanings.of(four.plans()))
    for group in grouped(watched):
        assert text_of(group_html(group, "2026-27", opened=False)).count(source) == len(group.entries)


def test_an_answer_from_one_of_several_plans_says_which() -> None:
    answer = asked("What is overdue in the parks plan?")
    assert text_of(quotes_html(answer, 1, several=True)).count("Parks Plan, 2026-27 update") == 1
    assert "2026-27 update" not in text_of(quotes_html(answer, 1))
