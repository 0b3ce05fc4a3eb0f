"""Generates any number of fictional plans of made-up councils, to fill a large documents folder."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_PLACES = ("Alder", "Bram", "Cold", "Dun", "Elm", "Fen", "Gorse", "Heather", "Iron", "Juniper")
_ENDINGS = ("ford", "bury", "holme", "wick", "stead", "mere", "combe", "thorpe", "ley", "minster")
_CATEGORIES = ("Places to live", "Fostering", "Health and schooling", "Leaving care", "Quality and value")
_WHO = ("The commissioning team", "The fostering service", "Each district", "The virtual school", "The youth panel")
_DOES = ("reviewed", "opened", "agreed", "piloted", "published", "extended", "costed", "redesigned")
_WHAT = (
    "{n} emergency beds",
    "a register of {n} carers",
    "{n} homes for brothers and sisters",
    "contracts with {n} providers",
    "training for {n} personal advisers",
    "{n} flats for care leavers",
    "a helpline open {n} hours a week",
    "{n} short breaks a year",
    "a dashboard of {n} measures",
    "visits to {n} schools",
)
_WHY = (
    "so that fewer children live far from home",
    "because waiting times had grown",
    "after young people asked for it",
    "to keep spending within the budget",
    "ahead of the next inspection",
    "with partners in health and housing",
)
_MONTHS = ("January", "March", "May", "July", "September", "November")


def write_plans(folder: Path, count: int, *, rows: int = 15, seed: int = 1) -> list[Path]:
    """`count` different plans of so many rows each, as CSV; the same seed gives the same plans."""
    folder.mkdir(parents=True, exist_ok=True)
    places = [f"{start}{end}" for end in _ENDINGS for start in _PLACES]
    paths = []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        place = f"{places[number % len(places)]} {number // len(places) or ''}".strip()
        path = folder / f"{number:03} {place}.csv"
        path.write_text(_plan(place, rows, chance), encoding="utf-8")
        paths.append(path)
    return paths


def _plan(place: str, rows: int, chance: random.Random) -> str:
    title = f"{place} Council Children in Care Plan 2024-25 (fictional)"
    header = "Category,Priority,What needs to happen,Progress"
    return "\n".join([title, "", header, *_rows(rows, chance), ""])


def _rows(rows: int, chance: random.Random) -> Iterator[str]:
    each = -(-rows // len(_CATEGORIES))
    for number in range(rows):
        category, priority = divmod(number, each)
        title = sentence(chance).removesuffix(".")
        actions, progress = (_cell(chance, chance.randint(2, 4)) for _ in range(2))
        yield f'{category + 1} {_CATEGORIES[category]},"{priority + 1} {title}","{actions}","{progress}"'


def _cell(chance: random.Random, items: int) -> str:
    return "\n".join(f"• {sentence(chance)} {sentence(chance)}" for _ in range(items))


def sentence(chance: random.Random) -> str:
    """An invented action of a council."""
    what = chance.choice(_WHAT).format(n=chance.randint(2, 400))
    when = f"{chance.choice(_MONTHS)} {chance.randint(2022, 2026)}"
    return f"{chance.choice(_WHO)} {chance.choice(_DOES)} {what} in {when} {chance.choice(_WHY)}."


def change_plan(path: Path, seed: int) -> None:
    """Put a new sentence in front of a plan's first item."""
    text = path.read_text(encoding="utf-8")
    before, after = text.split("•", 1)
    path.write_text(f"{before}• {sentence(random.Random(f'change {seed}'))}\n•{after}", encoding="utf-8")
