"""An answer as HTML: its status in words, each quote with its numbered source, and the sources beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant import Answer, Claim
from assistant.screens.parts.answer_words import WORDS, meaning
from assistant.screens.parts.cards import doubt_html, link_html, source_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape, marked, shortened
from corpus.records import Citation

SOURCES_AT_ONCE = 8  # of a long list; the rest is folded away, and the numbers still open them
FURTHER = 4  # nearby passages: a glance, not a second search
EXCERPT = 200  # characters of one


def head_html(answer: Answer, turn: int, looked: str) -> str:
    """The top of an answer: its status and meaning, how the question was understood, and where it was searched."""
    words = WORDS[answer.status]
    sources = f" {count(len(answer.citations), 'source')}." if answer.citations else ""
    notes = "".join(f'<p class="place">{escape(note)}</p>' for note in (answer.understood, looked) if note)
    return (
        f'<div class="answer" data-say="{escape(f"Question {turn}: {words}.{sources}")}">'
        f'<p><span class="badge status {answer.status}">{words}</span></p><p>{escape(meaning(answer))}</p>{notes}</div>'
    )


def quotes_html(answer: Answer, turn: int) -> str:
    """The line above the quotes, such as how many there are, and each quote with its numbered sources."""
    numbers = iter(range(1, len(answer.citations) + 1))
    summary = f"<p><strong>{escape(answer.summary)}</strong></p>" if answer.summary else ""
    claims = "".join(_claim_html(claim, turn, numbers) for claim in answer.claims)
    return f'<div class="answer">{summary}{claims}</div>' if summary or claims else ""


def sources_html(
    answer: Answer,
    turn: int,
    further: Iterable[tuple[int, Citation]] = (),
    newer: Callable[[Citation], str] = lambda _: "",
) -> str:
    """The right-hand side: each source with its path, its passage with the quote marked, and links.

    `further` are numbered sources that a language model's sentences cite besides the quotes. `newer` returns, as
    HTML, a note on a source if a later update than its own exists.
    """
    passages = {_place(hit.citation): hit.citation.quote for hit in answer.hits}
    cards = [
        source_html(number, turn, citation, passages.get(_place(citation), ""), newer(citation))
        for number, citation in (*enumerate(answer.citations, start=1), *further)
    ]
    if not cards:
        return ""
    shown, more = "".join(cards[:SOURCES_AT_ONCE]), cards[SOURCES_AT_ONCE:]
    summary = f"<summary>{count(len(more), 'more source')}</summary>"
    folded = f"<details>{summary}{''.join(more)}</details>" if more else ""
    return f"<h3>Sources</h3>{shown}{folded}"


def further_html(answer: Answer) -> str:
    """Passages that come close but aren't quoted, folded away."""
    quoted = set(map(_place, answer.citations))
    others = [hit.citation for hit in answer.hits if _place(hit.citation) not in quoted][:FURTHER]
    entries = "".join(f"<li>{_further_entry(citation)}</li>" for citation in others)
    return f"<details><summary>Nearby passages ({len(others)})</summary><ul>{entries}</ul></details>" if others else ""


def number_html(turn: int, number: int, citation: Citation) -> str:
    """The link from a quote or a sentence to its source."""
    target = f"#source-{turn}-{number}"
    label = escape(f"Source {number}: {citation.label}")
    return f'<a class="cite" href="{target}" data-follow="{target}" aria-label="{label}">[{number}]</a>'


def _place(citation: Citation) -> tuple[str, str, int | None]:
    return citation.row_key, citation.column, citation.item


def _claim_html(claim: Claim, turn: int, numbers: Iterable[int]) -> str:
    """A quote, then the numbers of its sources."""
    places = zip(claim.citations, numbers, strict=False)
    links = " ".join(number_html(turn, number, citation) for citation, number in places)
    note = f"<strong>{escape(claim.note)}:</strong> " if claim.note else ""
    doubt = doubt_html(next((citation.doubt for citation in claim.citations if citation.doubt), ""))
    return f"<blockquote>{note}“{marked(claim.text, claim.marks)}” {links}{doubt}</blockquote>"


def _further_entry(citation: Citation) -> str:
    excerpt = escape(shortened(citation.quote, EXCERPT))
    return f"{excerpt}<br>{link_html(citation.label, RowLink.of_citation(citation))}"
