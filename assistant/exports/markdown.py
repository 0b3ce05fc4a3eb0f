"""Quotes with their citations as plain text, to be pasted anywhere, and as Markdown; changes as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.exports.quoted import Origin, Quoted, place_words
from assistant.tracking.change_words import facts, is_prose, item_words, references, row_of, status_words
from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.lineage import Comparison

# What Markdown, GitHub's included, would take for a mark of its own: images and links above all, which fetch something.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>#|~$&!@]|(?<=www)\.|:(?=//)", re.IGNORECASE)
_AT_THE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))")


def quotes_text(title: str, lead: Sequence[str], quotes: Sequence[Quoted], origin: Origin) -> str:
    """Title, what is said first, each quote with its place in brackets, and where it all comes from."""
    said = [f"{_remark(quoted)}“{quoted.citation.quote}” ({_place(quoted)})" for quoted in quotes]
    return "\n\n".join([title, *lead, *said, "\n".join(_origin(origin, quotes))])


def quotes_markdown(title: str, lead: Sequence[str], quotes: Sequence[Quoted], origin: Origin) -> bytes:
    """The same in UTF-8, quotes as quotations; no word of a document or a user is taken for Markdown."""
    said = [
        f"> {escaped_markdown(f'{_remark(quoted)}“{quoted.citation.quote}”')}\n>\n> {escaped_markdown(_place(quoted))}"
        for quoted in quotes
    ]
    from_where = "  \n".join(map(escaped_markdown, _origin(origin, quotes)))
    parts = [f"# {escaped_markdown(title)}", *map(escaped_markdown, lead), *said, from_where]
    return "\n\n".join(parts).encode("utf-8", errors="replace") + b"\n"


def changes_markdown(comparison: Comparison, changes: Sequence[RowChange], origin: Origin, narrowed: str = "") -> bytes:
    """The rows given of a comparison in UTF-8: each item that differs as it was and as it is, the others only counted.

    `narrowed` says in words which of the changes were chosen.
    """
    old, new = comparison.old, comparison.new
    title = f"{comparison.plan.name}: changes from the {old.name} to the {new.name} update"
    from_where = "  \n".join(map(escaped_markdown, origin.lines((old.document.file, new.document.file))))
    parts = [f"# {escaped_markdown(title)}", escaped_markdown(narrowed), *map(_changed, changes), from_where]
    return "\n\n".join(filter(None, parts)).encode("utf-8", errors="replace") + b"\n"


def _changed(change: RowChange) -> str:
    """A row under its heading."""
    row = row_of(change)
    number = "" if is_prose(change) else references(change)
    heading = " › ".join(filter(None, (row.category.label, f"{number} {row.priority.title}".strip())))
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
    """What became of an item, then its texts with their places."""
    texts = [
        f"{when} “{place.text}” ({place_words(place)})"
        for when, place in (("Was:", item.old), ("Is:", item.new), ("Now:" if item.old else "Before:", item.elsewhere))
        if place
    ]
    said = [f"{item_words(item)}, {item.column}" if item.column else item_words(item), *texts]
    return "\n>\n".join(f"> {escaped_markdown(line)}" for line in said)


def escaped_markdown(text: str) -> str:
    """A text in one line that Markdown shows as it is written."""
    folded = " ".join(text.split())
    return _AT_THE_START.sub(_unlisted, _ANYWHERE.sub(lambda mark: f"\\{mark[0]}", folded))


def _unlisted(found: re.Match[str]) -> str:
    """A line's beginning that makes no list and no rule of it."""
    space, mark, number, stop = found.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{stop}"


def _remark(quoted: Quoted) -> str:
    return f"{quoted.said}: " if quoted.said else ""


def _place(quoted: Quoted) -> str:
    return f"{quoted.citation.label}; {quoted.citation.place}"


def _origin(origin: Origin, quotes: Sequence[Quoted]) -> Iterator[str]:
    return origin.lines(quoted.citation.file for quoted in quotes)
