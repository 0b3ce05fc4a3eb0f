"""Lines of a cell: which begin something of their own, which only wrapped, and where that is hard to tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.isolation import draft
from corpus.readers.pdf.line_breaks import ColumnText, column_texts, likelihoods, may_be_two_posts
from corpus.readers.pdf.page import Box
from corpus.readers.pdf.text_lines import Line, lines_of
from corpus.readers.pdf.typesetting import Typesetter
from corpus.records import RowKind, Severity, fold
from tests.corpus.readers.pdf.test_document import line, page
from tests.places import DATA

LEADS = ("Priya Nandakumar", "Tom Wadsworth", "Head of Housing", "Ann Llewellyn", "Property Services")


def cell(*texts: str) -> list[Line]:
    return lines_of([word for at, text in enumerate(texts) for word in line(text, 5, 20 + 12 * at)])


def column(cells: list[list[Line]], right: float) -> ColumnText:
    return column_texts((Box(0, 0, right, 99), lines) for lines in cells)[round(right)]


def begun(right: float, *texts: str, others: Sequence[str] = LEADS) -> list[bool]:
    """For each line but the first of a cell whether it begins something; `others` stand in the column's other cells."""
    lines = cell(*texts)
    found = likelihoods(lines, column([lines, *map(cell, others)], right), leading=1.2)
    return [each > 0.5 for each in found]


@pytest.mark.parametrize("pair", [("Priya Nandakumar", "Tom Wadsworth"), ("Ann Llewellyn", "Property Services")])
def test_people_and_teams_below_one_another_are_each_something(pair: tuple[str, str]) -> None:
    assert begun(90, *pair) == [True]


@pytest.mark.parametrize("pair", [("£52,000", "£38,000"), ("30/04/2026", "30/06/2026"), ("March 2026", "June 2027")])
def test_values_below_one_another_are_each_something(pair: tuple[str, str]) -> None:
    assert begun(200, *pair) == [True]


@pytest.mark.parametrize(
    "texts",
    [
        ("the work with all", "partners goes on"),
        ("Assistant Director of", "Children’s Services"),
        ("agreed with the North", "Tarn Trust in May"),
    ],
)
def test_a_text_that_wraps_is_one(texts: tuple[str, str]) -> None:
    assert begun(5 * max(map(len, texts)) + 10, *texts) == [False]


@pytest.mark.parametrize(
    "texts",
    [
        ("Work is shared with Marfield", "Borough"),  # `Mar` is a month, `Marfield` isn't
        ("Children who end the Summer", "Reading Challenge"),
        ("The first survey ends in August.", "Islands need a radio link."),  # the date ends a sentence
    ],
)
def test_what_only_looks_like_a_name_or_a_date_begins_nothing_below_it(texts: tuple[str, str]) -> None:
    assert begun(5 * max(map(len, texts)) + 10, *texts, others=["All the schools of the county"]) == [False]


def test_a_heading_of_the_column_does_not_tell_how_its_cells_end() -> None:
    heading = [Line([replace(word, bold=True) for word in each.words]) for each in cell("Delivery lead")]
    lines = cell("Ticketing lead", "Sternhold Bus Company")
    told = column([heading, lines, *map(cell, LEADS)], 110)
    assert told.lasts["lead"] == 0
    assert told.firsts["delivery"] == 0


def blocks(lines: list[Line], others: Sequence[str]) -> list[tuple[str, str]]:
    """The numerals and texts of a cell, in a column with others."""
    words = [word for each in lines for word in each.words]
    made = page(*words)
    found = Typesetter.of([made], []).blocks(words, made, column=column([lines, *map(cell, others)], 150))
    return [(block.number, block.text) for block in found]


def test_lines_that_begin_with_labels_as_the_first_does_are_each_something() -> None:
    lines = cell("Lead: Head of", "Highways Design", "Support: Police", "traffic officer")
    assert blocks(lines, LEADS) == [("", "Lead: Head of Highways Design"), ("", "Support: Police traffic officer")]


def test_a_list_that_goes_on_from_the_page_before_goes_on_with_its_numeral() -> None:
    lines = cell("and the councils.", "3. Put up a map")
    assert blocks(lines, ["1. Ask", "1. Buy"]) == [("", "and the councils."), ("3.", "Put up a map")]
    assert blocks(lines, ["Ask", "Buy"])[-1] != ("3.", "Put up a map")


def test_texts_of_the_last_column_end_where_those_of_the_page_do() -> None:
    texts = column_texts([(Box(0, 0, 500, 99), cell("Ann"))], furthest=200)
    assert texts[500].limit == 200


def test_a_year_goes_with_the_day_above_it() -> None:
    assert begun(50, "30 June", "2026", others=["1 May 2026", "Ongoing"]) == [False]


@pytest.mark.parametrize(
    ("texts", "two"),
    [
        (("Strategic", "Housing Lead", "Development", "Manager"), True),
        (("Assistant Director", "Town Centre Manager"), True),
        (("Strategic Housing", "Development", "Manager"), False),
        (("Town Centre Lead", "Officer"), False),  # one post, by two words
        (("Report by the lead", "of the town manager"), False),  # a sentence
        (("Lead Partnership", "Forum"), False),
    ],
)
def test_two_posts_read_as_one_text_are_unsure(texts: tuple[str, ...], two: bool) -> None:
    assert may_be_two_posts(cell(*texts)) is two


def test_lines_that_may_be_one_item_or_two_are_said_with_their_heading() -> None:
    path = DATA / "pdf_tables" / "two" / "child_poverty.pdf"
    problems = [problem for row in draft(path, path.name).assembly.rows for problem in row.problems]
    told = "lines under “Led by” that may be one item or several"
    assert {problem.severity for problem in problems if problem.seen == told} == {Severity.WARNING}


FILES = sorted((DATA / "pdf_tables").glob("*/*.pdf"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_row_that_is_read_otherwise_than_it_stands_says_so(path: Path) -> None:
    """Of all rows of a file at most one is wrong, in its items, without a word.

    The weights are fitted to these files, too: how other authors' are read, `python -m bench breaks` measures.
    """
    truth = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))["rows"]
    read = {fold(row.priority.label): row for row in draft(path, path.name).assembly.rows if row.kind is RowKind.ROW}
    silent = []
    for row in truth:
        titles = [row["title"]] if isinstance(row["title"], str) else row["title"]
        found = next((read[fold(title)] for title in titles if fold(title) in read), None)
        if found is None or found.problems:
            continue
        for heading, items in row["columns"].items():
            texts = [
                fold(item.text)
                for column in found.columns
                if fold(column.heading) == fold(heading)
                for item in column.items
            ]
            if texts != [fold(item) for item in items] and "".join(texts) == "".join(map(fold, items)):
                silent.append((row["title"], heading, texts))
    assert len(silent) <= 1


def test_a_list_of_one_item_has_its_numeral_left_out_as_other_lists_of_its_column_have() -> None:
    path = DATA / "pdf_tables" / "seven" / "c10_islands_dated_updates.pdf"
    outputs = [column for row in draft(path, path.name).assembly.rows for column in row.columns]
    texts = [item.text for column in outputs if column.heading == "Outputs due" for item in column.items]
    assert "Full business case" in texts
    assert not any(text.startswith("1.") for text in texts)
