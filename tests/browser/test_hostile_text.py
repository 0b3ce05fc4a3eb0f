"""A document that tries to be more than text: nothing of it runs, fetches or breaks a page; it is shown as it is."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant import Assistant
from tests.browser.conftest import Server, serving, visiting
from tests.browser.test_accessibility import cut_off
from tests.browser.test_journeys import REFERRALS, ask, go_to, wait_until_drawn
from tests.lying_server import LyingServer, Manner

ELSEWHERE = "http://elsewhere.invalid"
LONG = "fosterhome" * 1_000
ITEMS = (
    "<script>window.ran = 1</script> The swimming pool opened in May.",
    f"<img src='{ELSEWHERE}/image.png' onerror='window.ran = 2'> The library has 14 readers.",
    f"[Press here](javascript:window.ran=3) and ![picture]({ELSEWHERE}/picture.png) for the orchard.",
    "The tram costs $\\href{javascript:window.ran=4}{now}$ and :red[five] pounds :material/home:.",
    "The bakery \u202egnp.exe\u202c is \u2066open\u2069 on Sundays.",
    f"The museum keeps {LONG} in its cellar.",
    "</div></article><style>* { display: none }</style> The harbour was dredged.",
)
# One sentence that the sample plan does say, without which none is shown; then what is to be struck out.
REPLY = " [1] ".join(["Lincolnshire has accepted 41 NTS referrals since 1st April 2023.", *ITEMS]).replace(
    LONG, LONG[:900]
)
QUESTIONS = ("When did the swimming pool open?", "How many readers has the library?", "What of the harbour?")
NAME = "<img src=x onerror=window.ran=5> [fictional](javascript:window.ran=6).csv"


@pytest.fixture(scope="module")
def hostile(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "documents").mkdir()
    with (folder / "documents" / NAME).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Category", "Priority", "What needs to happen", "Progress <b>so far</b>"])
        for number, item in enumerate(ITEMS, start=1):
            table.writerow(["1 <i>Fictional</i> town", f"1.{number} Item {number} <u>is seen</u>", "Look at it", item])
    Assistant.build(documents=folder / "documents", index=folder / "index")
    with serving(folder) as server:
        yield server


@pytest.fixture(scope="module")
def obedient(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample plan, whose answers a language model words by the items above."""
    folder = tmp_path_factory.mktemp("obedient") / "library"
    shutil.copytree(library, folder)
    with LyingServer(Manner.OBEYS, payload=REPLY) as model:
        named = {"PLANS_LANGUAGE_MODEL": "<b>fictional</b>-model", "PLANS_LANGUAGE_MODEL_URL": model.url}
        with serving(folder, **named) as server:
            yield server


def assert_harmless(page: Page) -> None:
    assert page.evaluate("window.ran") is None
    assert page.locator("main img[src*=elsewhere], main a[href^=javascript], main .katex").count() == 0
    assert cut_off(page) == []


def test_what_a_document_holds_is_shown_as_text(browser: Browser, hostile: Server, size: str) -> None:
    with visiting(browser, hostile, size) as page:
        for number, question in enumerate(QUESTIONS, start=1):
            ask(page, question)
            expect(page.locator(".answer[data-say]")).to_have_count(number)
        expect(page.locator(".answer blockquote").first).to_contain_text("The swimming pool opened in May.")
        assert_harmless(page)
        page.locator("a.cite").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("<script>window.ran = 1</script>")
        assert_harmless(page)
        page.keyboard.press("Escape")

        ask(page, f"<img src='{ELSEWHERE}' onerror='window.ran = 7'> $x^2$ {LONG[:900]}?")
        expect(page.locator("h2.question").last).to_contain_text("onerror='window.ran = 7'")
        assert_harmless(page)

        for name in ("Browse", "Watch list", "Documents", "Search"):
            go_to(page, name)
            wait_until_drawn(page)
            assert_harmless(page)
        page.goto(f"{hostile.address}/search?q=museum+cellar")
        expect(page.locator("article.found").first).to_be_visible()
        assert_harmless(page)
        page.goto(f"{hostile.address}/browse?row=1.6")
        expect(page.get_by_text("in its cellar").first).to_be_visible()
        assert_harmless(page)


def test_what_a_language_model_replies_is_shown_as_text(browser: Browser, obedient: Server, size: str) -> None:
    with visiting(browser, obedient, size) as page:
        ask(page, REFERRALS)
        worded = page.locator(".worded[data-say]")
        expect(worded).to_contain_text("Worded by <b>fictional</b>-model")
        expect(worded).to_contain_text("<script>window.ran = 1</script> The swimming pool opened in May.")
        expect(worded).to_contain_text(f"![picture]({ELSEWHERE}/picture.png)")
        assert_harmless(page)
