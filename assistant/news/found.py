"""What the documents say now to a question or a search that somebody has saved, and what of it they haven't seen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import Assistant, Filters, Hit
from assistant.store.saved import Kind, Saved, new_in
from corpus.errors import PlansError
from corpus.records import Citation

AT_MOST = 300  # passages considered; users with more results narrow the search
# A passage is shown from this score on, and from this share of the best score. Passages that have nothing to do with a
# question score below 0.3; passages that match one of its two words score half of those that match both.
LEAST_SCORE, LEAST_SHARE = 0.4, 0.7


def relevant(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that have to do with the question; `hits` come best first."""
    needed = max(LEAST_SCORE, LEAST_SHARE * hits[0].score) if hits else LEAST_SCORE
    return [hit for hit in hits if hit.score >= needed]


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
