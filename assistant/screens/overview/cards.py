"""The overview as HTML: numbers that lead to their rows, tables of plans, categories and owners, and lists of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.exports.quoted import day_words
from assistant.screens.overview.board import (
    CHECK,
    NEWS,
    NEWS_WORDS,
    STAGES,
    Choice,
    News,
    labels_words,
    soon_words,
    unread_words,
)
from assistant.screens.parts.cards import doubt_html, link_html, table_of_html, tile_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.rows import update_words
from assistant.screens.parts.text import count, escape
from assistant.tracking.due import Stage
from assistant.tracking.overview import Counts, Fact
from corpus.records import Plan

PLAN_HEADINGS = ("Plan", "Status, as the plan states it", "Rows", "New or changed", "Overdue", "Due next")
ROW_HEADINGS = ("Row", "Action or priority", "Owner", "Status, as stated", "Due", "Where it stands")
GROUP_HEADINGS = ("Rows", "Overdue", "Due soon", "Done", "Status, as stated")
MOST_GROUPS = 40  # categories or owners in a table: a longer one is narrowed first
OVERDUE = (
    "Overdue: the row’s own due date has passed, and no status says that it is done. Where nobody has said what a"
    " status such as Blue means, the row is counted as not clear."
)
NAMES = {
    "plan": "Plan",
    "owner": "Owner",
    "status": "Status",
    "due": "Due",
    "category": "Category",
    "since": "",
    "doubt": "",
}


def tiles_html(choice: Choice, counts: Counts, changed: int, waiting: int, today: date) -> str:
    """The numbers that people look for first, each linked to its rows, whichever of them is shown now."""
    anyhow = choice.anyhow
    later = f" (still comparing {count(waiting, 'plan')})" if waiting else ""
    tiles = [
        (counts.stages[Stage.LATE], "overdue", anyhow.choosing(due=STAGES[Stage.LATE])),
        (counts.stages[Stage.PASSED], "date passed, status not clear", anyhow.choosing(due=STAGES[Stage.PASSED])),
        (unread := counts.stages[Stage.UNREAD], unread_words(unread), anyhow.choosing(due=STAGES[Stage.UNREAD])),
        (counts.stages[Stage.SOON], soon_words(today), anyhow.choosing(due=STAGES[Stage.SOON])),
        (changed, f"new or changed since the last update{later}", anyhow.choosing(since=NEWS)),
        (counts.doubtful, "to check against the document", anyhow.choosing(doubt=CHECK)),
    ]
    shown = "".join(
        tile_html(number, escape(words), link.address, words, link == choice)
        for number, words, link in tiles
        if number or link.due != STAGES[Stage.UNREAD]  # rare
    )
    return (
        f'<div class="figures"><section><p class="over">{_of_which(anyhow, counts.rows)}</p><dl>{shown}</dl></section>'
        f'</div><p class="place">{OVERDUE}</p>'
    )


def _of_which(choice: Choice, rows: int) -> str:
    """What the numbers at the top count, whichever of these rows are listed now."""
    chosen = [escape(value) for value in choice.chosen.values()]
    return f"Of {count(rows, 'row')}{': ' if chosen else ''}{', '.join(chosen)}"


def chosen_html(choice: Choice) -> str:
    """What is chosen, each with a link that takes it away."""
    links = [
        _link(f"{NAMES[name]}: {value}" if NAMES[name] else value, choice.choosing(**{name: ""}), "Remove")
        for name, value in choice.chosen.items()
    ]
    links += [_link("Clear all", Choice())] if len(links) > 1 else []
    return f'<ul class="chosen">{"".join(f"<li>{link}</li>" for link in links)}</ul>' if links else ""


def plans_html(
    choice: Choice, plans: Iterable[tuple[Plan, Sequence[Fact]]], since: News, waiting: Sequence[str]
) -> str:
    """A row for each plan; each number leads to what it counts."""
    rows = []
    for plan, facts in plans:
        counts, here = Counts.of(facts), choice.choosing(plan=plan.name)
        changed = sum(fact.row.key in since for fact in facts)
        rows.append(
            (
                f'<strong>{_link(plan.name, here)}</strong><br><span class="place">{escape(update_words(plan))}</span>',
                _labels_html(here, counts),
                _browse(plan, counts.rows),
                _changed(plan, changed, here, plan.name in waiting),
                _overdue(here, counts),
                _next_html(counts),
            )
        )
    return table_of_html(count(len(rows), "plan"), PLAN_HEADINGS, rows)


def key_html(colours: Mapping[str, str]) -> str:
    """What the chart's colours stand for: beside it, so that it wraps on a phone and is read out."""
    entries = "".join(
        f'<li><span class="swatch" style="background:{colour}"></span>{escape(label)}</li>'
        for label, colour in colours.items()
    )
    return f'<ul class="key" aria-label="Key to the chart">{entries}</ul>'


def groups_html(noun: tuple[str, str], choice: Choice, groups: Mapping[Choice, Sequence[Fact]]) -> str:
    """Rows counted by category or owner, the most overdue first, folded away; each group is what chooses it. Where that
    is of one plan and others are shown, it is named."""
    counted = [(group, Counts.of(facts)) for group, facts in groups.items()]
    counted.sort(key=lambda each: (-each[1].stages[Stage.LATE], -each[1].rows))
    rows = [
        (
            _group(here, choice),
            f"{counts.rows:,}",
            _overdue(here, counts),
            _number(counts.stages[Stage.SOON], here.choosing(due=STAGES[Stage.SOON]), "due soon"),
            _number(counts.stages[Stage.DONE], here.choosing(due=STAGES[Stage.DONE]), "done"),
            _labels_html(here, counts),
        )
        for here, counts in counted[:MOST_GROUPS]
    ]
    if not rows:
        return ""
    first = f"The {MOST_GROUPS} with the most overdue, of {len(counted):,}; choose a plan to see its others"
    caption = first if len(counted) > MOST_GROUPS else count(len(counted), *noun)
    table = table_of_html(caption, (noun[0].capitalize(), *GROUP_HEADINGS), rows)
    return f"<details><summary>By {noun[0]} ({len(counted):,})</summary><div>{table}</div></details>"


def _group(here: Choice, choice: Choice) -> str:
    link = _link(here.category or here.owner, here)
    return link if here.plan == choice.plan else f'{link}<br><span class="place">{escape(here.plan)}</span>'


def spread_html(choice: Choice, plans: Sequence[tuple[Plan, Sequence[Fact]]]) -> str:
    """How many rows each plan has, each linked to them; "" for one plan."""
    links = [
        f"{escape(plan.name)} {_number(len(facts), choice.choosing(plan=plan.name), 'rows')}" for plan, facts in plans
    ]
    return f'<p class="place">{" · ".join(links)}</p>' if len(links) > 1 else ""


def rows_html(plan: Plan, facts: Sequence[Fact], of: int, since: News) -> str:
    """Rows of one plan; `of` is how many of it there are in all."""
    first = f"The first {len(facts):,} of " if len(facts) < of else ""
    rows = [
        (
            escape(fact.row.reference),
            f"{link_html(fact.row.priority.title or fact.row.reference, RowLink.of_row(fact.row))}"
            f"{_became(fact, since)}{doubt_html('; '.join(fact.row.doubts))}",
            escape(", ".join(fact.owners)) or "not stated",
            escape(fact.status) or "not stated",
            escape(fact.due_text) or "not stated",
            STAGES[fact.stage],
        )
        for fact in facts
    ]
    heading = f'<h3>{escape(plan.name)} <span class="place">{escape(update_words(plan))}</span></h3>'
    return heading + table_of_html(f"{first}{count(of, 'row')}", ROW_HEADINGS, rows)


def _changed(plan: Plan, number: int, here: Choice, waiting: bool) -> str:
    if len(plan.updates) < 2:
        return "only update"
    return "comparing" if waiting else _number(number, here.choosing(since=NEWS), "new or changed")


def _became(fact: Fact, since: News) -> str:
    status = since.get(fact.row.key)
    return f' <span class="badge">{NEWS_WORDS[status]}</span>' if status else ""


def _labels_html(here: Choice, counts: Counts) -> str:
    """`Green 12 · Amber 5 · Not stated 4`, each linked to its rows."""
    found = labels_words(counts)
    return " · ".join(
        f"{escape(label)} {_number(number, here.choosing(status=label), label)}" for label, number in found
    )


def _overdue(here: Choice, counts: Counts) -> str:
    late = _number(counts.stages[Stage.LATE], here.choosing(due=STAGES[Stage.LATE]), "overdue")
    unclear = counts.stages[Stage.PASSED]
    more = _number(unclear, here.choosing(due=STAGES[Stage.PASSED]), "whose status isn’t clear")
    return f'{late}<div class="place more">{more} not clear</div>' if unclear else late


def _next_html(counts: Counts) -> str:
    """The next day on which a row is due or, where there is none, why."""
    fact = counts.next_due
    if fact is not None and fact.due is not None:
        return link_html(day_words(fact.due), RowLink.of_row(fact.row))
    unread = counts.stages[Stage.UNREAD]
    why = ["all dates have passed"] if counts.stages[Stage.LATE] + counts.stages[Stage.PASSED] else []
    why += [f"{unread:,} {unread_words(unread)}"] if unread else []
    why += ["all rows are done"] if counts.stages[Stage.DONE] == counts.rows else []
    return "; ".join(why) or "none stated"


def _browse(plan: Plan, rows: int) -> str:
    address = RowLink(plan.name, plan.latest.name).address
    return f'<a href="{escape(address)}" data-follow="{escape(address)}">{rows:,}<span class="unseen"> rows</span></a>'


def _number(number: int, choice: Choice, what: str) -> str:
    if not number:
        return "0"
    address = escape(choice.address)
    return f'<a href="{address}" data-follow="{address}">{number:,}<span class="unseen"> {escape(what)}</span></a>'


def _link(words: str, choice: Choice, before: str = "") -> str:
    address = escape(choice.address)
    action = f'<span class="unseen">{before} </span>' if before else ""
    cross = ' <span aria-hidden="true">×</span>' if before else ""
    return f'<a href="{address}" data-follow="{address}">{action}{escape(words)}{cross}</a>'
