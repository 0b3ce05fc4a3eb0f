"""A generation in PostgreSQL, opened for reading: the server finds candidates, late interaction stays here."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from corpus.errors import IndexDamaged, IndexMismatch
from corpus.language.words import stem
from corpus.records import Document, Row, Standing
from index.filters import Filters, columns_within, rows_within
from index.passages import Passage, renamed
from index.postgresql.arrays import Integers, integers, vector_of, vector_text
from index.postgresql.connection import Connection, Server
from index.postgresql.places import Places, Selection
from index.postgresql.words import Posting, best, scores, stems_of
from index.store import Among, Manifest, rarity_of
from index.tokens import Floats, Positions, Tokens

if TYPE_CHECKING:
    from corpus.library import Library

AT_ONCE = 200  # documents read at once, of about 50 kB: 10 MB
LEADING = 32  # dimensions of a token that are stored apart: as many as a search compares first
# Passages up to which all are compared, and none is missed; above, pgvector's index finds the nearest. Measured in
# docs/scale.md. Lower, single questions miss candidates for nothing; far higher, a question waits for the comparison.
COMPARED = 20_000

PASSAGE = TypeAdapter(Passage)
DOCUMENT = TypeAdapter(Document)
T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """Where a generation is: on a server, a tenant's, by name."""

    server: Server
    tenant: str
    generation: str

    def read(self, work: Callable[[Connection], T]) -> T:
        """What some reading gives while the generation is there. Raises IndexDamaged where it has been cleared away."""

        def checked(connection: Connection) -> T:
            found = work(connection)
            there = "select from plans.generations where tenant = %s and generation = %s"
            if connection.execute(there, [self.tenant, self.generation]).fetchone() is None:
                raise IndexDamaged(f"The generation {self.generation} has been cleared away. Ask again.")
            return found

        return self.server.read(checked)

    def rows(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """The rows that a query gives; `%s` stand for the tenant, first, and for what is `given`."""
        return self.read(
            lambda connection: connection.cursor(binary=True).execute(query, [self.tenant, *given]).fetchall()
        )


class PostgresGeneration:
    """A generation, as `index.store.Generation` says. Its documents are in memory; everything else stays in the server
    and is asked for by key. Positions are 0 to n - 1, in the documents' order."""

    def __init__(self, key: Key, manifest: Manifest, library: Library, places: Places, frequencies: Integers) -> None:
        self.manifest = manifest
        self.library = library
        self._key = key
        self._places = places
        self._frequencies = frequencies
        self._counted: dict[str, int] = {}  # passages that have a stem

    @classmethod
    def open(cls, key: Key, digest: Callable[[bytes], str], known: str) -> PostgresGeneration:
        """The generation of this name, whose manifest has the digest `known`. Raises IndexDamaged, IndexMismatch."""
        from corpus.library import Library

        found = key.rows(
            "select manifest, frequencies, documents, parts from plans.generations"
            " where tenant = %s and generation = %s and cleared is null",
            key.generation,
        )
        if not found:
            raise IndexDamaged(f"The generation {key.generation} is no longer in the store. Run `plans build`.")
        manifest, frequencies, documents, parts = found[0]
        if digest(manifest) != known:
            raise IndexDamaged(f"The manifest of {key.generation} isn't what was written. Run `plans rollback`.")
        try:
            described = Manifest(**json.loads(manifest))
            records = _documents(key, documents)
        except (TypeError, ValueError) as error:
            raise IndexMismatch(
                "The store was written by another version of this program. Run `plans build`."
            ) from error
        return cls(key, described, Library(records), _places(key, parts), integers(frequencies))

    @property
    def generation(self) -> str:
        return self.manifest.generation

    @property
    def receipt(self) -> bytes:
        query = "select receipt from plans.generations where tenant = %s and generation = %s"
        return bytes(self._key.rows(query, self.generation)[0][0])

    def ready(self) -> None:
        """It is: what was opened is in memory, and the rest stays where it is for an hour after it is cleared away."""

    def check(self) -> None:
        """Counts what is stored; PostgreSQL's own checksums find changed bytes as they are read."""
        query = (
            "select p.part, count(*), count(e.text) from plans.passages p left join plans.encodings e"
            " on (e.tenant, e.model, e.text) = (p.tenant, %s, p.text)"
            " where p.tenant = %s and p.part = any(%s) group by p.part"
        )
        parts = self._places.parts.tolist()
        given = [self.manifest.fingerprint, self._key.tenant, parts]
        found = {part: rest for part, *rest in self._key.read(lambda c: c.execute(query, given).fetchall())}
        for at, part in enumerate(parts):
            count = len(self._places.whole(at))
            if count and found.get(part) != [count, count]:
                raise IndexDamaged(f"Passages of {self._places.files[at]} are missing in the store. Run `plans build`.")

    def among(self, filters: Filters) -> Among:
        wanted: dict[str, list[str]] = {}
        for row in rows_within(self.library, filters):
            wanted.setdefault(row.location.file, []).append(row.reference)
        if filters.column is None:
            whole = [file for file, references in wanted.items() if len(references) == len(self._rows_of[file])]
            part = self._of_rows({file: references for file, references in wanted.items() if file not in {*whole}})
        else:
            whole, part = [], self._of_rows(wanted, columns_within(self._columns, filters.column))
        places = self._places
        every = [places.whole(places.of_file[file]) for file in whole if file in places.of_file]
        at = np.sort(np.concatenate([np.zeros(0, np.int64), *every, part]))
        return Selection(at[places.tokens[at] > 0], places)

    def nearest(self, question: Floats, k: int, among: Among) -> Positions:
        chosen = cast(Selection, among)
        vector = vector_text(question)
        if not chosen.is_whole:
            parts, where = self._places.located(chosen.at)
            query = (
                "select part, place from plans.passages join unnest(%s::bigint[], %s::integer[]) chosen (part, place)"
                " using (part, place) where tenant = %s order by sentence <#> %s::halfvec limit %s"
            )
            given: list[object] = [parts.tolist(), where.tolist(), self._key.tenant, vector, k]
        else:
            size = f"halfvec({len(question)})" if len(chosen) > COMPARED else "halfvec"  # the index is of that type
            query = (
                "select part, place from plans.passages where tenant = %s and part = any(%s::bigint[]) and"
                f" sentence is not null order by sentence::{size} <#> %s::{size} limit %s"
            )
            given = [self._key.tenant, chosen.parts, vector, k]
        found = self._key.read(lambda connection: connection.execute(query.encode(), given).fetchall())
        return self._places.positions([part for part, _ in found], [place for _, place in found])

    def matching(self, question: str, k: int, among: Among) -> Positions:
        asked = stems_of(question)
        scored = scores(asked, self._postings(asked, self._places.parts.tolist()), self._places)
        return best(scored, k, among.positions())

    def passages(self, at: Positions) -> list[Passage]:
        found = self._at(at, "p.record")
        return [self._named(PASSAGE.validate_json(record)) for (record,) in found]

    def sentences(self, at: Positions) -> Floats:
        found = self._at(at, "e.sentence::text")
        width = self.manifest.dimensions
        return np.array([vector_of(text) for (text,) in found], dtype=np.float32).reshape(len(at), width)

    def tokens(self, at: Positions, leading: int | None = None) -> Tokens:
        codes = "e.codes" if leading is None or leading > LEADING else "e.rough"
        found = self._at(at, f"{codes}, e.scales, e.ids, e.spans")
        parts: list[bytes] = [b"".join(column) for column in zip(*found, strict=True)] or [b""] * 4
        ids = integers(parts[2])
        width = len(parts[0]) // max(1, len(ids))
        ends = np.cumsum([len(each[2]) // 4 for each in found], dtype=np.int64)
        return Tokens(
            codes=np.frombuffer(parts[0], dtype=np.int8).reshape(len(ids), width),
            scales=np.frombuffer(parts[1], dtype="<f4"),
            ids=ids,
            spans=integers(parts[3]).reshape(len(ids), 2),
            starts=np.concatenate([np.zeros(min(1, len(ends)), np.int64), ends[:-1]]),
            ends=ends,
        )

    def rows(self, keys: Iterable[str]) -> dict[str, Row]:
        return {key: self._rows[key] for key in keys if key in self._rows}

    def of_item(self, row_key: str, column: str, number: int) -> Positions:
        row = self._rows.get(row_key)
        at = None if row is None else self._places.of_file.get(row.location.file)
        if row is None or at is None:
            return np.zeros(0, np.int64)
        query = (
            "select place from plans.passages"
            " where tenant = %s and part = %s and reference = %s and heading = %s and item = %s order by place"
        )
        part = int(self._places.parts[at])
        found = self._key.rows(query, part, row.reference, column, number)
        return self._places.positions([part] * len(found), [place for (place,) in found])

    def of_file(self, file: str) -> Positions:
        at = self._places.of_file.get(file)
        return np.zeros(0, np.int64) if at is None else self._places.whole(at)

    def rarity(self, ids: npt.NDArray[np.int32]) -> Floats:
        known = self._frequencies
        having = np.where(ids < len(known), known[np.minimum(ids, len(known) - 1)], 0)
        return rarity_of(having, len(self._places))

    def frequency(self, word: str) -> int:
        named = stem(word)
        if named not in self._counted:
            query = (
                "select coalesce(sum(passages), 0)::integer from plans.postings"
                " where tenant = %s and stem = %s and part = any(%s)"
            )
            self._counted[named] = int(self._key.rows(query, named, self._places.parts.tolist())[0][0])
        return self._counted[named]

    def holding(self, word: str, at: Positions) -> npt.NDArray[np.bool_]:
        parts, _ = self._places.located(at)
        found = self._postings([stem(word)], np.unique(parts).tolist())
        having = [self._places.positions_in(part, integers(where)) for _, part, where, _ in found]
        return np.isin(at, np.concatenate([np.zeros(0, np.int64), *having]))

    def known(self, digests: Collection[str]) -> set[str]:
        query = (
            "select p.text from plans.passages p join plans.encodings e on (e.tenant, e.text) = (p.tenant, p.text)"
            " where p.tenant = %s and e.model = %s and p.part = any(%s) and p.text = any(%s)"
        )
        found = self._key.rows(query, self.manifest.fingerprint, self._places.parts.tolist(), list(digests))
        return {text for (text,) in found}

    def seen(self, library: Library) -> PostgresGeneration:
        used = [document.file for document in library.documents if document.standing is Standing.USED]
        places = self._places.within(used)
        counts = {"documents": len(library.documents), "plans": len(library.plans), "passages": len(places)}
        described = replace(self.manifest, counts=counts)
        query = "select frequencies from plans.parts where tenant = %s and id = any(%s)"
        found = self._key.rows(query, places.parts.tolist())
        return PostgresGeneration(self._key, described, library, places, summed(stored for (stored,) in found))

    def _named(self, passage: Passage) -> Passage:
        """A passage under the name that its document has in this library."""
        document = self._used[passage.location.file]
        return renamed(passage, document.plan, document.update)

    def _at(self, at: Positions, columns: str) -> list[tuple[Any, ...]]:
        """Columns of passages (p) and of their encodings (e), in the order asked for. Raises IndexDamaged if any is
        missing."""
        parts, where = self._places.located(at)
        query = (
            f"select {columns} from unnest(%s::bigint[], %s::integer[]) with ordinality asked (part, place, number)"
            " join plans.passages p on p.tenant = %s and (p.part, p.place) = (asked.part, asked.place)"
            " join plans.encodings e on (e.tenant, e.model, e.text) = (p.tenant, %s, p.text) order by asked.number"
        )
        given = [parts.tolist(), where.tolist(), self._key.tenant, self.manifest.fingerprint]
        found = self._key.read(lambda c: c.cursor(binary=True).execute(query.encode(), given).fetchall())
        if len(found) != len(at):
            raise IndexDamaged("Passages are missing in the store. Run `plans rollback` or `plans build`.")
        return found

    def _postings(self, stems: Sequence[str], parts: Sequence[int]) -> list[Posting]:
        query = (
            "select stem, part, places, times from plans.postings"
            " where tenant = %s and stem = any(%s) and part = any(%s::bigint[])"
        )
        return cast(list[Posting], self._key.rows(query, list(set(stems)), list(parts)))

    def _of_rows(self, wanted: Mapping[str, Sequence[str]], columns: set[tuple[str, str]] | None = None) -> Positions:
        """The passages of some rows, by their files and references, and only of some columns, by plan and heading."""
        named = [(file, each) for file, references in wanted.items() for each in references]
        named = [(file, each) for file, each in named if file in self._places.of_file]
        if not named:
            return np.zeros(0, np.int64)
        parts = [int(self._places.parts[self._places.of_file[file]]) for file, _ in named]
        query = (
            "select part, place from plans.passages join unnest(%s::bigint[], %s::text[]) rows (part, reference)"
            " using (part, reference) where tenant = %s"
        )
        given: list[object] = [parts, [reference for _, reference in named], self._key.tenant]
        if columns is not None:
            allowed = [
                (part, heading)
                for part, plan in {
                    part: self._used[file].plan for part, (file, _) in zip(parts, named, strict=True)
                }.items()
                for heading in (heading for of, heading in columns if of == plan)
            ]
            query += " and (part, heading) in (select * from unnest(%s::bigint[], %s::text[]))"
            given += [[part for part, _ in allowed], [heading for _, heading in allowed]]
        found = self._key.read(lambda connection: connection.execute(query.encode(), given).fetchall())
        return np.sort(self._places.positions([part for part, _ in found], [place for _, place in found]))

    @cached_property
    def _used(self) -> dict[str, Document]:
        return {each.file: each for each in self.library.documents if each.standing is Standing.USED}

    @cached_property
    def _rows_of(self) -> dict[str, Sequence[Row]]:
        return {file: document.rows for file, document in self._used.items()}

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {row.key: row for row in self.library.rows(update="all")}

    @cached_property
    def _columns(self) -> list[tuple[str, str]]:
        """The passages' columns, each once: its plan's name and its heading, "" for rows that are a title alone."""
        return list(
            dict.fromkeys(
                (row.plan, heading)
                for row in self.library.rows(update="all")
                for heading in ([each.heading for each in row.columns if each.items] or [""])
            )
        )


def summed(stored: Iterable[bytes]) -> Integers:
    """Of parts' frequencies, how many passages have each of the model's tokens, by the token's number."""
    pairs = [integers(each).reshape(-1, 2) for each in stored]
    every = np.concatenate([np.zeros((0, 2), np.int32), *pairs])
    return np.bincount(every[:, 0], weights=every[:, 1], minlength=1).astype(np.int32)


def _documents(key: Key, ids: Sequence[int]) -> tuple[Document, ...]:
    query = "select id, record from plans.documents where tenant = %s and id = any(%s)"
    found: dict[int, bytes] = {}
    for start in range(0, len(ids), AT_ONCE):  # each lot comes soon, and so isn't taken for no reply
        found |= dict(key.rows(query, list(ids[start : start + AT_ONCE])))
    if missing := [each for each in ids if each not in found]:
        raise IndexDamaged(f"{len(missing)} documents are missing in the store. Run `plans rollback` or `plans build`.")
    documents = (DOCUMENT.validate_json(found[each]) for each in ids)
    return tuple(replace(document, rows=tuple(document.rows)) for document in documents)  # to equal those read anew


def _places(key: Key, ids: Sequence[int]) -> Places:
    query = "select id, file, stems, tokens from plans.parts where tenant = %s and id = any(%s)"
    found = {part: rest for part, *rest in key.rows(query, list(ids))}
    if missing := [each for each in ids if each not in found]:
        raise IndexDamaged(f"{len(missing)} documents' passages are missing in the store. Run `plans build`.")
    return Places.of((each, found[each][0], integers(found[each][1]), integers(found[each][2])) for each in ids)
