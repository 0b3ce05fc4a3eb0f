"""Numerals lost or misread, and references."""

from __future__ import annotations

from corpus.language.numerals import Style, parse
from corpus.records import Doubt, Heading, Location, Reading, Severity
from corpus.tables.assembly import assemble
from corpus.tables.numbering import Count, References
from tests.grids import grid

HERE = Location("plan.txt", line=7)


def counted(style: Style, *numerals: str, like: str = "") -> list[tuple[str, str]]:
    """Each numeral as it is given, and what was noted about it."""
    count = Count(style, like)
    taken = [count.take(parse(text), HERE) for text in numerals]
    return [(number, problem.seen if problem else "") for number, problem in taken]


def test_numerals_in_sequence_are_kept_without_a_word() -> None:
    assert counted(Style.ROMAN, "i", "ii", "iii") == [("i", ""), ("ii", ""), ("iii", "")]


def test_a_lost_numeral_is_inferred_and_said_so() -> None:
    assert counted(Style.ROMAN, "i", "", "iii")[1] == ("ii", "no numeral where ii comes next")


def test_a_row_of_a_true_table_that_has_no_numeral_stays_without() -> None:
    count = Count(Style.CODE, "A0", infers=False)
    taken = [count.take(parse(text), HERE) for text in ("A1", "", "A2")]
    assert [number for number, _ in taken] == ["A1", "", "A2"]
    assert [problem.severity for _, problem in taken if problem] == [Severity.NOTE]


def test_numerals_may_go_on_through_all_groups() -> None:
    count = Count(Style.ARABIC)
    count.take(parse("3"), HERE)
    count.restart("B")
    assert count.take(parse("4"), HERE) == ("4", None)
    count.restart("C")
    assert count.take(parse("7"), HERE)[1] is not None


def test_a_numeral_of_another_kind_is_taken_for_a_misreading() -> None:
    assert counted(Style.ROMAN, "i", "1")[1] == ("ii", "the numeral “1” where ii comes next")


def test_a_gap_in_the_numbering_is_kept_and_noted() -> None:
    assert counted(Style.ARABIC, "1", "4")[1] == ("4", "the numeral 4 follows 1")


def test_an_inferred_numeral_is_a_warning_with_its_line() -> None:
    _, problem = Count(Style.LETTER).take(None, HERE)
    assert problem is not None
    assert (problem.severity, problem.location) == (Severity.WARNING, HERE)


def test_dotted_numerals_begin_again_with_the_number_of_the_group() -> None:
    count = Count(Style.DOTTED, "1.1")
    count.take(parse("1.1"), HERE)
    count.restart("2")
    assert count.take(None, HERE)[0] == "2.1"


def references(*paths: str, table: int = 0) -> list[str]:
    """References of rows whose paths are written `4 Homes > ii Beds`."""
    names = References()
    steps = [[step.split(" ", 1) for step in path.split(" > ")] for path in paths]
    return [names.of([Heading(number.strip("-"), title) for number, title in path], table) for path in steps]


def test_references_join_the_numerals_of_the_path() -> None:
    assert references("4 Homes > i Beds", "4 Homes > ii Food") == ["4.i", "4.ii"]


def test_references_count_where_there_are_no_numerals() -> None:
    paths = ["- Homes > - Beds", "- Homes > - Food", "- Money > - Pay"]
    assert references(*paths) == ["1.1", "1.2", "2.1"]


def test_a_numeral_that_is_whole_by_itself_is_the_reference() -> None:
    assert references("2 Homes > 2.3 Beds", "2 Homes > CP-07 Food") == ["2.3", "CP-07"]


def test_three_levels_give_three_parts() -> None:
    assert references("1 Homes > 2 Beds > a Buy") == ["1.2.a"]


def test_rows_of_several_tables_are_distinguished() -> None:
    assert references("- Beds", table=2) == ["2.1"]


def test_a_numeral_beside_an_empty_title_is_no_text_of_the_row_above() -> None:
    header = ("Ref", "Action", "Lead", "Progress")
    rows = (("1", "Mend the path", "Petra Lind", "Done."), ("2", "Light the lane", "Idris Vane", "80 lamps."))
    assembly = assemble(Reading((grid(header, *rows, ("3", "", "Oona Hale", "")),)))
    [_, above, untitled] = assembly.rows
    assert [item.text for item in above.columns[0].items] == ["Idris Vane"]
    assert (untitled.path[-1].title, untitled.doubt) == ("", Doubt.CANT_TELL)
    assert "no title" in untitled.problems[0].seen
