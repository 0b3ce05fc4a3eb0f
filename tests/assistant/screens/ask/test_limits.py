"""What a question was understood to be about only, and the question without it."""

from __future__ import annotations

import pytest

from assistant.screens.ask.limits import limits
from tests.assistant.questions.test_running import asked


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Which actions in the streets plan are green?",
            {
                ("Plan", "Marlow Vale Streets Plan"): "Which actions are green?",
                ("Status", "green"): "Which actions in the streets plan are?",
            },
        ),
        (
            "Which actions in the streets plan are not finished?",
            {
                ("Plan", "Marlow Vale Streets Plan"): "Which actions are not finished?",
                ("Status", "not finished"): "Which actions in the streets plan are?",
            },
        ),
        ("What does the Play Officer lead on?", {("Owner", "Play Officer"): "What does the lead on?"}),
        ("Who planted it?", {}),
    ],
)
def test_each_can_be_taken_out(question: str, expected: dict[tuple[str, str], str]) -> None:
    assert {(each.name, each.value): each.without for each in limits(asked(question))} == expected
