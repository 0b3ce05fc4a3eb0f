"""What holds of any plans: filters may come in any order, and what a snapshot is given it gives back."""

from __future__ import annotations

import tempfile
from itertools import permutations
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import Library
from corpus.records import Document, Row
from index import Filters, columns_within, rows_within
from index.passages import passages_of
from index.snapshot import FORMAT, Contents, Manifest, Snapshot, begun, publish, write
from index.token_files import TokenWriter
from index.tokens import Tokens
from index.vectors import Vectors
from index.words import Words
from tests.fictional.arbitrary import CATEGORIES, HEADINGS, document, rows
from tests.word_encoder import WordEncoder


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Two plans, one of which has two updates."""
    issues = (
        ("Fictional homes plan", "2023-24"),
        ("Fictional homes plan", "2024-25"),
        ("Invented health plan", "2024"),
    )
    return Library(tuple(document(draw(rows(plan, update)), file=f"{plan} {update}.csv") for plan, update in issues))


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "category": CATEGORIES,
        "reference": st.sampled_from(["1", "2", "4"]),
        "plan": st.sampled_from(["Fictional homes plan", "Invented health plan"]),
    },
)


def keys(found: tuple[Row, ...]) -> list[str]:
    return [row.key for row in found]


@given(library=libraries(), said=FILTERS, update=st.sampled_from(["all", "latest"]))
def test_filters_leave_what_each_of_them_leaves(library: Library, said: dict[str, str], update: str) -> None:
    """All at once or one after another, in any order."""
    every = keys(rows_within(library, Filters(update=update)))
    together = keys(rows_within(library, Filters(update=update, **said)))
    alone = [set(keys(rows_within(library, Filters(update=update, **{name: said[name]})))) for name in said]
    for order in permutations(alone):
        left = every
        for kept_by_one in order:
            left = [key for key in left if key in kept_by_one]
        assert left == together


@given(library=libraries(), heading=HEADINGS)
def test_columns_of_a_name_are_some_of_all(library: Library, heading: str) -> None:
    every = {(row.plan, column.heading) for row in library.rows(update="all") for column in row.columns}
    found = columns_within(sorted(every), heading)
    assert found == {(plan, named) for plan, named in every if named == heading}
    assert columns_within(sorted(every), None) == every


def kept(folder: Path, documents: tuple[Document, ...]) -> Snapshot:
    """A snapshot of documents, written and opened again."""
    encoder = WordEncoder()
    found = [row for each in documents for row in each.rows]
    passages = tuple(passages_of(found, encoder.count, encoder.window))
    texts = [passage.encoded_text for passage in passages]
    encoded = encoder.encode(texts)
    with begun(folder, "one") as generation:
        with TokenWriter(generation) as writer:
            writer.append(Tokens.of(encoded, texts))
        contents = Contents(
            documents,
            passages,
            Vectors.of(np.array([each.sentence for each in encoded])),
            Words.of(texts),
            b"{}",
        )
        counts = {"passages": len(passages)}
        manifest = Manifest(FORMAT, 1, "", "one", "2026-01-01", encoder.name, encoder.fingerprint, 64, counts, {})
        publish(folder, [write(generation, contents, manifest)])
    return Snapshot.open(folder)


@settings(max_examples=10)
@given(library=libraries())
def test_a_snapshot_gives_back_what_it_was_given(library: Library) -> None:
    with tempfile.TemporaryDirectory() as folder:
        snapshot = kept(Path(folder), library.documents).load()
        assert snapshot.library.documents == library.documents
        assert snapshot.library.rows(update="all") == library.rows(update="all")
        every = [(passage.row_key, (passage.plan, passage.column)) for passage in snapshot.passages]
        for key, column in every:
            positions = snapshot.positions([key], [column])
            assert list(positions) == [at for at, each in enumerate(every) if each == (key, column)]
