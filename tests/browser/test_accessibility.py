"""Each page in each state, light and dark, wide and narrow: what axe finds, and that nothing is cut off."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Browser, Page

from index.model.onnx_model import FORMAT
from tests.browser.conftest import FIRST_START, Server, serving, visiting
from tests.browser.states import STATES
from tests.places import DATA, MODELS

TALL = 4_000  # pixels: axe passes over what is scrolled away
WIDE, PHONE, NARROWEST = 1280, 390, 320  # the last is also the first at 400%
ZOOMED = 640  # the first at 200%
MOMENT = 300  # ms after which what is drawn anew has begun to move
AT_REST = """() => document.getAnimations().every((each) =>
  each.playState !== "running" || each.effect.getComputedTiming().iterations === Infinity)"""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast", "link-in-text-block"]
PLACED = ["target-size", "scrollable-region-focusable"]  # rules about where and how large things are
AXE: str = Axe().axe_script
READ = [each.name for each in (DATA / "layouts").glob("*.csv")]
GRAVE = ("serious", "critical")
# Findings of little weight whose cause is Streamlit's own markup, which the app can't change.
STREAMLITS_OWN = {
    "region": "an open list of a field stands outside all landmarks",
    "presentation-role-conflict": "the field that takes files hides its real input",
}


def findings(page: Page, rules: Sequence[str] = STANDARDS) -> list[dict[str, Any]]:
    """What axe finds wrong, on the whole page."""
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    violations: list[dict[str, Any]] = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return violations


def told(violations: list[dict[str, Any]], where: str) -> list[str]:
    nodes = [(each, node["html"]) for each in violations for node in each["nodes"]]
    return [f"{where}: {each['id']} ({each['impact']}) {html[:160]}" for each, html in nodes]


def cut_off(page: Page) -> list[str]:
    """What reaches beyond the right edge of the page, but for boxes that scroll by themselves; words that reach beyond
    their picture's; and what then scrolls sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const main = document.querySelector("[data-testid=stMain]");
          const wide = [document.documentElement, main].filter((box) => box.scrollWidth > box.clientWidth + 1);
          const scrolls = (element) => element.closest("figure.page > div, .scrolls");
          const beyond = [...main.querySelectorAll("p, li, h1, h2, h3, h4, a, button, td, th, label, summary, input")]
            .filter((each) => each.checkVisibility() && !each.closest(".unseen") && !scrolls(each))
            .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1);
          const pictured = [...main.querySelectorAll("svg.marks text")].filter((each) =>
            each.checkVisibility({ opacityProperty: true }) &&
            each.getBoundingClientRect().right > each.ownerSVGElement.getBoundingClientRect().right + 1);
          return [...wide, ...beyond, ...pictured].map((each) => each.outerHTML.slice(0, 160));
        }"""
    )
    return found


def settle(page: Page) -> None:
    """Wait until nothing moves and no colour changes any more."""
    page.wait_for_timeout(MOMENT)
    page.wait_for_function(AT_REST)


def assert_usable(page: Page) -> None:
    """Nothing grave or unexplained is found, and nothing is cut off, on a laptop and on a phone.

    In the dark only colours differ, and they don't depend on the width. What is there and its colours are the same on
    all phones: on a wide one only its places differ.
    """
    wrong = []
    for width, rules in ((WIDE, STANDARDS), (ZOOMED, []), (PHONE, PLACED), (NARROWEST, STANDARDS)):
        page.set_viewport_size({"width": width, "height": TALL})
        settle(page)
        wrong += told(_unexplained(findings(page, rules)), f"{width} light") if rules else []
        wrong += [f"{width}: cut off: {each}" for each in cut_off(page)]
        if width == WIDE:
            page.emulate_media(color_scheme="dark")
            settle(page)
            wrong += told(_unexplained(findings(page, CONTRAST)), "dark")
            page.emulate_media(color_scheme="light")
    assert wrong == []


def _unexplained(violations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in violations if each["impact"] in GRAVE or each["id"] not in STREAMLITS_OWN]


@pytest.mark.parametrize("state", STATES)
def test_a_page_can_be_used_by_everyone(browser: Browser, compared: Server, state: str) -> None:
    with visiting(browser, compared) as page:
        STATES[state](page)
        assert_usable(page)


@contextmanager
def model_held_back(cache: Path) -> Iterator[Callable[[], None]]:
    """Another process seems to make the model in this folder ready, so that no build gets farther than reading; what is
    given ends that."""
    cache.mkdir()
    (ready,) = MODELS.glob(f"*-{FORMAT}")

    def let_go() -> None:
        (cache / ready.name).symlink_to(ready.absolute())
        lock.release()

    with FileLock((cache / ready.name).with_suffix(".lock")) as lock:
        yield let_go


def test_the_app_can_be_used_while_documents_are_read(browser: Browser, library: Path, tmp_path: Path) -> None:
    shutil.copytree(DATA / "layouts", tmp_path / "documents", ignore=lambda _, names: set(names) - set(READ))
    models = tmp_path / "models"
    with (
        model_held_back(models) as let_go,
        serving(tmp_path, PLANS_MODEL_CACHE=str(models)) as server,
        visiting(browser, server) as page,
    ):
        page.get_by_text("files read so far").wait_for()
        found = findings(page)
        assert page.get_by_role("progressbar").count()
        assert told([each for each in found if each["impact"] in GRAVE], "building") == []
        let_go()
        page.get_by_text("Questions to start with").wait_for(timeout=FIRST_START)


def test_an_index_that_cannot_be_read_is_reported_in_words(browser: Browser, library: Path, tmp_path: Path) -> None:
    shutil.copytree(library, tmp_path / "damaged")
    for manifest in (tmp_path / "damaged" / "index").rglob("manifest.json"):
        manifest.write_text("{", encoding="utf-8")
    with serving(tmp_path / "damaged") as server, visiting(browser, server) as page:
        page.get_by_role("alert").first.wait_for()
        assert "Traceback" not in page.content()
        assert_usable(page)
