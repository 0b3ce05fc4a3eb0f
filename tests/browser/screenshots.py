"""Pictures of every page for the documentation: `python -m tests.browser.screenshots` writes docs/screenshots/, or only
the states that are named after it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from assistant import Assistant
from tests import fictional_statuses
from tests.browser.conftest import (
    CHROMIUM,
    FICTIONAL,
    HOW_TO_INSTALL,
    NEXT,
    SAMPLE,
    SIZES,
    serving,
    visiting,
)
from tests.browser.states import STATES
from tests.places import DATA, ROOT

FOLDER = ROOT / "docs" / "screenshots"
SETTLED = 2_000  # ms after which nothing moves any more


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing, sync_playwright() as playwright:
        library = Path(passing)
        shutil.copytree(SAMPLE, library / "documents")
        for document in (FICTIONAL, NEXT, DATA / "layouts" / "objective_milestone_brag.pdf"):
            shutil.copy(document, library / "documents")
        fictional_statuses.write(library / "documents")
        Assistant.build(documents=library / "documents", index=library / "index")  # people land where there are plans
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serving(library) as server:
            for size in SIZES:
                for name in sys.argv[1:] or STATES:
                    with visiting(browser, server, size) as page:
                        STATES[name](page)
                        page.wait_for_timeout(SETTLED)
                        page.screenshot(path=FOLDER / f"{name}-{SIZES[size][0]}.png")
        browser.close()


if __name__ == "__main__":
    if CHROMIUM is None:
        raise SystemExit(HOW_TO_INSTALL)
    main()
