"""Which questions go on from the one before."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answers.answer import Answer, Status
from assistant.answers.follow_ups import asks_the_same, follow_up, goes_on
from corpus.records import Column, Document, Heading, Item, Location, Meaning, Row, ValueKind
from tests.word_index import WordIndex


@pytest.mark.parametrize(
    "question",
    [
        "and how many of them were under 16?",
        "where are they being sent from?",
        "what about foster care?",
        "who runs it?",
        "by when?",
        "when is it meant to be finished?",
        "how many of those are open?",
        "and what does that cost each",
    ],
)
def test_these_go_on(question: str) -> None:
    assert goes_on(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who chairs the regional fee panel?",
        "who funds hostels",
        "What needs to happen so care leavers can stay near the people they know?",
        "What support is there for disabled children?",
        "And which homes opened in the county last year?",
        "how many homes were opened",
        "how many started supported work placements",
        "what does that plan cover",
    ],
)
def test_these_have_a_topic_of_their_own(question: str) -> None:
    assert not goes_on(question)


def test_a_follow_up_takes_the_earlier_question_along() -> None:
    before = Answer(Status.ANSWERED, "", asked="How many referrals were accepted?")
    follows = follow_up("and under 16?", [("How many referals were accepted?", before)])
    assert follows is not None
    assert follows.asked == "and under 16? How many referrals were accepted?"
    assert "16" in follows.own
    assert "referr" not in follows.own


def test_of_a_chain_of_follow_ups_the_last_and_the_one_that_began_it_are_taken_along() -> None:
    said = ("How full is the hostel?", "who runs it?", "how many rooms has it?")
    history = [
        (text, Answer(Status.ANSWERED, "", asked=" ".join(reversed(said[: at + 1])))) for at, text in enumerate(said)
    ]
    follows = follow_up("and the annex?", history)
    assert follows is not None
    assert follows.before == ("how many rooms has it?", "How full is the hostel?")


@pytest.mark.parametrize(("question", "same"), [("and in the north?", True), ("is it registered?", False)])
def test_what_has_a_verb_of_its_own_asks_for_something_of_its_own(question: str, same: bool) -> None:
    assert asks_the_same(question) is same


def test_the_first_question_follows_nothing() -> None:
    assert follow_up("and then?", []) is None


def _row(number: str, title: str, owner: str, *progress: str) -> Row:
    place = Location("fictional.docx")
    columns = (
        Column("Lead", (Item(owner, (place,)),), Meaning.OWNER, ValueKind.TEXT),
        Column("Progress", tuple(Item(text, (place,)) for text in progress), Meaning.PROGRESS, ValueKind.TEXT),
    )
    path = (Heading("1", "Homes"), Heading(number, title))
    return Row(f"1.{number}", path, columns, place, plan="Plan", update="2025")


def test_a_chain_stays_with_the_row_that_it_points_back_to() -> None:
    rows = [
        _row(
            "1",
            "Open a youth hostel",
            "Hostel manager",
            "The hostel opened with 30 rooms in May 2025.",
            "A room costs £140 a week.",
            "Harbour Homes runs the hostel.",
        ),
        _row(
            "2",
            "Open a family centre",
            "Centre manager",
            "The centre opened with 12 rooms in June 2025.",
            "A room costs £95 a week.",
        ),
    ]
    assistant = Assistant(WordIndex([Document("fictional.docx", "digest", 1, "Plan", "2025", tuple(rows))]))
    history: list[tuple[str, Answer]] = []
    for asked, quoted in (
        ("How many rooms has the hostel opened with?", "The hostel opened with 30 rooms in May 2025."),
        ("and what does that cost?", "A room costs £140 a week."),
        ("who leads it?", "Hostel manager"),
        ("when was it opened?", "The hostel opened with 30 rooms in May 2025."),
        ("and how many rooms has it?", "The hostel opened with 30 rooms in May 2025."),
    ):
        answer = assistant.ask(asked, history=tuple(history))
        assert answer.claims[0].citations[0].reference == "1.1", asked
        assert answer.claims[0].text == quoted, asked
        history.append((asked, answer))


def _tracked(number: str, title: str, owner: str, due: str, status: str, *progress: str) -> Row:
    row, place = _row(number, title, owner, *progress), Location("fictional.docx")
    columns = (
        Column("By when", (Item(due, (place,)),), Meaning.DUE, ValueKind.DATE),
        Column("RAG", (Item(status, (place,)),), Meaning.STATUS, ValueKind.CHOICE),
    )
    return Row(row.reference, row.path, (*row.columns, *columns), place, plan="Plan", update="2025")


@pytest.fixture(scope="module")
def tracked() -> Assistant:
    rows = (
        _tracked(
            "1",
            "Lend tablets to young people",
            "Inclusion officer",
            "May 2027",
            "Green",
            "230 tablets have been lent.",
            "Each comes with 20GB of data.",
        ),
        _tracked(
            "2",
            "Open a family centre",
            "Centre manager",
            "June 2026",
            "Red",
            "The centre has a budget of £95,000.",
        ),
    )
    return Assistant(WordIndex([Document("fictional.docx", "digest", 1, "Plan", "2025", rows)]))


def test_a_chain_of_columns_keeps_the_row(tracked: Assistant) -> None:
    first = "how many tablets have been lent"
    history = [(first, tracked.ask(first))]
    for asked, said in (
        ("who's running it", "Inclusion officer"),
        ("is it rated red then", "Green"),
        ("what's the deadline", "May 2027"),
        ("do they come with any data", "Each comes with 20GB of data."),
        ("and the status?", "Green"),
    ):
        answer = tracked.ask(asked, history=tuple(history))
        assert answer.citations[0].reference == "1.1", asked
        assert answer.claims[0].text == said, asked
        assert first in answer.understood or history[-1][0] in answer.understood
        history.append((asked, answer))


def test_a_column_that_the_row_lacks_is_not_answered_from_another_row(tracked: Assistant) -> None:
    first = "how many tablets have been lent"
    answer = tracked.ask("what's the budget", history=((first, tracked.ask(first)),))
    assert answer.status is not Status.ANSWERED
    assert all(citation.reference == "1.1" for citation in answer.citations)


def test_a_question_with_a_topic_of_its_own_is_no_surer_after_another(tracked: Assistant) -> None:
    first, asked = "how many tablets have been lent", "how many tablets were broken by families"
    alone, after = tracked.ask(asked), tracked.ask(asked, history=((first, tracked.ask(first)),))
    assert alone.status is not Status.ANSWERED
    assert (after.status, after.confidence, after.text) == (alone.status, alone.confidence, alone.text)


def test_a_question_that_names_another_row_is_not_asked_of_the_one_before(tracked: Assistant) -> None:
    first = "how many tablets have been lent"
    history = ((first, tracked.ask(first)),)
    assert tracked.ask("who leads the family centre", history=history).claims[0].text == "Centre manager"
    assert tracked.ask("which actions are red", history=history).citations[0].reference == "1.2"


def test_another_status_or_row_asks_the_question_before_again(tracked: Assistant) -> None:
    history: list[tuple[str, Answer]] = []
    for asked, reference in (("which actions are red", "1.2"), ("and green?", "1.1")):
        answer = tracked.ask(asked, history=tuple(history))
        assert [citation.reference for citation in answer.citations] == [reference], asked
        history.append((asked, answer))
    first = "who leads 1.1"
    second = tracked.ask("and 1.2?", history=((first, tracked.ask(first)),))
    assert [claim.text for claim in second.claims] == ["Centre manager"]


def test_a_value_that_was_asked_for_is_asked_for_of_what_is_named_next(tracked: Assistant) -> None:
    for first in ("when is the family centre due", "due date for the family centre"):
        second = tracked.ask("and for the tablets?", history=((first, tracked.ask(first)),))
        assert [claim.text for claim in second.claims][:1] == ["May 2027"], first


def test_a_follow_up_without_an_answer_does_not_lose_the_row(tracked: Assistant) -> None:
    first, then = "how many tablets have been lent", "what's the budget"
    history = [(first, tracked.ask(first))]
    history.append((then, tracked.ask(then, history=tuple(history))))
    answer = tracked.ask("who's in charge of that", history=tuple(history))
    assert (answer.claims[0].text, answer.status) == ("Inclusion officer", Status.ANSWERED)


def test_what_goes_on_from_no_answer_is_no_answer(tracked: Assistant) -> None:
    first = "how many tablets were broken by families"
    before = tracked.ask(first)
    assert before.status is Status.PARTIAL
    answer = tracked.ask("who's in charge of that", history=((first, before),))
    assert answer.claims[0].text == "Inclusion officer"
    assert answer.status is Status.PARTIAL
    assert "what was asked before" in answer.text
    assert answer.confidence <= before.confidence


def test_of_a_list_every_row_is_asked(tracked: Assistant) -> None:
    first = "which actions are red or green"
    listed = tracked.ask(first)
    assert {citation.reference for citation in listed.citations} == {"1.1", "1.2"}
    answer = tracked.ask("and who leads them", history=((first, listed),))
    assert {claim.text for claim in answer.claims} == {"Inclusion officer", "Centre manager"}
    answer = tracked.ask("what's the deadline", history=((first, listed),))
    assert {claim.text for claim in answer.claims} == {"May 2027", "June 2026"}


@pytest.fixture(scope="module")
def counted() -> Assistant:
    rows = (
        _tracked(
            "1", "Lend tablets", "Inclusion officer", "May 2027", "Green", "230 tablets have been lent, up from 90."
        ),
        _tracked("2", "Fit drinking points", "Parks officer", "June 2026", "Red", "Seven of nine points work."),
        _tracked("3", "Working in pairs", "Centre manager", "July 2026", "Red", "Staff go out in pairs."),
    )
    return Assistant(WordIndex([Document("fictional.docx", "digest", 1, "Plan", "2025", rows)]))


def test_what_it_was_before_is_what_its_own_quote_sets_it_against(counted: Assistant) -> None:
    first = "how many tablets have been lent"
    answer = counted.ask("and the year before?", history=((first, counted.ask(first)),))
    assert [claim.text for claim in answer.claims] == ["230 tablets have been lent, up from 90."]


def test_what_it_was_before_is_not_guessed_from_another_row(counted: Assistant) -> None:
    first = "do staff go out in pairs"
    answer = counted.ask("what was it before?", history=((first, counted.ask(first)),))
    assert answer.status is Status.NOT_FOUND
    assert "Working in pairs" in answer.text


def test_a_word_for_parts_of_plans_is_what_the_row_before_speaks_of(counted: Assistant) -> None:
    first = "who fits drinking points"
    history = [(first, counted.ask(first))]
    answer = counted.ask("how many of the points work", history=tuple(history))
    assert [claim.text for claim in answer.claims] == ["Seven of nine points work."]
    history.append(("how many of the points work", answer))
    assert counted.ask("when are the others due", history=tuple(history)).claims[0].text == "June 2026"


def test_points_that_belong_to_nothing_are_not_counted_as_rows(counted: Assistant) -> None:
    assert not counted.ask("how many of the points actually work").complete
