"""Measures answers against a set of questions: are the first quote and priority right, is the unanswerable declined?

A question set has one line of JSON a question:

    {"id": "fact-01", "kind": "fact", "question": "…", "gold": ["2.i"], "must_contain": ["twelve new homes"]}

`gold` are the references of the rows that answer, or names of documents without their ending if rows have no numbers;
none if the documents can't answer. A right quote contains one of `must_contain`. `previous` is the id of the question
before a follow-up, `entries` the number of entries that a list must have.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answers.answer import Answer, Claim, Status
from assistant.questions.question import checked
from corpus.errors import QuestionRefused, WrongUse
from corpus.records import Citation, Row

TABLE = "table"
ALL = "all"  # the figures of all kinds together
Ask = Callable[[str, Sequence[tuple[str, Answer]]], Answer]


def is_tuning(id: str) -> bool:
    """Whether a question of this id may be looked at while anything is tuned."""
    return zlib.crc32(id.encode()) % 2 == 0


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a set, and what a right answer contains."""

    id: str
    question: str
    kind: str
    gold: frozenset[str] = frozenset()
    must_contain: tuple[str, ...] = ()
    previous: str = ""
    entries: int | None = None

    @property
    def tuning(self) -> bool:
        """Whether thresholds may be tuned on it; the other questions are held back and only reported."""
        return is_tuning(self.id)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one question. `seconds` is the time that the answer took.

    `quote_at` and `row_at` are the ranks, from 1, of the first quote that answers and of the first right priority;
    None if there is none. `exact` is false if any quote shown isn't word for word in its row.
    """

    case: Case
    answer: Answer
    seconds: float
    quote_at: int | None
    row_at: int | None
    rows_right: bool
    exact: bool
    supporting: int = 0  # citations of a right row whose quote contains words that answer
    rows_cited: int = 0  # of the right rows

    @property
    def right(self) -> bool:
        """Whether the answer contains the fact or, if the documents don't, declines to answer."""
        return self.holds if self.case.gold else self.answer.status is not Status.ANSWERED

    @property
    def holds(self) -> bool:
        """Whether the first result answers the question, even if it was not shown as an answer."""
        return self.rows_right if self.case.kind == TABLE else self.quote_at == 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares, 0 to 1, over the questions of one kind; None if a share doesn't apply to any of them."""

    questions: int
    right: float
    quote_first: float | None
    quote_in_three: float | None
    quote_in_five: float | None
    row_first: float | None
    row_in_three: float | None
    rows_all: float | None  # every right row is among those cited
    citation_precision: float | None  # of the citations of answers, those of a right row with words that answer
    citation_recall: float | None  # of the right rows, those cited
    answered: float
    partial: float
    not_found: float
    exact: float
    seconds: float  # mean time of an answer


def load_cases(path: Path) -> list[Case]:
    """Reads a question set. Raises WrongUse, with the line, if it isn't one."""
    cases: dict[str, Case] = {}
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            try:
                case = _case(json.loads(line), number)
                if case.id in cases:
                    raise ValueError(f"the id “{case.id}” is there twice")
            except json.JSONDecodeError as error:
                raise _no_question(
                    path, number, f"this is not JSON ({error.msg}, character {error.pos + 1})"
                ) from error
            except (ValueError, QuestionRefused) as error:
                raise _no_question(path, number, str(error)) from error
            cases[case.id] = case
    if not cases:
        raise WrongUse(f"{path.name} contains no questions. Write one a line, as JSON.")
    orphan = next((case for case in cases.values() if case.previous and case.previous not in cases), None)
    if orphan:
        raise WrongUse(
            f"{path.name}: “{orphan.id}” follows “{orphan.previous}”, which no line has as its id. Add that line."
        )
    return list(cases.values())


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")  # not splitlines: JSON may contain other line breaks
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path.name} is not UTF-8 text (byte {error.start + 1}). Save it as UTF-8.") from error


def _no_question(path: Path, number: int, why: str) -> WrongUse:
    return WrongUse(f"{path.name}, line {number}: {why.removesuffix('.')}. A line is JSON with at least a “question”.")


def _case(line: object, number: int) -> Case:
    """Raises ValueError or QuestionRefused, which say what is wrong."""
    if not isinstance(line, dict):
        raise ValueError("this is not a JSON object")

    def texts(name: str) -> list[str]:
        values = line.get(name) or []
        if not isinstance(values, list):
            raise ValueError(f"“{name}” is not a list")
        return [str(value) for value in values]

    question, entries = line.get("question"), line.get("entries")
    if not isinstance(question, str):
        raise ValueError("it has no “question”")
    return Case(
        id=str(line.get("id") or number),
        question=checked(question),
        kind=str(line.get("kind") or ("question" if line.get("gold") else "unanswerable")),
        gold=frozenset(texts("gold")),
        must_contain=tuple(texts("must_contain")),
        previous=str(line.get("previous") or ""),
        entries=entries if isinstance(entries, int) else None,
    )


def evaluate(ask: Ask, cases: Sequence[Case], rows: Iterable[Row]) -> list[Outcome]:
    """Asks every question, follow-ups after the questions that they follow."""
    by_id = {case.id: case for case in cases}
    texts = {row.key: _all_text(row) for row in rows}
    given: dict[str, tuple[Answer, float]] = {}
    return [_outcome(case, *_asked(case, by_id, ask, given), texts) for case in cases]


def _asked(
    case: Case, by_id: Mapping[str, Case], ask: Ask, given: dict[str, tuple[Answer, float]]
) -> tuple[Answer, float]:
    if case.id not in given:
        history = []
        for earlier in _earlier(case, by_id):
            history.append((earlier.question, _asked(earlier, by_id, ask, given)[0]))
        began = time.perf_counter()
        answer = ask(case.question, history)
        given[case.id] = (answer, time.perf_counter() - began)
    return given[case.id]


def _earlier(case: Case, by_id: Mapping[str, Case]) -> list[Case]:
    """The questions that a follow-up comes after, oldest first."""
    chain: list[Case] = []
    while (before := by_id.get(case.previous)) is not None and before not in chain:
        chain.insert(0, before)
        case = before
    return chain


def _outcome(case: Case, answer: Answer, seconds: float, texts: Mapping[str, str]) -> Outcome:
    quotes = [(claim.text, {_name(citation, case.gold) for citation in claim.citations}) for claim in answer.claims]
    quotes += [(hit.passage.text, {_name(hit.citation, case.gold)}) for hit in answer.hits]
    rows = list(dict.fromkeys(name for _, names in quotes for name in sorted(names)))
    shown = {_name(citation, case.gold) for citation in answer.citations}
    return Outcome(
        case=case,
        answer=answer,
        seconds=seconds,
        quote_at=next((at for at, (text, found) in enumerate(quotes, 1) if _holds(case, text, found)), None),
        row_at=next((at for at, row in enumerate(rows, 1) if row in case.gold), None),
        rows_right=shown == case.gold and case.entries in (None, len(answer.claims)),
        exact=all(_is_quoted(claim, texts) for claim in answer.claims),
        supporting=sum(_holds(case, each.quote, {_name(each, case.gold)}) for each in answer.citations),
        rows_cited=len(shown & case.gold),
    )


def _name(citation: Citation, gold: frozenset[str]) -> str:
    """The name that a question set uses for a citation's place: its document if gold names it, or else its row."""
    document = Path(citation.file).stem
    return document if document in gold else citation.reference


def unknown(cases: Sequence[Case], rows: Iterable[Row]) -> list[str]:
    """The gold references that no row or document has: no answer to these questions can be right."""
    names = {name for row in rows for name in (row.reference, Path(row.location.file).stem)}
    return sorted({name for case in cases for name in case.gold} - names)


def _holds(case: Case, text: str, names: set[str]) -> bool:
    words = [plain(each) for each in case.must_contain]
    return bool(names & case.gold) and (not words or any(word in plain(text) for word in words))


def _is_quoted(claim: Claim, texts: Mapping[str, str]) -> bool:
    return bool(claim.citations) and all(
        claim.text == citation.quote and claim.text in texts.get(citation.row_key, "") for citation in claim.citations
    )


def _all_text(row: Row) -> str:
    items = (item.text for column in row.columns for item in column.items)
    return "\n".join([*(step.title for step in row.path), *(step.label for step in row.path), *items])


def plain(text: str) -> str:
    """Text for comparing: white space folded, curly apostrophes and quotation marks made straight."""
    return " ".join(text.translate(str.maketrans("’‘“”", "''\"\"")).split())


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The shares over these outcomes. Raises WrongUse if there are none."""
    if not outcomes:
        raise WrongUse("There are no questions to measure.")
    answerable = [each for each in outcomes if each.case.gold and each.case.kind != TABLE]
    quotes, rows = [each.quote_at for each in answerable], [each.row_at for each in answerable]
    given = [each for each in outcomes if each.answer.status is Status.ANSWERED]
    status = [each.answer.status for each in outcomes]
    return Figures(
        questions=len(outcomes),
        right=_share(each.right for each in outcomes) or 0.0,
        quote_first=_within(1, quotes),
        quote_in_three=_within(3, quotes),
        quote_in_five=_within(5, quotes),
        row_first=_within(1, rows),
        row_in_three=_within(3, rows),
        rows_all=_share(each.rows_cited == len(each.case.gold) for each in outcomes if each.case.gold),
        citation_precision=_part(given, lambda each: each.supporting, lambda each: len(each.answer.citations)),
        citation_recall=_part(outcomes, lambda each: each.rows_cited, lambda each: len(each.case.gold)),
        answered=status.count(Status.ANSWERED) / len(status),
        partial=status.count(Status.PARTIAL) / len(status),
        not_found=status.count(Status.NOT_FOUND) / len(status),
        exact=_share(each.exact for each in outcomes) or 0.0,
        seconds=sum(each.seconds for each in outcomes) / len(outcomes),
    )


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """The figures for each kind of question, in the set's order."""
    kinds = dict.fromkeys(each.case.kind for each in outcomes)
    return {kind: figures([each for each in outcomes if each.case.kind == kind]) for kind in kinds}


def _share(values: Iterable[bool]) -> float | None:
    known = list(values)
    return sum(known) / len(known) if known else None


def _within(most: int, places: Iterable[int | None]) -> float | None:
    """The share of places, counted from 1, that are among the first so many; None is nowhere."""
    return _share(place is not None and place <= most for place in places)


def _part(outcomes: Sequence[Outcome], part: Callable[[Outcome], int], whole: Callable[[Outcome], int]) -> float | None:
    of = sum(map(whole, outcomes))
    return sum(map(part, outcomes)) / of if of else None


# --- declining to answer -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """The shares answered, and answered wrongly, if exactly the answers with at least this confidence were given."""

    confidence: float
    coverage: float
    error: float


@dataclass(frozen=True, slots=True)
class Abstention:
    """Coverage against error, the most confident answers first. `area` under the curve is the mean error over all
    coverages: 0 is best. `coverage` and `error` are those of the answers in fact given."""

    area: float
    coverage: float
    error: float
    curve: tuple[Point, ...]


def abstention(outcomes: Sequence[Outcome]) -> Abstention:
    """How well confidence separates right answers from wrong ones; an answer to an unanswerable question is wrong.

    After Geifman & El-Yaniv, Selective classification for deep neural networks (2017). Raises WrongUse for none.
    """
    if not outcomes:
        raise WrongUse("There are no questions to measure.")
    ranked = sorted(outcomes, key=lambda each: -_sure(each.answer))
    errors, wrong = [], 0
    for count, each in enumerate(ranked, 1):
        wrong += not (each.case.gold and each.holds)
        errors.append(wrong / count)
    last = {_sure(each.answer): at for at, each in enumerate(ranked)}
    curve = tuple(Point(sure, (at + 1) / len(ranked), errors[at]) for sure, at in last.items())
    given = [each for each in outcomes if each.answer.status is Status.ANSWERED]
    error = _share(not (each.case.gold and each.holds) for each in given) or 0.0
    return Abstention(sum(errors) / len(errors), len(given) / len(ranked), error, curve)


def _sure(answer: Answer) -> float:
    """The confidence that the first result answers: a list without an entry certainly doesn't."""
    return 0.0 if answer.complete and answer.status is Status.NOT_FOUND else answer.confidence


# --- two runs ----------------------------------------------------------------------------------------


def run_as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """A run as JSON: figures by kind and for all, the abstention, and the result of each question."""
    kinds = {**by_kind(outcomes), ALL: figures(outcomes)}
    return {
        **{kind: asdict(each) for kind, each in kinds.items()},
        "abstention": asdict(abstention(outcomes)),
        "questions": [
            {"id": each.case.id, "question": each.case.question, "right": each.right, "status": each.answer.status}
            for each in outcomes
        ],
    }


@dataclass(frozen=True, slots=True)
class Turned:
    """A question that one run answered rightly and the other didn't; `better` if the later one does."""

    question: str
    better: bool
    before: str  # its status then
    now: str


def turned(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> list[Turned]:
    """The questions that were right in one of two runs only, matched by their ids and words."""
    before = {(each["id"], each["question"]): each for each in earlier["questions"]}
    pairs = ((before.get((each["id"], each["question"])), each) for each in later["questions"])
    return [
        Turned(now["question"], now["right"], then["status"], now["status"])
        for then, now in pairs
        if then is not None and then["right"] != now["right"]
    ]


def load_run(path: Path) -> dict[str, Any]:
    """The output of an earlier `plans evaluate --json`. Raises WrongUse for anything else."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        if all({"id", "question", "right", "status"} <= each.keys() for each in run["questions"]) and run[ALL]:
            return dict(run)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise WrongUse(f"{path.name} is no earlier run. Save one with `plans evaluate QUESTIONS --json > {path.name}`.")
