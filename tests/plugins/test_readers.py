"""Readers from plug-ins: the example package as pip installs it, and plug-ins that don't behave."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from odf import style, table, text
from odf.opendocument import OpenDocumentText

from corpus.errors import UnreadableFile
from corpus.isolation import IsolatedReader
from corpus.plugins import READERS
from tests.office_files import paragraph, write_word
from tests.places import ROOT
from tests.plugins import install

GREEDY = """
    from corpus.errors import UnreadableFile
    from corpus.records import Block, Location, Reading

    def recognises(path, head, name):
        return True

    def read(path, name):
        return Reading((Block("read by the plug-in", Location(name)),))
"""
UNKNOWN = b"\x89PNG\r\n\x1a\n and more"


@pytest.fixture(scope="module")
def odt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip has installed the example."""
    folder = tmp_path_factory.mktemp("installed")
    source = shutil.copytree(ROOT / "examples" / "plans-odt", folder / "source")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--target", str(folder / "plug-ins"), str(source)], check=True)
    return folder / "plug-ins"


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes the packages of a folder known to the processes that are started from now on."""
    return lambda folder: monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{ROOT}")


def plans(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "assistant.cli", *arguments], text=True, capture_output=True, cwd=ROOT)


def words_of(path: Path, name: str, seconds: float = 18) -> str:
    """What a file says, as the process reads it that reads all files."""
    with IsolatedReader(seconds=seconds) as reader:
        rows = reader.read(path, name).assembly.rows
    return " ".join(item.text for row in rows for column in row.columns for item in column.items)


def refusal_of(path: Path, name: str, seconds: float = 18) -> str:
    with pytest.raises(UnreadableFile) as raised:
        words_of(path, name, seconds)
    return str(raised.value)


def written(folder: Path) -> Path:
    """A fictional plan as a text document: a merged cell, a list in a cell, words that are crossed out, a heading."""
    document = OpenDocumentText()
    struck = style.Style(name="struck", family="text")
    struck.addElement(style.TextProperties(textlinethroughstyle="solid"))
    document.automaticstyles.addElement(struck)
    document.text.addElement(text.H(outlinelevel=1, text="Harbour Action Plan 2025-26"))
    plan = table.Table(name="plan")
    plan.addElement(table.TableColumn(numbercolumnsrepeated=3))
    header = table.TableHeaderRows()
    rows: list[tuple[object, ...]] = [
        ("Priority", "What needs to happen", "Progress"),
        ("1 Quays are safe", ["Mend the north quay", "Light the steps"], "Two of five ladders are new"),
        ("2 Boats are moored", ["Paint the bollards"], ("All moorings are ", "not ", "let")),
    ]
    for number, cells in enumerate(rows):
        row = table.TableRow()
        for content in cells:
            row.addElement(_cell(content, struck))
        (plan if number else header).addElement(row)
        if not number:
            plan.addElement(header)
    document.text.addElement(plan)
    path = folder / "harbour.odt"
    document.save(str(path))
    return path


def _cell(content: object, struck: style.Style) -> table.TableCell:
    cell = table.TableCell()
    if isinstance(content, list):
        items = text.List()
        for words in content:
            item = text.ListItem()
            item.addElement(text.P(text=words))
            items.addElement(item)
        cell.addElement(items)
    else:
        before, crossed, after = content if isinstance(content, tuple) else (content, "", "")
        words = text.P(text=before)
        words.addElement(text.Span(text=crossed, stylename=struck))
        words.addText(after)
        cell.addElement(words)
    return cell


def test_the_example_reads_a_text_document_into_rows_as_any_other(
    odt: Path, plugged_in: Callable[[Path], None], tmp_path: Path
) -> None:
    plugged_in(odt)
    done = plans("check", str(written(tmp_path)), "--json")
    checked: dict[str, Any] = json.loads(done.stdout)[0]
    assert checked["plan"] == "Harbour Action Plan"
    assert checked["update"] == "2025-26"
    assert [(row["priority_no"], row["priority"], row["columns"]) for row in checked["rows"]] == [
        (
            "1",
            "Quays are safe",
            {
                "What needs to happen": ["Mend the north quay", "Light the steps"],
                "Progress": ["Two of five ladders are new"],
            },
        ),
        (
            "2",
            "Boats are moored",
            {"What needs to happen": ["Paint the bollards"], "Progress": ["All moorings are let"]},
        ),
    ]


def test_without_the_example_such_a_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert "is an OpenDocument file. Save it as a Word document" in refusal_of(written(tmp_path), "harbour.odt")


def test_parts_that_multiply_text_are_refused_before_the_plug_in_parses_them(
    odt: Path, plugged_in: Callable[[Path], None], tmp_path: Path
) -> None:
    plugged_in(odt)
    hostile = tmp_path / "hostile.odt"
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    assert "declares entities in its part content.xml" in refusal_of(hostile, "hostile.odt")


def test_files_that_our_readers_know_by_their_content_are_shown_to_no_plug_in(
    plugged_in: Callable[[Path], None], tmp_path: Path
) -> None:
    plugged_in(install(tmp_path / "plug-ins", READERS, "greedy", GREEDY))
    word = write_word(tmp_path / "plan.odt", paragraph("Our own words"))
    (tmp_path / "plan.txt").write_text("Our own text")
    (tmp_path / "plan.diary").write_bytes(UNKNOWN)
    assert words_of(word, "plan.odt") == "Our own words"
    assert words_of(tmp_path / "plan.txt", "plan.txt") == "Our own text"
    assert words_of(tmp_path / "plan.diary", "plan.diary") == "read by the plug-in"


def test_a_plug_in_that_cannot_be_loaded_is_named_with_what_to_do(
    plugged_in: Callable[[Path], None], tmp_path: Path
) -> None:
    plugged_in(install(tmp_path / "plug-ins", READERS, "broken", "import no_such_library"))
    (tmp_path / "plan.png").write_bytes(UNKNOWN)
    done = plans("check", str(tmp_path / "plan.png"))
    assert done.returncode == 1
    assert "plan.png is a PNG picture" in done.stderr
    assert "“broken” of the package plans-broken 1.0 can’t be used" in done.stderr
    assert "no_such_library" in done.stderr
    assert "Install plans-broken again with the libraries that it needs" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_text_that_a_broken_plug_in_might_have_read_says_so(plugged_in: Callable[[Path], None], tmp_path: Path) -> None:
    plugged_in(install(tmp_path / "plug-ins", READERS, "broken", "import no_such_library"))
    (tmp_path / "plan.diary").write_text("Words of a diary")
    with IsolatedReader() as reader:
        problems = reader.read(tmp_path / "plan.diary", "plan.diary").assembly.problems
    assert [problem.done for problem in problems if "plans-broken" in problem.seen] == [
        "read as plain text, which it may not be"
    ]


@pytest.mark.parametrize(
    ("reads", "told"),
    [
        ("raise KeyError('part')", "stopped at “KeyError: 'part'”. Save the document as a Word document"),
        ("return 'words'", "str instead of a Reading"),
        ("return Reading((Block('words', Location('/etc/passwd')),))", "said to stand in /etc/passwd"),
        ("raise UnreadableFile(f'{name} holds no plan. Add another.')", "plan.png holds no plan. Add another."),
    ],
)
def test_whatever_a_plug_in_does_is_explained(
    reads: str, told: str, plugged_in: Callable[[Path], None], tmp_path: Path
) -> None:
    code = GREEDY[: GREEDY.index("return Reading")] + reads
    plugged_in(install(tmp_path / "plug-ins", READERS, "odd", code))
    (tmp_path / "plan.png").write_bytes(UNKNOWN)
    assert told in refusal_of(tmp_path / "plan.png", "plan.png")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of processor time")
def test_a_plug_in_that_never_ends_is_ended(plugged_in: Callable[[Path], None], tmp_path: Path) -> None:
    code = GREEDY[: GREEDY.index("return Reading")] + "while True: pass"
    plugged_in(install(tmp_path / "plug-ins", READERS, "endless", code))
    (tmp_path / "plan.png").write_bytes(UNKNOWN)
    assert "takes too long to read" in refusal_of(tmp_path / "plan.png", "plan.png", seconds=1)


def test_documents_are_read_again_once_a_plug_in_comes(plugged_in: Callable[[Path], None], tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from corpus import reading_rules; print(reading_rules())"]
    before = subprocess.run(command, text=True, capture_output=True, cwd=ROOT).stdout
    plugged_in(install(tmp_path / "plug-ins", READERS, "greedy", GREEDY))
    after = subprocess.run(command, text=True, capture_output=True, cwd=ROOT).stdout
    assert before
    assert before != after
