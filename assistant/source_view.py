"""The pages of a PDF that a quote is on, as pictures with the quote marked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NoDocuments, UnreadableFile
from corpus.library import Library, digest_of, document_paths
from corpus.page_images import SCALE, Boxes, draw
from corpus.records import Citation, Document, Location, Row


@dataclass(frozen=True, slots=True)
class PageView:
    """One page; `words` describe the picture for people who can't see it.

    `mark` is the place of the first mark: left, top, right, bottom as shares of the picture's width and height.
    """

    page: int
    png: bytes
    words: str
    mark: tuple[float, float, float, float]


class SourceView:
    """Shows pages of a library's documents; safe to share between threads.

    A file that has changed since it was read isn't shown, because the marks would be in the wrong places.
    """

    def __init__(self, library: Library, documents: Path) -> None:
        """`documents` is the folder that the library was read from."""
        self._library = library
        self._documents = documents

    def shows(self, citation: Citation) -> bool:
        """Whether there is a page to show: only in PDFs the places of texts on their pages are known."""
        return bool(self._boxes(citation))

    def pages(self, citation: Citation) -> tuple[PageView, ...]:
        """The pages that the cited item is on, in order; none for files other than PDFs.

        Raises UnreadableFile if the file is gone, has changed since it was read, or can't be drawn.
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

    def page(self, digest: str, number: int, citation: Citation | None = None) -> bytes:
        """Page `number` of the document with a digest as PNG, with the place of what is cited marked.

        Raises UnreadableFile as `pages` does, and where there is no such document or page.
        """
        document = next((document for document in self._library.documents if document.digest == digest), None)
        if document is None or number < 1:
            raise UnreadableFile("There is no such page of a document that you may see.")
        boxes = self._boxes(citation).get(number, ()) if citation else ()
        return draw(self._unchanged(document), document.digest, number, boxes)

    def _boxes(self, citation: Citation) -> dict[int, Boxes]:
        """The places of the cited item, by page."""
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
        """The document's path from the listing of the folder: a name is never used as a path."""
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


def table_page(path: Path, document: Document, place: Location) -> PageView:
    """The page that a table begins on, the table marked. Raises UnreadableFile where it can't be drawn."""
    assert place.page is not None
    assert place.box is not None
    png = draw(path, document.digest, place.page, (place.box,))
    words = f"Page {place.page} of {place.file}, with the table marked"
    return PageView(place.page, png, words, _share(place.box, png))


def _places(row: Row, citation: Citation) -> tuple[Location, ...]:
    """The places of a cited item; for a heading, the start of its row."""
    column = row.column(citation.column) if citation.item is not None else None
    if column is None or citation.item is None or not 1 <= citation.item <= len(column.items):
        return (row.location,)
    return column.items[citation.item - 1].places


def _words(citation: Citation, page: int) -> str:
    return f"Page {page} of {citation.file}, with the place of this quote marked: “{citation.quote}”"


def _share(box: tuple[float, float, float, float], png: bytes) -> tuple[float, float, float, float]:
    """A box in points as shares of a picture's width and height, which are bytes 16 to 23 of a PNG file."""
    width, height = (int.from_bytes(png[at : at + 4]) / SCALE for at in (16, 20))
    left, top, right, bottom = (
        min(max(value, 0.0), 1.0) for value in (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
    )
    return left, top, right, bottom
