"""Question sets and the figures taken of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.answers.answer import Answer, Claim, Status
from assistant.evaluation import (
    Case,
    Outcome,
    abstention,
    by_kind,
    evaluate,
    figures,
    load_cases,
    run_as_json,
    turned,
    unknown,
)
from corpus.errors import WrongUse
from corpus.records import Citation, Document
from tests.places import DATA
from tests.word_index import WordIndex


def test_a_set_is_read(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "How many?", "gold": ["4.i"], "must_contain": ["41"]}\n\n{"question": "Why?"}\n')
    first, second = load_cases(path)
    assert first.gold == {"4.i"}
    assert first.must_contain == ("41",)
    assert second.kind == "unanswerable"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("no json", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"gold": []}', "no “question”"),
        ('{"question": "  "}', "is empty"),
        ('{"question": "a", "gold": "4.i"}', "“gold” is not a list"),
        ('{"question": "' + "a" * 2001 + '"}', "2,001 characters"),
        ('{"question": "a", "id": 1}', "“1” is there twice"),
    ],
)
def test_a_malformed_line_is_named_with_what_is_wrong(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "How many?"}\n' + line + "\n")
    with pytest.raises(WrongUse, match=rf"set\.jsonl, line 2: .*{why}"):
        load_cases(path)


def test_a_follow_up_of_no_question_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "b", "question": "And then?", "previous": "a"}\n')
    with pytest.raises(WrongUse, match="“b” follows “a”"):
        load_cases(path)


def test_a_set_in_another_encoding_is_refused_and_a_mark_of_utf_8_is_not(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes('{"question": "café?"}'.encode("cp1252"))
    with pytest.raises(WrongUse, match="UTF-8"):
        load_cases(path)
    path.write_bytes('{"question": "one line?"}'.encode("utf-8-sig"))
    assert [case.question for case in load_cases(path)] == ["one line?"]


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("\n")
    with pytest.raises(WrongUse, match="no questions"):
        load_cases(path)


def test_a_quote_that_does_not_stand_in_its_row_counts_as_inexact(sample_document: Document) -> None:
    row = sample_document.rows[0]
    right = Citation.of_item(row, row.columns[0], 1)
    made_up = Citation.of_item(row, row.columns[0], 1, "Forty new homes were opened")

    def ask(question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
        citation = right if question == "honest" else made_up
        return Answer(Status.ANSWERED, "", (Claim(citation.quote, (citation,)),), (citation,))

    cases = [Case("1", "honest", "fact", frozenset({"1.i"})), Case("2", "lying", "fact", frozenset({"1.i"}))]
    honest, lying = evaluate(ask, cases, sample_document.rows)
    assert honest.exact
    assert not lying.exact
    assert figures([honest, lying]).exact == 0.5


def test_sure_and_wrong_costs_more_than_unsure_and_wrong(sample_document: Document) -> None:
    row = sample_document.rows[0]
    citation = Citation.of_item(row, row.columns[0], 1)

    def answering(confidences: dict[str, float]) -> list[Outcome]:
        def ask(question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
            sure = confidences[question]
            status = Status.ANSWERED if sure >= 0.5 else Status.PARTIAL
            return Answer(status, "", (Claim(citation.quote, (citation,)),), (citation,), confidence=sure)

        cases = [Case("1", "held", "fact", frozenset({row.reference})), Case("2", "absent", "near_miss")]
        return evaluate(ask, cases, sample_document.rows)

    good, bad = abstention(answering({"held": 0.9, "absent": 0.2})), abstention(answering({"held": 0.2, "absent": 0.9}))
    assert (good.coverage, good.error, good.area) == (0.5, 0.0, 0.25)
    assert (bad.coverage, bad.error, bad.area) == (0.5, 1.0, 0.75)
    assert [(point.confidence, point.coverage, point.error) for point in good.curve] == [
        (0.9, 0.5, 0.0),
        (0.2, 1.0, 0.5),
    ]


def test_citations_count_by_what_their_quotes_hold(sample_document: Document) -> None:
    first, second = sample_document.rows[0], sample_document.rows[1]
    cited = (Citation.of_item(first, first.columns[0], 1), Citation.of_item(second, second.columns[0], 1))

    def ask(question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
        return Answer(Status.ANSWERED, "", tuple(Claim(each.quote, (each,)) for each in cited), cited)

    case = Case("1", "?", "fact", frozenset({first.reference, "5.ii"}), (cited[0].quote[:20],))
    told = figures(evaluate(ask, [case], sample_document.rows))
    assert (told.citation_precision, told.citation_recall, told.rows_all) == (0.5, 0.5, 0.0)


def test_a_document_may_be_gold_where_rows_have_no_numbers(sample_document: Document) -> None:
    row = sample_document.rows[0]
    citation = Citation.of_item(row, row.columns[0], 1)
    cases = [
        Case("1", "?", "fact", frozenset({Path(citation.file).stem})),
        Case("2", "?", "fact", frozenset({"other"})),
    ]

    def ask(question: str, history: Sequence[tuple[str, Answer]]) -> Answer:
        return Answer(Status.ANSWERED, "", (Claim(citation.quote, (citation,)),), (citation,))

    assert [each.right for each in evaluate(ask, cases, sample_document.rows)] == [True, False]
    assert unknown(cases, sample_document.rows) == ["other"]


def test_runs_differ_by_the_questions_that_turned(sample_document: Document) -> None:
    def answering(status: Status) -> dict[str, Any]:
        return run_as_json(evaluate(lambda question, history: Answer(status, ""), [Case("1", "?", "far")], []))

    declined, answered = answering(Status.NOT_FOUND), answering(Status.ANSWERED)
    assert [(each.question, each.better) for each in turned(declined, answered)] == [("?", False)]
    assert turned(declined, declined) == []


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
