"""Small tables typed or pasted as text, with tabs between their cells, each with the rows that it means.

A heading may be missing: over numerals at the very left, over the last column or one in the middle. Lines may end
early, as where a program leaves blanks at their end out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from corpus.readers.text.document import reading_of
from tests.drawn.shapes import roman
from tests.drawn.tables import AREAS, DATES, FILE, PEOPLE, RATINGS, Generated, TrueRow, listed, worded

_GROUPS = listed("Category/ service|Theme|Area|Objective|Outcome|Service|Category|Aim")
_TITLES = listed("Priorities|Priority|What we want|Action|Commitment|Ambition|Task|Measure")
_ACTIONS = listed("What needs to happen|Steps|How we will do it|Actions|Activities|What we will do")
_SAID = listed("Progress|Update|Where we are|Comments|Position|What has happened|Next steps")
_VALUES = {
    "people": (listed("Lead|Owner|Who|Responsible officer"), PEOPLE),
    "date": (listed("Due|By when|Timescale|Deadline"), DATES),
    "rating": (listed("Status|RAG|Position|Confidence"), RATINGS),
}
_NUMERALS = ("{i}", "{i}", "{n}", "{n}.", "{g}.{n}", "{g}.{a}", "{a})", "({i})")


def typed(seed: int) -> Generated:
    """The table of a seed."""
    chance = random.Random(f"typed {seed}")
    grouped, numbered = chance.random() < 0.5, chance.choice(("none", "title", "group", "both"))
    numbered = numbered if grouped or numbered in ("none", "title") else "title"
    unnamed = chance.choice(("", "first", "first", "middle", "last"))
    labels = _labels(chance, grouped=grouped, apart=unnamed == "first")
    rows, body = _drawn(chance, labels, numbered, unnamed, grouped=grouped)
    lines = [_said(labels, unnamed), *body]
    texts = ["\t".join(line) for line in lines]
    if chance.random() < 0.3:
        texts = [text.rstrip("\t") for text in texts]
    reading = reading_of("\n".join(["Fenwick plan (fictional)", "", *texts]), FILE)
    return Generated(f"typed-{seed}", reading, tuple(rows), f"typed, no heading {unnamed}: {' | '.join(labels)}")


def _labels(chance: random.Random, *, grouped: bool, apart: bool) -> list[str]:
    """A numeral's column if it stands apart, perhaps a group, a title, and one to four more."""
    others = [chance.choice(_ACTIONS), chance.choice(_SAID)]
    others += [chance.choice(_VALUES[kind][0]) for kind in chance.sample(list(_VALUES), chance.randint(1, 2))]
    others = others[chance.randint(0, 1) :]
    title = chance.choice(_TITLES)
    group = [chance.choice([label for label in _GROUPS if label != title])] if grouped else []
    return [*([""] if apart else []), *group, title, *dict.fromkeys(others)]


def _said(labels: Sequence[str], unnamed: str) -> list[str]:
    """The heading line as it is typed: of those after the title, the last or the last but one may be missing."""
    missing = {"last": len(labels) - 1, "middle": len(labels) - 2}.get(unnamed)
    return [label if at != missing else "" for at, label in enumerate(labels)]


def _drawn(
    chance: random.Random, labels: Sequence[str], numbered: str, unnamed: str, *, grouped: bool
) -> tuple[list[TrueRow], list[list[str]]]:
    apart = unnamed == "first"
    named = _named(labels, unnamed)
    first = apart + grouped  # the title's column
    style, repeated = chance.choice(_NUMERALS), chance.random() < 0.3
    names = chance.sample(AREAS, 4)
    rows, body = list[TrueRow](), list[list[str]]()
    for at, (group, place) in enumerate(_places(chance, grouped=grouped)):
        number = style.format(i=roman(place), n=place, g=group, a="abcdef"[place - 1])
        said = [_text(chance, label) for label in labels[first + 1 :]]
        title = f"{worded(chance, chance.choice(('verb', 'are', 'noun')))} {at + 2026}"
        fresh = place == 1 or not grouped
        heads = numbered in ("group", "both") and grouped
        numbers = numbered in ("title", "both") or (apart and not heads)
        inside = numbers and (not apart or heads)
        line = [] if not apart else [str(group) if heads and fresh else "" if heads else number]
        name = names[group - 1] if apart or not heads else f"{group}. {names[group - 1]}"
        line += [name if fresh or repeated else ""] if grouped else []
        body.append([*line, f"{number} {title}" if inside else title, *said])
        category = (f"{group} {names[group - 1]}" if heads else names[group - 1],) if grouped else ()
        cells = {label: (text,) for label, text in zip(named[first + 1 :], said, strict=True) if text}
        rows.append(TrueRow(category, number if numbers else "", title, cells))
    return rows, body


def _named(labels: Sequence[str], unnamed: str) -> list[str]:
    return [label or f"Column {at + 1}" for at, label in enumerate(_said(labels, unnamed))]


def _places(chance: random.Random, *, grouped: bool) -> Iterator[tuple[int, int]]:
    """The group and the place in it of two to five rows."""
    if not grouped:
        yield from ((1, at + 1) for at in range(chance.randint(2, 4)))
        return
    sizes = chance.choice(((2, 1), (1, 2), (2, 2), (1, 1, 2), (3,), (2, 1, 1), (3, 2)))
    yield from ((group, place + 1) for group, size in enumerate(sizes, start=1) for place in range(size))


def _text(chance: random.Random, label: str) -> str:
    for labels, values in _VALUES.values():
        if label in labels:
            return chance.choice(values)
    blank = chance.random() < 0.1
    return "" if blank else worded(chance, chance.choice(("verb", "are", "will", "long")))
