"""What the preview of a file says: that it is another copy of one in use, how the two compare, which would be used."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from assistant.screens.documents.uploads import copy_html, preview
from corpus.library import read_library
from corpus.records import Document
from tests.places import ROOT

SAMPLE = ROOT / "corpus" / "sample" / "002_590fa58bdd871d37.txt"
MISREAD = str.maketrans("umt", "vnl")  # as a bad scan does


def in_use(folder: Path) -> tuple[Document, ...]:
    (folder / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    return read_library(folder).documents


def scanned() -> bytes:
    """The sample, read badly below its title."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join([*lines[:10], *(line.translate(MISREAD) for line in lines[10:])]).encode()


def told(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_bad_copy_of_an_update_is_named_and_compared(tmp_path: Path) -> None:
    documents = in_use(tmp_path)
    shown = preview(tmp_path, "scan.txt", scanned(), documents)
    assert shown.document is not None
    assert shown.copy == documents[0]
    words = told(copy_html(shown.document, documents[0]))
    assert f"Another copy of the 2023-24 update of “{documents[0].plan}”." in words
    assert "The one in use is read better: it stays in use, and this one would be left out." in words
    assert re.search(r"Rows (\d+) 15 Rows to check \d+ \d+ Words [\d,]+ [\d,]+", words)
    shares = re.search(r"names among them (\d+)% (\d+)%", words)
    assert shares is not None
    assert int(shares[1]) > 2 * int(shares[2])


def test_a_better_copy_would_be_used(tmp_path: Path) -> None:
    good = in_use(tmp_path)[0]
    bad = preview(tmp_path, "scan.txt", scanned()).document
    assert bad is not None
    assert "This one is read better: it would be used" in copy_html(good, bad)


def test_another_plan_is_no_copy(tmp_path: Path) -> None:
    documents = in_use(tmp_path)
    other = (ROOT / "tests" / "data" / "layouts" / "table_per_heading.md").read_bytes()
    assert preview(tmp_path, "other.md", other, documents).copy is None
