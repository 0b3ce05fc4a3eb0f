"""The JSON that `--json` prints: shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.questions.query import Query, Role
from corpus.errors import UnreadableFile
from corpus.records import Citation, Document, Problem, Row

if TYPE_CHECKING:
    from assistant import Answer
    from assistant.briefing.brief import Briefing, Line, RowBrief
    from assistant.drafting.draft import Draft
    from index import Hit

Json = dict[str, Any]


def row(row: Row) -> Json:
    return {
        "plan": row.plan,
        "update": row.update,
        "reference": row.reference,
        "category_no": row.category.number,
        "category": row.category.title,
        "priority_no": row.priority.number,
        "priority": row.priority.title,
        "columns": {column.heading: [item.text for item in column.items] for column in row.columns},
        "file": row.location.file,
        "page": row.location.page,
        "line": row.location.line,
        "sheet": row.location.sheet,
        "kind": row.kind,
        "problems": problems(row.problems),
        "doubt": row.doubt,
        "doubts": list(row.doubts),
    }


def problems(found: Iterable[Problem]) -> list[Json]:
    return [
        {
            "severity": problem.severity,
            "place": problem.location.label,
            "seen": problem.seen,
            "done": problem.done,
            "advice": problem.advice,
        }
        for problem in found
    ]


def briefing(written: Briefing) -> Json:
    """Every quote with its number, its citation, and the words in front of it; dates and what isn't stated by row."""
    return {
        "subject": written.subject.title,
        "day": written.day.isoformat(),
        "plans": [
            {
                "plan": plan.plan,
                "update": plan.update,
                "previous": plan.previous or None,
                "rows": [_row_brief(each) for each in plan.rows],
                "dropped": [_line(line) for line in plan.dropped],
            }
            for plan in written.plans
        ],
    }


def _row_brief(row: RowBrief) -> Json:
    return {
        "reference": row.row.reference,
        "whole": row.whole,
        "heading": _line(row.heading),
        "sections": [
            {"part": section.part, "heading": section.heading, "lines": [_line(line) for line in section.lines]}
            for section in row.sections
        ],
        "dates": [{"text": each.text, "when": each.when, "number": each.number} for each in row.dates],
        "not_stated": list(row.missing),
        "stage": row.stage,
    }


def _line(line: Line) -> Json:
    earlier = [_line(each) for each in line.earlier]
    return {"number": line.number, "led": line.led, "citation": citation(line.citation), "earlier": earlier}


def document(read: Document) -> Json:
    return {
        "file": read.file,
        "plan": read.plan,
        "update": read.update,
        "rows": [row(each) for each in read.rows],
        "problems": problems(read.problems),
        "notes": list(read.notes),
        "columns": [asdict(column) for column in read.columns],
    }


def checked(file: str, result: Document | UnreadableFile) -> Json:
    """The result of `plans check` for one file."""
    return document(result) if isinstance(result, Document) else {"file": file, "error": str(result)}


def citation(cited: Citation) -> Json:
    return {**asdict(cited), "label": cited.label}


def hit(found: Hit) -> Json:
    passage = found.passage
    return {
        "score": round(found.score, 4),
        "id": passage.id,
        "text": passage.text,
        "citation": citation(found.citation),
    }


def answers(history: Iterable[tuple[str, Answer]], drafts: Sequence[Draft] | None = None) -> list[Json]:
    """A conversation; each answer with a language model's draft of it, if `drafts` are given."""
    shown = [answer(question, given) for question, given in history]
    if drafts is None:
        return shown
    return [{**each, "draft": draft(made)} for each, made in zip(shown, drafts, strict=True)]


def draft(made: Draft) -> Json:
    return {
        "writer": made.writer,
        "note": made.note,
        "sentences": [
            {
                "text": sentence.text,
                "supported": sentence.supported,
                "reason": sentence.reason,
                "citations": [citation(made.sources[number - 1]) for number in sentence.sources]
                if sentence.supported
                else [],
            }
            for sentence in made.sentences
        ],
    }


def answer(question: str, given: Answer) -> Json:
    return {
        "question": question,
        "status": given.status,
        "confidence": round(given.confidence, 4),
        "text": given.text,
        "claims": [
            {"text": claim.text, "citations": [citation(each) for each in claim.citations]} for claim in given.claims
        ],
        "citations": [citation(each) for each in given.citations],
        "query": query(given.query) if given.query else None,
    }


def query(made: Query) -> Json:
    """How a question was understood: what is asked for, of which rows, what its words mean, and which are unused."""
    return {
        "output": made.output,
        "filters": [condition.in_words() for condition in made.where],
        "readings": [
            {"text": made.text[each.start : each.end], "meaning": each.role, "told": each.in_words}
            for each in made.readings
            if each.role is not Role.FILLER
        ],
        "rest": list(made.rest),
    }
