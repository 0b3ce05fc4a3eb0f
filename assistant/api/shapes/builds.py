"""Builds of the index, as other programs are given them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from pydantic import Field

from assistant.api.shapes import Shape

if TYPE_CHECKING:
    import index
    from assistant.screens.server.rebuild import Building


class FileLine(Shape):
    """What became of a file; `note` names the file that it duplicates, or says why it can't be read."""

    file: str
    became: str
    note: str


class Difference(Shape):
    """Counts compared with the build before."""

    added: int
    changed: int
    gone: int


class Loss(Shape):
    """An update that has far fewer rows than before: somebody must confirm that this is right."""

    plan: str
    update: str
    before: int
    now: int


class Receipt(Shape):
    """What a build did, as `plans build --json` prints it. `generation` is empty if nothing was published; `left_out`
    are files for whose losses somebody must accept it."""

    published: bool
    generation: str
    created: str
    files: list[FileLine]
    rows: Difference
    items: Difference
    passages: int
    encoded: int
    carried: int
    problems: int
    doubtful: int
    losses: list[Loss]
    reasons: list[str]
    seconds: Mapping[str, float] | None
    left_out: list[str]

    @classmethod
    def of(cls, receipt: index.Receipt) -> Self:
        return cls.model_validate(asdict(receipt))


class BuildState(StrEnum):
    """Where a build is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Build(Shape):
    """A build. Readers are told only how far it is, because the files that it reads may not be theirs to see."""

    id: str
    state: BuildState
    stage: str = Field(description="reading, encoding, writing or publishing; empty before and after.")
    share: float = Field(description="How much of the stage is done, from 0 to 1.", ge=0, le=1)
    failed: str = Field(description="Why it failed, in words for people.")
    receipt: Receipt | None

    @classmethod
    def of(cls, building: Building) -> Self:
        state = BuildState.FAILED if building.failed else BuildState.RUNNING if building.running else BuildState.DONE
        return cls(
            id=building.id,
            state=state,
            stage=building.progress.stage if building.progress else "",
            share=building.share,
            failed=building.failed,
            receipt=Receipt.of(building.receipt) if building.receipt else None,
        )
