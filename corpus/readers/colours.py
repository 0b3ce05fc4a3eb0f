"""Colours by the names that people give to them in plans, and what a document's own key says that they mean."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.records import Block, Cell, Grid, GridRow, Problem, Reading, Severity, blocks_of

_HEXADECIMAL = re.compile(r"#?(?:[0-9a-f]{2})?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])", re.IGNORECASE)
_MIXED = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\b.*\)")
_HUES = ((15, "red"), (50, "amber"), (70, "yellow"), (170, "green"), (260, "blue"), (345, "purple"), (361, "red"))
_WORDS = frozenset(("red", "amber", "yellow", "green", "blue", "purple", "grey", "black"))
_ALIKE = {"orange": "amber", "gold": "amber", "lime": "green", "navy": "blue", "gray": "grey"}
_PALE = 0.15  # less saturated than this is a shade of grey


def colour_of(red: int, green: int, blue: int) -> str:
    """The name of a colour of parts from 0 to 255; "" for white and for pale greys, which shade rows."""
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    if saturation < _PALE:
        return "" if value > 0.8 else "grey" if value > 0.25 else "black"
    return next(name for end, name in _HUES if hue * 360 < end)


def colour_named(text: str) -> str:
    """The colour that a file writes as `FFC000`, `FFFFC000`, `#fc0`, `rgb(255, 192, 0)` or `orange`; "" for none."""
    text = text.strip().lower()
    if found := _HEXADECIMAL.fullmatch(text):
        return colour_of(*(int(part, 16) for part in found.groups()))
    if found := _SHORT.fullmatch(text):
        return colour_of(*(int(part * 2, 16) for part in found.groups()))
    if found := _MIXED.fullmatch(text):
        return colour_of(*(min(int(part), 255) for part in found.groups()))
    return _ALIKE.get(text, text if text in _WORDS else "")


_NAMES = "red|amber|yellow|green|blue|purple|grey|black|orange"
_SAID = re.compile(
    rf"\b({_NAMES})\b\s{{0,3}}(?:[=:–—-]|means\b|\(|is\b)\s{{0,3}}([^;,.|()=:\n]{{2,60}}?)"
    rf"(?=\s{{0,3}}(?:[;,.|()\n]|$|\b(?:and |or )?(?:{_NAMES})\b\s{{0,3}}(?:[=:–—(-]|means\b|is\b)))",
    re.IGNORECASE,
)
_LONGEST_KEY = 10  # rows of a table that says what colours mean
_LONGEST_MEANING = 60  # characters


def settled(reading: Reading) -> Reading:
    """The reading with colours as the words that its key gives for them, where cells hold nothing but a colour.

    A key is a text such as `Green: on track; red: late`, or a small table of colours beside or behind their meanings,
    and names at least two colours. Colours behind words are no values, and those without a key stay colours.
    """
    key = {**key_in(block.text for block in blocks_of(reading.parts)), **_key_of_grids(reading.parts)}
    named = key if len(key) > 1 else {}
    parts = tuple(_with_values(part, named) if isinstance(part, Grid) else part for part in reading.parts)
    problems = () if parts == reading.parts else (_key_used(named, parts),)
    plain = tuple(_without_grounds(part) if isinstance(part, Grid) else part for part in parts)
    return replace(reading, parts=plain, problems=(*reading.problems, *problems))


def key_in(texts: Iterable[str]) -> dict[str, str]:
    """What texts such as `Green: on track; red: late` say that colours mean, where one names at least two."""
    key: dict[str, str] = {}
    for text in texts:
        said = {colour_named(name): meaning.strip() for name, meaning in _SAID.findall(text)}
        key |= said if len(said) > 1 else {}
    return key


def _key_of_grids(parts: Iterable[Grid | Block]) -> dict[str, str]:
    """What small tables say that hold hardly more than colours, each with a few words in or beside it."""
    key: dict[str, str] = {}
    for part in parts:
        if isinstance(part, Grid) and len(part.rows) <= _LONGEST_KEY:
            pairs = [pair for row in part.rows for pair in _pairs(row)]
            cells = sum(1 for row in part.rows for cell in row.cells if cell.blocks)
            distinct = len({colour for colour, _ in pairs}) == len(pairs) > 1
            key |= dict(pairs) if distinct and cells <= len(pairs) + len(part.rows[0].cells) else {}
    return key


def _pairs(row: GridRow) -> Iterator[tuple[str, str]]:
    for cell, beside in zip(row.cells, (*row.cells[1:], Cell((), 0)), strict=True):
        text = cell.text or ("" if beside.colour else beside.text)
        if cell.colour and text and len(text) <= _LONGEST_MEANING:
            yield cell.colour, text


def _with_values(grid: Grid, key: dict[str, str]) -> Grid:
    """The grid with the meanings of colours in those columns whose cells, below the header, hold only colours."""
    columns = {cell.column for row in grid.rows[1:] for cell in row.cells if cell.colour in key and not cell.blocks}
    worded = {cell.column for row in grid.rows[1:] for cell in row.cells if cell.blocks}
    rated = columns - worded
    return replace(grid, rows=(grid.rows[0], *(_rated(row, rated, key) for row in grid.rows[1:]))) if rated else grid


def _rated(row: GridRow, columns: set[int], key: dict[str, str]) -> GridRow:
    shades = {cell.colour for cell in row.cells if cell.column not in columns}  # the whole row's ground is no rating
    cells = (
        replace(cell, blocks=(Block(key[cell.colour], row.location),))
        if cell.column in columns and cell.colour in key and cell.colour not in shades
        else cell
        for cell in row.cells
    )
    return replace(row, cells=tuple(cells))


def _without_grounds(grid: Grid) -> Grid:
    rows = (
        replace(row, cells=tuple(replace(cell, colour="") if cell.blocks else cell for cell in row.cells))
        for row in grid.rows
    )
    return replace(grid, rows=tuple(rows))


def _key_used(key: dict[str, str], parts: Iterable[Grid | Block]) -> Problem:
    where = next(iter(parts)).location
    meanings = "; ".join(f"{colour}: {meaning}" for colour, meaning in key.items())
    return Problem(Severity.NOTE, where, "cells that hold only a colour", f"they were read by the key: {meanings}")
