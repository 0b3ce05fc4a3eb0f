"""The result of a build in words, for the page Documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assistant import Receipt
from assistant.screens.parts.text import count, escape
from corpus.records import source_of
from index.receipt import Became, Difference

BECAME = {
    Became.READ: "read",
    Became.UNCHANGED: "unchanged",
    Became.DUPLICATE: "duplicate",
    Became.UNREADABLE: "could not be read",
    Became.REMOVED: "no longer there",
}


def headline(receipt: Receipt) -> str:
    """The result of the build, in a sentence or two."""
    if receipt.needs_accepting and receipt.published:
        them = "it" if len(receipt.left_out) == 1 else "them"
        return (
            f"The other files were read and put in use on {when(receipt.created)}. "
            f"Left out: {', '.join(receipt.left_out)}. With {them}, a plan would lose many of its rows. "
            "Compare that with the document before you accept it."
        )
    if receipt.needs_accepting:
        return (
            "Not put in use: a plan would lose many of its rows. Compare it with the document before you accept this."
        )
    if not receipt.published:
        return "Nothing has changed since the documents were read last."
    changes = [_difference("row", receipt.rows), _difference("item", receipt.items)]
    return " ".join([f"The documents were read and put in use on {when(receipt.created)}.", *filter(None, changes)])


def when(moment: str) -> str:
    """`22 November 2026, 03:48` in this machine's time zone, from ISO 8601."""
    local = datetime.fromisoformat(moment).astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def details(receipt: Receipt) -> list[str]:
    """Losses, then the result for each file that has changed."""
    losses = [
        f"{source_of(loss.plan, loss.update)}: {count(loss.now, 'row')}, where there were {loss.before:,} before."
        for loss in receipt.losses
    ]
    files = [
        f"{line.file}: {BECAME[line.became]}{f' ({line.note})' if line.note else ''}"
        f"{', left out' if line.file in receipt.left_out else ''}"
        for line in receipt.files
        if line.became is not Became.UNCHANGED
    ]
    return [*losses, *files]


def details_html(lines: Iterable[str]) -> str:
    entries = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{entries}</ul>" if entries else ""


def _difference(noun: str, found: Difference) -> str:
    """`Rows: 3 added, 1 removed.`, "" if nothing differs."""
    figures = (("added", found.added), ("changed", found.changed), ("removed", found.gone))
    words = ", ".join(f"{figure:,} {word}" for word, figure in figures if figure)
    return f"{noun.capitalize()}s: {words}." if words else ""
