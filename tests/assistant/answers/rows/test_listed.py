"""Whole-table questions: complete, exact and cited; everything else is left to the search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.answer import Answer, Status
from assistant.answers.rows.listed import answer_query
from assistant.questions.asking import Asks
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.questions.predicates import ColumnMeant
from assistant.questions.query import Output, Query, Reading, Role
from corpus.glossary import mine
from corpus.records import Column, Document, Heading, Item, Location, Meaning, Plan, Row, Update
from corpus.tables.columns.column_types import typed


def ask(document: Document, question: str) -> Answer | None:
    plan = Plan(document.plan, (Update(document.update, document),))
    query = parse(question, Schema((plan,), tuple(document.rows)), glossary=mine(document.rows))
    return answer_query(query, document.rows) if query.is_of_rows else None


def references(answer: Answer | None) -> list[str]:
    assert answer is not None
    return list(dict.fromkeys(citation.reference for citation in answer.citations))


def holding(document: Document, words: str) -> list[str]:
    def texts(row: Row) -> str:
        return " ".join([row.priority.title, *(item.text for column in row.columns for item in column.items)])

    return [row.reference for row in document.rows if words.lower() in texts(row).lower()]


def test_every_category_is_listed_once(sample_document: Document) -> None:
    answer = ask(sample_document, "What categories are in the plan?")
    assert answer is not None
    assert [claim.text for claim in answer.claims] == list(
        dict.fromkeys(row.category.title for row in sample_document.rows)
    )
    assert answer.summary == "5 categories."


def test_priorities_are_counted(sample_document: Document) -> None:
    answer = ask(sample_document, "How many priorities does the plan have?")
    assert answer is not None
    assert answer.summary == "15 priorities, in 5 categories."
    assert len(answer.claims) == 15


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("List the priorities in category 3", ["3.i", "3.ii", "3.iii"]),
        ("names of the priorities in category 3", ["3.i", "3.ii", "3.iii"]),
        ("Which priorities come under care leavers?", ["5.i", "5.ii"]),
        ("Show me the priorities under Supported accommodation", ["3.i", "3.ii", "3.iii"]),
    ],
)
def test_priorities_of_a_category(sample_document: Document, question: str, expected: list[str]) -> None:
    assert references(ask(sample_document, question)) == expected


@pytest.mark.parametrize("words", ["Nacro", "Barnardo", "Home Office", "transformation programme"])
def test_every_priority_that_mentions_something(sample_document: Document, words: str) -> None:
    assert references(ask(sample_document, f"Which priorities mention {words}?")) == holding(sample_document, words)


def test_priorities_without_a_mention(sample_document: Document) -> None:
    answer = ask(sample_document, "Which priorities don't mention Ofsted?")
    having = holding(sample_document, "Ofsted")
    assert references(answer) == [row.reference for row in sample_document.rows if row.reference not in having]


@pytest.mark.parametrize("question", ["any mention of Mosaic", "which bits mention Mosaic", "what mentions Mosaic?"])
def test_every_item_that_mentions_something(sample_document: Document, question: str) -> None:
    answer = ask(sample_document, question)
    assert answer is not None
    assert answer.summary == "1 item with “Mosaic”."


def test_what_there_is_most_of_is_counted(sample_document: Document) -> None:
    answer = ask(sample_document, "Which category has the most priorities?")
    assert answer is not None
    assert answer.summary.startswith("1 In-house regulated placements: 4; 2 Independent regulated placements: 4")


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("summary of 2.i", "9 items in 2.i."),
        ("what are the 5 categories", "5 categories."),
        ("please give me everything under 2.i", "9 items in 2.i."),
        ("the actions and progress for 2.i", "9 items in 2.i."),
        ("which category is 2.i in", "1 category in 2.i."),
        ("how many priorities in the supported accommodation category", "3 priorities in 3 Supported accommodation."),
        ("names of priorities under UASC", "2 priorities in 4 Unaccompanied Asylum-Seeking Children (UASC)."),
        ("how many times is Nacro mentioned", "2 items with “Nacro”."),
        ("where is Nacro mentioned, in which priorities", "2 priorities with “Nacro”."),
        ("do any priorities mention Nacro", "2 priorities with “Nacro”."),
    ],
)
def test_short_ways_of_asking(sample_document: Document, question: str, summary: str) -> None:
    answer = ask(sample_document, question)
    assert answer is not None
    assert answer.summary == summary


def test_the_row_that_a_question_is_put_to(sample_document: Document) -> None:
    plan = Plan(sample_document.plan, (Update(sample_document.update, sample_document),))
    schema = Schema((plan,), tuple(sample_document.rows))
    query = parse("What does 5.i say on housing?", schema)
    assert (set(query.references), query.topic) == ({"5.i"}, "What does say on housing?")
    assert not query.is_of_rows
    assert not parse("What is said on housing?", schema).references


def test_a_mention_is_quoted_with_its_words_marked(sample_document: Document) -> None:
    answer = ask(sample_document, "Where does Gainsborough come up?")
    assert answer is not None
    claim = answer.claims[0]
    assert [claim.text[start:end] for start, end in claim.marks] == ["Gainsborough"]


def test_items_of_a_column_under_a_reference(sample_document: Document) -> None:
    answer = ask(sample_document, "What are the actions for 3.iii?")
    assert answer is not None
    row = next(row for row in sample_document.rows if row.reference == "3.iii")
    assert [claim.text for claim in answer.claims] == [item.text for item in row.columns[0].items]
    assert {citation.column for citation in answer.citations} == {"What needs to happen"}


def test_all_that_is_said_about_a_reference(sample_document: Document) -> None:
    answer = ask(sample_document, "What does the plan say about 4.ii?")
    assert answer is not None
    row = next(row for row in sample_document.rows if row.reference == "4.ii")
    assert len(answer.claims) == sum(len(column.items) for column in row.columns)


def test_everything_dated_in_a_year(sample_document: Document) -> None:
    answer = ask(sample_document, "List everything dated 2026")
    assert answer is not None
    assert all("2026" in claim.text for claim in answer.claims)
    assert references(answer) == holding(sample_document, "2026")


def dated(question: str) -> list[str]:
    where = Location("fictional.txt", line=1)
    items = ("Open by August 2025", "Closed in September 2025", "Reviewed for 2023/24", "Ends 2027")
    row = Row(
        "1.i",
        (Heading("1", "Homes"), Heading("i", "Open homes")),
        (Column("Steps", tuple(Item(text, (where,)) for text in items)),),
        where,
    )
    table, _ = typed([row])
    query = parse(question, Schema((), table), today=date(2025, 9, 10))
    assert query.is_of_rows
    return [claim.text for claim in answer_query(query, table).claims]


def test_before_a_month_leaves_out_the_month_itself() -> None:
    assert dated("What is due before September 2025?") == ["Open by August 2025"]


def test_after_a_date_leaves_out_the_date_itself() -> None:
    assert dated("What is due after 30 September 2025?") == ["Ends 2027"]
    assert dated("What is due after August 2025?") == ["Closed in September 2025", "Ends 2027"]


def test_from_one_date_to_another_ends_with_the_other() -> None:
    assert dated("What is due from September 2025 to December 2025?") == ["Closed in September 2025"]


def test_other_plans_columns_go_by_their_own_headings() -> None:
    where = Location("fictional.txt", line=1)
    columns = (Column("Key tasks", (Item("Recruit", (where,)),)), Column("Lead", (Item("A. Person", (where,)),)))
    row = Row("2.1", (Heading("2", "Homes"), Heading("1", "Open homes")), columns, where)
    table, _ = typed([row])
    answer = answer_query(parse("List the actions for 2.1", Schema((), table)), table)
    assert [claim.text for claim in answer.claims] == ["Recruit"]


def test_of_actions_that_are_picked_by_how_their_rows_stand_the_rows_are_counted_too() -> None:
    """The overview and the watch list count rows: the numbers are seen to agree."""
    where = Location("fictional.txt", line=1)

    def row(number: int, due: str, *tasks: str) -> Row:
        columns = (
            Column("Key tasks", tuple(Item(task, (where,)) for task in tasks)),
            Column("Due", (Item(due, (where,)),)),
        )
        return Row(f"1.{number}", (Heading("1", "Homes"), Heading(str(number), f"Open home {number}")), columns, where)

    table, _ = typed([row(1, "May 2020", "Recruit", "Train"), row(2, "June 2020", "Buy"), row(3, "May 2099", "Sell")])
    for question in ("Which actions are overdue?", "How many actions are overdue?"):
        answer = answer_query(parse(question, Schema((), table)), table)
        assert [claim.text for claim in answer.claims] == ["Recruit", "Train", "Buy"]
        assert answer.summary.startswith("3 items under “Key tasks”")
        assert ", in 2 priorities" in answer.summary
    rows = answer_query(parse("Which priorities are overdue?", Schema((), table)), table)
    assert rows.summary.startswith("2 priorities where")


@pytest.mark.parametrize(
    "question",
    [
        "How many strands does the Open Select List have?",
        "When is the decision due?",
        "What needs to happen to find carers for teenagers?",
        "What are we doing about staff?",
        "What is the plan for homelessness in Gainsborough?",
        "How many placements are there in Supported Lodgings?",
    ],
)
def test_what_is_not_surely_about_the_whole_table_is_left_to_the_search(
    sample_document: Document, question: str
) -> None:
    assert ask(sample_document, question) is None


def test_a_cell_is_no_surer_than_that_its_column_was_asked_for() -> None:
    where = Location("fictional.csv", line=1)
    title = (Heading("1", "Parks"), Heading("1.1", "Open a nursery"))
    row = Row(
        "1.1", title, (Column("Finish by", (Item("May 2027", (where,)),), Meaning.DUE),), where, plan="P", update=""
    )
    asked = Query("how long for", Output.CELL, Asks.DUE, 0.7, columns=(ColumnMeant(Meaning.DUE),))
    answer = answer_query(asked, [row])
    assert (answer.status, answer.confidence, answer.claims[0].text) == (Status.PARTIAL, 0.7, "May 2027")
    named = replace(asked, readings=(Reading(0, 3, Role.COLUMN, "due", "due"),))
    assert (answer_query(named, [row]).status, answer_query(named, [row]).confidence) == (Status.ANSWERED, 1.0)


def test_every_entry_quotes_its_row_exactly(sample_document: Document) -> None:
    rows = {row.key: row for row in sample_document.rows}
    for question in ("Which priorities mention Ofsted?", "What is due in 2025?", "What categories are there?"):
        answer = ask(sample_document, question)
        assert answer is not None
        for claim in answer.claims:
            row = rows[claim.citations[0].row_key]
            texts = [*(step.title for step in row.path), *(i.text for c in row.columns for i in c.items)]
            assert any(claim.text in text for text in texts)


def test_what_stands_nowhere_is_not_found(sample_document: Document) -> None:
    answer = ask(sample_document, "Which priorities mention unicorns?")
    assert answer is not None
    assert answer.status is Status.NOT_FOUND
    assert answer.summary == "Nothing has the words “unicorns”."


def test_what_is_left_to_do_is_no_list_of_actions_where_each_row_is_one() -> None:
    where = Location("fictional.csv", line=1)

    def column(heading: str, meaning: Meaning, *texts: str) -> Column:
        return Column(heading, tuple(Item(text, (where,)) for text in texts), meaning)

    progress = column("Latest", Meaning.PROGRESS, "The pier is shut.")
    left = column("What comes next", Meaning.ACTION, "Meet the harbour board.")
    actions = replace(left, heading="What we will do")
    row = Row("P1", (Heading("P1", "Mend the pier"),), (progress, left), where, plan="Pier", update="2025")
    query = Query("which actions are there", Output.ROWS, nouns=frozenset({"actions"}))
    assert [claim.text for claim in answer_query(query, [row]).claims] == ["Mend the pier"]
    before = replace(row, columns=(actions, progress))
    assert [claim.text for claim in answer_query(query, [before]).claims] == ["Meet the harbour board."]
