"""The result of a measurement: a table of figures, as the report prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under headings; `note` says what they mean and how they were measured."""

    title: str
    note: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def markdown(self) -> str:
        return "\n".join((f"## {self.title}", "", self.note, "", *self._lines(), ""))

    def _lines(self) -> Iterator[str]:
        yield _line(self.header)
        yield _line(("---", *("---:" for _ in self.header[1:])))
        yield from (_line(row) for row in self.rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def share(part: int, whole: int) -> str:
    """`41 of 43 (95%)`."""
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none"


def seconds(time: float) -> str:
    return f"{time:.2f} s" if time >= 0.1 else f"{time * 1000:.1f} ms"
