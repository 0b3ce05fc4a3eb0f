"""The shapes of what other programs are given, by `--json` on the command line and over HTTP alike.

Programs rely on them: fields are added, and none is renamed or removed within a version. Each shape is made from the
record that it shows, and says all its fields, whether or not there is something to say.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

__all__ = ["Shape", "as_json"]


class Shape(BaseModel):
    """What all shapes have in common."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def as_json(shape: Shape) -> dict[str, Any]:
    """A shape as JSON has it. Fields that aren't set are left out: those of shapes that say what is only there if asked
    for, as a draft, or if there is something to say, as where an item has moved."""
    return shape.model_dump(mode="json", exclude_unset=True)
