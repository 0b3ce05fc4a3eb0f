"""The words for an answer's status, on screens and in downloads."""

from __future__ import annotations

from assistant import Answer, Status

WORDS = {
    Status.ANSWERED: "Quoted exactly",
    Status.PARTIAL: "Closest in the documents",
    Status.NOT_FOUND: "Not in the documents",
}


MEANING = {
    Status.ANSWERED: "Each quote is word for word from the documents.",
    Status.PARTIAL: "This comes closest to what you asked, word for word.",
    Status.NOT_FOUND: "Nothing in the part of the documents that you chose answers this. Try the words that the plan"
    " itself uses, or look through the plan under Browse.",
}


def meaning(answer: Answer) -> str:
    """A sentence for people that explains the status of this answer."""
    if answer.status is Status.PARTIAL and answer.missing:
        return f"The documents don’t state {answer.missing}. {MEANING[answer.status]}"
    return MEANING[answer.status]
