"""The overview to download: as Excel with dates and numbers, as Word, as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant import Assistant
from assistant.exports.overview_rows import Listing, listing_csv
from assistant.exports.quoted import day_words
from assistant.screens.overview.board import NEWS_WORDS, Choice, News
from assistant.screens.overview.cards import NAMES
from assistant.screens.parts.downloads import CSV_TYPE, WORD_TYPE, draw_download, origin_of
from assistant.screens.parts.text import count
from assistant.tracking.overview import Fact

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_overview_downloads(
    assistant: Assistant, choice: Choice, found: Sequence[Fact], since: News, today: date
) -> None:
    """Three buttons for the rows that are chosen; a file is made when it is asked for."""

    def listing() -> Listing:
        return listed(assistant, choice, found, since, today)

    def excel() -> bytes:
        from assistant.exports.excel import listing_excel  # a download is rare, and its library slow to import

        return listing_excel(listing())

    def word() -> bytes:
        from assistant.exports.overview_word import listing_word

        return listing_word(listing())

    name = f"Overview {today.isoformat()}"
    kinds = (
        ("Excel", "xlsx", excel, EXCEL_TYPE),
        ("Word", "docx", word, WORD_TYPE),
        ("CSV", "csv", lambda: listing_csv(listing()), CSV_TYPE),
    )
    with st.container(horizontal=True):
        for label, ending, content, kind in kinds:
            draw_download(f"Download as {label}", content, f"{name}.{ending}", kind, f"download-overview-{ending}")


def listed(assistant: Assistant, choice: Choice, found: Sequence[Fact], since: News, today: date) -> Listing:
    """What is exported, with the lines that say what was chosen and whose words it is."""
    plans = len({fact.row.plan for fact in found})
    where = f"{count(plans, 'plan')}, from each plan’s latest update, as of {day_words(today)}"
    what = f"{count(len(found), 'row')} in {where}."
    chosen = [f"{NAMES[name]}: {value}." if NAMES[name] else f"{value}." for name, value in choice.chosen.items()]
    lead = (what, *chosen, "Statuses and dates are as the documents state them; nothing here is a rating of ours.")
    became = {key: NEWS_WORDS[status] for key, status in since.items()}
    title = f"Where things stand: {choice.plan}" if choice.plan else "Where things stand"
    return Listing(title, lead, found, became, origin_of(assistant))
