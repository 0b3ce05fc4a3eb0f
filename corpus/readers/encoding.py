"""Bytes of a text file to a string, or a message that says why they are none."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress

from charset_normalizer import from_bytes

from corpus.errors import UnreadableFile

MOST_BYTES = 25_000_000
LOST = "\ufffd"  # stands where a character couldn't be told
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
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
    encodings = ("utf-8", "cp1252") if b"\x00" not in data else ("utf-8",)  # the second is what British Windows writes
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    best = from_bytes(data[:200_000], cp_isolation=["cp1252", "cp850", "utf_16_le", "utf_16_be"]).best()
    return data.decode(best.encoding, errors="replace") if best else None


def _odd_share(text: str, data: bytes) -> float:
    sample = text[:100_000]
    odd = sum(1 for char in sample if char not in "\t\n\r\f\v" and unicodedata.category(char) in ("Cc", "Cn", "Cs"))
    lost = 0 if _lost_before(data) else sample.count(LOST)
    return (odd + lost) / max(len(sample), 1)


def _lost_before(data: bytes) -> int:
    """How many characters of a text were lost by whoever wrote it: then the signs that stand for them are its own."""
    return data.count(LOST.encode())
