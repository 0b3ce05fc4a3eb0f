"""Some documents of a generation, as if it held nothing else: what somebody searches who may not see them all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corpus.library import Library
from corpus.records import Standing
from index.passages import renamed
from index.snapshot import Snapshot
from index.vectors import Vectors
from index.words import Words


class View(Snapshot):
    """Passages, vectors, words and how rare words are, all of these documents alone; nothing of it is written to disk.

    Of the whole generation only the tokens' files are shared, because they are large: a passage's are found by the
    view's own positions.
    """

    def __init__(self, whole: Snapshot, library: Library) -> None:
        """`library` holds some of the whole one's documents, which may have other names of plans and updates there."""
        used = {document.file: document for document in library.documents if document.standing is Standing.USED}
        of_file = [(at, passage, used.get(passage.location.file)) for at, passage in enumerate(whole.passages)]
        seen = [(at, renamed(passage, own.plan, own.update)) for at, passage, own in of_file if own is not None]
        at = np.array([at for at, _ in seen], dtype=np.int64)
        counts = {"documents": len(library.documents), "plans": len(library.plans), "passages": len(seen)}
        super().__init__(whole.folder, replace(whole.manifest, counts=counts, files={}))
        self.library = library
        self.passages = tuple(passage for _, passage in seen)
        self.vectors = Vectors.of(whole.vectors.rows()[at])
        self.words = Words.of([passage.encoded_text for passage in self.passages])
        self.tokens = whole.tokens.picked(at)
        self._frequencies = self.tokens.frequencies()
        self.receipt = b""
