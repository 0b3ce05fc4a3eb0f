"""What somebody asked, to take away: all of theirs, nothing of others', and no formulas."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from assistant.answers.answer import Answer, Status
from assistant.screens.ask.history import history_csv
from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.conversations import Conversation, Turn
from assistant.store.feedback import Feedback, all_feedback, store_feedback


def answer(text: str) -> Answer:
    return Answer(Status.ANSWERED, text, (), (), (), 0.9)


def test_a_persons_history_is_taken_away_whole_and_erased_whole(tmp_path: Path) -> None:
    service = Service(Settings(documents=tmp_path / "documents", index=tmp_path / "index"))
    first = Turn("=SUM(1)", answer=answer("41 referrals"))
    second, refused = Turn("And in May?", answer=answer("Nine")), Turn("Why?", refused="Ask in words.")
    for owner, conversation, turn in (
        ("ada", Conversation("c1"), first),
        ("ada", Conversation("c2"), second),
        ("ada", Conversation("c2", "And in May?"), refused),
        ("bob", Conversation("c3"), Turn("Theirs?", answer=answer("theirs"))),
    ):
        service.conversations.store(owner, conversation, turn)
    store_feedback(
        service.database, Feedback(first.id, datetime.now(UTC), False, "too old", first.question, None, (), "g")
    )
    lines = list(csv.DictReader(io.StringIO(history_csv(service, "ada").decode("utf-8-sig"))))
    assert [line["Question"].lstrip("'\t ") for line in lines] == ["And in May?", "Why?", "=SUM(1)"]
    assert [line["Result"] for line in lines] == ["Answered, word for word", "Ask in words.", "Answered, word for word"]
    assert (lines[2]["Answer"], lines[2]["Feedback"]) == ("41 referrals", "Not useful. too old")
    assert not any(cell.startswith("=") for line in lines for cell in line.values())
    service.conversations.delete_all("ada")
    assert list(csv.DictReader(io.StringIO(history_csv(service, "ada").decode("utf-8-sig")))) == []
    assert all_feedback(service.database) == []
    assert len(service.conversations.listed("bob")) == 1
