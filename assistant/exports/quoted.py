"""The quotes of an export, and its origin: the day, the index, and the documents with their digests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answers.answer import Answer
from assistant.tracking.places import Place
from corpus.library import Library
from corpus.records import Citation, Row, Standing


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of an export. `digests`: each document in use with the SHA-256 of its bytes, hexadecimal."""

    generation: str
    day: date
    digests: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, library: Library, generation: str, day: date) -> Origin:
        used = (document for document in library.documents if document.standing is Standing.USED)
        return cls(generation, day, tuple((document.file, document.digest) for document in used))

    def digest(self, file: str) -> str:
        return dict(self.digests).get(file, "")

    def lines(self, files: Iterable[str]) -> Iterator[str]:
        """The lines on the origin of an export that quotes these files."""
        yield f"Taken from the documents on {day_words(self.day)}."
        yield from (f"Document: {file}" for file in dict.fromkeys(files))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote with its citation, and a remark on it, "" for none. `days`: the first and the last that it is about."""

    citation: Citation
    remark: str = ""
    days: tuple[date, date] | None = None

    @property
    def lead(self) -> str:
        """What stands in front of the quote: what it is a value of, and the remark, with a colon; "" for neither."""
        said = said_of(self.citation, self.remark)
        return f"{said}: " if said else ""


def day_words(day: date) -> str:
    """`22 November 2026`."""
    return f"{day.day} {day:%B %Y}"


# Characters: what is as short as this is a value, such as "DCS" or "March 2026", which says nothing by itself. At 20,
# names of posts stand alone; at 80, sentences that say what they are about have it said twice.
VALUE = 40


def subject_of(cited: Citation) -> str:
    """What a quote that is only a value is of: `Lead of 1.2 Launch the pledge`; "" for one that can stand alone."""
    return cited.subject if len(cited.quote) <= VALUE else ""


def said_of(cited: Citation, remark: str) -> str:
    """What a value is of, and a remark that doesn't only say that again."""
    subject = subject_of(cited)
    return ". ".join(part for part in (subject, "" if remark and remark in subject else remark) if part)


def quotes_of_answer(answer: Answer) -> list[Quoted]:
    """Each claim under each of its citations, with how it changed if the question asked that."""
    return [
        Quoted(citation, ". ".join(filter(None, (claim.note, remark_of(citation)))))
        for claim in answer.claims
        for citation in claim.citations
    ]


def remark_of(citation: Citation) -> str:
    """What whoever uses a quote should know of how its row was read; "" for nothing."""
    return f"Check with the document: {citation.doubt}" if citation.doubt else ""


def quotes_of_rows(rows: Iterable[Row]) -> list[Quoted]:
    """Every item of the rows."""
    return [Quoted(place.citation) for row in rows for place in Place.all_in(row)]


def place_words(place: Place | None) -> str:
    """`1.iv, item 2, plan.txt, line 20`."""
    cited = place.citation if place else None
    return ", ".join(filter(None, (cited.reference, cited.which, cited.place))) if cited else ""
