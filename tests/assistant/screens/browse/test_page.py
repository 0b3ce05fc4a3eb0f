"""The plan as Browse shows it, without the app: which rows, which row an address names, what is marked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assistant import Assistant
from assistant.exports.plugged_in import Export, Exports
from assistant.screens.browse.board import Board, by_category, neighbours
from assistant.screens.parts import downloads
from assistant.screens.parts.cards import (
    Marks,
    document_problems_html,
    problems_html,
    row_html,
    source_html,
    summary_html,
)
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.rows import categories, find_row, outside_rows
from assistant.screens.parts.text import holds_all
from assistant.screens.server.rebuild import Rebuild
from assistant.settings import Settings
from corpus.plugins import EXPORTERS, Plugin
from corpus.records import Citation, Column, Document, Item, Location, Plan, Problem, Row, Severity, Update
from tests.word_index import WordIndex

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) <img src="http://evil.example/y">'


@pytest.fixture
def plan(sample_document: Document) -> Plan:
    earlier = replace(sample_document, update="2022-23")
    return Plan(sample_document.plan, (Update("2022-23", earlier), Update("2023-24", sample_document)))


def citation(row: Row, column: str, item: int, quote: str) -> Citation:
    return Citation.of(row, quote, Location("plan.txt"), column, item)


def test_an_address_says_what_it_was_made_from() -> None:
    link = RowLink("Plan & Co", "2023-24", "4.i", "What needs to happen", 2)
    assert RowLink.read(link.parameters) == link
    assert link.address.startswith("browse?plan=Plan+%26+Co&update=2023-24&row=4.i")


@pytest.mark.parametrize("item", ["two", "-1", "²", ""])
def test_an_item_that_is_no_number_is_none(item: str) -> None:
    assert RowLink.read({"row": "4.i", "item": item}).item is None


def test_a_link_without_plan_and_update_means_the_first_plans_latest(plan: Plan) -> None:
    found = find_row([plan], RowLink(row="4.i"))
    assert isinstance(found, Row)
    assert (found.reference, found.category.number) == ("4.i", "4")


@pytest.mark.parametrize(
    ("link", "named"),
    [
        (RowLink(row="9.z"), "no row 9.z"),
        (RowLink(update="1999-00", row="4.i"), "There are: 2022-23, 2023-24"),
        (RowLink(plan="Another plan", row="4.i"), "no plan “Another plan”"),
    ],
)
def test_an_address_that_leads_nowhere_says_which_part_is_not_there(plan: Plan, link: RowLink, named: str) -> None:
    message = find_row([plan], link)
    assert isinstance(message, str)
    assert named in message


def test_rows_are_filtered_by_category_and_by_every_word(plan: Plan) -> None:
    board = Board(plan.latest.rows)
    labels = list(board.by_category)
    assert labels == categories(plan.latest.rows)
    assert {row.category.label for row in board.matching(labels[3])} == {labels[3]}
    assert [row.reference for row in board.matching(words=["nts", "Referrals"])] == ["4.i"]
    assert board.matching(labels[0], ["NTS", "referrals"]) == []
    assert board.matching(words=["referrals", "nowhere-written"]) == []
    assert board.matching("No such category") == []
    assert board.matching() == list(plan.latest.rows)


def test_a_word_is_found_only_where_it_begins_one(plan: Plan) -> None:
    board = Board(plan.latest.rows)
    rows = [row for row in plan.latest.rows if holds_all(text_of(row), ["foster"])]
    assert 0 < len(rows) < len(plan.latest.rows)
    assert board.matching(words=["foster"]) == rows
    assert board.matching(words=["ostering"]) == []
    assert board.matching(words=["asylum-seek"]) == board.matching(words=["unaccompanied", "seeking"])


def text_of(row: Row) -> str:
    return "\n".join([row.reference, row.label, *(item.text for column in row.columns for item in column.items)])


def test_groups_follow_the_document(plan: Plan) -> None:
    groups = list(by_category(plan.latest.rows))
    assert [label[0] for label, _ in groups] == list("12345")
    assert sum(len(rows) for _, rows in groups) == 15


def test_a_citation_marks_its_quote_and_nothing_else(plan: Plan) -> None:
    row = next(row for row in plan.latest.rows if row.reference == "4.i")
    shown = row_html(row, Marks.of_citation(citation(row, "Progress", 2, "41 NTS referrals")))
    assert shown.count("<mark>") == 1
    assert "<mark>41 NTS referrals</mark>" in shown


def test_a_link_marks_the_whole_item(plan: Plan) -> None:
    row = next(row for row in plan.latest.rows if row.reference == "4.i")
    shown = row_html(row, Marks.of_link(RowLink.of_citation(citation(row, "progress", 5, "10.9%"))))
    assert shown.count("<mark>") == 1
    assert "<mark>UASC currently make up 10&#46;9&#37; of all Lincolnshire CiC&#46;</mark>" in shown


def test_hostile_words_are_shown_as_text_everywhere(plan: Plan) -> None:
    row = plan.latest.rows[0]
    problem = Problem(Severity.WARNING, Location(HOSTILE), HOSTILE, HOSTILE, HOSTILE)
    hostile = replace(
        row,
        path=(replace(row.path[0], title=HOSTILE), replace(row.path[1], title=HOSTILE)),
        columns=(Column(HOSTILE, (Item(HOSTILE, (Location(HOSTILE),), guessed=True),)),),
        reference=HOSTILE,
        update=HOSTILE,
        problems=(problem,),
    )
    cited = citation(hostile, HOSTILE, 1, HOSTILE)
    for shown in (
        row_html(hostile),
        summary_html(hostile),
        source_html(1, 1, cited, HOSTILE),
        problems_html([problem]),
    ):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "![" not in shown


def test_the_worst_problem_comes_first() -> None:
    kinds = (Severity.NOTE, Severity.ERROR, Severity.WARNING)
    shown = problems_html(Problem(kind, Location("plan.txt", line=7), "Seen.", "Done.") for kind in kinds)
    assert shown.index("Missing") < shown.index("Compare with the document") < shown.index("Note")
    assert "line 7" in shown.replace("&#44;", ",")


def test_problems_that_no_row_has_are_shown_once_and_unfolded_where_something_is_missing(
    sample_document: Document,
) -> None:
    note = Problem(Severity.NOTE, Location("plan.txt"), "the last page is blank", "left out")
    missing = Problem(Severity.ERROR, Location("plan.pdf", page=3), "Page 3 is a picture.", "Left out.", "See there.")
    of_row = Problem(Severity.WARNING, Location("plan.pdf", page=2), "A title is cut.", "Joined.")
    first, *others = sample_document.rows
    rows = (replace(first, problems=(of_row,)), *others)
    assert outside_rows(replace(sample_document, rows=rows, problems=(of_row, note, missing, note))) == [note, missing]
    assert outside_rows(replace(sample_document, rows=rows, problems=(of_row,))) == []

    assert document_problems_html([]) == ""
    folded, unfolded = document_problems_html([note]), document_problems_html([note, missing])
    assert folded.startswith("<details><summary>")
    assert unfolded.startswith("<details open>")
    assert "1 note<" in folded
    assert "The last page is blank&#46; Left out&#46;</li>" in folded


def test_the_nearest_rows_of_the_same_category_are_its_neighbours(plan: Plan) -> None:
    rows = plan.latest.rows
    row = next(row for row in rows if row.reference == "3.ii")
    assert [other.reference for other in neighbours(rows, row, 30)] == ["3.i", "3.iii"]
    many = tuple(replace(row, reference=f"3.{number}") for number in range(100))
    assert [other.reference for other in neighbours(many, many[50], 4)] == ["3.48", "3.49", "3.51", "3.52"]
    assert [other.reference for other in neighbours(many, many[0], 4)] == ["3.1", "3.2", "3.3", "3.4"]
    assert [other.reference for other in neighbours(many, many[99], 4)] == ["3.95", "3.96", "3.97", "3.98"]


@dataclass
class Service:
    """As much of the app's as Browse asks for."""

    assistant: Assistant
    rebuild: Rebuild = field(default_factory=lambda: Rebuild(lambda note, accept: pytest.fail("nothing is built")))
    settings: Settings = field(default_factory=Settings)
    trouble: str = ""


def browse(service: object) -> None:
    from assistant.screens.browse import page as browse

    browse.draw(service)  # type: ignore[arg-type]


def browsed(document: Document, **address: str) -> AppTest:
    """The page at an address."""
    page = AppTest.from_function(browse, kwargs={"service": Service(Assistant(WordIndex([document])))})
    page.query_params.update(address)
    page.run()
    assert not page.exception
    return page


def words_of(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


def test_the_rows_that_the_filters_leave_are_taken_away_as_files(sample_document: Document) -> None:
    page = browsed(sample_document, words="foster")
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == ["Download as Word", "Download as CSV", "Download as Markdown"]


def test_an_exporter_from_a_plug_in_has_a_button_beside_the_others(
    sample_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    outline = SimpleNamespace(label="Outline", ending="org", media_type="text/org", export=lambda *quotes: b"*")
    plugin = Plugin("outline", "plans-outline", "1.0", EntryPoint("outline", "outline", EXPORTERS))
    monkeypatch.setattr(downloads, "exports", lambda: Exports((Export(plugin, outline),)))
    page = browsed(sample_document, words="foster")
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == ["Download as Word", "Download as CSV", "Download as Markdown", "Download as Outline"]


def test_a_list_that_nobody_would_read_is_to_be_narrowed_first(sample_document: Document) -> None:
    row = sample_document.rows[0]
    many = replace(sample_document, rows=tuple(replace(row, reference=f"1.{number}") for number in range(501)))
    page = browsed(many)
    assert page.get("download_button") == []
    assert "narrow it to 500 rows or fewer" in words_of(page)


def test_what_a_document_lacks_is_said_above_its_rows_and_beside_each(sample_document: Document) -> None:
    missing = Problem(Severity.ERROR, Location("plan.pdf", page=3), "Page 3 is a picture.", "Left out.")
    document = replace(sample_document, problems=(missing,))
    for address in ({}, {"row": "4.i"}):
        assert "Page 3 is a picture&#46;" in words_of(browsed(document, **address))
