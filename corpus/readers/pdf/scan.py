"""A page that is only a picture: its words by OCR, where tesseract is installed, and its ruled lines."""

from __future__ import annotations

import csv
import io
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt
import pypdfium2  # type: ignore[import-untyped]

from corpus.readers import allowance
from corpus.readers.pdf.page import ASCENT, DESCENT, Box, Frame, Page, Rule, Word

DPI = 300
SECONDS = 120.0  # by the clock, for all pages of a file: a page takes about ten of processor time
LARGEST = 6_000  # pixels along a side: A3 has 5,000
DARK = 140  # of 255: what counts as ink
SHORTEST_RULE = 24.0  # points; letters have no strokes as long
THICKEST_RULE = 3.0  # points; what is thicker is a dark area, as behind a header's labels
DARK_ROW = 6.0  # points; a row of letters is higher
MOSTLY_DARK = 0.4  # of a page's breadth: a header's ground, less its letters; rows of text have a tenth
BAND = 40.0  # points; as high a heading may stand between a dark header and its columns
SURE = 20.0  # percent: what tesseract is less sure of is no word


def advice() -> str:
    """What the user can do about a page that is only a picture."""
    if shutil.which("tesseract"):
        return (
            "Its words couldn't be recognised in the time that a file is given. Add the file from which the PDF was "
            "made, or have the PDF's text recognised before (for instance with ocrmypdf) and add the result."
        )
    return (
        "Add the file from which the PDF was made; or have tesseract installed on this machine "
        "(on Debian or Ubuntu: apt install tesseract-ocr), which reads such pages."
    )


def scan_page(source: pypdfium2.PdfDocument, index: int, page: Page, seconds: float) -> Page | None:
    """The page with words and ruled lines read from its picture; None where that isn't possible in so many seconds."""
    program = shutil.which("tesseract")
    if program is None or seconds <= 0 or max(page.shown.size) * DPI / 72 > LARGEST:
        return None
    allowance.extend(allowance.SECONDS, waiting=seconds)
    handle = source[index]
    picture = handle.render(scale=DPI / 72, grayscale=True).to_pil()
    handle.close()
    file = io.BytesIO()
    picture.save(file, format="PNG", dpi=(DPI, DPI))
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "--dpi", str(DPI), "--psm", "4", "tsv"],
            input=file.getvalue(),
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for one another more than they help
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    words = list(_words(done.stdout.decode("utf-8", "replace")))
    if not words:
        return None
    level, upright = rules(np.asarray(picture) < DARK)
    shown = Frame(page.shown.area, page.shown.turns)
    return Page(page.number, page.file, shown, shown, words, level, upright)


def _words(table: str) -> Iterator[Word]:
    """tesseract's words; letters' size and base line are those of the line, which single words show poorly."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    found = [row for row in rows if row["level"] == "5" and row["text"].strip() and float(row["conf"]) >= SURE]
    lines = [list(line) for _, line in groupby(found, lambda row: (row["block_num"], row["par_num"], row["line_num"]))]
    heights = [max(_pixels(row).height for row in line) for line in lines if len(line) > 2]
    size = statistics.median(heights or [_pixels(row).height for row in found] or [1.0]) / 0.93
    for line in lines:
        for row in line:
            if not row["text"].strip("|_[]—~"):
                continue  # a ruled line read as a letter
            box = _pixels(row)
            hangs = any(letter in "gjpqy,;" for letter in row["text"])
            base = box.bottom - (DESCENT * size if hangs else 0.0)
            if row["text"] in "-–—•*«»¢°©":
                base = statistics.median(_pixels(other).bottom for other in line)
            box = box._replace(top=base - ASCENT * size, bottom=base + DESCENT * size)
            yield Word(row["text"].strip("|"), box, size, guessed=True)


def _pixels(row: dict[str, str]) -> Box:
    left, top, width, height = (float(row[name]) * 72 / DPI for name in ("left", "top", "width", "height"))
    return Box(left, top, left + width, top + height)


def rules(ink: npt.NDArray[np.bool_]) -> tuple[list[Rule], list[Rule]]:
    """Level and upright lines of a picture, (height, width) of ink or none."""
    level, upright = _level(ink), _level(ink.T)
    hidden = [rule for top, bottom in _dark_rows(ink) for rule in _hidden(top, bottom, upright, ink)]
    return level, [*upright, *hidden]


def _dark_rows(ink: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Stretches of the picture, in rows of points from the top, that are dark in much of its breadth."""
    dark = np.concatenate(([False], ink.mean(axis=1) > MOSTLY_DARK, [False]))
    turns = np.flatnonzero(np.diff(dark.astype(np.int8)))
    return ((int(top), int(bottom)) for top, bottom in pairwise(turns) if dark[top + 1])


def _hidden(top: int, bottom: int, upright: Sequence[Rule], ink: npt.NDArray[np.bool_]) -> Iterator[Rule]:
    """The lines of the table below a dark row, through that, if its labels stand between them.

    A header's own lines can't be told from its ground. Words over several columns are left whole.
    """
    below = [rule for rule in upright if 0 <= _pixel(rule.start) - bottom + 4 <= _pixel(BAND)]
    begun = statistics.mode(round(rule.start) for rule in below) if below else 0
    places = sorted({_pixel(rule.at) for rule in below if abs(rule.start - begun) < THICKEST_RULE})
    if bottom - top < _pixel(DARK_ROW) or not ink[top + 4 : bottom - 4, places].all():
        return
    between = [~ink[top + 4 : bottom - 4, one + 4 : other - 4] for one, other in pairwise(places)]
    if sum(bool(letters.any()) for letters in between if letters.size) > 1:
        scale = 72 / DPI
        yield from (Rule(place * scale, top * scale, bottom * scale) for place in places)


def _pixel(points: float) -> int:
    return round(points * DPI / 72)


def _level(ink: npt.NDArray[np.bool_]) -> list[Rule]:
    """The level lines of a picture: those that are drawn, and the upper and lower edges of dark areas."""
    shortest = int(SHORTEST_RULE * DPI / 72)
    found: list[Rule] = []
    scale = 72 / DPI
    lines = _lines(ink)
    for y in np.flatnonzero(lines.sum(axis=1) >= shortest):
        padded = np.concatenate(([0], lines[y].astype(np.int8), [0]))
        turns = np.flatnonzero(np.diff(padded))
        starts, ends = turns[::2], turns[1::2]
        for start, end in zip(starts, ends, strict=True):
            if end - start >= shortest:
                found.append(Rule(float(y) * scale, float(start) * scale, float(end) * scale))
    return found


def _lines(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink without what lies inside dark areas; their upper and lower edges stay."""
    dark = _deep(_deep(ink).T).T
    inside = dark.copy()
    inside[1:] &= dark[:-1]
    inside[:-1] &= dark[1:]
    return ink & ~inside


def _deep(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink that stands in columns of more ink than a line is thick."""
    steps = np.diff(np.pad(ink.T, ((0, 0), (1, 1))).astype(np.int8))
    columns, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    deep = ends - starts >= _pixel(THICKEST_RULE)
    turns = np.zeros((ink.shape[1], ink.shape[0] + 1), np.int8)
    turns[columns[deep], starts[deep]] += 1
    turns[columns[deep], ends[deep]] -= 1
    return np.cumsum(turns, axis=1)[:, :-1].T > 0
