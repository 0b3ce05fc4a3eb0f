"""A date still to come that a row's texts name beside the one in its own column, which may have moved since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.answers.answer import Answer, Claim, Status, quoted
from assistant.language.answer_kinds import AnswerKind, find
from assistant.language.clauses import clauses, quotable
from assistant.language.counterparts import is_to_come
from corpus.records import Citation, Meaning, Row, ValueKind


def with_moved_date(answer: Answer, row: Row) -> Answer:
    """An answer that leads with the date in a row's own column, with the first that its texts say is to come: "now
    planned for 6 December". Which of the two holds, people tell; neither is left out."""
    led = answer.claims[0].citations[0]
    due = next((each for each in row.columns if each.heading == led.column), None)
    if due is None or due.meaning is not Meaning.DUE:
        return answer
    shown = {(each.column, each.item) for each in answer.citations}
    said = (each for each in _to_come(row, answer.claims[0].text) if (each.column, each.item) not in shown)
    if (place := next(said, None)) is None:
        return answer
    claim = Claim(place.quote, (place,), note=place.column)
    first, *others = answer.claims
    text = answer.text.replace(quoted(first), f"{quoted(first)}\n\n{quoted(claim)}", 1)
    both = replace(
        answer,
        claims=(first, claim, *others),
        citations=(*first.citations, place, *answer.citations[len(first.citations) :]),
        text=text,
    )
    if answer.status is not Status.ANSWERED:
        return both  # it says already that this may not answer
    summary = f"{answer.summary} Another date is given under “{place.column}”.".strip()
    return replace(both, summary=summary, text=f"{summary}\n\n{text.removeprefix(answer.summary).strip()}")


def _to_come(row: Row, due: str) -> Iterator[Citation]:
    """Where texts of progress say that something is to come, with another date than the one that is due."""
    for column in (each for each in row.columns if each.meaning is Meaning.PROGRESS and each.kind is ValueKind.TEXT):
        for number, item in enumerate(column.items, 1):
            for clause in clauses(item.text):
                said = clause.of(item.text)
                if is_to_come(said) and find(AnswerKind.DATE, said, due):
                    yield Citation.of_item(row, column, number, quotable(item.text, clause).of(item.text))
