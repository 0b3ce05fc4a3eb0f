"""Arbitrary texts, tables and plans for tests of laws: what Hypothesis draws, and shrinks where a law is broken."""

from __future__ import annotations

import string
from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from corpus.records import Column, Document, Heading, Item, Location, Row

FILE = "fictional.csv"
WHERE = Location(FILE, line=1)

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
TEXTS = st.text(max_size=80).map(lambda text: " ".join(text.split())).filter(bool)  # any characters, folded as ours are
_WORDS = (
    "homes beds staff care leavers foster carers new the of and for not by open. 41 35% £1.2m 2023/24 (UASC) “Good”"
)
WORDS = st.sampled_from(_WORDS.split(" "))
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
CATEGORIES = st.sampled_from(["Homes", "Health", "Staff"])
HEADINGS = st.sampled_from(["What needs to happen", "Progress", "Lead", "Next steps"])


def coined(number: int) -> str:
    """A word that no language has and no other number gives: `zqaab` …"""
    letters = ""
    for _ in range(3):
        number, digit = divmod(number, 26)
        letters = string.ascii_lowercase[digit] + letters
    return f"zq{letters}"


@st.composite
def rows(draw: st.DrawFn, plan: str = "Fictional plan", update: str = "2023-24", most: int = 5) -> tuple[Row, ...]:
    """The rows of an update: a priority each, in a few categories, each with items in some columns."""
    count = draw(st.integers(1, most))
    return tuple(
        Row(
            reference=f"{number}",
            path=(
                Heading("", draw(st.sampled_from(["Homes", "Health", "Staff"]))),
                Heading(f"{number}", draw(SENTENCES)),
            ),
            columns=draw(_columns()),
            location=WHERE,
            plan=plan,
            update=update,
        )
        for number in range(1, count + 1)
    )


@st.composite
def _columns(draw: st.DrawFn) -> tuple[Column, ...]:
    headings = draw(st.lists(HEADINGS, unique=True, max_size=3))
    return tuple(Column(heading, _items(draw(st.lists(SENTENCES, max_size=4)))) for heading in headings)


def _items(texts: Sequence[str]) -> tuple[Item, ...]:
    return tuple(Item(text, (WHERE,)) for text in texts)


def document(made: Sequence[Row], file: str = FILE) -> Document:
    return Document(file, "0" * 64, 1_000, made[0].plan, made[0].update, tuple(made))
