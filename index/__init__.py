"""From rows to search results: passages, their vectors and words, and the stores that keep them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

# onnxruntime sends telemetry to its maker a few seconds after a session is opened, unless this is set before it is
# imported. Only this package imports it: the encoder, and the export of the model.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from index.build import Progress, build, redo, roll_back
from index.excerpts import Excerpt
from index.filters import Filters, columns_within, plans_named, rows_within
from index.model.cache import load_encoder
from index.model.encoder import Encoded, Encoder, Floats
from index.passages import Passage
from index.receipt import Receipt
from index.search import Hit, Index, Match
from index.store import Generation, Store
from index.stores import Address, store_at

__all__ = [
    "Address",
    "Encoded",
    "Encoder",
    "Excerpt",
    "Filters",
    "Floats",
    "Generation",
    "Hit",
    "Index",
    "Match",
    "Passage",
    "Progress",
    "Receipt",
    "Store",
    "build",
    "columns_within",
    "load_encoder",
    "open_index",
    "plans_named",
    "redo",
    "roll_back",
    "rows_within",
    "store_at",
]


def open_index(index: Path | Address | Store, encoder: Callable[[], Encoder]) -> Index:
    """The generation in use, ready to be searched. Raises IndexNotFound, IndexDamaged, IndexMismatch.

    The encoder must be the one that the index was built with.
    """
    opened = store_at(index).open()
    opened.ready()
    return Index(opened, encoder())
