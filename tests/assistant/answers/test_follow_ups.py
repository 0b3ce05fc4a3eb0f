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
        "who pays?",
        "who can join",
        "how many were under 16",
        "how many of those are open?",
        "what share finished",
        "and what does that cost each",
        "what proportion of all children are they",
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
