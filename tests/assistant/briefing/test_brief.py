"""What a briefing quotes and in which order, what it says beside the quotes, and that it gives no quote twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant import Assistant
from assistant.briefing.brief import Briefing, Line, Part, RowBrief, figures, told_in_all
from assistant.briefing.subject import Subject
from assistant.tracking.due import Stage
from assistant.tracking.timeline import When
from corpus.errors import WrongUse
from corpus.records import Column, Document, Heading, Item, Location, Meaning, Row, RowKind
from tests.fictional.play_plan import PLAN, both
from tests.word_index import WordIndex

DAY = date(2026, 11, 28)
HERE = Location("fictional.docx", page=1)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(WordIndex(both()))


@pytest.fixture(scope="module")
def whole(assistant: Assistant) -> Briefing:
    return assistant.briefer(DAY).brief(Subject(plan=PLAN))


def row(briefing: Briefing, reference: str) -> RowBrief:
    return next(each for each in briefing.rows if each.row.reference == reference)


def lines(row: RowBrief, part: Part) -> list[Line]:
    return [line for section in row.sections if section.part is part for line in section.lines]


def quotes(found: list[Line]) -> list[str]:
    return [line.citation.quote for line in found]


# --- what it is about ------------------------------------------------------------------------------


def test_a_category_has_all_its_rows_and_no_other(assistant: Assistant) -> None:
    briefing = assistant.briefer(DAY).brief(Subject(category="1 Playgrounds"))
    assert [(each.row.reference, each.whole) for each in briefing.rows] == [("1.1", True), ("1.2", True)]


def test_words_have_the_rows_that_they_head_and_the_items_that_mention_them(assistant: Assistant) -> None:
    briefing = assistant.briefer(DAY).brief(Subject("swing"))
    assert [(each.row.reference, each.whole) for each in briefing.rows] == [("1.1", True), ("3.1", False)]
    mentioned = [line.citation.quote for section in briefing.rows[1].sections for line in section.lines]
    assert mentioned == ["Saplings beside the swings were watered"]


def test_words_of_the_same_stem_count_where_the_search_finds_them_near_or_no_text_has_the_word_itself() -> None:
    now = both()[1]
    orchard = replace(
        now.rows[2],
        path=(Heading("3", "Trees"), Heading("3.1", "Adopt a design for the orchard")),
        columns=(Column("Progress", (Item("Gates were adopted from the old park", (HERE,)),)),),
    )
    swings = replace(now.rows[0], path=(Heading("1", "Playgrounds"), Heading("1.1", "Adoption of the swings")))

    def rows(words: str, *found: Row, near: Sequence[Row] = ()) -> list[str]:
        assistant = Assistant(WordIndex([replace(now, rows=found)]))
        briefer = replace(assistant.briefer(DAY), near=lambda _: {each.key for each in near})
        return [each.row.reference for each in briefer.brief(Subject(words)).rows]

    assert rows("adoption", swings, orchard) == ["1.1"]
    assert rows("adoption", swings, orchard, near=[orchard]) == ["1.1", "3.1"]
    assert rows("adoption", orchard) == ["3.1"]
    assert rows("adopting", swings, orchard) == ["3.1"]  # a form of the same word as "adopt" and "adopted"


def test_prose_counts_where_it_says_something() -> None:
    now = both()[1]

    def prose(reference: str, *texts: str, heading: str = "") -> Row:
        items = tuple(Item(text, (HERE,)) for text in texts)
        path = (Heading("", heading),) if heading else ()
        return Row(reference, path, (Column("", items),), HERE, RowKind.PROSE, plan=PLAN, update=now.update)

    around = (
        prose("§1", "Marlow Vale Council, for the Play Board.", "Red = late; Green = done.", heading=f"{PLAN} 2024-25"),
        prose("§2", "The actions"),
        prose("§4", "Red: off course. Amber: some concern. Blue: finished.", heading="Key"),
        prose("§3", "Two of the three gardeners have left.", heading="Risks"),
    )
    briefing = Assistant(WordIndex([replace(now, rows=(*around, *now.rows))])).briefer(DAY).brief(Subject(plan=PLAN))
    assert [each.row.reference for each in briefing.rows] == ["§3", "1.1", "1.2", "3.1"]
    assert told_in_all(briefing) == "3 priorities and 1 text outside the tables"


def test_an_owner_has_their_rows(assistant: Assistant) -> None:
    for subject in (
        Subject(owner="Head of Leisure"),
        Subject("head of leisure"),
        Subject(reference="1.2"),
        Subject("1.2"),
    ):
        briefing = assistant.briefer(DAY).brief(subject)
        assert [(each.row.reference, each.whole) for each in briefing.rows] == [("1.2", True)]


def test_an_owner_has_the_rows_that_are_shared_as_on_the_overview() -> None:
    now = both()[1]

    def owned(row: Row, owner: str) -> Row:
        lead = Column("Lead", (Item(owner, (HERE,)),), Meaning.OWNER)
        return replace(row, columns=tuple(lead if each.heading == "Lead" else each for each in row.columns))

    leads = ("Ann Oakley and Ben Marsh", "Ann Oakley", "Ben Marsh")
    rows = tuple(owned(row, lead) for row, lead in zip(now.rows, leads, strict=False))
    briefing = Assistant(WordIndex([replace(now, rows=rows)])).briefer(DAY).brief(Subject(owner="ann oakley"))
    assert [each.row.key for each in briefing.rows] == [row.key for row in rows[:2]]


def test_words_that_no_plan_says_make_no_briefing(assistant: Assistant) -> None:
    assert assistant.briefer(DAY).brief(Subject("sponge cake")).plans == ()


def test_a_subject_must_say_something_and_name_a_plan_that_is_there(assistant: Assistant) -> None:
    for subject in (Subject(), Subject("swings", plan="Upper Ambry Roads Plan")):
        with pytest.raises(WrongUse):
            assistant.briefer(DAY).brief(subject)


# --- what it quotes --------------------------------------------------------------------------------


def test_every_line_is_a_quote_with_its_place_in_order_and_none_stands_twice(
    whole: Briefing, sample_document: Document
) -> None:
    sample = Assistant(WordIndex([sample_document])).briefer(DAY).brief(Subject(category="4"))
    for briefing in (whole, sample):
        assert [line.number for line in briefing.lines] == list(range(1, len(briefing.lines) + 1))
        places = [(each.citation.row_key, each.citation.column, each.citation.item) for each in briefing.lines]
        assert len(set(places)) == len(places)
        assert all(line.citation.quote and line.citation.file for line in briefing.lines)


def test_every_priority_and_every_item_of_a_category_of_the_sample_is_there(sample_document: Document) -> None:
    briefing = Assistant(WordIndex([sample_document])).briefer(DAY).brief(Subject(category="4"))
    rows = [each for each in sample_document.rows if each.category.number == "4"]
    assert [each.row.reference for each in briefing.rows] == [each.reference for each in rows]
    items = [item.text for each in rows for column in each.columns for item in column.items]
    assert set(items) <= {line.citation.quote for line in briefing.lines}


def test_columns_stand_in_the_parts_that_they_are_for(whole: Briefing) -> None:
    swings = row(whole, "1.1")
    assert quotes(lines(swings, Part.PLANNED))[0] == "Renew the swings at Mill Green"
    assert quotes(lines(swings, Part.DONE))[1] == "A café was opened beside the lawn for £14,000"
    assert [(each.led, each.citation.quote) for each in lines(swings, Part.FACTS)] == [
        ("Lead", "Parks Manager"),
        ("Due", "September 2025"),
        ("Status", "On track"),
    ]


def test_what_was_said_before_stands_below_what_is_said_now(whole: Briefing) -> None:
    swings = row(whole, "1.1")
    due = next(line for line in lines(swings, Part.FACTS) if line.led == "Due")
    assert [(each.led, each.citation.quote, each.citation.update) for each in due.earlier] == [
        ("2023-24", "March 2025", "2023-24")
    ]
    safe = lines(swings, Part.DONE)[0]
    (before,) = safe.earlier
    assert before.led == "2023-24, may be the same matter"
    assert [safe.citation.quote[start:end] for start, end in safe.figures] == ["12"]
    assert [before.citation.quote[start:end] for start, end in before.figures] == ["4", "nine"]


def test_what_is_new_or_as_it_was_says_so(whole: Briefing) -> None:
    assert [line.led for line in lines(row(whole, "1.1"), Part.PLANNED)] == ["As in 2023-24", "New since 2023-24"]
    assert row(whole, "3.1").heading.led == "New in the 2024-25 update"
    assert [line.led for line in lines(row(whole, "3.1"), Part.PLANNED)] == [""]


def test_what_is_no_longer_said_is_quoted_from_the_update_that_said_it(whole: Briefing) -> None:
    gone = lines(row(whole, "1.1"), Part.GONE)
    assert [(line.led, line.citation.quote) for line in gone] == [("2023-24", "Benches were painted")]
    assert [(line.citation.quote, line.citation.update) for line in whole.plans[0].dropped] == [
        ("Start holiday clubs", "2023-24")
    ]


# --- what it says beside them ----------------------------------------------------------------------


def test_dates_are_past_or_to_come_and_name_their_quote(whole: Briefing) -> None:
    swings = row(whole, "1.1")
    by_number = {line.number: line.citation.quote for line in swings.lines}
    told = [(each.text, each.when, by_number[each.number]) for each in swings.dates]
    assert told == [
        ("September 2025", When.PAST, "September 2025"),
        ("June 2027", When.TO_COME, "Add a swing for wheelchairs by June 2027"),
    ]


def test_what_is_late_and_what_is_not_stated_is_said(whole: Briefing) -> None:
    assert [(each.row.reference, each.stage) for each in whole.rows] == [
        ("1.1", Stage.LATE),
        ("1.2", Stage.LATE),
        ("3.1", Stage.AHEAD),
    ]
    assert [each.missing for each in whole.rows] == [(), ("what it costs",), ("what it costs",)]


def test_the_figures_at_the_top_count_what_stands_below(whole: Briefing) -> None:
    assert figures(whole) == [
        "3 priorities, with 4 texts on what is planned and 4 texts on what has been done.",
        "Of what has been done, 3 texts are new since the update before.",
        "2 dates are still to come.",
        "2 priorities are overdue.",
    ]
    assert figures(whole)[0].startswith(told_in_all(whole))
