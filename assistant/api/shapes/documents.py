"""Documents, plans and rows as other programs are given them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from assistant.api.shapes import Shape
from corpus import records
from corpus.errors import UnreadableFile
from corpus.records import Doubt, Meaning, RowKind, Severity, Standing, ValueKind


class Problem(Shape):
    """Something that couldn't be made sense of when a file was read."""

    severity: Severity
    place: str = Field(description="Where, in words: `plan.pdf, page 3`.")
    seen: str = Field(description="What stood there.")
    done: str = Field(description="What was done about it.")
    advice: str = Field(description="What you can do; empty for nothing.")

    @classmethod
    def all_of(cls, found: Iterable[records.Problem]) -> list[Self]:
        return [
            cls(
                severity=problem.severity,
                place=problem.location.label,
                seen=problem.seen,
                done=problem.done,
                advice=problem.advice,
            )
            for problem in found
        ]


class Row(Shape):
    """One priority of one update, as it was read: the document's own words under its own headings."""

    plan: str
    update: str
    reference: str = Field(description="What staff call the row: `4.i`.")
    category_no: str
    category: str
    priority_no: str
    priority: str
    columns: dict[str, list[str]] = Field(description="The items under each heading.")
    file: str
    page: int | None
    line: int | None
    sheet: str | None
    kind: RowKind
    problems: list[Problem]
    doubt: Doubt = Field(description="How far the row can be relied on without a look at the document.")
    doubts: list[str] = Field(description="What raises doubt, in words.")

    @classmethod
    def of(cls, row: records.Row) -> Self:
        return cls(
            plan=row.plan,
            update=row.update,
            reference=row.reference,
            category_no=row.category.number,
            category=row.category.title,
            priority_no=row.priority.number,
            priority=row.priority.title,
            columns={column.heading: [item.text for item in column.items] for column in row.columns},
            file=row.location.file,
            page=row.location.page,
            line=row.location.line,
            sheet=row.location.sheet,
            kind=row.kind,
            problems=Problem.all_of(row.problems),
            doubt=row.doubt,
            doubts=list(row.doubts),
        )


class ColumnType(Shape):
    """What a column of a document's tables is for and holds; `values` are those of a choice.

    `may_be` is what it is likeliest for where that is too unsure: its meaning is `other` then.
    """

    heading: str
    meaning: Meaning
    kind: ValueKind
    values: list[str]
    may_be: Meaning | None = None


class Document(Shape):
    """A file as it was read."""

    file: str
    plan: str
    update: str
    rows: list[Row]
    problems: list[Problem]
    notes: list[str] = Field(description="How plan and update were found, in words.")
    columns: list[ColumnType]

    @classmethod
    def of(cls, read: records.Document) -> Self:
        return cls(
            file=read.file,
            plan=read.plan,
            update=read.update,
            rows=[Row.of(row) for row in read.rows],
            problems=Problem.all_of(read.problems),
            notes=list(read.notes),
            columns=[ColumnType.model_validate(column) for column in read.columns],
        )


class Unread(Shape):
    """A file that couldn't be read, and why."""

    file: str
    error: str


def checked(file: str, result: records.Document | UnreadableFile) -> Document | Unread:
    """The result of `plans check` for one file."""
    return Document.of(result) if isinstance(result, records.Document) else Unread(file=file, error=str(result))


class Update(Shape):
    """One issue of a plan, from the one document that is used for it."""

    name: str
    file: str
    digest: str = Field(description="SHA-256 of the file, hexadecimal: what the addresses of its pages begin with.")
    standing: Standing
    rows: int
    doubtful: int = Field(description="How many of the rows should be compared with the document.")
    columns: list[ColumnType]
    problems: list[Problem]


class Plan(Shape):
    """A series of documents; its updates in time order, the latest last."""

    plan: str
    updates: list[Update]

    @classmethod
    def of(cls, plan: records.Plan) -> Self:
        return cls(plan=plan.name, updates=[_update(update) for update in plan.updates])


def _update(update: records.Update) -> Update:
    document = update.document
    return Update(
        name=update.name,
        file=document.file,
        digest=document.digest,
        standing=document.standing,
        rows=len(document.rows),
        doubtful=sum(row.doubt is not Doubt.NONE for row in document.rows),
        columns=[ColumnType.model_validate(column) for column in document.columns],
        problems=Problem.all_of(document.problems),
    )
