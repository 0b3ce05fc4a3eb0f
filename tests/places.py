"""Where tests find things: the project's folder, the documents kept for tests, material beside it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
MODELS = ROOT / "build" / "models"  # the model's export, made by the first test that needs it
SHARED = ROOT.parent / "shared"
