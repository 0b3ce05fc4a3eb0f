"""Addresses within the app: a link to a row says plan, update, row and, for a quote, column and item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from assistant.briefing.subject import Subject
from corpus.records import Citation, Row

BROWSE, SEARCH = "browse", "search"  # the pages' addresses


@dataclass(frozen=True, slots=True)
class RowLink:
    """What `/browse?plan=…&update=…&row=4.i&column=…&item=2` names; "" and None for what the address leaves out.

    `picture` asks for the picture of the page that the text is on.
    """

    plan: str = ""
    update: str = ""
    row: str = ""
    column: str = ""
    item: int | None = None
    picture: bool = False

    @classmethod
    def of_row(cls, row: Row) -> RowLink:
        return cls(row.plan, row.update, row.reference)

    @classmethod
    def of_citation(cls, citation: Citation) -> RowLink:
        return cls(citation.plan, citation.update, citation.reference, citation.column, citation.item)

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> RowLink:
        item = parameters.get("item", "")
        return cls(
            parameters.get("plan", ""),
            parameters.get("update", ""),
            parameters.get("row", ""),
            parameters.get("column", ""),
            int(item) if item.isascii() and item.isdigit() else None,
            parameters.get("picture") == "shown",
        )

    @property
    def parameters(self) -> dict[str, str]:
        named = {"plan": self.plan, "update": self.update, "row": self.row, "column": self.column}
        if self.item is not None:
            named["item"] = str(self.item)
        if self.picture:
            named["picture"] = "shown"
        return {name: value for name, value in named.items() if value}

    @property
    def address(self) -> str:
        """Relative to the app's address, wherever it is served."""
        return _address(self)


@lru_cache(maxsize=4096)  # a page of answers needs hundreds at every rerun, several times each
def _address(link: RowLink) -> str:
    return f"{BROWSE}?{'&'.join(f'{name}={_quoted(value)}' for name, value in link.parameters.items())}"


@lru_cache(maxsize=4096)  # the links of a page repeat a few plans, updates and columns
def _quoted(text: str) -> str:
    return quote_plus(text)


BRIEFING = "briefing"  # the page's address


def briefing_address(subject: Subject, other: Subject | None = None) -> str:
    """The page Briefing on a subject, with another's words or plan beside it; relative to the app's address."""
    named = {
        "about": subject.words,
        "beside": other.words if other and other.words != subject.words else "",
        "beside-plan": other.plan if other and other.plan != subject.plan else "",
        "plan": subject.plan,
        "category": subject.category,
        "row": subject.reference,
        "owner": subject.owner,
    }
    return f"{BRIEFING}?{'&'.join(f'{name}={_quoted(value)}' for name, value in named.items() if value)}"
