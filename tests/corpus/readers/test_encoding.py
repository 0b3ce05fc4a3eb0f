"""Bytes to text, or a message."""

from __future__ import annotations

import random

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.encoding import MOST_BYTES, decode, encoded_once
from corpus.records import Block, Cell, Grid, GridRow, Location, Reading, Severity, blocks_of

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


@pytest.mark.parametrize(
    "data",
    [
        "The council’s plan\rhasn’t begun – yet\r".encode("mac_roman"),
        "The council’s plan\nhasn’t begun – yet\n".encode("mac_roman"),
        "The council’s plan\r\nhasn’t begun – yet\r\n".encode("cp1252"),
        "The council’s plan\rhasn’t begun – yet\r".encode(),
    ],
)
def test_text_of_an_old_mac_is_distinguished_from_that_of_windows(data: bytes) -> None:
    assert decode(data, "plan.txt") == "The council’s plan\nhasn’t begun – yet\n"


@pytest.mark.parametrize("meant", ["the council’s £40,000", "Zoë’s café – open", "• Nine trees’ roots"])
def test_letters_that_were_encoded_twice_are_read_as_they_were_meant(meant: str) -> None:
    where = Location("plan.csv", line=2)
    twice = Block(meant.encode().decode("cp1252"), where)
    grid = Grid((GridRow((Cell((twice,), 0),), where),), where)
    reading = encoded_once(Reading((grid, Block("Plan", where))))
    assert [block.text for block in blocks_of(reading.parts)] == [meant, "Plan"]
    (problem,) = reading.problems
    assert (problem.severity, problem.location) == (Severity.NOTE, where)


def test_letters_with_accents_that_are_meant_stay() -> None:
    reading = Reading((Block("Âge d’or à São Tomé: £5 – naïve", Location("plan.txt")),))
    assert encoded_once(reading) is reading
