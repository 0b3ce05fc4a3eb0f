"""Questions to calibrate on, with what answers them: in the words of staff, near misses, and about something else.

All may be looked at: of sets with a part that is held back, only the tuning part is here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.evaluation import TABLE, Case, is_tuning, load_cases, plain
from bench.answers.documents import (
    LIBRARY,
    NORTHMERE,
    OF_COUNCILS,
    OWN,
    SAMPLE,
    STAFF,
    STAFF_PLANS,
)
from bench.places import ROOT, SHARED
from corpus.records import Citation

ANSWERS = OWN / "answers.jsonl"  # with what answers them; the tuning part is used here
STAFF_STYLE = OWN / "staff_style.jsonl"  # in the words of people who have the plan in front of them, near misses too
ANSWERABLE, NEAR_MISS, FAR = "answerable", "near_miss", "far"
# What a question counts for in a fit. Plain questions about the documents that the curves were first fitted on count
# less
# than those of staff about plans that nobody coded against, and questions about something else least: they are many.
PLAIN, STAFF_LIKE, FRESH, FOREIGN = 0.5, 1.0, 2.0, 0.25
_LISTS = frozenset({"rows", "value", "need", "after"})  # fields of questions that quotes alone don't answer
_OTHERWISE = ("old-update", "update", "acronym")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of a document; `kind` says whether the document can answer it, `plan` what it is about.

    `gold` are files, or "" for any, and references of rows that answer, or none; a quote has to hold one of
    `must_contain`. So has one that corrects what a question takes for granted, in whatever row.
    """

    document: str
    kind: str
    question: str
    plan: str
    gold: tuple[tuple[str, str], ...] = ()
    must_contain: tuple[str, ...] = ()
    weight: float = STAFF_LIKE

    def is_answered_by(self, citation: Citation, quote: str) -> bool:
        known = (citation.reference, citation.priority)  # rows without a reference of their own are named by title
        named = (file in ("", citation.file) and any(same(said, each) for each in known) for file, said in self.gold)
        here = any(named) if self.gold else bool(self.must_contain)
        said = plain(f"{citation.category} {citation.priority} {quote}").lower()
        return here and (not self.must_contain or any(plain(words).lower() in said for words in self.must_contain))


def same(reference: str, other: str) -> bool:
    return reference.strip().lower() == other.strip().lower()


def questions() -> list[Asked]:
    """All questions, and some that are put to documents which know nothing of them."""
    libraries = [each for name in OF_COUNCILS for each in _of_library(name)]
    asked = [*_written(), *_of_sample(), *_of_staff(), *libraries]
    return [*asked, *_foreign([each for each in asked if each.kind == ANSWERABLE])]


def _lines(*parts: str) -> list[dict[str, Any]]:
    text = OWN.joinpath(*parts).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _written() -> Iterator[Asked]:
    for told in _lines("questions.jsonl"):  # those without a document are about something else, and asked of several
        for document in [told["document"]] if "document" in told else [SAMPLE, NORTHMERE, LIBRARY]:
            yield Asked(document, told["kind"], told["question"], document, weight=PLAIN)
    documents = [told["document"] for told in _lines("answers.jsonl")]
    for document, case in zip(documents, load_cases(ANSWERS), strict=True):
        if case.tuning and case.kind != TABLE and not case.previous:
            yield _asked(document, case)
    for told, case in zip(_lines("staff_style.jsonl"), load_cases(STAFF_STYLE), strict=True):
        if case.kind != TABLE and not case.previous:
            each = replace(_asked(told["document"], case), weight=STAFF_LIKE / 2)  # alone and in the library
            yield from (each, replace(each, document=LIBRARY))


def _asked(document: str, case: Case) -> Asked:
    kind = ANSWERABLE if case.gold else FAR if case.kind == FAR else NEAR_MISS
    gold = tuple(("", reference) for reference in sorted(case.gold))
    return Asked(document, kind, case.question, document, gold, case.must_contain)


def _of_sample() -> Iterator[Asked]:
    """The tuning part of the sample's question sets, without lists and follow-ups."""
    for folder in (ROOT / "tests" / "data", SHARED / "questions"):
        for file in ("questions.jsonl", "unanswerable.jsonl"):
            for case in load_cases(folder / file) if (folder / file).exists() else ():
                if case.tuning and not case.previous and case.kind not in (TABLE, "injection", "followup"):
                    yield _asked(SAMPLE, case)


def _of_staff() -> Iterator[Asked]:
    """Questions in staff's own words for quotes, put to all of their plans together."""
    file = STAFF / "questions.jsonl"
    for told in map(json.loads, file.read_text(encoding="utf-8").splitlines() if file.exists() else ()):
        if told["plan"] in "SHCA" and _is_for_a_quote(told):
            gold = tuple(("", key.split(":")[1]) for key in told["gold"])
            yield replace(_in_library(STAFF_PLANS, told, gold), weight=STAFF_LIKE)


def _of_library(name: str) -> Iterator[Asked]:
    rows: Mapping[str, Mapping[str, str]] = json.loads((OWN / name / "rows.json").read_text(encoding="utf-8"))
    has_values = (OWN / name / "values.jsonl").exists()
    values = [told for told in _lines(name, "values.jsonl") if is_tuning(told["id"])] if has_values else []
    for told in [*_lines(name, "questions.jsonl"), *values]:
        if _is_for_a_quote(told):
            gold = tuple((rows[key]["file"], rows[key]["ref"]) for key in told.get("gold") or ())
            yield _in_library(name, told, gold)


def _is_for_a_quote(told: Mapping[str, Any]) -> bool:
    plain_one = not (_LISTS & set(told)) and told["kind"] not in _OTHERWISE
    return plain_one and bool(told.get("unans") or told["must"])


def _in_library(name: str, told: Mapping[str, Any], gold: tuple[tuple[str, str], ...]) -> Asked:
    kind = ANSWERABLE if gold else FAR if told["kind"] == FAR else NEAR_MISS
    text = told.get("all_q", told["question"])
    return Asked(name, kind, text, f"{name} {told['plan']}", gold, tuple(told.get("corrects") or told["must"]), FRESH)


def _foreign(answerable: Sequence[Asked]) -> Iterator[Asked]:
    """Questions put to unrelated documents; none about the sample, which most libraries hold, or street cleaning and
    climate plans, which are too similar."""
    tables = [SAMPLE, NORTHMERE, "libraries_fictional.csv", *OF_COUNCILS]
    asked = [each for each in answerable if each.document not in (SAMPLE, LIBRARY)]
    for number, each in enumerate(asked):
        others = [document for document in tables if document != each.document]
        document = others[number % len(others)]
        yield Asked(document, FAR, each.question, document, weight=FOREIGN)
