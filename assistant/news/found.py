"""What the documents say now to a question or a search that somebody has saved, and what of it they haven't seen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import Assistant, Filters
from assistant.store.saved import Kind, Saved, new_in
from corpus.errors import PlansError
from corpus.records import Citation
from index.relevance import AT_MOST, relevant


def quotes_now(assistant: Assistant, kind: Kind, words: str, filters: Filters) -> Sequence[Citation]:
    """The quotes that answer a question, or that a search finds, in the documents as they are. Raises PlansError."""
    if kind is Kind.QUESTION:
        return assistant.ask(words, (), filters).citations
    chosen = {"category": filters.category, "column": filters.column, "plan": filters.plan}
    return [hit.citation for hit in relevant(assistant.search(words, AT_MOST, **chosen, update=filters.update))]


def new_quotes(assistant: Assistant, saved: Saved) -> list[Citation]:
    """What is new for an entry; nothing where it can't be told, such as for a plan that is no longer here."""
    try:
        return new_in(saved, quotes_now(assistant, saved.kind, saved.words, saved.filters))
    except PlansError:
        return []
