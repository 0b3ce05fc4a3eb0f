"""Which of the passages that a search found have to do with its words: the same for Search, Saved and briefings."""

from __future__ import annotations

from collections.abc import Sequence

from index.search import Hit

AT_MOST = 300  # passages considered; users with more results narrow the search
# A passage is relevant from this score on, and from this share of the best score. Passages that have nothing to do with
# a question score below 0.3; passages that match one of its two words score half of those that match both.
LEAST_SCORE, LEAST_SHARE = 0.4, 0.7


def relevant(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that have to do with the question; `hits` come best first."""
    needed = max(LEAST_SCORE, LEAST_SHARE * hits[0].score) if hits else LEAST_SCORE
    return [hit for hit in hits if hit.score >= needed]
