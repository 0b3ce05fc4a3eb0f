"""Measures how well questions are answered: the rank of the right passage, and what answers quote or decline."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant import Assistant
from assistant.answers.answering import Answerer
from assistant.evaluation import Case, Figures, Outcome, by_kind, evaluate, figures, load_cases, plain
from bench.places import ROOT, SHARED
from bench.tables import Table, share
from corpus.records import Citation
from index import Filters

RANKED = ("fact", "paraphrase", "acronym", "action", "typo", "broad")  # kinds that a single passage answers
SETS = {"given": SHARED / "questions", "own": ROOT / "tests" / "data", "fresh": ROOT / "tests" / "data" / "fresh"}
NOWHERE = 99
OF_OTHERS = {
    "": ROOT / "tests" / "data" / "calibration" / "answers.jsonl",
    "fresh, ": ROOT / "tests" / "data" / "fresh" / "other_plans.jsonl",
}
FIGURES = (
    "questions",
    "how many",
    "right",
    "all right rows shown",
    "citations that support",
    "answered",
    "partial",
    "not found",
    "quotes exact",
)


def search(assistant: Assistant) -> Table:
    """The ranks of the right passage and the right priority among the hits."""
    return Table(
        "Search",
        f"Questions of the kinds {', '.join(RANKED)} about the sample plan. A quote is right if it is in a "
        "right priority and it, or the titles above it, contains the words that answer. Half of the questions "
        "could be looked at while the ranking was tuned; the other half was held back.",
        (
            "questions",
            "how many",
            "right quote first",
            "in first 3",
            "in first 5",
            "right priority first",
            "in first 3 priorities",
        ),
        [(name, *_ranks(assistant, [case for case in cases if case.kind in RANKED])) for name, cases in _parts()],
    )


def _parts() -> Iterator[tuple[str, list[Case]]]:
    """Each set's tuning and held-back part, and the whole."""
    for name, folder in SETS.items():
        cases = _cases(folder)
        if cases:
            yield f"{name}, tuning", [case for case in cases if case.tuning]
            yield f"{name}, held back", [case for case in cases if not case.tuning]
            yield f"{name}, all", cases


def _cases(folder: Path) -> list[Case]:
    """The answerable and unanswerable questions of a set; none if it isn't on this machine."""
    files = (folder / "questions.jsonl", folder / "unanswerable.jsonl")
    return [case for file in files if file.exists() for case in load_cases(file)]


def _ranks(assistant: Assistant, cases: list[Case]) -> tuple[str, ...]:
    quotes, priorities = Counter[int](), Counter[int]()
    for case in cases:
        cited = [hit.citation for hit in assistant.search(case.question, k=10)]
        quotes[next((rank for rank, each in enumerate(cited) if _answers(case, each)), NOWHERE)] += 1
        references = dict.fromkeys(each.reference for each in cited)
        priorities[next((rank for rank, each in enumerate(references) if each in case.gold), NOWHERE)] += 1
    return (
        str(len(cases)),
        *(share(sum(quotes[rank] for rank in range(within)), len(cases)) for within in (1, 3, 5)),
        *(share(sum(priorities[rank] for rank in range(within)), len(cases)) for within in (1, 3)),
    )


def _answers(case: Case, citation: Citation) -> bool:
    text = plain(f"{citation.category} {citation.priority} {citation.quote}")
    return citation.reference in case.gold and (
        not case.must_contain or any(plain(words) in text for words in case.must_contain)
    )


def answers(assistant: Assistant) -> Table:
    """The quality of answers, by set and kind of question."""
    return Table(
        "Answers",
        "What `plans ask` answers. *Right*: the first quote contains the answer; a list is complete and "
        "exact; a question that the plan can't answer is not answered. *far* questions are about something "
        "else, *near_miss* questions are on the plan's topics but not answered by it. A follow-up is asked "
        "after the question before it. A citation *supports* an answer if its row is right and its quote "
        "contains the words that answer. *Quotes exact*: quotes that are word for word in the row that they "
        "cite. *fresh* questions were written before their author had seen the code; "
        "tests/data/fresh/README.md has the figures of the first run.",
        FIGURES,
        [
            (f"{name}: {kind}", *_cells(each))
            for name, cases in _parts()
            for kind, each in _by_kind(_outcomes(assistant, cases), kinds=name.endswith("all"))
        ],
    )


def other_plans(answerers: Mapping[str, Answerer]) -> Table:
    """The quality of answers from other, fictional plans with columns for the lead, the date and the status."""
    return Table(
        "Answers from other plans",
        f"The same for {len(answerers)} fictional plans with other columns. *who*: questions about the content of "
        "a row's cell; *table*: which rows are red, overdue, led by somebody.",
        FIGURES,
        [
            (f"{of}{name}: {kind}", *_cells(each))
            for of, file in OF_OTHERS.items()
            for outcomes in [_of_others(file, answerers)]
            for name, part in (("tuning", True), ("held back", False))
            for kind, each in _by_kind([each for each in outcomes if each.case.tuning is part], kinds=True)
        ],
    )


def _of_others(file: Path, answerers: Mapping[str, Answerer]) -> list[Outcome]:
    """The outcomes of a file's questions, each of which names its plan."""
    documents = {line["id"]: line["document"] for line in map(json.loads, file.read_text("utf-8").splitlines())}
    return [
        outcome
        for document, answerer in answerers.items()
        for outcome in evaluate(
            lambda question, history, answerer=answerer: answerer.answer(question, history, Filters()),  # type: ignore[misc]
            [case for case in load_cases(file) if documents[case.id] == document],
            answerer.sources.rows,
        )
    ]


def _outcomes(assistant: Assistant, cases: list[Case]) -> list[Outcome]:
    return evaluate(assistant.ask, cases, assistant.library.rows(update="all"))


def _by_kind(outcomes: list[Outcome], kinds: bool) -> Iterator[tuple[str, Figures]]:
    answerable = [each for each in outcomes if each.case.gold]
    if kinds:
        yield from by_kind(outcomes).items()
    yield "answerable", figures(answerable)
    yield "not answerable", figures([each for each in outcomes if not each.case.gold])


def _cells(found: Figures) -> tuple[str, ...]:
    shares = (
        found.right,
        found.rows_all,
        found.citation_precision,
        found.answered,
        found.partial,
        found.not_found,
        found.exact,
    )
    return str(found.questions), *("" if each is None else f"{each:.0%}" for each in shares)
