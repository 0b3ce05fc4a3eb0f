"""The help page names pages and badges as they are called today."""

from __future__ import annotations

import re

from assistant.exports.answer_words import WORDS
from assistant.screens.help.page import LINKS, help_html
from assistant.screens.parts.text import escape
from tests.places import ROOT


def test_every_page_that_is_named_is_linked() -> None:
    shown = help_html("90 days")
    assert "{" not in shown
    assert escape("{") not in shown
    for name, address in LINKS.items():
        assert f'href="{escape(address)}"' in shown, name
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    titles = set(re.findall(r'title="([^"]+)"', app))
    assert {name for name, address in LINKS.items() if "documents" not in address} <= titles


def test_every_badge_is_explained() -> None:
    shown = help_html("90 days")
    assert all(escape(words) in shown for words in WORDS.values())
