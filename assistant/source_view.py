"""The pages of a PDF that a quote stands on, as pictures with the quote's place marked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NoDocuments, UnreadableFile
from corpus.library import Library, digest_of, document_paths
from corpus.page_images import SCALE, Boxes, draw
from corpus.records import Citation, Document, Location, Row


@dataclass(frozen=True, slots=True)
class PageView:
    """One page; `words` say what the picture shows to those who don't see it.

    `mark` is where the first mark lies: left, top, right, bottom as shares of the picture's sides.
    """

    page: int
    png: bytes
    words: str
    mark: tuple[float, float, float, float]


class SourceView:
    """Shows pages of a library's documents; safe to share between threads.

    Only what was read can be shown: a file that has changed since would bear the marks in the wrong places.
    """

    def __init__(self, library: Library, documents: Path) -> None:
        """`documents` is the folder that the library was read from."""
        self._library = library
        self._documents = documents

    def shows(self, citation: Citation) -> bool:
        """Whether there is a page to show: the places of a PDF are known on its pages, those of other files aren't."""
        return bool(self._boxes(citation))

    def pages(self, citation: Citation) -> tuple[PageView, ...]:
        """The pages that the cited item stands on, in order; none for other files than PDFs.

        Raises UnreadableFile where the file is gone, has changed since it was read, or can't be drawn.
        """
        places = self._boxes(citation)
        if not places:
            return ()
        document = self._document(citation)
        path = self._unchanged(document)
        pictures = ((page, boxes, draw(path, document.digest, page, boxes)) for page, boxes in sorted(places.items()))
        return tuple(
            PageView(page, png, _words(citation, page), _share(boxes[0], png)) for page, boxes, png in pictures
        )

    def _boxes(self, citation: Citation) -> dict[int, Boxes]:
        """By page, where the cited item stands."""
        row = next(
            (row for row in self._library.rows(citation.update, citation.plan) if row.key == citation.row_key), None
        )
        found: dict[int, Boxes] = {}
        for place in _places(row, citation) if row else ():
            if place.page is not None and place.box is not None:
                found[place.page] = (*found.get(place.page, ()), place.box)
        return found

    def _document(self, citation: Citation) -> Document:
        return next(document for document in self._library.documents if document.file == citation.file)

    def _unchanged(self, document: Document) -> Path:
        """Where the document lies, by the folder's own list: a name is never made a path."""
        try:
            path = document_paths(self._documents).get(document.file)
            digest = digest_of(path) if path else ""
        except (NoDocuments, OSError):
            path, digest = None, ""
        if path is None:
            raise UnreadableFile(f"{document.file} is no longer in the documents folder, so its page can't be shown.")
        if digest != document.digest:
            raise UnreadableFile(
                f"{document.file} has changed since it was read. Have the documents read again to see its page."
            )
        return path


def _places(row: Row, citation: Citation) -> tuple[Location, ...]:
    """Where a cited item stands; for a heading, where its row begins."""
    column = row.column(citation.column) if citation.item is not None else None
    if column is None or citation.item is None or not 1 <= citation.item <= len(column.items):
        return (row.location,)
    return column.items[citation.item - 1].places


def _words(citation: Citation, page: int) -> str:
    return f"Page {page} of {citation.file}, with the place of this quote marked: “{citation.quote}”"


def _share(box: tuple[float, float, float, float], png: bytes) -> tuple[float, float, float, float]:
    """A box in points as shares of a picture's sides, which a PNG file names in its bytes 16 to 23."""
    width, height = (int.from_bytes(png[at : at + 4]) / SCALE for at in (16, 20))
    left, top, right, bottom = (
        min(max(value, 0.0), 1.0) for value in (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
    )
    return left, top, right, bottom
