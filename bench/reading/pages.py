"""Measures whether items have the right page of a PDF, by the text of the page itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from bench.tables import share
from corpus.records import Item

PIECE = 6  # letters that are compared at a time
BEGINNING = 12  # letters
NEARLY = 0.9  # the text of a page may have other words between an item's lines


def pages_right(path: Path, items: Sequence[Item]) -> str:
    """The share of items that begin on their page, and that fit no other page better; "" without pages.

    Items on pages without text of their own, which were read from a picture, can't be judged.
    """
    if path.suffix != ".pdf":
        return ""
    document = pypdfium2.PdfDocument(path)
    texts = [_letters(page.get_textpage().get_text_range()) for page in document]
    judged = [item for item in items if item.location.page is None or texts[item.location.page - 1]]
    return share(sum(_is_right(item, texts) for item in judged), len(judged))


def _is_right(item: Item, texts: Sequence[str]) -> bool:
    letters = _letters(item.text)
    pages = [place.page - 1 for place in item.places if place.page is not None]
    if not pages:
        return False
    beginning = [_held(letters[:BEGINNING], text) for text in texts]
    whole = [_held(letters, text) for text in texts]
    together = len(set().union(*(whole[page] for page in pages)))
    return len(beginning[pages[0]]) == max(map(len, beginning)) and together >= NEARLY * max(map(len, whole))


def _held(letters: str, text: str) -> set[int]:
    """The positions in an item's letters where a piece begins that a text contains."""
    return {at for at in range(max(1, len(letters) - PIECE + 1)) if letters[at : at + PIECE] in text}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKC", text).lower())
