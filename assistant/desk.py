"""From a question to its answer: understood, looked up or searched for, and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant.answers import Answer, compose
from assistant.definitions import define
from assistant.questions import Equivalents, read
from assistant.spelling import Vocabulary
from assistant.terms import stems, terms
from corpus.glossary import Glossary, mine, read_staff_terms
from corpus.records import Row
from index import Filters, Index

CANDIDATES = 12  # hits that an answer is picked from

Turns = Sequence[tuple[str, Answer]]


class Desk:
    """What answering needs beside the index: the documents' acronyms and vocabulary, read when first needed."""

    def __init__(self, index: Index, documents: Path | None) -> None:
        self._index = index
        self._documents = documents

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that a question is about unless it says otherwise: each plan's latest update."""
        return self._index.snapshot.library.rows()

    @cached_property
    def glossary(self) -> Glossary:
        return mine(self.rows, read_staff_terms(self._documents) if self._documents else None)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.rows)

    def answer(self, text: str, history: Turns, filters: Filters) -> Answer:
        asked, corrections = self.vocabulary.correct(text)
        understood = "; ".join(f"“{each.typed}” read as “{each.read}”" for each in corrections)
        defined = define(text, self.glossary)
        if defined is not None:
            return replace(defined, asked=asked, understood=understood)
        question = read(asked, asked, understood, also=self._also(asked))
        return compose(question, self._index.search(self._searched(asked), CANDIDATES, filters))

    def _also(self, asked: str) -> Equivalents:
        """Acronyms in the question with their words, and words with their acronyms."""
        return tuple(
            (stems(use.text), tuple(term.stem for term in terms(use.counterpart)))
            for use in self.glossary.expand(asked)
        )

    def _searched(self, asked: str) -> str:
        """The question with what else the documents call the things in it."""
        others = dict.fromkeys(use.counterpart for use in self.glossary.expand(asked))
        return f"{asked} ({', '.join(others)})" if others else asked
