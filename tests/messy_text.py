"""Fictional plans whose true table is known, and the broken text that extraction tools make of such tables."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WHO = [
    "families",
    "carers",
    "schools",
    "teachers",
    "tenants",
    "patients",
    "neighbours",
    "apprentices",
    "volunteers",
    "advisers",
]
DOING = ["Recruit", "Train", "Review", "Publish", "Visit", "Survey", "Support", "Extend", "Commission", "Open"]
WHAT = [
    "mentors",
    "outreach",
    "clinics",
    "workshops",
    "leaflets",
    "placements",
    "hubs",
    "budgets",
    "surveys",
    "referrals",
]
WHERE = [
    "in Ashby",
    "across the county",
    "by <18s & their parents",
    "with 14 partners",
    "before March 2026",
    "at short notice",
]
LEADS = ["Head of Service", "Team Manager", "Public Health", "ICB", "Virtual School"]
WHEN = ["March 2026", "Q3", "Ongoing", "31/01/2027", "TBC"]
STATUS = ["Green", "Amber", "Red", "Not started", ""]


@dataclass(frozen=True)
class Structure:
    """A table's headings, how its groups and keys are numbered, and which columns are lists, words or empty."""

    labels: tuple[str, ...]
    kinds: str  # one letter a column: g group, n numeral of the next, k key, l list, w a few words
    group_numeral: str = ""  # what stands in front of a group: "{}", "{}.", "Theme {}:", "" for nothing
    key_numeral: str = ""  # likewise; {g} is the group's number, {n} the row's
    key_style: str = "arabic"
    repeats: bool = False  # the group is said again in each row


STRUCTURES = {
    "themes and dotted objectives": Structure(
        ("Theme", "Objective", "Key actions", "Lead officer", "Progress so far"), "gklwl", "{}.", "{g}.{n}"
    ),
    "roman upper case": Structure(("Aim", "What we said", "What we did"), "kll", "", "{n}.", "ROMAN"),
    "codes": Structure(("Ref", "Action", "Owner", "Deadline", "Status", "Commentary"), "nkwwwl", "", "A{n}"),
    "priority n": Structure(
        ("Priority", "Commitment", "Responsible", "Milestones", "Update"), "gkwll", "Priority {}:", "({n})", "letter"
    ),
    "no numerals": Structure(("Outcome area", "Activity", "Measure of success", "Position"), "gkwl"),
    "repeated groups": Structure(("Workstream", "Task", "By whom", "Evidence"), "gkwl", repeats=True),
    "numeral cells": Structure(
        ("Service area", "Our priorities", "What must happen", "What has happened"), "gkll", "{}", "{n}", "roman"
    ),
    "eight columns": Structure(
        ("Pillar", "Ref", "Objective", "Lead", "Partners", "Start", "Rating", "Narrative"),
        "gnkwwwwl",
        "{}.",
        "{g}.{n}",
    ),
}


@dataclass(frozen=True)
class TrueRow:
    reference: str
    group: str
    title: str
    columns: dict[str, list[str]]
    group_numeral: str = ""
    key_numeral: str = ""


@dataclass
class Breakage:
    """How likely each fault is. `bullets`: how lists are marked ("•", "html", "cell", "lost")."""

    header_cut: float = 0.5
    header_missing: float = 0.1
    page_of: int = 4  # rows
    row_cut: float = 0.6  # of pages
    numeral_lost: float = 0.03
    shifted: float = 0.3  # header with a blank cell in front
    trailing: float = 0.2
    bullets: tuple[str, ...] = ("•", "•", "html")
    footer: str = ""
    glyph_cells: float = 0.0  # a list's first mark stands in a cell of its own, on pages whose grid has no room for it
    drift: float = 0.0  # a row's empty cells in front are fewer than they should be
    misread: float = 0.0  # a numeral in a cell of its own is read as another


def true_table(structure: Structure, seed: int, groups: int = 3) -> list[TrueRow]:
    chance = random.Random(seed)
    rows = []
    flat = "g" not in structure.kinds
    for group in range(1, (1 if flat else groups) + 1):
        name = (
            f"{chance.choice(['Better', 'Safer', 'Fairer'])} {chance.choice(WHAT)} for {chance.choice(WHO)} {group * 7}"
        )
        for number in range(1, (7 if flat else chance.randint(2, 4)) + 1):
            rows.append(_true_row(structure, chance, "" if flat else name, group, number))
    return rows


def render(structure: Structure, rows: Sequence[TrueRow], breakage: Breakage, seed: int) -> str:
    """The text of a table as an extraction tool might leave it: each page has a grid of its own."""
    chance = random.Random(seed)
    page = _Page.first(structure)
    lines = ["Fictional plan for tests 2025-26", "", page.header()]
    for place, row in enumerate(rows):
        first = place == 0 or rows[place - 1].group != row.group
        pieces = [_cells(structure, row, breakage, chance, first=first)]
        turns = place % breakage.page_of == breakage.page_of - 1 and place + 1 < len(rows)
        if turns and chance.random() < breakage.row_cut:
            pieces = _cut(structure, pieces[0], chance)
        lines.append(_drifted(page.row(pieces[0]), breakage, chance))
        if turns:
            lines += [breakage.footer.format(place)] if breakage.footer else []
            lines.append("")
            if chance.random() >= breakage.header_missing:
                page = _Page.cut(structure, breakage, chance)
                lines.append(page.header())
        lines += [_drifted(page.row(piece), breakage, chance) for piece in pieces[1:]]
    return "\n".join(lines) + "\n"


def _drifted(line: str, breakage: Breakage, chance: random.Random) -> str:
    if chance.random() < breakage.glyph_cells:
        line = line.replace("\t• ", "\t•\t", 1)
    return line[1:] if line.startswith("\t\t") and chance.random() < breakage.drift else line


@dataclass(frozen=True)
class _Page:
    """The grid of one page: for each column its label's pieces, and which of them the cells stand below."""

    pieces: tuple[tuple[str, ...], ...]
    below: tuple[int, ...]
    blank_in_front: bool = False

    @classmethod
    def first(cls, structure: Structure) -> _Page:
        return cls(tuple((label,) for label in structure.labels), (0,) * len(structure.labels))

    @classmethod
    def cut(cls, structure: Structure, breakage: Breakage, chance: random.Random) -> _Page:
        pieces = []
        for label in structure.labels:
            at = chance.randint(1, len(label) - 1)
            cut = len(label) > 5 and chance.random() < breakage.header_cut / 2
            pieces.append((label[:at].strip(), label[at:].strip()) if cut else (label,))
        below = tuple(chance.randrange(len(piece)) for piece in pieces)
        return cls(tuple(pieces), below, chance.random() < breakage.shifted)

    def header(self) -> str:
        return "\t".join([*[""] * self.blank_in_front, *(piece for pieces in self.pieces for piece in pieces)])

    def row(self, cells: Sequence[str]) -> str:
        out = [""] * self.blank_in_front
        for cell, pieces, below in zip(cells, self.pieces, self.below, strict=False):
            out += [cell if place == below else "" for place in range(len(pieces))]
        return "\t".join([*out, *cells[len(self.pieces) :]])


def _true_row(structure: Structure, chance: random.Random, group: str, group_number: int, number: int) -> TrueRow:
    columns = {}
    for label, kind in zip(structure.labels, structure.kinds, strict=True):
        if kind == "l":
            columns[label] = list(_items(chance))
        elif kind == "w":
            words = chance.choice([LEADS, WHEN, STATUS])
            columns[label] = [word for word in [chance.choice(words)] if word]
    numeral = structure.key_numeral.format(g=group_number, n=_styled(number, structure.key_style))
    bare = re.sub(r"[().:]+$|^\(", "", numeral)
    above = str(group_number) if group else ""
    whole = not bare or bare.isalpha() or bare.isdigit()
    own = bare or str(number)
    return TrueRow(
        f"{above}.{own}" if above and whole else own,
        group,
        f"{chance.choice(DOING)} {chance.choice(WHAT)} for {chance.choice(WHO)} so that {chance.choice(WHO)} benefit",
        columns,
        structure.group_numeral.format(group_number) if group else "",
        numeral,
    )


def _items(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(1, 4)):
        ending = chance.choice([".", "", ""])
        more = f"; {chance.randint(3, 97)}% of {chance.choice(WHO)} agreed" if chance.random() < 0.4 else ""
        place = chance.choice(WHERE)
        yield f"{chance.choice(DOING)} {chance.choice(WHAT)} with {chance.choice(WHO)} {place}{more}{ending}"


def _styled(number: int, style: str) -> str:
    roman = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii"][number]
    return {"ROMAN": roman.upper(), "roman": roman, "letter": "abcdefgh"[number - 1]}.get(style, str(number))


def _cells(structure: Structure, row: TrueRow, breakage: Breakage, chance: random.Random, *, first: bool) -> list[str]:
    out = []
    numbered_apart = "n" in structure.kinds
    for label, kind in zip(structure.labels, structure.kinds, strict=True):
        if kind == "g":
            out.append(f"{row.group_numeral} {row.group}".strip() if first or structure.repeats else "")
        elif kind == "n":
            numeral = "1" if chance.random() < breakage.misread else row.key_numeral
            out.append("" if chance.random() < breakage.numeral_lost else numeral)
        elif kind == "k":
            numeral = "" if numbered_apart or chance.random() < breakage.numeral_lost else row.key_numeral
            out.append(f"{numeral} {row.title}".strip())
        elif kind == "l":
            out.append(_marked(row.columns[label], chance.choice(breakage.bullets)))
        else:
            out.append(" ".join(row.columns[label]))
    return out + [""] * (chance.random() < breakage.trailing)


def _marked(items: Sequence[str], how: str) -> str:
    if how == "html":
        escaped = [item.replace("&", "&amp;").replace("<", "&lt;") for item in items]
        return "<ul>" + "".join(f"<li>{item}</li>" for item in escaped) + "</ul>"
    return " " + " ".join(items) if how == "lost" else " ".join(f"• {item}" for item in items)


def _cut(structure: Structure, cells: Sequence[str], chance: random.Random) -> list[list[str]]:
    """A row over two pages: lists cut between or within items, titles between words."""
    upper, lower = [], []
    for cell, kind in zip(cells, [*structure.kinds, "w"], strict=False):
        words = cell.split(" ")
        cuttable = (kind == "l" and "<" not in cell) or (kind == "k" and len(words) > 5 and chance.random() < 0.4)
        at = chance.randint(3 if kind == "k" else 2, len(words)) if cuttable and len(words) > 4 else len(words)
        if kind == "l" and words[at - 1 : at] == ["•"]:
            at -= 1
        upper.append(" ".join(words[:at]))
        lower.append(" ".join(words[at:]))
    return [upper, lower] if any(lower) else [upper]
