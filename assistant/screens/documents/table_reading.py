"""How a file's tables were read, beside the tables as they are, and how staff correct it for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from assistant.screens.documents.column_choices import CHOICES, choices_of, recipe_from, unclear
from assistant.screens.parts import frame
from assistant.screens.parts.cards import table_html
from assistant.screens.parts.document_list import doubtful_rows
from assistant.screens.parts.page_image import pages_html
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.source_view import table_page
from corpus.errors import PlansError
from corpus.isolation import read
from corpus.library import document_paths, read_document
from corpus.records import Document, Doubt, Meaning, RowKind, Standing
from corpus.tables.recipes import RECIPES, Recipe, TableRecipe, recipe_of, recipe_text, write_recipe
from corpus.tables.views import TableView

SHOWN_ROWS, SHOWN_TEXT = 12, 80  # of a table, and of a cell: enough to know them by
ABREAST = 3  # choices side by side; on a phone they stand one below another
REMEMBERED = 8  # readings a session keeps, so that going back and forth between choices reads no file again
AS_READ = {
    Doubt.NONE: "read without doubt",
    Doubt.CHECK: "check: some rows were read by a guess",
    Doubt.CANT_TELL: "check: it could be read in more than one way",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it would be read by some recipes, with its tables."""

    document: Document
    tables: tuple[TableView, ...]

    @classmethod
    def at(cls, path: Path, name: str, recipe: Recipe) -> Looked:
        """Raises UnreadableFile."""
        draft = read(path, name, recipe.written(), tables=True)
        return cls(read_document(path, name, read_file=lambda *_: draft), draft.tables)

    @property
    def meanings(self) -> Mapping[str, Meaning]:
        return {column.heading: column.meaning for column in self.document.columns}

    def table(self, header: Sequence[str]) -> TableView | None:
        return next((table for table in self.tables if table.labels == tuple(header)), None)


def draw_table_reading(service: Service, documents: Sequence[Document]) -> None:
    readable = {each.file: each for each in documents if each.standing is not Standing.UNREADABLE}
    if not readable:
        return
    st.header("How tables were read", anchor=False)
    if result := st.session_state.pop("recipe-result", ""):
        frame.say(result)
    st.html(
        "<p>If a table was read wrongly, say here what its columns are. The correction is stored in "
        f"“{RECIPES}” beside the documents, and next year’s update with the same headings is read with it too.</p>"
    )
    doubtful = sorted(readable, key=lambda file: -doubtful_rows(readable[file]))
    file = st.selectbox(
        "Look at the tables of",
        doubtful,
        index=None,
        placeholder="Choose a file",
        format_func=lambda name: f"{name} ({rows_to_check(readable[name])})",
    )
    if file is None:
        return
    try:
        _draw_file(service.settings.documents, readable[file])
    except PlansError as error:
        st.error(escape(str(error)))


def rows_to_check(document: Document) -> str:
    doubtful = doubtful_rows(document)
    return f"{count(doubtful, 'row')} to check" if doubtful else "nothing to check"


def _draw_file(folder: Path, document: Document) -> None:
    path = document_paths(folder).get(document.file)
    if path is None:
        st.warning(escape(f"{document.file} is no longer in the documents folder."))
        return
    stored = recipe_of(recipe_text(folder), RECIPES)
    looked = _looked(path, document, stored)
    if not looked.tables:
        st.info("This file has no table. Its text is searched under its headings.")
        return
    names = [f"{at}. {', '.join(filter(None, table.labels))}" for at, table in enumerate(looked.tables, start=1)]
    place = st.selectbox("Table", range(len(names)), format_func=names.__getitem__) if len(names) > 1 else 0
    table = looked.tables[place]
    _draw_table(path, document, table)
    _draw_reading(folder, path, document, stored, looked, table)


def _looked(path: Path, document: Document, recipe: Recipe) -> Looked:
    """The file as the recipe has it read; what was read lately isn't read again."""
    known: dict[tuple[str, str], Looked] = st.session_state.setdefault("looked", {})
    key = (document.digest, recipe.written())
    if key not in known:
        with st.spinner("Reading the file."):
            known[key] = Looked.at(path, document.file, recipe)
        for old in list(known)[:-REMEMBERED]:
            del known[old]
    return known[key]


# --- the table as it is -----------------------------------------------------------------------------


def _draw_table(path: Path, document: Document, table: TableView) -> None:
    """The table's first rows as its cells are and, of a PDF, its page."""
    width = max(len(cells) for cells in table.grid)
    rows = [
        (str(at), *(_short(text) for text in cells), *[""] * (width - len(cells)))
        for at, cells in enumerate(table.grid[:SHOWN_ROWS], start=1)
    ]
    caption = f"In the document, {table.where[0].label}"
    headings = ("Row", *(f"Column {at}" for at in range(1, width + 1)))
    st.html(
        f'<div class="grid-frame scrolls" tabindex="0" role="group" aria-label="{escape(caption)}">'
        f"{table_html(caption, headings, rows)}</div>"
    )
    if len(table.grid) > SHOWN_ROWS:
        st.html(f"<p>and {len(table.grid) - SHOWN_ROWS:,} more rows</p>")
    if table.where[0].page and table.where[0].box and st.button("Show the page", key="table-page"):
        st.html(pages_html((table_page(path, document, table.where[0]),)))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]} …"


# --- how it is read, and otherwise ------------------------------------------------------------------


def _draw_reading(
    folder: Path, path: Path, document: Document, stored: Recipe, looked: Looked, table: TableView
) -> None:
    """The choices, what would come of them, and the buttons that keep or drop them."""
    key = f"{document.digest[:12]}-{abs(hash(table.labels))}"
    begun: TableRecipe = st.session_state.get(f"recipe-{key}") or stored.exactly(table.labels) or table.recipe()
    st.html(f"<h3>How it is read now</h3><p>{escape(table.described())}; {AS_READ[table.doubt]}.</p>")
    _draw_others(key, table)
    begun = _choose_header(key, begun, table)
    shown = _looked(path, document, stored.having(begun)).table(begun.header) or table
    begun = begun if begun.title else shown.recipe()
    wanted = _choose_columns(key, begun, looked.meanings, shown)
    if wanted is None:
        return
    _draw_outcome(_looked(path, document, stored.having(wanted)), wanted)
    changed = wanted != (stored.exactly(table.labels) or table.recipe())
    if st.button("Use this reading", type="primary", disabled=not changed, key=f"keep-{key}"):
        _keep(folder, stored.having(wanted), f"Saved for {document.file}.", key)
    if stored.exactly(begun.header) and st.button("Remove the correction", key=f"drop-{key}"):
        _keep(folder, stored.without(begun.header), "The correction is removed.", key)


def _draw_others(key: str, table: TableView) -> None:
    """The next best layouts, each a button that chooses it."""
    if table.others:
        st.html("<p>Other readings that fit:</p>")
    for at, other in enumerate(table.others):
        recipe = table.recipe(other)
        words = _difference(table.described(other), table.described())
        st.button(escape(words), key=f"other-{key}-{at}", on_click=_begin, args=(key, recipe))


def _difference(other: str, now: str) -> str:
    """Another reading in words, without what both have in common."""
    said = now.split("; ")
    return "; ".join(part for part in other.split("; ") if part not in said) or other


def _begin(key: str, recipe: TableRecipe) -> None:
    """Go on from a recipe: the choices drawn next are its own."""
    st.session_state[f"recipe-{key}"] = recipe
    st.session_state[f"version-{key}"] = _version(key) + 1


def _version(key: str) -> int:
    return int(st.session_state.get(f"version-{key}", 0))


def _choose_header(key: str, begun: TableRecipe, table: TableView) -> TableRecipe:
    """The recipe for the header that is chosen: as it was, or a new one where another row holds the headings."""
    known = [at for at, labels in enumerate(table.headers) if labels == begun.header]
    before = known[0] if known else 0
    if len(table.headers) < 2:
        return begun
    row = st.number_input(
        "Row with the column headings", 1, len(table.headers), before + 1, key=f"header-{key}-{_version(key)}"
    )
    return begun if row == before + 1 else TableRecipe(table.headers[int(row) - 1])


def _choose_columns(
    key: str, begun: TableRecipe, meanings: Mapping[str, Meaning], shown: TableView
) -> TableRecipe | None:
    """The recipe that the choices make; None, with the reason on the screen, where they make none."""
    version = f"{key}-{abs(hash(begun.header))}-{_version(key)}"
    places = st.columns(ABREAST)
    chosen = [
        places[at % ABREAST].selectbox(
            f"“{escape(label or 'no heading')}” is", CHOICES, CHOICES.index(choice), key=f"column-{version}-{at}"
        )
        for at, (label, choice) in enumerate(zip(begun.header, choices_of(begun, meanings), strict=True))
    ]
    if reason := unclear(chosen):
        st.warning(escape(reason))
        return None
    bands = st.checkbox("Rows with one short text are headings of the rows below", begun.bands, key=f"bands-{version}")
    titles = list(dict.fromkeys([*begun.headings, *(cells[0] for cells in shown.grid if cells and cells[0])]))
    headings = st.multiselect("Rows that are headings too", titles, list(begun.headings), key=f"headings-{version}")
    ends = st.text_input("The table ends before the row that begins with", begun.ends, key=f"ends-{version}")
    return replace(
        recipe_from(begun, chosen, meanings), bands=bands, headings=tuple(headings), ends=" ".join(ends.split())
    )


def _draw_outcome(looked: Looked, wanted: TableRecipe) -> None:
    """What would be read, before anything is kept."""
    table = looked.table(wanted.header)
    labels = table.rows if table else ()
    rows = [row for row in looked.document.rows if row.kind is RowKind.ROW]
    lost = [problem for problem in looked.document.problems if problem.severity == "error"]
    words = "no word lost" if not lost else count(len(lost), "problem")
    st.html(
        f'<div data-say="{count(len(labels), "row")} would be read"><p><strong>{count(len(labels), "row")}</strong> of '
        f"{len(rows):,} in the file, {words}.</p><ul>"
        f"{''.join(f'<li>{escape(_short(label))}</li>' for label in labels[:SHOWN_ROWS])}</ul></div>"
    )


def _keep(folder: Path, recipe: Recipe, success: str, key: str) -> None:
    try:
        write_recipe(folder, recipe)
    except PlansError as error:
        st.session_state["recipe-result"] = str(error)
    else:
        st.session_state["recipe-result"] = f"{success} Press “Read the documents again” above to put it in use."
        st.session_state.pop(f"recipe-{key}", None)
        st.session_state[f"version-{key}"] = _version(key) + 1
    st.rerun()
