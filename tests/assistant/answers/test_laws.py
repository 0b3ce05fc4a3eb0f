"""What holds of any conversation: whatever is asked is answered in quotes of the documents, or refused."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from assistant import Answer, Assistant
from corpus.errors import QuestionRefused
from corpus.records import Document
from tests.fictional.arbitrary import SENTENCES, TEXTS
from tests.fictional.two_updates import TRUTH, table
from tests.word_index import WordIndex

PLAN = Document("plan.docx", "0" * 64, 1, TRUTH["plan"], TRUTH["new_update"], tuple(table("new")))
ASSISTANT = Assistant(WordIndex([PLAN]))
SAID = " ".join(item.text for row in PLAN.rows for column in row.columns for item in column.items)


@example(questions=["Ä", "\x0e"])  # no word in either
@given(questions=st.lists(SENTENCES | TEXTS, min_size=1, max_size=3))
def test_whatever_is_asked_is_answered_in_quotes_or_refused(questions: list[str]) -> None:
    history: list[tuple[str, Answer]] = []
    for question in questions:
        try:
            answer = ASSISTANT.ask(question, tuple(history))
        except QuestionRefused:
            continue
        assert all(place.quote in SAID for place in answer.citations if place.item)
        history.append((question, answer))
