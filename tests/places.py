"""Where tests find things: the project's folder, the documents kept for tests, material beside it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
MODELS = Path(os.environ.get("PLANS_MODEL_CACHE") or ROOT / "build" / "models")  # filled by the first that needs it
SHARED = ROOT.parent / "shared"
