"""What questions ask for, read from their wording alone; each names something that no question it was fitted to has."""

from __future__ import annotations

import pytest

from assistant.questions.asking import Asks, asking_of, features, tokens_of


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("who is responsible for the Quince Lane weir", Asks.OWNER),
        ("who visited the Quince Lane weir", Asks.FACT),
        ("what's the deadline for the weir", Asks.DUE),
        ("when did the weir collapse", Asks.FACT),
        ("how many actions are red", Asks.COUNT),
        ("how many otters were seen", Asks.FACT),
        ("what's the budget for the weir", Asks.COST),
        ("how much has been spent on the weir so far", Asks.SPENT),
        ("list the actions that are overdue", Asks.ROWS),
        ("why is the weir late", Asks.WHY),
        ("who has the most actions", Asks.MOST),
        ("total budget for the weirs", Asks.SUM),
        ("write me a poem about otters", Asks.OTHER),
    ],
)
def test_the_wording_says_what_is_asked_for(question: str, asks: Asks) -> None:
    assert asking_of(question).asks is asks


def test_likelihoods_are_of_all_readings_and_add_up() -> None:
    asking = asking_of("who leads it")
    assert {asks for asks, _ in asking.likely} == set(Asks)
    assert sum(likelihood for _, likelihood in asking.likely) == pytest.approx(1, abs=1e-5)


def test_words_that_ask_are_told_from_what_is_asked_about() -> None:
    question = "what's the deadline for the Quince Lane mosaics"
    frame = [question[start:end] for start, end in asking_of(question).frame(Asks.DUE)]
    assert "deadline" in frame
    assert not {"Quince", "Lane", "mosaics"} & set(frame)


def test_subjects_are_masked_and_numbers_alike() -> None:
    known = frozenset({"who", "leads", "#"})
    assert features(tokens_of("who leads Quince Lane 4.2"), known)[:6] == ["^", "who", "leads", "~", "#", "$"]


def test_names_of_documents_say_nothing_of_what_is_asked() -> None:
    question = "who leads it in the changes since last year plan"
    start = question.index("in the")
    assert asking_of(question, aside=[(start, len(question))]).likely == asking_of("who leads it").likely


def test_rows_and_cells_are_tried_before_searching() -> None:
    tried = list(asking_of("who leads it").worth_trying(0.05))
    assert tried[0] is Asks.OWNER
    assert len([asks for asks in tried if asks in (Asks.FACT, Asks.OPEN, Asks.WHETHER)]) <= 1
