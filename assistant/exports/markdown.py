"""Quotes with their citations as plain text, to paste anywhere, and as Markdown; changes as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.exports.quoted import Origin, Quoted, place_words
from assistant.tracking.change_words import facts, item_words, row_of, shown_references, status_words
from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.lineage import Comparison

# What Markdown, including GitHub's, would take for markup: above all images and links, which can fetch something.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>#|~$&!@]|(?<=www)\.|:(?=//)", re.IGNORECASE)
_AT_THE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))")


def quotes_text(title: str, lead: Sequence[str], quotes: Sequence[Quoted], origin: Origin) -> str:
    """The title, the opening lines, each quote with its citation in brackets, and the origin."""
    texts = [f"{quoted.lead}“{quoted.citation.quote}” ({_place(quoted)})" for quoted in quotes]
    return "\n\n".join([title, *lead, *texts, "\n".join(_origin(origin, quotes))])


def quotes_markdown(title: str, lead: Sequence[str], quotes: Sequence[Quoted], origin: Origin) -> bytes:
    """The same as Markdown in UTF-8; nothing in a document's or a user's text can act as Markdown."""
    texts = [
        f"> {escaped_markdown(f'{quoted.lead}“{quoted.citation.quote}”')}\n>\n> {escaped_markdown(_place(quoted))}"
        for quoted in quotes
    ]
    from_where = "  \n".join(map(escaped_markdown, _origin(origin, quotes)))
    parts = [f"# {escaped_markdown(title)}", *map(escaped_markdown, lead), *texts, from_where]
    return "\n\n".join(parts).encode("utf-8", errors="replace") + b"\n"


def changes_markdown(comparison: Comparison, changes: Sequence[RowChange], origin: Origin, narrowed: str = "") -> bytes:
    """The given rows of a comparison in UTF-8: changed items with both texts, unchanged ones only counted.

    `narrowed` describes the filters that chose the changes.
    """
    old, new = comparison.old, comparison.new
    title = f"{comparison.plan.name}: changes from the {old.name} to the {new.name} update"
    from_where = "  \n".join(map(escaped_markdown, origin.lines((old.document.file, new.document.file))))
    parts = [f"# {escaped_markdown(title)}", escaped_markdown(narrowed), *map(_changed, changes), from_where]
    return "\n\n".join(filter(None, parts)).encode("utf-8", errors="replace") + b"\n"


def _changed(change: RowChange) -> str:
    """A row with its heading."""
    row = row_of(change)
    heading = " › ".join(filter(None, (row.category.label, f"{shown_references(change)} {row.priority.title}".strip())))
    retitled = [f"The title was “{change.old_title}”."] if RowStatus.RETITLED in change.status else []
    became = " ".join([f"{', '.join(status_words(change))}.", *retitled, *facts(change)])
    differing = [item for item in change.items if item.kind is not ItemKind.UNCHANGED]
    unchanged = len(change.items) - len(differing)
    parts = [
        f"## {escaped_markdown(heading)}",
        escaped_markdown(became),
        *map(_item, differing),
        f"Unchanged: {unchanged:,} of its items." if unchanged else "",
    ]
    return "\n\n".join(filter(None, parts))


def _item(item: ItemChange) -> str:
    """The kind of change of an item, then its texts with their places."""
    placed = (
        ("Was:", item.old),
        ("Is:", item.new),
        ("Now:" if item.old else "Before:", item.elsewhere),
        ("May be followed by:" if item.old else "May follow from:", item.may_follow),
    )
    texts = [f"{when} “{place.text}” ({place_words(place)})" for when, place in placed if place]
    lines = [f"{item_words(item)}, {item.column}" if item.column else item_words(item), *texts]
    return "\n>\n".join(f"> {escaped_markdown(line)}" for line in lines)


def escaped_markdown(text: str) -> str:
    """A text as one line that Markdown shows as it is written."""
    folded = " ".join(text.split())
    return _AT_THE_START.sub(_unlisted, _ANYWHERE.sub(lambda mark: f"\\{mark[0]}", folded))


def _unlisted(found: re.Match[str]) -> str:
    """The start of a line, escaped so that it makes neither a list nor a rule."""
    space, mark, number, stop = found.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{stop}"


def _place(quoted: Quoted) -> str:
    return f"{quoted.citation.label}; {quoted.citation.place}"


def _origin(origin: Origin, quotes: Sequence[Quoted]) -> Iterator[str]:
    return origin.lines(quoted.citation.file for quoted in quotes)
