"""How a file's tables were read, beside the tables as they are, and how staff correct it for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from assistant.screens.documents.column_choices import (
    ALONE,
    CHOICES,
    NO_TABLE,
    OTHER,
    TITLE,
    choices_of,
    named,
    perhaps,
    recipe_from,
    unclear,
)
from assistant.screens.documents.document_list import doubtful_rows
from assistant.screens.parts import frame
from assistant.screens.parts.cards import table_html
from assistant.screens.parts.page_image import pages_html
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing
from assistant.source_view import table_page
from corpus.errors import PlansError
from corpus.isolation import read
from corpus.library import document_paths, read_document
from corpus.records import Document, Doubt, Meaning, Row, Standing
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

    @property
    def unsure(self) -> Mapping[str, Meaning]:
        """What columns may be for that weren't told surely."""
        return {column.heading: column.may_be for column in self.document.columns if column.may_be}

    def table(self, recipe: TableRecipe) -> TableView | None:
        return next((table for table in self.tables if table.labels == recipe.header), None)


def draw_table_reading(service: Service, documents: Sequence[Document]) -> None:
    readable = {each.file: each for each in documents if each.standing is not Standing.UNREADABLE}
    if not readable:
        return
    st.header("How tables were read", anchor=False)
    if result := st.session_state.pop("recipe-result", ""):
        frame.say(result)
    st.html(
        "<p>If a table was read wrongly, say here what its columns are. The plan’s next update with the same headings "
        "is read in the same way.</p>"
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
        _draw_file(service, readable[file])
    except PlansError as error:
        st.error(escape(str(error)))


def rows_to_check(document: Document) -> str:
    doubtful = doubtful_rows(document)
    return f"{count(doubtful, 'row')} to check" if doubtful else "nothing to check"


def _draw_file(service: Service, document: Document) -> None:
    folder = service.settings.documents
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
    _draw_reading(service, path, document, stored, looked, table)


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
    service: Service, path: Path, document: Document, stored: Recipe, looked: Looked, table: TableView
) -> None:
    """The choices, what would come of them, and the buttons that keep or drop them."""
    key = f"{document.digest[:12]}-{abs(hash(table.labels))}"
    own = stored.same(table.recipe())
    now = own or (table.recipe() if table.layout else table.as_text())
    begun: TableRecipe = st.session_state.get(f"recipe-{key}") or now
    st.html(f"<h3>How it is read now</h3><p>{escape(table.described())}; {AS_READ[table.doubt]}.</p>")
    _draw_others(key, table)
    begun = _choose_header(key, begun, table)
    others = stored.without(table.recipe())
    wanted = begun
    if not begun.prose:
        shown = _looked(path, document, others.having(begun)).table(begun) or table
        begun = begun if begun.title else shown.recipe()
        version = f"{key}-{abs(hash(begun.header))}-{_version(key)}"
        chosen = _choose_columns(version, begun, looked)
        if chosen is None:
            return
        wanted = _choose_rows(version, chosen, table, several=len(looked.tables) > 1)
    _draw_outcome(_looked(path, document, others.having(wanted)), wanted)
    changed = wanted != now
    if st.button("Save the correction", type="primary", disabled=not changed, key=f"keep-{key}"):
        _keep(service, others.having(wanted), f"Saved for {document.file}.", key)
        st.rerun()
    if own and st.button("Remove the correction", key=f"drop-{key}"):
        _keep(service, others, "The correction is removed.", key)
        st.rerun()


def _draw_others(key: str, table: TableView) -> None:
    """The next best layouts, each a button that chooses it."""
    if table.others:
        st.html("<p>Other ways to read it:</p>")
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
    """The recipe for the headings that are chosen: as it was, or a new one where other rows hold them."""
    places = [rows for rows in table.headers if rows.labels]
    known = [at for at, rows in enumerate(places) if rows.labels == begun.header]
    nowhere = len(places)
    before = nowhere if begun.prose else min(known, key=lambda at: places[at].first != table.header, default=0)
    chosen = st.selectbox(
        "Column headings are in",
        range(len(places) + 1),
        before,
        format_func=lambda at: NO_TABLE if at == nowhere else named(places[at]),
        key=f"header-{key}-{_version(key)}",
    )
    if chosen == before:
        return begun
    return table.as_text() if chosen == nowhere else table.headed(TableRecipe(places[chosen].labels))


def _choose_columns(version: str, begun: TableRecipe, looked: Looked) -> TableRecipe | None:
    """The recipe that the choices make; None, with the reason on the screen, where they make none."""
    places = st.columns(ABREAST)
    keys = [f"column-{version}-{at}" for at in range(len(begun.header))]
    chosen = [
        places[at % ABREAST].selectbox(
            f"“{escape(label or 'no heading')}” is{perhaps(choice, looked.unsure.get(label))}",
            CHOICES,
            CHOICES.index(choice),
            key=keys[at],
            on_change=_title_alone,
            args=(keys[at], keys),
        )
        for at, (label, choice) in enumerate(zip(begun.header, choices_of(begun, looked.meanings), strict=True))
    ]
    if reason := unclear(chosen):
        st.warning(escape(reason))
        return None
    return recipe_from(begun, chosen, looked.meanings)


def _title_alone(chosen: str, columns: Sequence[str]) -> None:
    """Where another column is made the title of the row, the one that was is no longer; `columns` are their keys."""
    if st.session_state[chosen] == TITLE:
        for other in columns:
            if other != chosen and st.session_state.get(other) == TITLE:
                st.session_state[other] = OTHER


def _choose_rows(version: str, begun: TableRecipe, table: TableView, *, several: bool) -> TableRecipe:
    """The recipe with what is chosen of the table's rows and colours."""
    texts = (next(filter(None, cells), "") for cells in table.grid)
    firsts = list(dict.fromkeys([*begun.headings, *begun.text, *filter(None, [begun.ends]), *filter(None, texts)]))
    left, right = st.columns(2)
    alone = left.selectbox(
        "Rows with only one cell filled are", ALONE, list(ALONE.values()).index(begun.alone), key=f"alone-{version}"
    )
    begins = right.selectbox(
        "A row begins where there is text under",
        ("", *begun.header),
        ("", *begun.header).index(begun.begins),
        format_func=lambda label: label or "As it looks",
        key=f"begins-{version}",
    )
    headings = left.multiselect("Rows that are headings too", firsts, begun.headings, key=f"headings-{version}")
    text = right.multiselect("Rows that are text beside the table", firsts, begun.text, key=f"text-{version}")
    ends = left.selectbox(
        "The table ends before the row",
        ("", *firsts),
        ("", *firsts).index(begun.ends),
        format_func=lambda first: _short(first) or "None: it goes to its last row",
        key=f"ends-{version}",
    )
    colours = {
        colour: right.text_input(f"Cells that are only {colour} mean", said.get(colour, ""), key=f"{colour}-{version}")
        for said in [begun.colours or {}]
        for colour in dict.fromkeys((*table.colours, *said))
    }
    goes_on = (several or begun.goes_on) and left.checkbox(
        "Tables below without headings are more of this one", begun.goes_on, key=f"on-{version}"
    )
    return replace(
        begun,
        alone=ALONE[alone],
        begins=begins,
        headings=tuple(headings),
        text=tuple(text),
        ends=ends,
        colours={colour: meant for colour, said in colours.items() if (meant := " ".join(said.split()))} or None,
        goes_on=goes_on,
    )


def _draw_outcome(looked: Looked, wanted: TableRecipe) -> None:
    """What would be read, before anything is kept."""
    table = looked.table(wanted)
    labels = table.rows if table else ()
    rows = [row for row in looked.document.rows if row.in_table]
    lost = [problem for problem in looked.document.problems if problem.severity == "error"]
    words = "no word lost" if not lost else count(len(lost), "problem")
    own = [row for row in rows if row.label in labels][:SHOWN_ROWS]
    headings = list(dict.fromkeys(column.heading for row in own for column in row.columns))
    cells = [(row.label, *(_items(row, heading) for heading in headings)) for row in own]
    caption = "Rows that would be read"
    st.html(
        f'<div data-say="{count(len(labels), "row")} would be read"><p><strong>{count(len(labels), "row")}</strong> of '
        f'{len(rows):,} in the file, {words}.</p><div class="grid-frame scrolls" tabindex="0" role="group" '
        f'aria-label="{caption}">{table_html(caption, ("Row", *headings), cells)}</div></div>'
    )


def _items(row: Row, heading: str) -> str:
    column = row.column(heading)
    return _short("; ".join(item.text for item in column.items)) if column else ""


@changing("corrected how tables are read")
def _keep(service: Service, recipe: Recipe, success: str, key: str) -> str | None:
    try:
        write_recipe(service.settings.documents, recipe)
    except PlansError as error:
        st.session_state["recipe-result"] = str(error)
        return None
    st.session_state["recipe-result"] = f"{success} Press “Read the documents again” above to put it in use."
    st.session_state.pop(f"recipe-{key}", None)
    st.session_state[f"version-{key}"] = _version(key) + 1
    return success
