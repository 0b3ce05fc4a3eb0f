"""A generation in PostgreSQL, opened for reading: the servers find candidates, late interaction stays here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from corpus.errors import IndexDamaged
from corpus.language.words import stem
from corpus.records import Document, Row, Standing, row_key
from index.filters import Filters, columns_within, rows_within, updates_within
from index.passages import Passage, renamed
from index.postgresql.arrays import Integers, integers, vector_of, vector_text
from index.postgresql.connection import Connection, Server, at_once
from index.postgresql.documents import read_at_once
from index.postgresql.places import Places, Selection
from index.postgresql.sources import Opened, Source, added, joined, opened_from
from index.postgresql.words import POSTINGS, Posting, best, scores, stems_of
from index.store import Among, Manifest, Published, rarity_of
from index.tokens import Floats, Positions, Tokens

if TYPE_CHECKING:
    from corpus.library import Library

LEADING = 32  # dimensions of a token that are stored apart: as many as a search compares first
# Passages of a tenant up to which all are compared, and none is missed, as in a folder; above, pgvector's index finds
# the nearest. Of 30,121 of 500 plans it found .98 of the nearest 300, in the time that comparing all takes, and 4 of 80
# answers were others. Far higher, a question waits for the comparison.
COMPARED = 50_000

PASSAGE = TypeAdapter(Passage)
T = TypeVar("T")


class PostgresGeneration:
    """A generation, as `index.store.Generation` says; or those of several tenants, asked as one, on one server or on
    several. What documents there are is in memory; everything else stays in the servers and is asked for by key.
    Positions are 0 to n - 1, in the documents' order."""

    def __init__(
        self, sources: Sequence[Source], manifest: Manifest, library: Library, places: Places, frequencies: Integers
    ) -> None:
        self.manifest = manifest
        self.library = library
        self._sources = sources
        self._places = places
        self._frequencies = frequencies
        self._counted: dict[str, int] = {}  # passages that have a stem

    @classmethod
    def open(
        cls, published: Sequence[tuple[Server, Mapping[str, Published]]], apart: bool = False
    ) -> PostgresGeneration:
        """What tenants have published on servers, each on one of them; several are told `apart` by their names. Raises
        IndexDamaged, IndexMismatch."""
        from corpus.library import Library

        sources = [
            Source(server, {tenant: entry.generation for tenant, entry in of.items()}) for server, of in published
        ]
        opened: list[Opened] = []
        for number, (source, (_, of)) in enumerate(zip(sources, published, strict=True)):
            opened += opened_from(number, source, of, apart)
        opened.sort(key=lambda each: each.tenant)  # so that it is the same wherever each of them is
        library = Library(tuple(document for each in opened for document in each.documents))
        places = Places.of(part for each in opened for part in each.parts)
        manifest = joined([each.manifest for each in opened])
        found = cls(sources, manifest, library, places, added([each.frequencies for each in opened]))
        if apart and any(document.needed for document in library.documents):  # it isn't everybody's in its own council
            return found.seen(Library(tuple(each for each in library.documents if not each.needed)))
        return found

    @property
    def generation(self) -> str:
        return self.manifest.generation

    @property
    def receipt(self) -> bytes:
        query = "select receipt from plans.generations where tenant = any(%s) and generation = %s"
        found = [row for source in self._sources for row in source.rows(query, source.tenants, self.generation)]
        return bytes(found[0][0]) if found else b""

    def ready(self) -> None:
        """It is: what was opened is in memory, and the rest stays where it is for an hour after it is cleared away."""

    def check(self) -> None:
        """Counts what is stored; PostgreSQL's own checksums find changed bytes as they are read."""
        for number, source in enumerate(self._sources):
            chosen = self._places.chosen(number)
            query = (
                "select part, count(*), count(e.text) from plans.passages p left join plans.encodings e"
                " on (e.tenant, e.model, e.text) = (p.tenant, %s, p.text)"
                f" where {chosen.where('p.')} group by part"
            )
            found = {part: rest for part, *rest in source.rows(query, self.manifest.fingerprint, *chosen.given)}
            for at in np.flatnonzero(self._places.sources == number).tolist():
                count = len(self._places.whole(at))
                if count and found.get(int(self._places.parts[at])) != [count, count]:
                    file = self._places.files[at]
                    raise IndexDamaged(f"Passages of {file} are missing in the store. Run `plans build`.")

    def among(self, filters: Filters) -> Among:
        files = [update.document.file for _, update in updates_within(self.library, filters)]
        parts = [self._places.of_file[file] for file in files if file in self._places.of_file]
        references = headings = None
        if filters.category is not None or filters.reference is not None:
            references = {(row.location.file, row.reference) for row in rows_within(self.library, filters)}
        if filters.column is not None:
            headings = columns_within(self._columns, filters.column)
        if references is None and headings is None:
            found = [self._places.whole(at) for at in parts]
        else:
            found = self._of_parts(parts, references, headings)
        at = np.sort(np.concatenate([np.zeros(0, np.int64), *found]))
        return Selection(at[self._places.tokens[at] > 0], self._places)

    def nearest(self, question: Floats, k: int, among: Among) -> Positions:
        chosen, vector = cast(Selection, among), vector_text(question)
        found = self._nearest_of_parts(chosen, vector, k) if chosen.is_whole else self._nearest_of(chosen, vector, k)
        at = np.concatenate([np.zeros(0, np.int64), *(positions for positions, _ in found)])
        far = np.concatenate([np.zeros(0), *(distances for _, distances in found)])
        best_first: Positions = at[np.lexsort((at, far))[:k]]
        return best_first

    def matching(self, question: str, k: int, among: Among) -> Positions:
        asked = stems_of(question)
        scored = scores(asked, self._postings(asked), self._places)
        return best(scored, k, among.positions())

    def passages(self, at: Positions) -> list[Passage]:
        files = [self._places.files[part] for part in self._places.in_parts(at)]
        found = self._at(at, "p.record")
        return [self._named(PASSAGE.validate_json(record), file) for (record,), file in zip(found, files, strict=True)]

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
        wanted = [(key, self._document_of(key)) for key in keys]
        read_at_once([document for _, document in wanted if document])
        of = {document.file: {row.key: row for row in document.rows} for _, document in wanted if document}
        return {key: of[document.file][key] for key, document in wanted if document and key in of[document.file]}

    def of_item(self, row_key: str, column: str, number: int) -> Positions:
        document = self._document_of(row_key)
        at = None if document is None else self._places.of_file.get(document.file)
        if document is None or at is None:
            return np.zeros(0, np.int64)
        query = (
            "select place from plans.passages where tenant = any(%s) and part = %s and reference = %s and heading = %s"
            " and item = %s order by place"
        )
        source, part = int(self._places.sources[at]), int(self._places.parts[at])
        reference = row_key.removeprefix(row_key_of(document))
        found = self._sources[source].rows(query, [self._places.tenants[at]], part, reference, column, number)
        return self._places.positions(source, [part] * len(found), [place for (place,) in found])

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
            query = "select coalesce(sum(passages), 0) from plans.postings where stem = %s and "

            def asked(number: int, source: Source) -> int:
                chosen = self._places.chosen(number)
                return int(source.rows(query + chosen.where(), named, *chosen.given)[0][0])

            self._counted[named] = sum(self._each(asked))
        return self._counted[named]

    def holding(self, word: str, at: Positions) -> npt.NDArray[np.bool_]:
        found = self._postings([stem(word)], np.unique(self._places.in_parts(at)).tolist())
        return np.isin(at, np.concatenate([np.zeros(0, np.int64), *(each.at for each in found)]))

    def known(self, digests: Collection[str]) -> set[str]:
        query = (
            "select p.text from plans.passages p join plans.encodings e on (e.tenant, e.text) = (p.tenant, p.text)"
            " where e.model = %s and p.text = any(%s) and "
        )

        def asked(number: int, source: Source) -> list[tuple[Any, ...]]:
            chosen = self._places.chosen(number)
            return source.rows(query + chosen.where("p."), self.manifest.fingerprint, list(digests), *chosen.given)

        return {text for rows in self._each(asked) for (text,) in rows}

    def seen(self, library: Library) -> PostgresGeneration:
        used = [document.file for document in library.documents if document.standing is Standing.USED]
        places = self._places.within(used)
        counts = {"documents": len(library.documents), "plans": len(library.plans), "passages": len(places)}
        described = replace(self.manifest, counts=counts)
        query = "select frequencies from plans.parts where tenant = any(%s) and id = any(%s)"
        found = self._each(lambda number, source: source.rows(query, source.tenants, places.numbers(number)))
        frequencies = summed(stored for rows in found for (stored,) in rows)
        return PostgresGeneration(self._sources, described, library, places, frequencies)

    def _each(self, work: Callable[[int, Source], T]) -> list[T]:
        """What each source gives, by its number."""
        return at_once(lambda number: work(number, self._sources[number]), range(len(self._sources)))

    def _named(self, passage: Passage, file: str) -> Passage:
        """A passage under the name that its document has in this library."""
        document = self._used[file]
        if passage.location.file != file:
            passage = replace(passage, location=replace(passage.location, file=file))
        return renamed(passage, document.plan, document.update)

    def _at(self, at: Positions, columns: str) -> list[tuple[Any, ...]]:
        """Columns of passages (p) and of their encodings (e), in the order asked for. Raises IndexDamaged if any is
        missing."""
        query = (  # lateral, limited to one: so each is looked up by its key, whatever the server guesses of the tables
            f"select asked.number, {columns}"
            " from unnest(%s::text[], %s::bigint[], %s::integer[]) with ordinality asked (tenant, part, place, number)"
            " cross join lateral (select * from plans.passages p where (p.tenant, p.part, p.place)"
            " = (asked.tenant, asked.part, asked.place) limit 1) p"
            " cross join lateral (select * from plans.encodings e where (e.tenant, e.model, e.text)"
            " = (p.tenant, %s, p.text) limit 1) e"
        ).encode()
        located = {each.source: each for each in self._places.located(at)}

        def asked(number: int, source: Source) -> list[tuple[int, tuple[Any, ...]]]:
            if (here := located.get(number)) is None:
                return []
            given = [here.tenants, here.parts, here.places, self.manifest.fingerprint]
            rows = source.read(lambda connection: connection.cursor(binary=True).execute(query, given).fetchall())
            return [(int(here.which[order - 1]), tuple(rest)) for order, *rest in rows]

        found = {which: rest for rows in self._each(asked) for which, rest in rows}
        if len(found) != len(at):
            raise IndexDamaged("Passages are missing in the store. Run `plans rollback` or `plans build`.")
        return [found[which] for which in range(len(at))]

    def _nearest_of(self, chosen: Selection, vector: str, k: int) -> list[tuple[Positions, Floats]]:
        """Of some passages, each source's nearest, with their distances."""
        query = (
            "select part, place, sentence <#> %s::halfvec as far from plans.passages"
            " join unnest(%s::text[], %s::bigint[], %s::integer[]) chosen (tenant, part, place)"
            " using (tenant, part, place) where tenant = any(%s) order by far limit %s"
        )
        located = {each.source: each for each in self._places.located(chosen.at)}

        def asked(number: int, source: Source) -> tuple[Positions, Floats]:
            if (here := located.get(number)) is None:
                return _NONE
            given = [vector, here.tenants, here.parts, here.places, list(dict.fromkeys(here.tenants)), k]
            return self._far(number, source.read(lambda connection: connection.execute(query, given).fetchall()))

        return self._each(asked)

    def _nearest_of_parts(self, chosen: Selection, vector: str, k: int) -> list[tuple[Positions, Floats]]:
        """The same of all passages of some parts; each tenant of many is asked for its own, by its index."""
        query = "select part, place, sentence{0} <#> %s::halfvec{0} as far from plans.passages where {1}"
        limited = f"{query} and sentence is not null order by far limit %s"
        indexed = f"::halfvec({self.manifest.dimensions})"  # pgvector's index is of vectors of one size

        def asked(number: int, source: Source) -> tuple[Positions, Floats]:
            alone, others = self._places.apart(number, chosen.parts, COMPARED)
            queries = [(indexed, of) for of in alone] + [("", others)] * bool(others.parts)

            def work(connection: Connection) -> list[tuple[Any, ...]]:
                asked = (
                    connection.execute(limited.format(size, of.where()).encode(), [vector, *of.given, k])
                    for size, of in queries
                )
                return [row for found in asked for row in found]

            return self._far(number, source.read(work)) if queries else _NONE

        return self._each(asked)

    def _far(self, source: int, found: Sequence[tuple[Any, ...]]) -> tuple[Positions, Floats]:
        """Positions, and how far each is."""
        at = self._places.positions(source, [part for part, *_ in found], [place for _, place, _ in found])
        return at, np.array([far for *_, far in found], dtype=np.float32)

    def _postings(self, stems: Sequence[str], parts: Sequence[int] | None = None) -> list[Posting]:
        """The postings of stems in some of the parts, or in all."""

        def asked(number: int, source: Source) -> list[Posting]:
            chosen = self._places.chosen(number, parts)
            rows = source.rows(POSTINGS.format(chosen.where()), list(set(stems)), *chosen.given)
            return [Posting.stored(self._places, number, *row) for row in rows]

        return [each for found in self._each(asked) for each in found]

    def _of_parts(
        self, parts: Sequence[int], references: set[tuple[str, str]] | None, headings: set[tuple[str, str]] | None
    ) -> list[Positions]:
        """The passages of some parts: of some rows, by files and references, and some columns, by plans and headings,
        where these aren't None."""
        places, choices = self._places, dict[str, dict[int, Sequence[str]]]()
        if references is not None:
            of_file = _grouped(references)
            choices["reference"] = {at: of_file.get(places.files[at], ()) for at in parts}
        if headings is not None:
            of_plan = _grouped(headings)
            choices["heading"] = {at: of_plan.get(self._used[places.files[at]].plan, ()) for at in parts}
        conditions = "".join(
            f" and (part, {column}) in (select * from unnest(%s::bigint[], %s::text[]))" for column in choices
        )

        def asked(number: int, source: Source) -> Positions:
            chosen = places.chosen(number, parts)
            given = list(chosen.given)
            for named in choices.values():
                of = (at for at in parts if places.sources[at] == number)
                pairs = [(int(places.parts[at]), each) for at in of for each in named[at]]
                given += [[part for part, _ in pairs], [each for _, each in pairs]]
            found = source.rows(f"select part, place from plans.passages where {chosen.where()}{conditions}", *given)
            return places.positions(number, [part for part, _ in found], [place for _, place in found])

        return self._each(asked)

    def _document_of(self, key: str) -> Document | None:
        """The document that has the row of this name."""
        ends = (at + 1 for at, letter in enumerate(key) if letter == "|")
        return next((found for end in ends if (found := self._named_rows.get(key[:end]))), None)

    @cached_property
    def _named_rows(self) -> dict[str, Document]:
        """Documents by what the names of their rows begin with."""
        return {row_key_of(document): document for document in self._used.values()}

    @cached_property
    def _used(self) -> dict[str, Document]:
        return {each.file: each for each in self.library.documents if each.standing is Standing.USED}

    @cached_property
    def _columns(self) -> list[tuple[str, str]]:
        """The passages' columns, each once: its plan's name and its heading, "" for rows that are a title alone."""

        def asked(number: int, source: Source) -> list[tuple[Any, ...]]:
            chosen = self._places.chosen(number)
            query = f"select distinct part, heading from plans.passages where {chosen.where()}"
            return source.rows(query, *chosen.given)

        found = self._each(asked)
        headings: dict[tuple[int, int], list[str]] = {}
        for number, rows in enumerate(found):
            for part, heading in rows:
                headings.setdefault((number, part), []).append(heading)
        places = self._places
        each = zip(places.sources.tolist(), places.parts.tolist(), places.files, strict=True)
        return list(
            dict.fromkeys(
                (self._used[file].plan, heading)
                for source, part, file in each
                for heading in sorted(headings.get((source, part), ()))
            )
        )


_NONE = np.zeros(0, np.int64), np.zeros(0, np.float32)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The second of each pair, by the first."""
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return found


def row_key_of(document: Document) -> str:
    """What the names of a document's rows begin with, and those of no other's."""
    return row_key(document.plan, document.update, "")


def summed(stored: Iterable[bytes]) -> Integers:
    """Of parts' frequencies, how many passages have each of the model's tokens, by the token's number."""
    pairs = [integers(each).reshape(-1, 2) for each in stored]
    every = np.concatenate([np.zeros((0, 2), np.int32), *pairs])
    return np.bincount(every[:, 0], weights=every[:, 1], minlength=1).astype(np.int32)
