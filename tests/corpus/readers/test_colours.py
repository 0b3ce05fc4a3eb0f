"""Names of colours."""

from __future__ import annotations

import pytest

from corpus.readers.colours import colour_named


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("FF0000", "red"),
        ("FFFFC000", "amber"),
        ("#fc0", "amber"),
        ("#ffff00", "yellow"),
        ("00B050", "green"),
        ("0070c0", "blue"),
        ("rgb(112, 48, 160)", "purple"),
        ("rgba(255, 0, 0, 0.5)", "red"),
        ("Orange", "amber"),
        ("808080", "grey"),
        ("000000", "black"),
        ("FFFFFF", ""),
        ("F2F2F2", ""),
        ("auto", ""),
        ("", ""),
    ],
)
def test_colours_as_files_write_them(written: str, name: str) -> None:
    assert colour_named(written) == name
