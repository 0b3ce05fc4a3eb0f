"""The words for an answer's status, on screens and in downloads."""

from __future__ import annotations

from assistant.answers.answer import NOTHING_KNOWN, UNCERTAIN, Answer, Status

WORDS = {
    Status.ANSWERED: "Answered, word for word",
    Status.PARTIAL: "Closest match",
    Status.NOT_FOUND: "Not in the documents",
}


MEANING = {
    Status.ANSWERED: "Every quote is word for word from the plans.",
    Status.PARTIAL: "This is the closest that the plans come to your question, word for word.",
    Status.NOT_FOUND: "Nothing was found that answers this. Try other words, such as those that the plan itself uses.",
}


def meaning(answer: Answer) -> str:
    """A sentence for people that explains the status of this answer."""
    if answer.status is Status.PARTIAL and answer.missing == NOTHING_KNOWN:
        return f"{UNCERTAIN} {MEANING[answer.status]}"
    if answer.status is Status.PARTIAL and answer.missing:
        return f"The plans don’t state {answer.missing}. {MEANING[answer.status]}"
    return MEANING[answer.status]
