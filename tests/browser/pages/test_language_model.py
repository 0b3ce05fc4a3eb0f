"""A language model that words answers, and what the page shows where it lies, is slow, or is not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Server, free_port, serving, visiting
from tests.browser.test_accessibility import assert_usable
from tests.browser.test_journeys import REFERRALS, ask, go_to, text
from tests.lying_server import LyingServer, Manner

NAME = "fictional-model"
SOURCE = "accepted 41 NTS referrals since 1st April 2023"


@contextmanager
def with_model(library: Path, folder: Path, url: str) -> Iterator[Server]:
    shutil.copytree(library, folder)
    # Long enough for a busy machine: what is slow on purpose is to be stopped, not given up.
    named = {"PLANS_LANGUAGE_MODEL": NAME, "PLANS_LANGUAGE_MODEL_URL": url, "PLANS_LANGUAGE_MODEL_SECONDS": "300"}
    with serving(folder, **named) as server:
        yield server


@pytest.fixture(scope="module")
def service() -> Iterator[LyingServer]:
    with LyingServer(seed=1) as service:
        yield service


@pytest.fixture
def liar(service: LyingServer) -> LyingServer:
    """The language model, whose manner a test may change, as if nobody had asked it anything."""
    service.manner = Manner.LIES
    for said in (service.told, service.invented, service.requests):
        said.clear()
    return service


@pytest.fixture(scope="module")
def server(library: Path, tmp_path_factory: pytest.TempPathFactory, service: LyingServer) -> Iterator[Server]:
    """The sample plan, served with that language model."""
    with with_model(library, tmp_path_factory.mktemp("modelled") / "own", service.url) as server:
        yield server


def reached(page: Page, liar: LyingServer) -> None:
    for _ in range(PATIENCE // 100):
        if liar.requests:
            return
        page.wait_for_timeout(100)
    pytest.fail("the language model was not asked")


def worded(page: Page) -> None:
    expect(page.locator(".worded[data-say]").last).to_be_visible()


def test_an_invented_figure_is_struck_out_and_what_the_documents_say_is_sourced(
    browser: Browser, server: Server, liar: LyingServer
) -> None:
    with visiting(browser, server) as page:
        ask(page, REFERRALS)
        worded(page)
        expect(text(page, f"Worded by {NAME} at 127.0.0.1; each sentence checked against its source")).to_be_visible()
        struck = page.locator(".worded del").all_inner_texts()
        assert sorted(struck) == sorted(liar.invented)
        for row in page.locator(".worded p.unsupported").all():
            expect(row).to_contain_text("not in the documents")
            expect(row).to_contain_text("Not in the source")
        supported = page.locator(".worded p:not(.unsupported):not(.place):not(.over)").all_inner_texts()
        assert all(any(true in said for true in liar.told) for said in supported)
        expect(page.locator(".answer blockquote").first).to_contain_text(SOURCE)

        page.locator(".worded a.cite").first.click()
        expect(page.get_by_role("dialog").locator("mark").first).to_be_visible()
        page.keyboard.press("Escape")
        assert_usable(page)


def test_a_service_that_is_down_leaves_the_quotes_and_says_why(browser: Browser, library: Path, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/v1"
    with with_model(library, tmp_path / "own", nobody) as server, visiting(browser, server) as page:
        ask(page, REFERRALS)
        expect(page.locator(".answer blockquote").first).to_contain_text(SOURCE)
        expect(text(page, f"The language model {NAME} at 127.0.0.1 could not be reached.").first).to_be_visible()
        assert page.locator(".worded del").count() == 0


def test_stop_ends_the_wording_and_leaves_the_quotes(browser: Browser, server: Server, liar: LyingServer) -> None:
    liar.manner = Manner.SLOW
    with visiting(browser, server) as page:
        ask(page, REFERRALS)
        expect(page.locator(".answer blockquote").first).to_contain_text(SOURCE)
        page.get_by_role("button", name="Stop").click()
        expect(text(page, "You stopped the language model.").first).to_be_visible()
        expect(page.get_by_role("button", name="Stop")).to_have_count(0)
        expect(page.locator(".answer blockquote").first).to_contain_text(SOURCE)


def test_what_is_clicked_while_it_writes_loses_nothing(browser: Browser, server: Server, liar: LyingServer) -> None:
    liar.manner = Manner.SLOW
    with visiting(browser, server) as page:
        ask(page, REFERRALS)
        page.get_by_role("button", name="Stop").wait_for()
        page.locator("a.cite").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("41 NTS referrals")
        page.keyboard.press("Escape")
        go_to(page, "Browse")
        go_to(page, "Ask")
        expect(page.locator(".answer blockquote").first).to_contain_text(SOURCE)
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        reached(page, liar)  # a request that comes later would be answered in the other manner
        liar.manner = Manner.LIES
        ask(page, "What is being done for foster carers?")
        expect(page.locator(".worded del").last).to_be_visible()
        expect(page.get_by_role("button", name="Stop")).to_have_count(1)
        page.get_by_role("button", name="Stop").click()
        expect(text(page, "You stopped the language model.").first).to_be_visible()


def test_a_list_read_from_every_row_is_not_worded(browser: Browser, server: Server, liar: LyingServer) -> None:
    with visiting(browser, server) as page:
        expect(page.get_by_test_id("stSidebar")).to_contain_text(f"On: {NAME} at 127.0.0.1.")
        ask(page, "Which priorities are there for care leavers?")
        expect(page.locator(".answer blockquote").first).to_be_visible()
        assert page.locator(".worded").count() == 0
        assert liar.requests == []
