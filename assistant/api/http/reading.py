"""What programs read: plans, rows, changes, the watch list, the overview, pages of documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant import Assistant
from assistant.api.http.caller import Calling, Tagged, in_thread
from assistant.api.shapes.documents import Plan, Row
from assistant.api.shapes.over_time import Briefing, Overview, RowChange, Watched
from assistant.briefing.subject import Subject
from assistant.source_view import SourceView
from assistant.tracking.changes import RowStatus
from assistant.tracking.due import Stage
from assistant.tracking.watch import Concern
from corpus.errors import UnreadableFile
from corpus.library import LATEST
from corpus.records import Citation, fold
from index import Filters, plans_named, rows_within

T = TypeVar("T")
router = APIRouter(tags=["plans"])
LONGEST_NAME = 500  # characters of a plan, category or column: headings of plans have some 200
MOST_AT_A_TIME = 1_000
Name = Annotated[str | None, Field(max_length=LONGEST_NAME, min_length=1)]
PlanName = Annotated[Name, Field(description="A plan's name, or words of it; all plans without it.")]
CategoryName = Annotated[Name, Field(description="A category's number, name, or words of it.")]
RowName = Annotated[Name, Field(description="A row's reference, such as `4.i`.")]
UpdateName = Annotated[str, Field(max_length=LONGEST_NAME, description="`latest`, `all`, or an update's name.")]
Words = Annotated[str, Field(max_length=LONGEST_NAME)]


class Asked(BaseModel):
    """The parameters of a call: one that isn't known is refused, so that a slip can't widen what is found."""

    model_config = ConfigDict(extra="forbid")


class Listed(Asked):
    """A list is given piece by piece: `Link` has the address of the next piece, `X-Total-Count` the number of all."""

    limit: int = Field(default=100, ge=1, le=MOST_AT_A_TIME, description="How many entries at most.")
    offset: int = Field(default=0, ge=0, le=10**9, description="How many entries to leave out before them.")


class RowsAsked(Listed):
    plan: PlanName = None
    update: UpdateName = LATEST
    category: CategoryName = None
    reference: RowName = None


class ChangesAsked(Listed):
    plan: Name = Field(default=None, description="May be left out if only one plan has several updates.")
    old: Name = Field(default=None, description="The earlier update; by default the one before the newer.")
    new: Name = Field(default=None, description="The newer update; by default the latest.")
    unchanged: bool = Field(default=True, description="Whether rows that haven't changed are listed too.")


class WatchAsked(Listed):
    plan: PlanName = None
    concern: Concern | None = None


class OverviewAsked(Listed):
    plan: PlanName = None
    owner: Name = Field(default=None, description="The rows of this owner, as the plans name them.")
    stage: Stage | None = None


class BriefingAsked(Asked):
    about: Words = Field(default="", description="Words of the subject.")
    plan: Words = Field(default="", description="Only what this plan says.")
    category: Words = Field(default="", description="All of this category.")
    reference: Words = Field(default="", description="All of this row.")
    owner: Words = Field(default="", description="The rows of this owner, as the plans name them.")


class PageAsked(Asked):
    """Which quote to mark on a page; none without a row."""

    plan: PlanName = None
    update: Name = Field(default=None, description="An update's name; the latest without it.")
    reference: RowName = None
    column: Words = Field(default="", description="The heading of the quote's column.")
    item: int | None = Field(default=None, ge=1, le=10**6, description="The quote's item; the row's title without it.")


@router.get("/plans", operation_id="plans", dependencies=[Tagged])
@in_thread
def plans(asked: Annotated[Listed, Query()], caller: Calling, request: Request, response: Response) -> list[Plan]:
    """The plans with their updates, the latest last."""
    return list(map(Plan.of, _piece(caller.assistant.plans(), asked, request, response)))


@router.get("/rows", operation_id="rows", dependencies=[Tagged])
@in_thread
def rows(asked: Annotated[RowsAsked, Query()], caller: Calling, request: Request, response: Response) -> list[Row]:
    """The rows of the plans as they were read."""
    filters = Filters(asked.category, asked.reference, None, asked.plan, asked.update)
    return list(map(Row.of, _piece(rows_within(caller.assistant.library, filters), asked, request, response)))


@router.get("/changes", operation_id="changes", dependencies=[Tagged], response_model_exclude_unset=True)
@in_thread
def changes(
    asked: Annotated[ChangesAsked, Query()], caller: Calling, request: Request, response: Response
) -> list[RowChange]:
    """How every row and item of a plan changed from one update to another."""
    found = caller.assistant.changes(asked.plan, asked.old, asked.new)
    shown = [change for change in found if asked.unchanged or RowStatus.UNCHANGED not in change.status]
    return list(map(RowChange.of, _piece(shown, asked, request, response)))


@router.get("/watch", operation_id="watch", dependencies=[Tagged])
@in_thread
def watch(
    asked: Annotated[WatchAsked, Query()], caller: Calling, request: Request, response: Response
) -> list[Watched]:
    """What scrutiny may want to ask about as of today: what is overdue, left empty, or carried over unchanged."""
    assistant = caller.assistant
    named = plans_named(assistant.library, asked.plan)
    entries = [entry for plan in named for entry in assistant.lineage.watch_list(plan, date.today())]
    shown = [entry for entry in entries if asked.concern in (None, entry.concern)]
    return list(map(Watched.of, _piece(shown, asked, request, response)))


@router.get("/overview", operation_id="overview", dependencies=[Tagged])
@in_thread
def overview(
    asked: Annotated[OverviewAsked, Query()], caller: Calling, request: Request, response: Response
) -> Overview:
    """Where the rows of the latest updates stand as of today, as their plans state it: how many, and which."""
    assistant, today = caller.assistant, date.today()
    named = {plan.name for plan in plans_named(assistant.library, asked.plan)}
    shown = [
        fact
        for fact in assistant.lineage.facts(today)
        if fact.row.plan in named
        and asked.stage in (None, fact.stage)
        and (asked.owner is None or fold(asked.owner) in map(fold, fact.owners))
    ]
    return Overview.of(today, shown, _piece(shown, asked, request, response))


@router.get("/briefing", operation_id="briefing", dependencies=[Tagged])
@in_thread
def briefing(asked: Annotated[BriefingAsked, Query()], caller: Calling) -> Briefing:
    """Everything that the plans say about a subject, in numbered quotes."""
    subject = Subject(asked.about, asked.plan, asked.category, asked.reference, asked.owner)
    desk = caller.desk
    with desk.in_turn():
        return Briefing.of(desk.open().briefer(date.today()).brief(subject))


@router.get(
    "/documents/{digest}/pages/{number}.png",
    operation_id="page",
    dependencies=[Tagged],
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, 404: {"description": "There is no such page to show."}},
)
@in_thread
def page(
    digest: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="The document's, as `/plans` has it.")],
    number: Annotated[int, Path(ge=1, le=999_999, description="Counts from 1.")],
    asked: Annotated[PageAsked, Query()],
    caller: Calling,
    response: Response,
) -> Response:
    """A page of a PDF as a picture; the quote that is named is marked."""
    assistant = caller.assistant
    citation = _cited(assistant, asked)
    try:
        with caller.desk.in_turn():
            picture = SourceView(assistant.library, caller.whole.settings.documents).page(digest, number, citation)
    except UnreadableFile as error:
        raise HTTPException(404, str(error)) from None
    return Response(picture, media_type="image/png", headers=response.headers)


def _cited(assistant: Assistant, asked: PageAsked) -> Citation | None:
    """The quote to be marked; None where no row is named."""
    if asked.reference is None:
        return None
    filters = Filters(reference=asked.reference, plan=asked.plan, update=asked.update or LATEST)
    found = rows_within(assistant.library, filters)
    column = found[0].column(asked.column) if found else None
    if not found or (asked.item is not None and (column is None or asked.item > len(column.items))):
        raise HTTPException(404, "There is no such row, column or item. /api/v1/rows lists them.")
    return Citation.of_item(found[0], column, asked.item) if column and asked.item else Citation.of_heading(found[0])


def _piece(entries: Sequence[T], asked: Listed, request: Request, response: Response) -> Sequence[T]:
    """The piece of a list that is asked for; the answer's headers say how many there are, and where the next one is."""
    end = asked.offset + asked.limit
    response.headers["X-Total-Count"] = str(len(entries))
    if end < len(entries):
        following = request.url.include_query_params(offset=end)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return entries[asked.offset : end]
