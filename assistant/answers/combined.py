"""Answers made of two: the parts of a question that asks for two things, and what two updates say of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

from assistant.answers.answer import UNCERTAIN, Answer, Status, partly, quoted
from assistant.language.words import terms
from assistant.questions.lexicon import phrases_in
from assistant.questions.query import Role
from assistant.questions.question import asks_whether

_OPENS = re.compile(
    r"^(?:and |so |but |please )*(?:who|whom|whose|when|what|where|which|why|how|list|show|tell|give)\b",
    re.IGNORECASE,
)
_OF_EACH = re.compile(r"^(?:[\w’'-]+ ){1,3}(?:for|of|on|at) (?:the )?", re.IGNORECASE)
_COMPARE = re.compile(r"^compare (?:the )?", re.IGNORECASE)
_WITH = re.compile(r" (?:and|with|to|against) ", re.IGNORECASE)
_ARTICLES = ("the", "a", "an", "which", "what")  # that a thing, or what is asked of it, may open with


def parts_of(question: str) -> tuple[str, ...]:
    """The two questions that one asks, each complete but for what "it" means; the question itself where it is one."""
    if against := _set_against(question):
        return against
    joined = [(term.start, term.end) for term in terms(question) if term.word.lower() in ("and", "also")]
    ended = [(at, at + 1) for at, mark in enumerate(question) if mark == "?"]
    for joints in (joined, ended):  # "when is it due? And who leads it?" is joined
        pairs = [(question[:start].rstrip(" ,;?"), question[end:].strip()) for start, end in joints]
        parts = [pair for pair in pairs if all(_asks(piece) and _says_something(piece) for piece in pair)]
        if parts:
            return parts[0] if len(parts) == 1 else (question,)
    return (question,)


def _set_against(question: str) -> tuple[str, ...]:
    """The same asked of each of two things: "gates vs stiles, how many are done", "budget for gates compared with
    stiles", "compare the budgets for gates and stiles", "which costs more, gates or stiles"; () for other questions."""
    marks = [(start, end) for start, end, said in phrases_in(question) if said.role is Role.AGAINST]
    if (compare := _COMPARE.match(question)) and (opens := _OF_EACH.match(question[compare.end() :])):
        one, *others = _WITH.split(question[compare.end() :].rstrip(" ?"), maxsplit=1)
        return (one, *(f"{opens[0]}{_bare(other)}" for other in others)) if others else ()
    if len(marks) != 1:
        return ()
    ((start, end),) = marks
    one = question[:start].strip(" ,.")
    other, _, asked = (piece.strip(" ,.") for piece in question[end:].partition(","))
    asked, other = _without_each(asked), other.rstrip(" ?")
    if not asked and (two := _which_of_two(one, other)):
        return two
    if question[start:end].lower() == "or" or _asks(one) or (asked and not _asks(asked)):
        return ()
    if not (_says_something(one) and _says_something(other)):
        return ()
    opens = _OF_EACH.match(one)
    if opens and not asked:
        return one, f"{opens[0]}{_bare(other)}"
    return tuple(f"{each}, {asked}" if asked else each for each in (one, other))


def _which_of_two(one: str, other: str) -> tuple[str, ...]:
    """Of "which costs more, gates" or "is more spent on gates", and "stiles": what is asked of each of them."""
    more = _says_more(one)
    if more is None:
        return ()
    begins = one.find(",", more[1]) + 1  # of the thing: after a comma, or else after small words: "on the gates"
    after = dropwhile(lambda term: term.telling, (term for term in terms(one) if term.start >= more[1]))
    small = [term.end for term in takewhile(lambda term: not term.telling, after)]
    begins = begins or (small or [len(one)])[-1]
    asked, thing = f"{one[: more[0]]} {one[more[1] : begins]}", one[begins:]
    if not (_says_something(thing) and _says_something(other)) or _says_more(other):
        return ()
    asked = _bare(" ".join(asked.strip(" ,").split()))
    return tuple(f"{asked} {_bare(each)}".strip() for each in (thing, other))


def _says_more(text: str) -> tuple[int, int] | None:
    return next(((start, end) for start, end, said in phrases_in(text) if said.role is Role.MORE), None)


def _without_each(asked: str) -> str:
    """What is asked without "for each" at its end."""
    ends = (start for start, end, said in phrases_in(asked) if said.role is Role.BY and not asked[end:].strip(" ?"))
    return asked[: min(ends, default=len(asked))].strip()


def _bare(words: str) -> str:
    first, _, others = words.strip().partition(" ")
    return others if first.lower() in _ARTICLES else words.strip()


def _asks(piece: str) -> bool:
    return _OPENS.match(piece) is not None or asks_whether(piece)


def _says_something(piece: str) -> bool:
    return sum(term.telling for term in terms(piece)) > 0 or len(terms(piece)) > 2


def together(asked: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer | None:
    """Both answers as one; partial where one of the two isn't answered, None where neither is and one has no quote."""
    said = [answer for answer in answers if answer.status is Status.ANSWERED]
    if not said:
        return _unsure(asked, answers) if all(answer.claims for answer in answers) else None
    missing = next((part for part, answer in zip(parts, answers, strict=True) if answer not in said), "")
    lead = f"The documents don’t state: {missing}\n\n" if missing else ""
    return replace(
        said[0],
        **_quotes_of(answers),
        status=Status.PARTIAL if missing else Status.ANSWERED,
        text=lead + "\n\n".join(answer.text for answer in (*said, *(each for each in answers if each not in said))),
        confidence=min(answer.confidence for answer in said),
        summary=" ".join(answer.summary for answer in said if answer.summary),
        asked=asked,
        missing=f"an answer to “{missing}”" if missing else "",
        complete=all(answer.complete for answer in said) and not missing,
    )


def _unsure(asked: str, answers: Sequence[Answer]) -> Answer:
    """The closest to both questions, where neither is surely answered."""
    quotes = _quotes_of(answers)
    return replace(
        answers[0],
        **quotes,
        status=Status.PARTIAL,
        text="\n\n".join([UNCERTAIN, *map(quoted, quotes["claims"])]),
        confidence=min(answer.confidence for answer in answers),
        summary="",
        asked=asked,
        missing="this",
        complete=False,
    )


def half_of(parts: Sequence[str], answer: Answer) -> Answer:
    """What answers two questions taken as one: as an answer that may leave one of them out."""
    if answer.status is not Status.ANSWERED:
        return answer
    return partly(answer, f"separate answers to “{parts[0]}” and “{parts[1]}”")


def _quotes_of(answers: Sequence[Answer]) -> dict[str, Any]:
    """The claims of all, the first of each in front, with their citations and hits."""
    firsts = [claim for answer in answers for claim in answer.claims[:1]]
    claims = tuple(dict.fromkeys([*firsts, *(claim for answer in answers for claim in answer.claims[1:])]))
    return {
        "claims": claims,
        "citations": tuple(citation for claim in claims for citation in claim.citations),
        "hits": tuple(hit for answer in answers for hit in answer.hits),
    }


def counted_beside(now: Answer, then: Answer, update: str) -> Answer:
    """What was reckoned from the rows of the later and of the earlier update, the later first."""
    before = f"In {update}: {then.summary}"
    text = "\n\n".join([now.text, before, *map(quoted, then.claims)])
    citations = (*now.citations[:1], *then.citations[:1], *now.citations[1:], *then.citations[1:])
    claims = tuple(replace(each, note=each.note or each.citations[0].update) for each in (*now.claims, *then.claims))
    return replace(now, text=text, summary=f"{now.summary} {before}", claims=claims, citations=citations)


def side_by_side(now: Answer, then: Answer) -> Answer:
    """What the later and the earlier update say of one thing, the later first; what the later doesn't state is told."""
    firsts = [answer.claims[:1] for answer in (now, then)]
    claims = tuple(replace(claim, note=claim.citations[0].update) for first in firsts for claim in first)
    citations = tuple(citation for claim in claims for citation in claim.citations)
    lead = [] if now.status is Status.ANSWERED else now.text.split("\n\n")[:1]
    text = "\n\n".join([*lead, *map(quoted, claims)])
    return replace(now, text=text, claims=claims, citations=citations, summary="")
