"""Quotes with their citations as plain text, to be pasted anywhere, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.export import Origin, Quoted

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
