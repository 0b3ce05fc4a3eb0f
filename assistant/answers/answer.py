"""Answers: hits become exact quotes, quotes become claims; says so when the documents don't hold an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answers.quotes.column_fit import is_value
from assistant.answers.quotes.evidence import Evidence, Judgement, judge
from assistant.answers.quotes.whether import verdict
from assistant.language.answer_kinds import AnswerKind
from assistant.language.clauses import Span, quotable, sentence_of
from assistant.questions.query import Query
from assistant.questions.question import Question
from corpus.records import Citation
from index import Hit

MOST_ROWS, MOST_A_ROW, OF_ROWS = 8, 3, 2  # rows shown, and quotes of each of the first few; of the others the best
NOT_FOUND = (
    "I could not find an answer to this in the documents. Try the words that the plan itself uses, or look through "
    "the plan under Browse."
)
# What is missing of an answer where nothing is known to be: it may answer, or only come near.
NOTHING_KNOWN = AnswerKind.ANYTHING.value
UNCERTAIN = "It isn’t certain that this answers the question."


class Status(StrEnum):
    """How well the documents answer a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"  # on the topic, but what was asked for isn't stated
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that the documents say, an exact quote, and every place where they say it.

    `marks` are the character ranges of `text` that matched the question, `told` that of the sentence it is quoted for,
    where others stand around it; `note` says why it is listed: what became of the words since the update before
    ("Added"), or what its row says in the column that was asked about ("Amber").
    """

    text: str
    citations: tuple[Citation, ...]
    marks: tuple[tuple[int, int], ...] = ()
    note: str = ""
    told: tuple[int, int] | None = None

    @property
    def said(self) -> str:
        """What answers, without the sentences around it."""
        return self.text[slice(*self.told)] if self.told else self.text


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question; everything shown as a quote stands in them character by character.

    `confidence` is the share of answers with such evidence that were right when it was measured, 0 to 1.
    `summary` is what is said above the quotes, such as a count. `asked` is the question as it was searched for,
    complete in itself; `understood` says in words what was made of the question as typed, "" when nothing was.
    `missing` names what was asked for and isn't stated.
    """

    status: Status
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    summary: str = ""
    asked: str = ""
    understood: str = ""
    missing: str = ""
    query: Query | None = None  # as the question was understood
    complete: bool = False  # a whole-table answer, read from every row: nothing was ranked or left out


def composed(question: Question, found: Sequence[Evidence]) -> Answer:
    """The best quotes among what was found, best first, and whether they answer."""
    judgement = judge(question, found)
    status = _status(judgement)
    claims = _merged(_by_row(judgement.shown))
    said = _verdict(question, status, claims)
    return Answer(
        status=status,
        text=said + _text(status, claims, judgement),
        summary=said.strip(),
        claims=claims,
        citations=_citations(claims),
        hits=tuple(replace(hit, likeness=None) for hit in {each.hit.passage.id: each.hit for each in found}.values()),
        confidence=judgement.confidence,
        asked=question.asked,
        understood=question.understood,
        missing=judgement.missing if status is Status.PARTIAL else "",
    )


def listed(summary: str, claims: Sequence[Claim]) -> Answer:
    """An answer read from the rows themselves: complete, and certain."""
    text = "\n\n".join([summary, *map(quoted, claims)])
    return Answer(
        Status.ANSWERED, text, tuple(claims), _citations(claims), confidence=1.0, summary=summary, complete=True
    )


def nothing_found(summary: str, looked_at_all: bool = True) -> Answer:
    """An answer that says where it looked and found nothing; certain where that was every row (`looked_at_all`)."""
    certain = 1.0 if looked_at_all else 0.0
    return Answer(Status.NOT_FOUND, summary, confidence=certain, summary=summary, complete=looked_at_all)


def partly(answer: Answer, missing: str) -> Answer:
    """An answer read from the rows that may have more or fewer than are meant, as one that says so."""
    text = f"The documents don’t state {missing}.\n\n{answer.text}"
    return replace(answer, status=Status.PARTIAL, text=text, missing=missing, confidence=0.0, complete=False)


def quoted(claim: Claim) -> str:
    """`“quote” (place; place)`, what became of it in front."""
    note = f"{claim.note}: " if claim.note else ""
    return f"{note}“{claim.text}” ({'; '.join(place.label for place in claim.citations)})"


def _citations(claims: Sequence[Claim]) -> tuple[Citation, ...]:
    return tuple(citation for claim in claims for citation in claim.citations)


def _status(judgement: Judgement) -> Status:
    if not judgement.on_topic:
        return Status.NOT_FOUND
    return Status.ANSWERED if judgement.answers else Status.PARTIAL


def _by_row(shown: Sequence[Evidence]) -> list[Evidence]:
    """The best of each row, each quote once, the row of the strongest first: as many rows as fit, not all that the
    strongest say."""
    rows: dict[str, list[Evidence]] = {}
    quotes: set[tuple[str, Span]] = set()
    for evidence in shown:
        quote = evidence.hit.passage.id, _quote(evidence)
        if quote not in quotes:
            quotes.add(quote)
            rows.setdefault(evidence.hit.passage.row_key, []).append(evidence)
    chosen = list(rows.values())[:MOST_ROWS]
    return [each for at, row in enumerate(chosen) for each in row[: MOST_A_ROW if at < OF_ROWS else 1]]


def _merged(shown: Sequence[Evidence]) -> tuple[Claim, ...]:
    """One claim a quote; the same sentence in several rows is one claim with several citations, but not "Done", which
    says nothing without its row."""
    claims: dict[tuple[str, str], Claim] = {}
    for evidence in shown:
        claim = _claim(evidence)
        key = claim.text, evidence.hit.passage.row_key if is_value(evidence.hit.passage) else ""
        if key in claims:
            earlier = claims[key]
            places = dict.fromkeys((*earlier.citations, *claim.citations))
            claims[key] = replace(earlier, citations=tuple(places))
        else:
            claims[key] = claim
    return tuple(claims.values())


def _quote(evidence: Evidence) -> Span:
    return quotable(evidence.hit.passage.text, evidence.clause)


def _claim(evidence: Evidence) -> Claim:
    passage, span = evidence.hit.passage, _quote(evidence)
    quote = span.of(passage.text)
    marks = tuple((start - span.start, end - span.start) for start, end in evidence.marks if span.holds(start, end))
    sentence = sentence_of(passage.text, evidence.clause)
    told = (
        (sentence.start - span.start, sentence.end - span.start) if span.holds(sentence.start, sentence.end) else None
    )
    return Claim(quote, (replace(evidence.hit.citation, quote=quote),), marks, told=told)


def _verdict(question: Question, status: Status, claims: Sequence[Claim]) -> str:
    """ "Yes. " or "No. " where the first quote settles it, "Not stated. " where none answers; "" for others."""
    if not question.whether or not claims:
        return ""
    if status is not Status.ANSWERED:
        return "Not stated. "
    place = claims[0].citations[0]
    said = verdict(question.text, claims[0].said, f"{place.category} {place.priority} {place.plan}")
    return f"{said}. " if said else ""


def _text(status: Status, claims: Sequence[Claim], judgement: Judgement) -> str:
    if status is Status.NOT_FOUND:
        return NOT_FOUND
    quotes = "\n\n".join(map(quoted, claims))
    if status is Status.PARTIAL:
        return f"{_not_stated(judgement)}\n\n{quotes}"
    return quotes


def _not_stated(judgement: Judgement) -> str:
    """What is said above the closest quotes of an answer that doesn't state what was asked for, or may not."""
    if judgement.otherwise:
        return "The documents say otherwise:"
    if judgement.missing == NOTHING_KNOWN and not judgement.lacking:
        return f"{UNCERTAIN} The closest that the documents say is:"
    nowhere = f"; nothing here speaks of “{judgement.lacking}”" if judgement.lacking else ""
    return f"The documents don’t state {judgement.missing}{nowhere}. The closest that they say is:"
