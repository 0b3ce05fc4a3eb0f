"""Bytes of a text file to a string, or a message that says why they are none."""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress
from dataclasses import replace

from charset_normalizer import from_bytes

from corpus.errors import UnreadableFile
from corpus.records import Block, Cell, Grid, Problem, Reading, Severity, blocks_of

MOST_BYTES = 25_000_000
LOST = "\ufffd"  # stands where a character couldn't be told
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The first two of the letters that a letter outside ASCII becomes if its bytes are taken for letters.
_TWICE = re.compile("[ÂÃâÅÐ][\u0080-\u00bf€‚„…†‡ˆ‰‹ŒŽ‘’“”•–—˜™›œžŸŠš]")
_MAC_APOSTROPHE = re.compile(rb"[a-z]\xd5(?:s|t|re|ve|ll|d)\b")
_ODD_SHARE = 0.02  # of control and undefined characters: more is no text


def decode(data: bytes, name: str) -> str:
    """The text, line ends as `\\n`. Raises UnreadableFile where the bytes are empty, too many, or no text."""
    if not data.strip():
        raise UnreadableFile(f"{name} is empty. Save the document again and add it once more.")
    if len(data) > MOST_BYTES:
        raise UnreadableFile(
            f"{name} holds {len(data) / 1e6:.0f} MB of text; at most {MOST_BYTES / 1e6:.0f} MB are read. "
            "Split it into one file for each plan and update."
        )
    text = _decoded(data)
    if text is None or _lost_before(data) * 2 > len(text) or _odd_share(text, data) > _ODD_SHARE:
        raise UnreadableFile(
            f"{name} doesn't hold text: its bytes are not those of a text file. "
            "If it is a document of another kind, give it its proper ending; otherwise export it again."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    encodings = ("utf-8", *_of_one_byte(data)) if b"\x00" not in data else ("utf-8",)
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    best = from_bytes(data[:200_000], cp_isolation=["cp1252", "cp850", "utf_16_le", "utf_16_be"]).best()
    return data.decode(best.encoding, errors="replace") if best else None


def _of_one_byte(data: bytes) -> tuple[str, ...]:
    """What old Macs wrote, known by their line ends and apostrophes; else what British Windows does."""
    old_mac = (b"\r" in data and b"\n" not in data) or _MAC_APOSTROPHE.search(data)
    return ("mac_roman",) if old_mac else ("cp1252",)


def encoded_once(reading: Reading) -> Reading:
    """The reading with letters that were encoded twice, `â€™` for `’`, as they were meant, and a note that says so."""
    wrong = [block for block in blocks_of(reading.parts) if _once(block.text) != block.text]
    if not wrong:
        return reading
    problem = Problem(
        Severity.NOTE,
        wrong[0].location,
        f"letters that were encoded twice, in {len(wrong):,} places, such as “{wrong[0].text[:80]}”",
        "they were read as they were meant",
    )
    parts = tuple(_part_once(part) for part in reading.parts)
    return replace(reading, parts=parts, problems=(*reading.problems, problem), title=_once(reading.title))


def _once(text: str) -> str:
    if not _TWICE.search(text):
        return text
    import ftfy  # hardly any file needs it, and it takes as long to load as a short file to read

    return ftfy.fix_encoding(text)


def _part_once(part: Grid | Block) -> Grid | Block:
    if isinstance(part, Block):
        return replace(part, text=_once(part.text))
    rows = (replace(row, cells=tuple(map(_cell_once, row.cells))) for row in part.rows)
    return replace(part, rows=tuple(rows))


def _cell_once(cell: Cell) -> Cell:
    return replace(cell, blocks=tuple(replace(block, text=_once(block.text)) for block in cell.blocks))


def _odd_share(text: str, data: bytes) -> float:
    sample = text[:100_000]
    odd = sum(1 for char in sample if char not in "\t\n\r\f\v" and unicodedata.category(char) in ("Cc", "Cn", "Cs"))
    lost = 0 if _lost_before(data) else sample.count(LOST)
    return (odd + lost) / max(len(sample), 1)


def _lost_before(data: bytes) -> int:
    """How many characters of a text were lost by whoever wrote it: then the signs that stand for them are its own."""
    return data.count(LOST.encode())
