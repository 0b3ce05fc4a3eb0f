"""Statuses from one update to the next, asked of two made-up updates of one plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Status
from corpus.records import Column, Document, Heading, Item, Location, Row
from corpus.tables.columns.column_types import typed
from tests.word_index import WordIndex

HERE = Location("fictional.csv", line=1)
BEFORE = {"Light Canal Walk": "Amber", "Plant an orchard": "Green", "Renew swings": "Red", "Survey oaks": "Green"}
NOW = {"Light Canal Walk": "Red", "Plant an orchard": "Green", "Renew swings": "Complete", "Survey oaks": "Amber"}


def _document(update: str, statuses: dict[str, str], due: str) -> Document:
    rows = [
        Row(
            f"1.{number}",
            (Heading("1", "Outdoors"), Heading(f"1.{number}", title)),
            (Column("RAG", (Item(status, (HERE,)),)), Column("Due", (Item(due, (HERE,)),))),
            HERE,
            plan="Marlow Vale Green Spaces Plan",
            update=update,
        )
        for number, (title, status) in enumerate(statuses.items(), 1)
    ]
    made, columns = typed(rows)
    return Document(f"{update}.csv", update, 1, "Marlow Vale Green Spaces Plan", update, made, columns=columns)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", NOW, "May 2027")]
    return Assistant(WordIndex(documents))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which actions went from amber to red?", ["1.1"]),
        ("Which actions have turned amber since last year?", ["1.4"]),
        ("Which actions turned amber between the 2023-24 and the 2024-25 update?", ["1.4"]),
        ("What has got worse since 2023-24?", ["1.1", "1.4"]),
        ("Which actions have improved since the last update?", ["1.3"]),
        ("Which actions got a better RAG than last year?", ["1.3"]),
        ("Which actions have a worse rating than last year?", ["1.1", "1.4"]),
    ],
)
def test_rows_whose_status_moved(assistant: Assistant, question: str, expected: list[str]) -> None:
    answer = assistant.ask(question)
    assert [citation.reference for citation in answer.citations] == expected
    assert {citation.update for citation in answer.citations} == {"2024-25"}


def test_each_says_what_it_was_before(assistant: Assistant) -> None:
    (claim,) = assistant.ask("Which actions went from amber to red?").claims
    assert (claim.text, claim.note) == ("Red", "Light Canal Walk: Amber in 2023-24")


def test_an_earlier_updates_rows_are_asked_where_it_is_named(assistant: Assistant) -> None:
    for question in ("Which actions were green in 2023-24?", "Which actions were green last year?"):
        answer = assistant.ask(question)
        assert [(each.reference, each.update) for each in answer.citations] == [("1.2", "2023-24"), ("1.4", "2023-24")]


def test_a_cell_that_changed_stands_beside_what_it_was(assistant: Assistant) -> None:
    answer = assistant.ask("Has the due date for the orchard changed?")
    assert [(claim.note, claim.text) for claim in answer.claims] == [("2024-25", "May 2027"), ("2023-24", "March 2026")]


def test_of_several_rows_those_whose_cell_changed_are_told(assistant: Assistant) -> None:
    answer = assistant.ask("Have any due dates changed since last year?")
    assert [(claim.text, claim.note.partition(": ")[2]) for claim in answer.claims] == [
        ("May 2027", "March 2026 in 2023-24")
    ] * 4


def test_what_is_new_or_gone_of_a_whole_plan_are_its_rows() -> None:
    now = {title: "Green" for title in [*BEFORE, "Open a sand pit"] if title != "Renew swings"}
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", now, "March 2026")]
    both = Assistant(WordIndex(documents))
    assert [claim.text for claim in both.ask("What's new since last year?").claims] == ["Open a sand pit"]
    assert [claim.text for claim in both.ask("What's been dropped since last year?").claims] == ["Renew swings"]


def test_words_of_the_plans_own_name_say_nothing_of_what_is_new_in_it() -> None:
    now = dict.fromkeys([*BEFORE, "Open a sand pit"], "Green")
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", now, "March 2026")]
    library = Assistant(WordIndex([*documents, _play("2024-25", "A kiosk sells ices on the lawn")]))
    assert [claim.text for claim in library.ask("What's new in the Marlow spaces since last year?").claims] == [
        "Open a sand pit"
    ]


def test_a_question_is_asked_again_of_the_latest_update(assistant: Assistant) -> None:
    question = "Which actions were green in 2023-24?"
    answer = assistant.ask("And this year?", [(question, assistant.ask(question))])
    assert [(each.reference, each.update) for each in answer.citations] == [("1.2", "2024-25")]
    assert "aken together with" in answer.understood


def test_what_was_asked_of_the_past_is_asked_again_of_this_year(assistant: Assistant) -> None:
    question = "What colour was the swings last time?"
    before = assistant.ask(question)
    now = assistant.ask("And this year?", [(question, before)])
    told = [[(each.quote, each.update) for each in answer.citations] for answer in (before, now)]
    assert told == [[("Red", "2023-24")], [("Complete", "2024-25")]]


PLAY = "Marlow Vale Play Plan"


def _play(update: str, *progress: str) -> Document:
    items = tuple(Item(text, (HERE,)) for text in progress)
    row = Row(
        "1.1",
        (Heading("1", "Play"), Heading("1.1", "Renew the playgrounds")),
        (Column("Progress", items),),
        HERE,
        plan=PLAY,
        update=update,
    )
    return Document(f"{update}.csv", update, 1, PLAY, update, (row,))


@pytest.fixture(scope="module")
def play() -> Assistant:
    before = _play(
        "2023-24", "Only four of nine old swings at Mill Green are safe", "A zip wire was ordered for Corve Hill"
    )
    now = _play("2024-25", "At Mill Green the swings, old and new, are now safe", "A kiosk sells ices on the lawn")
    return Assistant(WordIndex([before, now]))


def test_what_happened_is_answered_from_now_and_from_what_it_may_follow(play: Assistant) -> None:
    answer = play.ask("What happened to the swings at Mill Green?")
    assert [(claim.text[:11], claim.citations[0].update) for claim in answer.claims[:2]] == [
        ("At Mill Gre", "2024-25"),
        ("Only four o", "2023-24"),
    ]
    assert "may be the same matter" in answer.claims[1].note
    assert "the documents don’t say so" in answer.summary


def test_of_what_is_said_no_more_the_last_that_was_said_is_no_answer(play: Assistant) -> None:
    answer = play.ask("What became of the zip wire for Corve Hill?")
    assert answer.status is Status.PARTIAL
    assert [(claim.text[:10], claim.citations[0].update) for claim in answer.claims] == [("A zip wire", "2023-24")]
    assert "nothing was found after the 2023-24 update" in answer.missing


def test_what_may_be_one_matter_stands_together_in_a_list_of_changes(play: Assistant) -> None:
    answer = play.ask("What has changed about Mill Green?")
    assert [(claim.note, claim.citations[0].update) for claim in answer.claims] == [
        ("Added", "2024-25"),
        ("Removed, may be the same matter as above", "2023-24"),
    ]


@pytest.mark.parametrize(
    "question", ["How long is the wait now and last year?", "Is the wait shorter than in 2023-24?"]
)
def test_one_thing_in_two_updates_stands_side_by_side(question: str) -> None:
    documents = [
        _play("2023-24", "The wait for a bench was 15 weeks."),
        _play("2024-25", "The wait for a bench is 6 weeks."),
    ]
    answer = Assistant(WordIndex(documents)).ask(question)
    assert [(claim.note, claim.text) for claim in answer.claims] == [
        ("2024-25", "The wait for a bench is 6 weeks."),
        ("2023-24", "The wait for a bench was 15 weeks."),
    ]


def test_a_status_that_the_plan_never_states_is_answered_with_those_it_does(assistant: Assistant) -> None:
    answer = assistant.ask("Which actions are under way?")
    assert answer.status is Status.NOT_FOUND
    said = "“RAG” says here: Red (1), Green (1), Complete (1), Amber (1)."
    assert answer.text == f"Nothing where “RAG” is “in progress”. {said}"


def test_a_plan_is_asked_in_its_own_words_for_a_status_whatever_other_plans_say() -> None:
    fens = replace(_document("2024-25", dict.fromkeys(NOW, "Delayed"), "May 2020"), plan="Fens Drainage Plan")
    parks = _document("2024-25", NOW, "May 2020")
    rows = tuple(replace(row, plan=fens.plan) for row in fens.rows)
    together = Assistant(WordIndex([parks, replace(fens, rows=rows)]))
    alone = Assistant(WordIndex([parks])).ask("Which actions in the Green Spaces Plan are delayed?").text
    assert together.ask("Which actions in the Green Spaces Plan are delayed?").text == alone


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What was in last year's plan that isn't in this one?", "Renew swings"),
        ("What is in this plan that wasn't in last year's plan?", "Open a sand pit"),
        ("Is there anything in the 2024-25 plan that isn't in the 2023-24 plan?", "Open a sand pit"),
        ("Is there anything in the 2023-24 plan that isn't in the 2024-25 plan?", "Renew swings"),
    ],
)
def test_what_one_update_has_and_another_has_not_are_rows_that_came_or_went(question: str, title: str) -> None:
    now = {name: "Green" for name in [*BEFORE, "Open a sand pit"] if name != "Renew swings"}
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", now, "March 2026")]
    answer = Assistant(WordIndex(documents)).ask(question)
    assert [claim.text for claim in answer.claims] == [title]


@pytest.mark.parametrize(
    ("question", "said", "update"),
    [
        ("What was the old deadline for the orchard?", "March 2026", "2023-24"),
        ("What is the deadline for the orchard?", "May 2027", "2024-25"),
        ("Was the canal walk red last year?", "Amber", "2023-24"),
        ("Is the canal walk amber?", "Red", "2024-25"),
    ],
)
def test_a_cell_is_that_of_the_update_that_is_meant(
    assistant: Assistant, question: str, said: str, update: str
) -> None:
    citation = assistant.ask(question).citations[0]
    assert (citation.quote, citation.update) == (said, update)


def test_whether_a_date_has_moved_is_told_by_both_cells(assistant: Assistant) -> None:
    answer = assistant.ask("Has the date for the orchard moved since 2023-24?")
    assert [(claim.note, claim.text) for claim in answer.claims] == [("2024-25", "May 2027"), ("2023-24", "March 2026")]


def test_what_it_was_before_is_asked_of_the_same_row_in_the_update_before(assistant: Assistant) -> None:
    first, then = "Is the canal walk amber?", "what was it before?"
    history = [(first, assistant.ask(first))]
    answer = assistant.ask(then, history)
    assert [(each.quote, each.reference, each.update) for each in answer.citations] == [("Amber", "1.1", "2023-24")]
    history.append((then, answer))
    answer = assistant.ask("and when is it due now?", history)
    assert [(each.quote, each.reference, each.update) for each in answer.citations] == [("May 2027", "1.1", "2024-25")]


def test_a_list_is_made_again_of_the_update_before(assistant: Assistant) -> None:
    first = "Which actions are amber?"
    answer = assistant.ask("and last year?", [(first, assistant.ask(first))])
    assert [(each.reference, each.update) for each in answer.citations] == [("1.1", "2023-24")]


def test_a_plan_named_by_a_topic_that_another_shares_is_asked_with_that_other() -> None:
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", NOW, "May 2027")]
    library = Assistant(WordIndex([*documents, _play("2024-25", "A kiosk sells ices on the lawn")]))
    answer = library.ask("Which Marlow Vale actions went from amber to red?")
    assert [citation.reference for citation in answer.citations] == ["1.1"]


def test_a_subject_that_only_one_title_names_leaves_a_list_of_moves_open() -> None:
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", NOW, "May 2027")]
    answer = Assistant(WordIndex(documents)).ask("What's gone from amber to red on the canal?")
    assert answer.status is Status.PARTIAL
    assert not answer.complete


def test_what_is_counted_is_told_of_both_updates(assistant: Assistant) -> None:
    answer = assistant.ask("Is the number of red actions up or down on last year?")
    assert "In 2023-24: 1 priority" in answer.text
    assert [(each.reference, each.update) for each in answer.citations] == [("1.1", "2024-25"), ("1.3", "2023-24")]


def test_statuses_that_are_neither_better_nor_worse_are_told_as_such() -> None:
    before, now = dict.fromkeys(BEFORE, "Likely"), {**dict.fromkeys(BEFORE, "Likely"), "Renew swings": "Doubtful"}
    documents = [_document("2023-24", before, "March 2026"), _document("2024-25", now, "May 2027")]
    answer = Assistant(WordIndex(documents)).ask("Which actions have got worse since last year?")
    assert answer.status is Status.PARTIAL
    assert [(claim.text, claim.citations[0].reference) for claim in answer.claims] == [("Doubtful", "1.3")]


def test_rows_that_came_are_told_where_none_has_a_questions_other_words_which_are_named() -> None:
    now = dict.fromkeys([*BEFORE, "Open a sand pit"], "Green")
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", now, "March 2026")]
    answer = Assistant(WordIndex(documents)).ask("Which actions on otters are new since last year?")
    assert answer.status is Status.PARTIAL
    assert "otters" in answer.missing
    assert [claim.text for claim in answer.claims] == ["Open a sand pit"]


def test_an_update_that_is_named_is_compared_with() -> None:
    updates = {"2022-23": "Red", "2023-24": "Green", "2024-25": "Amber"}
    documents = [_document(name, dict.fromkeys(BEFORE, status), "May 2027") for name, status in updates.items()]
    library = Assistant(WordIndex(documents))
    for since, was in (("2022-23", "Red"), ("2023-24", "Green")):
        claims = library.ask(f"Have any statuses changed since {since}?").claims
        assert {claim.note.partition(": ")[2] for claim in claims} == {f"{was} in {since}"}


def test_what_an_earlier_update_said_of_a_row_that_went_is_told_as_such() -> None:
    went = _play("2023-24", "A zip wire was ordered for Corve Hill")
    went = replace(went, rows=tuple(replace(row, reference="1.9") for row in went.rows))
    kept = _document("2024-25", NOW, "May 2027")
    now = replace(kept, plan=PLAY, rows=tuple(replace(row, plan=PLAY) for row in kept.rows))
    answer = Assistant(WordIndex([went, now])).ask("Was a zip wire ordered for Corve Hill?")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].update == "2023-24"
    assert "earlier updates" in answer.understood


def test_what_only_an_earlier_update_says_of_a_row_that_goes_on_is_the_closest_there_is() -> None:
    before, now = _play("2023-24", "A zip wire was ordered for Corve Hill"), _play("2024-25", "A kiosk sells ices")
    answer = Assistant(WordIndex([before, now])).ask("Was a zip wire ordered for Corve Hill?")
    assert answer.status is Status.PARTIAL
    assert [each.update for each in answer.citations] == ["2023-24"]
    assert "in the latest update" in answer.text


def test_an_update_that_is_named_is_not_answered_for_by_the_latest(play: Assistant) -> None:
    answer = play.ask("Who sells ices on the lawn in the 2023-24 update?")
    assert answer.status is not Status.ANSWERED
    assert {each.update for each in answer.citations} <= {"2023-24"}


def test_an_update_with_a_name_of_two_parts_goes_by_either() -> None:
    documents = [_document("Year 1, March 2024", BEFORE, "May 2027"), _document("Year 2, March 2025", NOW, "May 2027")]
    both = Assistant(WordIndex(documents))
    for question in ("Which actions were green in the year 1 update?", "Which actions were green in March 2024?"):
        answer = both.ask(question)
        assert [(each.reference, each.update) for each in answer.citations] == [
            ("1.2", "Year 1, March 2024"),
            ("1.4", "Year 1, March 2024"),
        ]


def test_a_list_may_lack_rows_whose_status_nobody_has_said_the_meaning_of() -> None:
    statuses = {"Light Canal Walk": "Done", "Plant an orchard": "Not started", "Renew swings": "Mothballed"}
    answer = Assistant(WordIndex([_document("2024-25", statuses, "May 2027")])).ask("Which actions are not finished?")
    assert [claim.text for claim in answer.claims] == ["Plant an orchard"]
    assert answer.status is Status.PARTIAL
    assert "what the status of 1 more means" in answer.text
    assert "“Mothballed”" in answer.summary
