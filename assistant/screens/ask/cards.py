"""An answer as HTML: its status in words, each quote with its numbered source, and the sources beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import urlencode

from assistant import Answer, Claim, Status
from assistant.answers.rows.result_words import in_plans
from assistant.exports.answer_words import WORDS, meaning
from assistant.exports.quoted import said_of
from assistant.language.words import terms
from assistant.questions.query import Output, Query
from assistant.screens.ask.limits import Limit, limits
from assistant.screens.parts.cards import doubt_html, link_html, source_html
from assistant.screens.parts.links import BROWSE, SEARCH, RowLink
from assistant.screens.parts.text import count, escape, marked, shortened
from corpus.records import Citation, Plan, source_of

AT_ONCE = 10  # quotes: of more, a reader first sees where they are from
SOURCES_AT_ONCE = 8  # of a long list; the rest is folded away, and the numbers still open them
FURTHER = 4  # texts that come close: a glance, not a second search
EXCERPT = 200  # characters of one
AT_A_GLANCE = 160  # characters of what is said above the quotes: two lines; of more, the beginning is set off
_FIRST = re.compile(r"(?<=:) |(?<=[.]) (?=[A-Z])")  # after what is said first: what it is made of, or another sentence
LONGEST_LIMIT = 48  # characters of what a question is about only: a phone's line


Numbered = tuple[Claim, Sequence[int]]  # with the numbers of its sources


def head_html(answer: Answer, turn: int, looked: str) -> str:
    """The top of an answer: whether it is one, how the question was understood, and why this is the answer."""
    words = WORDS[answer.status]
    sources = f" {count(len(answer.citations), 'source')}." if answer.citations else ""
    said = "" if answer.status is Status.ANSWERED else f"<p>{escape(meaning(answer))}</p>"
    understood = f"{answer.understood[:1].upper()}{answer.understood[1:]}"
    understood = f'<p class="place">{escape(understood)}</p>' if understood else ""
    return (
        f'<div class="answer" data-say="{escape(f"Question {turn}: {words}.{sources}")}">'
        f'<p><span class="badge status {answer.status}">{words}</span></p>{said}{understood}'
        f"{why_html(answer, looked)}</div>"
    )


_ASKED_FOR = {
    Output.QUOTES: "what the plans say",
    Output.ROWS: "a list of priorities",
    Output.ITEMS: "all that is said under a heading",
    Output.CATEGORIES: "a list of categories",
    Output.PLANS: "a list of plans",
    Output.CELL: "what stands under a heading",
    Output.SUM: "a sum",
    Output.AVERAGE: "an average",
    Output.SHARE: "a share",
    Output.DIFFERENCE: "a difference",
    Output.EXTREME: "the most or the least",
    Output.TOTALS: "sums for each of several",
    Output.GROUPS: "numbers for each of several",
    Output.DIGEST: "where a priority stands",
}


def why_html(answer: Answer, looked: str) -> str:
    """One line that opens: where it was searched, and below how the question was read and the answer found."""
    read = "every row was read, so nothing is left out" if answer.complete else "the quotes nearest to it come first"
    entries = [
        *(read_as(answer.query) if answer.query else ()),
        f"Your question was compared with the plans’ own words: {read}.",
        meaning(answer) if answer.status is Status.ANSWERED else "",
        "Whether what the plans say is true, or still true, is for you to check.",
    ]
    listed = "".join(f"<li>{escape(entry)}</li>" for entry in entries if entry)
    return f'<details class="why"><summary>Why this answer. {escape(looked)}</summary><ul>{listed}</ul></details>'


def read_as(query: Query) -> Iterator[str]:
    """What a question was read to ask for, about what only, and which of its words were not used, or searched for."""
    yield f"Read as a question for {_ASKED_FOR[query.output]}."
    if only := ", ".join(f"{limit.name.lower()} “{limit.value}”" for limit in limits(query)):
        yield f"Limited to: {only}."
    sought = [term.word for term in terms(query.topic or query.text) if term.telling]
    if words := ", ".join(f"“{word}”" for word in dict.fromkeys(query.rest if query.is_of_rows else sought)):
        yield f"{'Not used' if query.is_of_rows else 'Looked for'}: {words}."


def plans_html(plans: Sequence[Plan]) -> str:
    """What can be asked about: the plan, or how many there are with their names to be opened."""
    quoted = "Answers are quoted word for word, and each quote says where it is from."
    if len(plans) == 1:
        return f"<p>{quoted} In use: {escape(source_of(plans[0].name, plans[0].latest.name))}.</p>"
    entries = "".join(f"<li>{escape(source_of(plan.name, plan.latest.name))}</li>" for plan in plans)
    return f"<p>{quoted}</p><details><summary>{len(plans):,} plans in use</summary><ul>{entries}</ul></details>"


def limits_html(found: Sequence[Limit]) -> str:
    """What a question was understood to be about only, where it can't be taken out; "" for nothing."""
    return f'<p class="place">{escape("; ".join(map(limit_words, found)))}.</p>' if found else ""


def limit_words(limit: Limit) -> str:
    """`Only owner: Play Officer`."""
    return f"Only {limit.name.lower()}: {shortened(limit.value, LONGEST_LIMIT)}"


def beside_html(left: str, right: str) -> str:
    """Two columns, the left one wider; on a narrow screen one below the other. Without a right one, the left alone."""
    return f'<div class="beside"><div>{left}</div><div>{right}</div></div>' if right else left


def next_steps_html(question: str) -> str:
    """Where else to look for what wasn't found."""
    search = f"{SEARCH}?{urlencode({'q': question})}"
    links = ((search, "Search for these words"), (BROWSE, "Read through a plan"))
    return (
        '<p class="links">'
        + "".join(f'<a href="{escape(to)}" data-follow="{escape(to)}">{words}</a>' for to, words in links)
        + "</p>"
    )


def quotes_html(answer: Answer, turn: int, several: bool = False) -> str:
    """The line that counts the quotes, and the quotes with their numbered sources.

    `several`: there is more than one plan, so that the quotes stand under the plan and the update that they are from.
    Of a long list only the line and its parts are seen at first, each to be opened.
    """
    if not answer.claims and not answer.summary:
        return ""
    groups = by_plan(answer.claims)
    summary = answer.summary or (counted(answer.claims) if len(groups) > 1 else "")
    shown = _summary_html(summary) if summary else ""
    if len(answer.claims) > AT_ONCE:
        parts = groups if len(groups) > 1 else by_category(answer.claims)
        listed = "".join(_folded_html(name, claims, turn) for name, claims in parts.items())
    elif several or len(groups) > 1:
        listed = "".join(
            f"<h3>{escape(name)}</h3>{_by_priority_html(name, claims, turn)}" for name, claims in groups.items()
        )
    else:
        listed = "".join(_claim_html(*each, turn) for claims in groups.values() for each in claims)
    return f'<div class="answer">{shown}{listed}</div>'


def _summary_html(summary: str) -> str:
    """What is said at first in bold; what it is made of, and what wasn't clear, is many lines where plans are many."""
    first, *rest = _FIRST.split(summary, 1) if len(summary) > AT_A_GLANCE else [summary]
    return f"<p><strong>{escape(first)}</strong>{''.join(f' {escape(each)}' for each in rest)}</p>"


def by_plan(claims: Sequence[Claim]) -> dict[str, list[Numbered]]:
    """The claims with the numbers of their sources, by plan and update, those of a row together, in their order."""
    return _grouped(claims, lambda cited: cited.source)


def by_category(claims: Sequence[Claim]) -> dict[str, list[Numbered]]:
    """The same of one plan by category or, where all are of one, by priority."""
    groups = _grouped(claims, lambda cited: cited.category)
    return groups if len(groups) > 1 else _grouped(claims, lambda cited: cited.priority)


def counted(claims: Sequence[Claim]) -> str:
    """`5 quotes: 3 in Homes Plan; 2 in Roads Plan.`"""
    return f"{count(len(claims), 'quote')}{in_plans(claim.citations[0].plan for claim in claims if claim.citations)}."


def _grouped(claims: Sequence[Claim], name: Callable[[Citation], str]) -> dict[str, list[Numbered]]:
    groups: dict[str, dict[str, list[Numbered]]] = {}
    first = 1
    for claim in claims:
        group, row = (name(claim.citations[0]), claim.citations[0].row_key) if claim.citations else ("", "")
        numbers = range(first, first + len(claim.citations))
        groups.setdefault(group, {}).setdefault(row, []).append((claim, numbers))
        first += len(claim.citations)
    return {group: [each for row in rows.values() for each in row] for group, rows in groups.items()}


def _folded_html(name: str, claims: Sequence[Numbered], turn: int) -> str:
    """A part of a long list, to be opened."""
    heading = escape(name or "Without a heading")
    summary = f'<span class="title">{heading}</span><span class="counts">{count(len(claims), "quote")}</span>'
    return f"<details><summary>{summary}</summary><div>{_by_priority_html(name, claims, turn)}</div></details>"


def _by_priority_html(above: str, claims: Sequence[Numbered], turn: int) -> str:
    """Quotes under the titles of their rows, but for those that are such titles or stand below one already."""
    parts = []
    for priority, of_row in groupby(claims, key=lambda each: each[0].citations[0].priority):
        quotes = list(of_row)
        titled = quotes[0][0].citations[0].column and priority not in ("", above)
        parts.append(f"<h4>{escape(priority)}</h4>" if titled else "")
        parts += [_claim_html(claim, numbers, turn) for claim, numbers in quotes]
    return "".join(parts)


def sources_html(
    answer: Answer,
    turn: int,
    further: Iterable[tuple[int, Citation]] = (),
    newer: Callable[[Citation], str] = lambda _: "",
) -> str:
    """The right-hand side: each source with its path, its passage with the quote marked, and links, below its plan and
    file, which are said once of those that follow one another.

    `further` are numbered sources that a language model's sentences cite besides the quotes. `newer` returns, as
    HTML, a note on a source if a later update than its own exists.
    """
    passages = {_place(hit.citation): hit.citation.quote for hit in answer.hits}

    def cards(some: Sequence[tuple[int, Citation]]) -> str:
        parts = []
        for (source, file), group in groupby(some, key=lambda each: (each[1].source, each[1].file)):
            parts.append(f'<h4>{escape(source)}</h4><p class="place">{escape(file)}</p>')
            parts += [
                source_html(number, turn, cited, passages.get(_place(cited), ""), newer(cited))
                for number, cited in group
            ]
        return "".join(parts)

    every = [*enumerate(answer.citations, start=1), *further]
    if not every:
        return ""
    shown, more = cards(every[:SOURCES_AT_ONCE]), every[SOURCES_AT_ONCE:]
    summary = f"<summary>{count(len(more), 'more source')}</summary>"
    folded = f"<details>{summary}{cards(more)}</details>" if more else ""
    return f"<h3>Sources</h3>{shown}{folded}"


def further_html(answer: Answer) -> str:
    """Texts that come close but aren't quoted, folded away."""
    quoted = set(map(_place, answer.citations))
    others = [hit.citation for hit in answer.hits if _place(hit.citation) not in quoted][:FURTHER]
    entries = "".join(f"<li>{_further_entry(citation)}</li>" for citation in others)
    return (
        f"<details><summary>Close to your question ({len(others)})</summary><ul>{entries}</ul></details>"
        if others
        else ""
    )


def number_html(turn: int, number: int, citation: Citation) -> str:
    """The link from a quote or a sentence to its source."""
    target = f"#source-{turn}-{number}"
    label = escape(f"Source {number}: {citation.label}")
    return f'<a class="cite" href="{target}" data-follow="{target}" aria-label="{label}">[{number}]</a>'


def _place(citation: Citation) -> tuple[str, str, int | None]:
    return citation.row_key, citation.column, citation.item


def _claim_html(claim: Claim, numbers: Iterable[int], turn: int) -> str:
    """A quote, then the numbers of its sources."""
    places = zip(claim.citations, numbers, strict=False)
    links = " ".join(number_html(turn, number, citation) for citation, number in places)
    said = said_of(claim.citations[0], claim.note) if claim.citations else claim.note
    note = f"<strong>{escape(said)}:</strong> " if said else ""
    doubt = doubt_html(next((citation.doubt for citation in claim.citations if citation.doubt), ""))
    return f"<blockquote>{note}“{_told_html(claim)}” {links}{doubt}</blockquote>"


def _told_html(claim: Claim) -> str:
    """A quote with its marks; the sentences around the one that it is quoted for are fainter."""
    if claim.told is None:
        return marked(claim.text, claim.marks)
    start, end = claim.told
    before, after = _part_html(claim, 0, start), _part_html(claim, end, len(claim.text))
    return f'<span class="around">{before}</span>{_part_html(claim, start, end)}<span class="around">{after}</span>'


def _part_html(claim: Claim, start: int, end: int) -> str:
    within = [(first - start, last - start) for first, last in claim.marks if start <= first and last <= end]
    return marked(claim.text[start:end], within)


def _further_entry(citation: Citation) -> str:
    excerpt = escape(shortened(citation.quote, EXCERPT))
    return f"{excerpt}<br>{link_html(citation.label, RowLink.of_citation(citation))}"
