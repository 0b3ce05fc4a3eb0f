"""What an answer's status is called on screens and in what is taken away."""

from __future__ import annotations

from assistant import Answer, Status

WORDS = {
    Status.ANSWERED: "Quoted exactly",
    Status.PARTIAL: "Closest that the documents say",
    Status.NOT_FOUND: "Not in the documents",
}


MEANING = {
    Status.ANSWERED: "Each quote stands in the documents word for word.",
    Status.PARTIAL: "This comes nearest to what you asked, word for word.",
    Status.NOT_FOUND: "Nothing found where you looked answers this. Try the words that the plan itself uses, or look"
    " through the plan under Browse.",
}


def meaning(answer: Answer) -> str:
    """What the status says of this answer, for people."""
    if answer.status is Status.PARTIAL and answer.missing:
        return f"The documents don’t state {answer.missing}. {MEANING[answer.status]}"
    return MEANING[answer.status]
