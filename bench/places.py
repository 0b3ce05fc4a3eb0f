"""The project's folder, and the folder of development material beside it, which may be missing."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"  # not part of the project
