"""A file that hangs, exhausts or crashes its reader costs a message, and the next file is read."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import openpyxl
import pytest

from corpus import isolation
from corpus.errors import UnreadableFile
from corpus.isolation import Draft, IsolatedReader
from corpus.records import Block, Location, Severity
from corpus.tables.assembly import Assembly
from tests.office_files import paragraph, table, write_word
from tests.places import DATA, SHARED

CSV = DATA / "semicolons_title_lines_cp1252.csv"


# A child process that reads nothing, and does to its parent what a file's name says.
DOUBLE = """
import json, os, signal, sys, time
for line in sys.stdin:
    name = json.loads(line)["name"]
    if name == "die":
        os._exit(9)
    if name == "hang":
        time.sleep(600)
    if name == "overwork":
        os.kill(os.getpid(), signal.SIGXCPU)
    rows = [{"reference": "no location"}] if name == "nonsense" else []
    assembly = {"rows": rows, "problems": [], "dropped": []}
    print(json.dumps({"draft": {"assembly": assembly, "title": str(os.getpid())}}), flush=True)
"""


def title(reader: IsolatedReader, name: str) -> str:
    return reader.read(Path(name), name).title


def answers(names: list[str]) -> list[dict[str, object]]:
    """What the child says to requests for files of these names, which tell its reader what to do."""

    def misbehave(path: Path, name: str, recipe: str = "", *, tables: bool = False) -> Draft:
        if name == "memory":
            raise MemoryError
        if name == "refused":
            raise UnreadableFile("refused is a picture.")
        if name == "odd":
            raise KeyError("word/document.xml")
        return Draft(Assembly((), (), (Block(f"words of {name}", Location(name, line=1)),)), title="Plan")

    requests = io.BytesIO(b"".join(json.dumps({"path": "x", "name": name}).encode() + b"\n" for name in names))
    replies = io.BytesIO()
    isolation.serve(requests, replies, misbehave)
    return [json.loads(line) for line in replies.getvalue().splitlines()]


def test_a_draft_comes_back_as_it_was_made() -> None:
    with IsolatedReader() as reader:
        assert reader.read(CSV, "plan.csv") == isolation.draft(CSV, "plan.csv")


def test_lost_characters_are_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Homes\n\nWe found �� homes for children.\n", encoding="utf-8")
    (problem,) = isolation.draft(path, "plan.txt").assembly.problems
    assert (problem.severity, problem.location.line) == (Severity.WARNING, 3)
    assert problem.seen.startswith("2 characters")


def test_one_process_serves_many_files_and_is_replaced_when_it_dies_or_hangs() -> None:
    with IsolatedReader(patience=2, command=(sys.executable, "-c", DOUBLE)) as reader:
        first = title(reader, "one")
        assert title(reader, "two") == first
        with pytest.raises(UnreadableFile, match="die brought the program that reads it to a stop"):
            title(reader, "die")
        second = title(reader, "three")
        assert second != first
        with pytest.raises(UnreadableFile, match="hang takes too long to read"):
            title(reader, "hang")
        with pytest.raises(UnreadableFile, match="overwork takes too long to read"):
            title(reader, "overwork")
        assert title(reader, "four") not in (first, second)


def test_an_answer_that_is_no_reading_is_not_believed() -> None:
    with (
        IsolatedReader(command=(sys.executable, "-c", DOUBLE)) as reader,
        pytest.raises(UnreadableFile, match="nonsense brought the program"),
    ):
        title(reader, "nonsense")


def test_a_refusal_and_a_parsers_error_leave_the_process_at_work() -> None:
    refused, odd, fine = answers(["refused", "odd", "plan"])
    assert refused["refusal"] == "refused is a picture."
    assert "odd is damaged: its reader stopped at “KeyError: 'word/document.xml'”" in str(odd["refusal"])
    assert fine["draft"] == {
        "assembly": {
            "rows": [],
            "problems": [],
            "dropped": [{"text": "words of plan", "location": {"file": "plan", "line": 1}}],
        },
        "title": "Plan",
    }


def test_after_memory_ran_out_the_process_is_given_up() -> None:
    (spent,) = answers(["memory", "plan"])
    assert spent["spent"] is True
    assert "needs too much memory" in str(spent["refusal"])


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux limits memory")
def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    body = table(*("<w:tc><w:p><w:r><w:t>word</w:t></w:r></w:p></w:tc>" * 3 for _ in range(20_000)))
    path = write_word(tmp_path / "large.docx", body)
    with IsolatedReader(memory=60_000_000) as reader:
        with pytest.raises(UnreadableFile, match=r"^large\.docx "):
            reader.read(path, "large.docx")
        assert reader.read(CSV, "plan.csv").title.startswith("FICTIONAL")


def test_a_missing_file_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.docx couldn't be opened \(No such file or directory\)"):
        isolation.read(tmp_path / "gone.docx", "gone.docx")


def test_a_file_without_words_is_a_message(tmp_path: Path) -> None:
    write_word(tmp_path / "plan.docx", "<w:p/>")
    with pytest.raises(UnreadableFile, match=r"plan\.docx holds no words"):
        isolation.read(tmp_path / "plan.docx", "plan.docx")


def test_word_and_excel_are_read_within_the_limits(tmp_path: Path) -> None:
    write_word(tmp_path / "plan.docx", paragraph("In Word"))
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "In Excel"
    book.save(tmp_path / "plan.xlsx")
    with IsolatedReader() as reader:
        drafts = [reader.read(tmp_path / name, name) for name in ("plan.docx", "plan.xlsx")]
    texts = [item.text for each in drafts for row in each.assembly.rows for item in row.columns[0].items]
    assert texts == ["In Word", "In Excel"]


def what_is_said(reader: IsolatedReader, path: Path) -> list[str]:
    try:
        return [problem.seen for problem in reader.read(path, path.name).assembly.problems]
    except UnreadableFile as error:
        return [str(error)]


TABLES = SHARED / "tables"


@pytest.mark.skipif(not TABLES.exists(), reason="the damaged samples are not here")
def test_every_damaged_or_hostile_sample_is_a_message_or_a_named_problem() -> None:
    with IsolatedReader() as reader:
        told = {path.name: what_is_said(reader, path) for path in sorted(TABLES.glob("bad_*"))}
    assert [name for name, said in told.items() if not said] == []
