"""Question sets and the figures taken of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answers import Answer, Claim, Status
from assistant.citing import cite_item
from assistant.evaluation import Case, by_kind, evaluate, figures, load_cases
from corpus.errors import WrongUse
from corpus.records import Document
from tests.word_index import WordIndex

DATA = Path(__file__).parent / "data"


def test_a_set_is_read(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "How many?", "gold": ["4.i"], "must_contain": ["41"]}\n\n{"question": "Why?"}\n')
    first, second = load_cases(path)
    assert first.gold == {"4.i"}
    assert first.must_contain == ("41",)
    assert second.kind == "unanswerable"


@pytest.mark.parametrize(
    "line", ["no json", "[]", '{"gold": []}', '{"question": "  "}', '{"question": "a", "gold": "4.i"}']
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "How many?"}\n' + line + "\n")
    with pytest.raises(WrongUse, match=r"set\.jsonl, line 2"):
        load_cases(path)


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("\n")
    with pytest.raises(WrongUse, match="no questions"):
        load_cases(path)


def test_a_quote_that_does_not_stand_in_its_row_counts_as_inexact(sample_document: Document) -> None:
    row = sample_document.rows[0]
    right = cite_item(row, row.columns[0], 1)
    made_up = cite_item(row, row.columns[0], 1, "Forty new homes were opened")

    def ask(question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
        citation = right if question == "honest" else made_up
        return Answer(Status.ANSWERED, "", (Claim(citation.quote, (citation,)),), (citation,))

    cases = [Case("1", "honest", "fact", frozenset({"1.i"})), Case("2", "lying", "fact", frozenset({"1.i"}))]
    honest, lying = evaluate(ask, cases, sample_document.rows)
    assert honest.exact
    assert not lying.exact
    assert figures([honest, lying]).exact == 0.5


def test_follow_ups_are_asked_after_their_questions(sample_document: Document) -> None:
    heard: list[tuple[str, ...]] = []

    def ask(question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
        heard.append((*(earlier for earlier, _ in history), question))
        return Answer(Status.NOT_FOUND, "")

    cases = [Case("b", "then?", "followup", previous="a"), Case("a", "first?", "fact")]
    evaluate(ask, cases, sample_document.rows)
    assert heard == [("first?",), ("first?", "then?")]


def test_the_kept_questions_name_rows_that_exist(sample_document: Document) -> None:
    references = {row.reference for row in sample_document.rows}
    cases = load_cases(DATA / "questions.jsonl")
    assert all(case.gold and case.gold <= references for case in cases)
    assert not any(case.gold for case in load_cases(DATA / "unanswerable.jsonl"))


def test_whole_table_questions_are_all_exactly_right(sample_document: Document) -> None:
    assistant = Assistant(WordIndex([sample_document]))
    cases = [case for case in load_cases(DATA / "questions.jsonl") if case.kind == "table"]
    outcomes = evaluate(assistant.ask, cases, sample_document.rows)
    assert [outcome.case.id for outcome in outcomes if not outcome.right] == []
    assert by_kind(outcomes)["table"].exact == 1.0
