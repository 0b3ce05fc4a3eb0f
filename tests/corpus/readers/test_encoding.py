"""Bytes to text, or a message."""

from __future__ import annotations

import random

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.encoding import MOST_BYTES, decode

TEXT = "Café – £12,000 “spent”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_what_windows_and_others_write(encoding: str) -> None:
    data = (TEXT * 30).encode(encoding)
    assert decode(data, "plan.txt") == TEXT * 30


def test_signs_for_lost_characters_are_a_texts_own() -> None:
    text = f"Homes {'�' * 20} for children in care"
    assert decode(text.encode(), "plan.txt") == text


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n", "plan.txt") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "plan.txt is empty"),
        (b" \r\n\t", "plan.txt is empty"),
        ("�".encode() * 900, "doesn't hold text"),
        (random.Random(1).randbytes(50_000), "doesn't hold text"),
        (b"a" * (MOST_BYTES + 1), "at most 25 MB"),
    ],
    ids=["empty", "blank", "nothing told", "binary", "too long"],
)
def test_what_is_no_text_is_refused_with_its_name(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        decode(data, "plan.txt")
