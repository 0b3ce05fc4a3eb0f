"""All that the app stores of what somebody asked, as one file to take away: questions, answers, sources, feedback."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.exports.answer_words import WORDS
from assistant.exports.csv_file import csv_content
from assistant.screens.server.service import Service
from assistant.store.conversations import Conversation, Turn
from assistant.store.feedback import Feedback, feedback_on

HEADINGS = ("Conversation", "When", "Question", "Result", "Answer", "Sources", "A language model’s words", "Feedback")


def history_csv(service: Service, owner: str) -> bytes:
    """A line for each question of an owner's, the latest conversation first. Raises NotStored."""
    summaries = service.conversations.listed(owner)
    opened = (service.conversations.open(owner, summary.id) for summary in summaries)
    found = [each for each in opened if each is not None]
    given = {turn.id: feedback_on(service.database, turn.id) for each in found for turn in each.turns}
    return csv_content(HEADINGS, _lines(found, given))


def _lines(found: Iterable[Conversation], given: dict[str, Feedback | None]) -> Iterator[tuple[str, ...]]:
    for conversation in found:
        for turn in conversation.turns:
            yield (
                conversation.name,
                turn.asked.isoformat(timespec="seconds"),
                turn.question,
                WORDS[turn.answer.status] if turn.answer else turn.refused,
                turn.answer.text if turn.answer else "",
                "\n".join(citation.label for citation in turn.answer.citations) if turn.answer else "",
                _drafted(turn),
                _said(given[turn.id]),
            )


def _drafted(turn: Turn) -> str:
    return "\n".join(turn.draft.lines_to_share) if turn.draft else ""


def _said(feedback: Feedback | None) -> str:
    if feedback is None:
        return ""
    return f"{'Useful' if feedback.useful else 'Not useful'}. {feedback.why}".strip()
