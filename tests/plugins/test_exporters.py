"""Exporters from plug-ins: quotes with their citations in a further format, and plug-ins that don't behave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.cli import doctor
from assistant.exports.plugged_in import exports
from assistant.exports.quoted import Origin, Quoted
from corpus.errors import PluginUnusable
from corpus.plugins import EXPORTERS, plugins
from corpus.readers.plugged_in import readers
from tests.assistant.drafting.test_draft import cited
from tests.plugins import install

ORIGIN = Origin("20261129T010203-abcdef", date(2026, 11, 29), ())
WORKING = """
    label, ending, media_type = "Outline", "org", "text/org"

    def export(title, lead, quotes, origin):
        lines = [f"* {title}", *lead, *(f"- {quoted.citation.quote} ({quoted.citation.label})" for quoted in quotes)]
        return "\\n".join(lines).encode()
"""


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str, str], None]]:
    """Installs an exporter by its name and code."""
    monkeypatch.syspath_prepend(tmp_path / "plug-ins")

    def installed(name: str, code: str) -> None:
        install(tmp_path / "plug-ins", EXPORTERS, name, code)
        forget()

    def forget() -> None:
        for found in (plugins, exports, readers):
            found.cache_clear()

    yield installed
    forget()


def test_an_exporter_makes_a_file_of_quotes_with_their_citations(plugged_in: Callable[[str, str], None]) -> None:
    plugged_in("outline_export", WORKING)
    (export,) = exports().usable
    assert (export.exporter.label, export.exporter.ending) == ("Outline", "org")
    quoted = Quoted(cited("Nine beds were opened."))
    made = export.export("Where are beds?", ["Answered."], [quoted], ORIGIN).decode()
    assert made == f"* Where are beds?\nAnswered.\n- Nine beds were opened. ({quoted.citation.label})"


def test_what_is_wrong_with_an_exporter_is_told_with_its_package(plugged_in: Callable[[str, str], None]) -> None:
    plugged_in("failing_export", WORKING.replace("lines = [", "lines = 1 / 0 + ["))
    plugged_in("lacking_export", WORKING.replace("label, ending,", "label, ended,"))
    (export,) = exports().usable
    with pytest.raises(PluginUnusable, match=r"plans-failing_export 1\.0 can’t be used: it stopped at “Zero"):
        export.export("Title", [], [], ORIGIN)
    assert "plans-lacking_export 1.0 can’t be used: it has no ending. Install" in exports().unusable[0]
    finding = doctor.examine_plugins()
    assert "“failing_export” of the package" in finding.found
    assert "plans-lacking_export" in finding.wrong
