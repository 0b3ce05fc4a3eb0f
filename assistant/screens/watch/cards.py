"""The watch list as HTML, and as quotes to download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.exports.quoted import Quoted
from assistant.screens.parts.cards import link_html, place_of_citation, table_of_html, tile_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.rows import ALL
from assistant.screens.parts.text import count, escape, holds_all, marked, quote_range
from assistant.tracking.watch import Concern, Watched
from corpus.records import Citation, Plan, Row

WATCH = "watch"  # the page's address
CONCERNS = {
    Concern.LATE: "Overdue",
    Concern.UNCLEAR: "Due date passed, status not clear",
    Concern.UNREAD: "Due date can’t be read",
    Concern.DATE_PASSED: "Dates in the text that have passed",
    Concern.NO_PROGRESS: "Nothing written",
    Concern.CARRIED_OVER: "Carried over word for word",
}
MEANINGS = {
    Concern.LATE: "The row’s due date has passed, and no status says that it is done.",
    Concern.UNCLEAR: "The row’s due date has passed, and nothing says what its status means. If you know, say so on the"
    " page Overview.",
    Concern.UNREAD: "The row’s due date says no day that can be compared with today’s: it may be overdue.",
    Concern.DATE_PASSED: "The text names a date that was still to come when it was written, and has passed now. That"
    " doesn’t show whether the action was done.",
    Concern.NO_PROGRESS: "Other rows have text in this column; these have none.",
    Concern.CARRIED_OVER: "The text is exactly the same in the latest update as in an earlier one.",
}
NOUNS = {
    Concern.LATE: "due date",
    Concern.UNCLEAR: "due date",
    Concern.UNREAD: "due date",
    Concern.DATE_PASSED: "date",
    Concern.NO_PROGRESS: "column",
    Concern.CARRIED_OVER: "item",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one row under one concern."""

    concern: Concern
    row: Row
    entries: tuple[Watched, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of the page; `concern` is one of the words of CONCERNS, or ALL."""

    concern: str = ALL
    category: str = ALL
    column: str = ALL
    words: tuple[str, ...] = ()


def filtered(watched: Iterable[Watched], filters: Filters) -> list[Watched]:
    return [
        entry
        for entry in watched
        if filters.concern in (ALL, CONCERNS[entry.concern])
        and filters.category in (ALL, entry.row.category.label)
        and filters.column in (ALL, entry.column)
        and (not filters.words or holds_all(f"{entry.row.priority.title}\n{entry.citation.quote}", filters.words))
    ]


def grouped(watched: Iterable[Watched]) -> list[Group]:
    """By concern, then by row, in the plan's order."""
    groups: dict[tuple[Concern, str], list[Watched]] = {}
    for entry in watched:
        groups.setdefault((entry.concern, entry.row.key), []).append(entry)
    order = list(CONCERNS)
    return [
        Group(concern, entries[0].row, tuple(entries))
        for (concern, _), entries in sorted(groups.items(), key=lambda group: order.index(group[0][0]))
    ]


def quoted(watched: Iterable[Watched]) -> list[Quoted]:
    return [Quoted(entry.citation, entry.says) for entry in watched]


def group_html(group: Group, latest: str, opened: bool) -> str:
    """A row that opens and closes. Its heading says why it is listed or, of several entries, how many there are."""
    row, several = group.row, len(group.entries) > 1
    says = count(len(group.entries), NOUNS[group.concern]) if several else escape(group.entries[0].says)
    older = "" if row.update == latest else f' <span class="badge">{escape(row.update)} update</span>'
    entries = "".join(f"<li>{_entry_html(entry, several)}</li>" for entry in group.entries)
    heading = f'<span class="reference">{escape(row.reference)}</span> {_title(row)}{older}'
    return (
        f'<details class="watched"{" open" if opened else ""}><summary>{heading}<span class="counts">{says}</span>'
        f"</summary><ul>{entries}</ul></details>"
    )


def _title(row: Row) -> str:
    return f'<span class="title">{escape(row.priority.title)}</span>'


def figures_html(plans: Sequence[Plan], watched: Sequence[Watched], chosen: str = ALL) -> str:
    """The number of entries for each concern, linked to a list of them, and the same by category, folded away; by plan
    where there are several."""
    several = len(plans) > 1
    part = "plan" if several else "category"
    labelled = [(entry.row.plan if several else entry.row.category.label, entry.concern) for entry in watched]
    found, labels = Counter(labelled), dict.fromkeys(label for label, _ in labelled)
    of_list = {} if several else {"plan": plans[0].name}
    tiles = "".join(
        tile_html(number, words, _address(of_list, words), words.lower(), words == chosen)
        for concern, words in CONCERNS.items()
        if (number := sum(found[label, concern] for label in labels)) or concern is not Concern.UNREAD  # rare
    )
    rows = [
        (
            escape(label or "Without a category"),
            *(_number(found[label, concern], {**of_list, part: label}, words) for concern, words in CONCERNS.items()),
        )
        for label in labels
    ]
    table = table_of_html(f"Entries by {part}", (part.capitalize(), *CONCERNS.values()), rows)
    return (
        f'<div class="figures"><section><dl>{tiles}</dl></section></div>'
        f'<details class="by-category"><summary>By {part}</summary><div>{table}</div></details>'
    )


def _address(of_list: Mapping[str, str], concern: str) -> str:
    return f"{WATCH}?{urlencode({**of_list, 'concern': concern})}"


def _number(number: int, of_list: Mapping[str, str], concern: str) -> str:
    """How many entries there are, linked to them where an address can name them."""
    if not number or not all(of_list.values()):
        return f"{number:,}"
    to = escape(_address(of_list, concern))
    return f'<a href="{to}" data-follow="{to}">{number:,}<span class="unseen"> {escape(concern.lower())}</span></a>'


def _entry_html(entry: Watched, says: bool) -> str:
    cited = entry.citation
    link = link_html(", ".join([entry.column, place_of_citation(cited)]).removeprefix(", "), RowLink.of_citation(cited))
    text = f"<blockquote>{_text_html(entry, cited)}</blockquote>" if entry.number is not None else ""
    said = f"<p>{escape(entry.says)}</p>" if says else ""
    return f'{said}{text}<p class="place">{link}</p>'


def _text_html(entry: Watched, cited: Citation) -> str:
    """The item, with the date that has passed highlighted."""
    return marked(cited.quote, quote_range(cited.quote, entry.named.text) if entry.named else ())
