"""Briefing: what the plans say of one subject, in quotes alone, on a page and in Word; or of two, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from assistant import Assistant
from assistant.briefing.beside import Beside, beside
from assistant.briefing.brief import Briefing, Line, told_in_all
from assistant.briefing.requests import briefing_asked
from assistant.briefing.subject import Subject
from assistant.exports.briefing_words import led_words, opening, title_of
from assistant.exports.csv_file import quotes_csv
from assistant.exports.markdown import quotes_markdown
from assistant.exports.quoted import Quoted
from assistant.screens.briefing.cards import beside_html, briefing_html, sources_html, start_html
from assistant.screens.parts import frame
from assistant.screens.parts.choices import OPEN_AT_ONCE, choose, write, write_address
from assistant.screens.parts.downloads import draw_downloads, origin_of
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.rows import ALL, categories
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.tracking.overview import owners_of
from corpus.errors import PlansError
from corpus.records import Row, RowKind

MOST_ROWS = 200  # a briefing of more is no briefing, and takes seconds to draw
ABOUT = (
    "A page of quotes on one subject: what is planned, what has been done, what changed since the update before, "
    "dates, figures, and what isn’t stated. Every quote is numbered and leads to its place. Download it as a Word file "
    "with footnotes for a committee."
)


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Briefing")
    if assistant is None:
        return
    subject, other = _draw_choices(assistant)
    if not subject:
        _draw_welcome(assistant)
        return
    try:
        if other:
            _draw_beside(assistant, _beside(assistant, subject, other, date.today()))
        else:
            _draw_briefing(assistant, _briefing(assistant, subject, date.today()))
    except PlansError as error:
        st.warning(escape(str(error)))


def _draw_choices(assistant: Assistant) -> tuple[Subject, Subject | None]:
    """What the briefing is about, and what to put beside it: all part of the address."""
    first, second = st.columns(2)
    with first:
        words = " ".join(write("What is the briefing about?", "about"))
    with second:
        beside_words = " ".join(write("Put beside it (optional)", "beside"))
    with st.expander("Only one plan, category or owner", expanded=any(map(st.query_params.get, ("category", "owner")))):
        subject = Subject(words, *_narrowed(assistant), owner=_owner(assistant))
    if asked := briefing_asked(words, assistant.plans()):
        one, two = asked
        return _narrower(one, subject), _narrower(two, subject) if two else None
    other_plan = st.query_params.get("beside-plan", "")
    if not beside_words and not other_plan:
        return subject, None
    if other_plan:
        st.button("Show only the first side", on_click=write_address, args=({"beside-plan": ""},))
    return subject, replace(subject, words=beside_words or words, plan=other_plan or subject.plan)


def _narrower(asked: Subject, chosen: Subject) -> Subject:
    """What a whole request asks for, within what is chosen besides."""
    return Subject(
        asked.words,
        asked.plan or chosen.plan,
        asked.category or chosen.category,
        asked.reference or chosen.reference,
        chosen.owner,
    )


def _narrowed(assistant: Assistant) -> tuple[str, str, str]:
    """The plan, the category and the row, "" for any."""
    names = [plan.name for plan in assistant.plans()]
    plan = choose("Plan", "plan", [ALL, *names]) if len(names) > 1 else ALL
    rows = _rows(assistant, "" if plan == ALL else plan)
    category = choose("Category", "category", [ALL, *filter(None, categories(rows))])
    row = st.query_params.get("row", "")
    if row:
        st.button(f"Only row {escape(row)}: show all rows", on_click=write_address, args=({"row": ""},))
    return "" if plan == ALL else plan, "" if category == ALL else category, row


def _owner(assistant: Assistant) -> str:
    names = _owners(assistant)
    owner = choose("Owner", "owner", [ALL, *names]) if names else ALL
    return "" if owner == ALL else owner


@per_generation
def _owners(assistant: Assistant) -> Sequence[str]:
    return sorted({name for names in owners_of(_rows(assistant, "")) for name in names})


@per_generation
def _rows(assistant: Assistant, plan: str) -> Sequence[Row]:
    return [row for row in assistant.library.rows(plan=plan or None) if row.kind is RowKind.ROW]


def _draw_welcome(assistant: Assistant) -> None:
    """The plans with their categories to start from; of many, the categories are folded away."""
    labels = {plan.name: list(filter(None, categories(_rows(assistant, plan.name)))) for plan in assistant.plans()}
    st.html(f"<p>{ABOUT}</p>{start_html(labels, folded=len(labels) + sum(map(len, labels.values())) > OPEN_AT_ONCE)}")


@per_generation
def _briefing(assistant: Assistant, subject: Subject, day: date) -> Briefing:
    return assistant.briefer(day).brief(subject)


@per_generation
def _beside(assistant: Assistant, subject: Subject, other: Subject, day: date) -> Beside:
    return beside(assistant.briefer(day), subject, other)


def _draw_briefing(assistant: Assistant, briefing: Briefing) -> None:
    rows = len(briefing.rows)
    if not briefing.plans:
        _draw_nothing(briefing.subject)
        return
    frame.say(f"{told_in_all(briefing)} found")
    if rows > MOST_ROWS:
        st.info(f"These are more than {MOST_ROWS:,}. Narrow the briefing to one plan, category or owner.")
        return

    def word() -> bytes:
        from assistant.exports.briefing_word import briefing_word  # a download is rare, and its library slow to import

        return briefing_word(briefing, origin_of(assistant))

    _draw_downloads(assistant, title_of(briefing), opening(briefing), briefing.lines, word)
    st.html(briefing_html(briefing) + sources_html(briefing.lines, len(briefing.plans) > 1))


def _draw_beside(assistant: Assistant, both: Beside) -> None:
    empty = [side.subject for side in both.sides if not side.plans]
    for subject in empty:
        _draw_nothing(subject)
    if len(empty) == 2:
        return
    lines = both.lines

    def word() -> bytes:
        from assistant.exports.briefing_word import beside_word  # a download is rare, and its library slow to import

        return beside_word(both, origin_of(assistant))

    title = " and ".join(both.names)
    lead = [line for side in both.sides for line in opening(side)]
    _draw_downloads(assistant, title, lead, lines, word)
    st.html(beside_html(both) + sources_html(lines, several_plans=True))


def _draw_nothing(subject: Subject) -> None:
    st.info(
        f"Nothing in the plans says “{escape(subject.title)}”. Use fewer words, or words that the plan itself uses. "
        "Search also finds other words of the same meaning."
    )


def _draw_downloads(
    assistant: Assistant, title: str, lead: Sequence[str], lines: Sequence[Line], word: Callable[[], bytes]
) -> None:
    quotes, origin = [Quoted(line.citation, led_words(line).removesuffix(": ")) for line in lines], origin_of(assistant)
    draw_downloads(
        f"Briefing {title}",
        word,
        lambda: quotes_csv(quotes, origin),
        lambda: quotes_markdown(title, lead, quotes, origin),
        key="briefing",
    )
