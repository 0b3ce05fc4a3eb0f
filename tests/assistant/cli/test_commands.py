"""The command line as other programs rely on it: what it prints where, and the status that it ends with."""

from __future__ import annotations

import errno
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from assistant.cli.commands import plans
from assistant.cli.group import Plans
from assistant.cli.printing import shown
from tests.lying_server import LyingServer, Manner
from tests.places import DATA, ROOT

SAMPLE = ROOT / "corpus" / "sample"
PLAN = "Children in Care Sufficiency Strategy 2023-27 Action Plan"
QUESTION = "How many National Transfer Scheme referrals have we accepted since April 2023?"
WITHOUT_A_MODEL = {"torch", "onnxruntime", "faiss", "sentence_transformers", "streamlit"}


@dataclass
class Place:
    """A folder of documents and its index, with further settings as the environment says them."""

    documents: Path
    index: Path
    settings: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(plans, [*arguments, "--index", str(self.index)], env=self.settings)

    def build(self, *arguments: str) -> Result:
        return self.run("build", "--documents", str(self.documents), *arguments)

    def json(self, *arguments: str) -> Any:  # noqa: ANN401
        return json.loads(self.run(*arguments, "--json").stdout)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The sample plan, indexed with the real model; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("sample")
    place = Place(folder / "documents", folder / "index")
    shutil.copytree(SAMPLE, place.documents)
    assert place.build().exit_code == 0
    return place


@pytest.fixture
def copy(sample: Place, tmp_path: Path) -> Place:
    """A copy of it to change."""
    place = Place(tmp_path / "documents", tmp_path / "index")
    shutil.copytree(sample.documents, place.documents)
    shutil.copytree(sample.index, place.index)
    return place


@pytest.fixture
def two_updates(copy: Place) -> Place:
    """With a fictional next update: one figure differs."""
    text = (SAMPLE / "002_590fa58bdd871d37.txt").read_text(encoding="utf-8")
    later = text.replace("2023-24 update", "2024-25 update").replace("41 NTS referrals", "47 NTS referrals")
    (copy.documents / "later.txt").write_text(later, encoding="utf-8")
    assert copy.build().exit_code == 0
    return copy


def test_every_command_has_json_and_an_index() -> None:
    for name, command in plans.commands.items():
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--json", "--index"} <= options, name


def test_a_question_finds_its_sentence_and_where_it_stands(sample: Place) -> None:
    hits = sample.json("search", QUESTION, "-k", "3")
    assert len(hits) == 3
    assert "41 NTS referrals" in hits[0]["text"]
    assert hits[0]["citation"]["reference"] == "4.i"
    assert hits[0]["citation"]["quote"] == hits[0]["text"]
    assert hits[0]["citation"]["label"].endswith(f"Progress, item 2, {PLAN}, 2023-24 update")
    assert 1 >= hits[0]["score"] >= hits[1]["score"] >= hits[2]["score"] >= 0


def test_people_read_the_quote_its_place_and_the_file(sample: Place) -> None:
    result = sample.run("search", QUESTION, "-k", "1")
    printed = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert "accepted 41 NTS referrals since 1st April 2023" in printed
    assert f"Progress, item 2, {PLAN}, 2023-24 update" in printed
    assert "002_590fa58bdd871d37.txt, line" in printed


def test_filters_narrow_a_search(sample: Place) -> None:
    hits = sample.json("search", "homelessness", "--category", "3", "--column", "progress")
    assert hits
    assert {hit["citation"]["reference"].split(".")[0] for hit in hits} == {"3"}
    assert {hit["citation"]["column"] for hit in hits} == {"Progress"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("search", "beds", "--update", "1999"), "2023-24"),
        (("search", "beds", "--plan", "Libraries"), "Libraries"),
        (("show", "--update", "1999"), "2023-24"),
        (("show", "--plan", "Libraries"), "Libraries"),
        (("search", "beds", "-k", "0"), "-k"),
        (("search", "x" * 2001), "2,000"),
        (("search", " "), "question"),
        (("changes",), "only one update"),
        (("check", "no-such-file.txt"), "no-such-file.txt"),
        (("show", "--nonsense"), "--nonsense"),
    ],
)
def test_wrong_use_is_reported_with_status_2(sample: Place, arguments: tuple[str, ...], words: str) -> None:
    result = sample.run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_an_answer_and_its_follow_up(sample: Place) -> None:
    first, second = sample.json("ask", QUESTION, "and how many of them were under 16?")
    assert first["status"] == "answered"
    assert "41 NTS referrals" in first["claims"][0]["text"]
    assert first["citations"][0]["reference"] == "4.i"
    assert "10 U16s" in second["claims"][0]["text"]


def test_what_the_documents_do_not_say_ends_with_status_1(sample: Place) -> None:
    result = sample.run("ask", "What time does the staff canteen shut on a Friday?", "--json")
    assert result.exit_code == 1
    (answer,) = json.loads(result.stdout)
    assert (answer["status"], answer["claims"]) == ("not_found", [])


def test_people_read_how_much_there_is_before_the_list(sample: Place) -> None:
    result = sample.run("ask", "Which priorities are there for care leavers?")
    assert result.stdout.startswith("2 priorities in 5 Care leavers.")
    assert result.stdout.count("5 Care leavers › ") == 2


def test_a_language_model_words_the_answer_and_what_it_invents_is_marked(sample: Place) -> None:
    with LyingServer(Manner.LIES, seed=1) as service:
        settings = {"PLANS_LANGUAGE_MODEL": "fictional-model", "PLANS_LANGUAGE_MODEL_URL": service.url}
        place = replace(sample, settings=settings)
        (answer,) = place.json("ask", "--model", QUESTION)
        printed = " ".join(place.run("ask", "--model", QUESTION).stdout.split())
    said = {sentence["text"]: sentence for sentence in answer["draft"]["sentences"]}
    assert {text for text, sentence in said.items() if not sentence["supported"]} == set(service.invented[:2])
    assert all(sentence["citations"] for sentence in said.values() if sentence["supported"])
    assert "Worded by fictional-model at 127.0.0.1; each sentence checked against its source:" in printed
    for invented in service.invented[2:]:
        assert f"Not in the documents: “{invented}” Not in the source: " in printed
    for told in service.told[2:]:
        assert f"{told} [" in printed
    assert "“UASC numbers have continued to rise" in printed


def test_without_a_language_model_asking_for_one_is_wrong_use(sample: Place) -> None:
    result = sample.run("ask", "--model", QUESTION)
    assert result.exit_code == 2
    assert "No language model is configured." in result.stderr


def test_show_prints_the_rows_as_they_were_read(sample: Place) -> None:
    rows = sample.json("show")
    gold = json.loads((DATA / "sample_gold.json").read_text(encoding="utf-8"))
    assert [row["reference"] for row in rows] == [f"{row['category_no']}.{row['priority_no']}" for row in gold]
    assert rows[0]["priority"] == gold[0]["priority"]
    assert list(rows[0]["columns"]) == ["What needs to happen", "Progress"]
    assert rows[0]["columns"]["Progress"][0] == gold[0]["progress"][0]
    expected = {"plan", "update", "reference", "category_no", "category", "priority_no", "priority", "columns"}
    assert expected | {"file", "page", "line"} <= set(rows[0])


def test_show_tells_people_of_problems_and_duplicates(sample: Place) -> None:
    printed = " ".join(sample.run("show").stdout.split())
    assert "002_590fa58bdd871d37.txt: 15 rows, " in printed
    assert "000_864ac299588063b1.txt has the same update as 002_590fa58bdd871d37.txt" in printed
    assert "[borders guessed]" in printed


def test_a_filter_that_leaves_nothing_is_named(sample: Place) -> None:
    result = sample.run("search", "beds", "--category", "99", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])
    assert "--category “99”" in result.stderr
    assert "plans show" in result.stderr


def test_check_reads_several_files_and_goes_on_after_a_bad_one(sample: Place, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    good = SAMPLE / "002_590fa58bdd871d37.txt"
    result = sample.run("check", str(tmp_path / "empty.txt"), str(good), "--json")
    bad, read = json.loads(result.stdout)
    assert result.exit_code == 1
    assert "empty.txt" in bad["error"]
    assert "empty.txt" in result.stderr
    assert (read["update"], len(read["rows"])) == ("2023-24", 15)


def test_check_tells_a_sound_document_by_its_status(sample: Place, tmp_path: Path) -> None:
    sound = tmp_path / "plan.csv"
    sound.write_text("Action,Lead,Due\nOpen two homes,A. Smith,May 2026\nRecruit ten carers,B. Jones,June 2026\n")
    torn = SAMPLE / "000_864ac299588063b1.txt"
    assert sample.run("check", str(sound)).exit_code == 0
    assert sample.run("check", str(torn)).exit_code == 1


def test_changes_print_what_other_programs_expect(two_updates: Place) -> None:
    found = two_updates.json("changes", "--old", "2023-24", "--new", "2024-25")
    changed = [row for row in found if row["status"] != ["unchanged"]]
    assert [(row["status"], row["old_reference"], row["new_reference"]) for row in changed] == [
        (["changed"], "4.i", "4.i")
    ]
    (item,) = [item for item in changed[0]["items"] if item["kind"] != "unchanged"]
    assert (item["column"], item["kind"]) == ("Progress", "reworded")
    assert "41 NTS" in item["old"]
    assert "47 NTS" in item["new"]
    printed = two_updates.run("changes").stdout
    assert "47 NTS referrals" in " ".join(printed.split())


def test_a_build_with_nothing_changed_encodes_nothing(copy: Place) -> None:
    receipt = json.loads(copy.build("--json").stdout)
    assert (receipt["encoded"], receipt["published"]) == (0, False)


def test_a_dry_run_changes_nothing(copy: Place) -> None:
    (copy.documents / "002_590fa58bdd871d37.txt").unlink()
    result = copy.build("--dry-run")
    assert "002_590fa58bdd871d37.txt: removed" in result.stdout
    assert copy.json("show")[0]["file"] == "002_590fa58bdd871d37.txt"


def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_served(copy: Place) -> None:
    (copy.documents / "rubbish.pdf").write_bytes(b"\x00\x01 no document")
    result = copy.build()
    assert result.exit_code == 1
    assert "rubbish.pdf: unreadable" in result.stdout
    assert len(copy.json("show")) == 15


def test_losing_most_rows_waits_for_accept_and_rolls_back(copy: Place) -> None:
    for path in copy.documents.glob("*.txt"):
        path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:8]), encoding="utf-8")
    refused = copy.build()
    assert refused.exit_code == 1
    assert "--accept" in refused.stdout
    assert len(copy.json("show")) == 15
    assert copy.build("--accept").exit_code == 0
    assert len(copy.json("show")) < 10
    assert copy.run("rollback").exit_code == 0
    assert len(copy.json("show")) == 15
    assert copy.run("rollback", "--redo").exit_code == 0
    assert len(copy.json("show")) < 10
    assert "Nothing was undone" in copy.run("rollback", "--redo").stderr


def test_the_first_build_starts_with_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))  # nobody's own documents
    result = CliRunner().invoke(plans, ["build", "--json"])
    assert result.exit_code == 0
    assert "sample plan" in result.stderr
    assert json.loads(result.stdout)["rows"]["added"] == 15


def test_a_missing_folder_that_was_named_is_not_made(tmp_path: Path) -> None:
    result = Place(tmp_path / "misspelt", tmp_path / "index").build()
    assert result.exit_code == 1
    assert "misspelt" in result.stderr
    assert not (tmp_path / "misspelt").exists()


@pytest.mark.parametrize("command", [("search", "beds"), ("ask", "beds"), ("show",), ("rollback",)])
def test_a_missing_index_says_what_to_run(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = Place(tmp_path, tmp_path / "nowhere").run(*command)
    assert result.exit_code == 1
    assert "plans build" in result.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_index_says_so_and_is_built_again(copy: Place) -> None:
    for path in copy.index.rglob("*.json"):
        path.write_bytes(path.read_bytes()[:-20])
    result = copy.run("show")
    assert result.exit_code == 1
    assert "build" in result.stderr
    assert copy.build().exit_code == 0
    assert len(copy.json("show")) == 15


def test_a_question_set_is_measured_by_kind(sample: Place, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"question": QUESTION, "kind": "fact", "gold": ["4.i"], "must_contain": ["41 NTS referrals"]},
        {"question": "What time does the staff canteen shut on a Friday?", "kind": "far", "gold": []},
    ]
    questions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    told = sample.json("evaluate", str(questions))
    assert set(told) == {"fact", "far", "all", "abstention", "questions"}
    assert (told["all"]["questions"], told["all"]["right"], told["all"]["exact"]) == (2, 1.0, 1.0)
    assert (told["abstention"]["coverage"], told["abstention"]["error"]) == (0.5, 0.0)
    assert "fact" in sample.run("evaluate", str(questions)).stdout


def test_gold_that_nothing_is_called_is_reported(sample: Place, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"question": QUESTION, "gold": ["4.i", "44.i"]}), encoding="utf-8")
    assert "is called 44.i," in sample.run("evaluate", str(questions)).stderr


def test_two_runs_are_compared(sample: Place, tmp_path: Path) -> None:
    questions, kept = tmp_path / "questions.jsonl", tmp_path / "earlier.json"
    questions.write_text(
        json.dumps({"id": "a", "question": QUESTION, "kind": "fact", "gold": ["4.i"]}), encoding="utf-8"
    )
    told = sample.json("evaluate", str(questions))
    told["questions"][0]["right"] = False
    told["all"]["right"] = told["fact"]["right"] = 0.0
    kept.write_text(json.dumps(told), encoding="utf-8")
    lines = sample.run("evaluate", str(questions), "--against", str(kept)).stdout.splitlines()
    assert [line.split() for line in lines if line.startswith("fact")][-1] == ["fact", "right", "0%", "100%"]
    assert any(line.startswith("now right: ") for line in lines)
    assert sample.json("evaluate", str(questions), "--against", str(kept))["turned"][0]["better"] is True


def test_a_file_that_is_no_earlier_run_is_refused(sample: Place, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"question": QUESTION}), encoding="utf-8")
    result = sample.run("evaluate", str(questions), "--against", str(questions))
    assert result.exit_code == 2
    assert "--json" in result.stderr


def test_a_line_that_is_no_question_is_named(sample: Place, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text('{"question": "beds?"}\n{"answer": 24}\n')
    result = sample.run("evaluate", str(tmp_path / "questions.jsonl"))
    assert result.exit_code == 2
    assert "line 2" in result.stderr


@pytest.mark.parametrize("command", [("show",), ("check", str(SAMPLE / "002_590fa58bdd871d37.txt"))])
def test_a_command_that_needs_no_model_imports_none(sample: Place, command: tuple[str, ...]) -> None:
    imported = _imported_by([*command, "--index", str(sample.index)])
    assert "corpus.library" in imported
    assert WITHOUT_A_MODEL.isdisjoint(imported)


def test_a_search_imports_neither_torch_nor_the_model_library(sample: Place) -> None:
    imported = _imported_by(["search", "beds", "--index", str(sample.index)])
    assert "onnxruntime" in imported
    assert {"torch", "sentence_transformers", "streamlit"}.isdisjoint(imported)


def test_another_index_is_built_with_neither(sample: Place, tmp_path: Path) -> None:
    """The model was exported for the first: nothing but reading and encoding is left to do."""
    imported = _imported_by(["build", "--documents", str(sample.documents), "--index", str(tmp_path / "another")])
    assert "onnxruntime" in imported
    assert {"torch", "sentence_transformers", "streamlit"}.isdisjoint(imported)
    assert len(Place(sample.documents, tmp_path / "another").json("show")) == 15


def _imported_by(arguments: list[str]) -> set[str]:
    """The modules that a command has imported when it ends."""
    program = (
        "import atexit, sys; atexit.register(lambda: sys.stderr.write('MODULES ' + ' '.join(sys.modules)))\n"
        f"from assistant.cli.commands import plans; plans({arguments!r})"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return set(result.stderr.partition("MODULES ")[2].split())


def test_control_characters_of_a_document_cannot_reach_the_terminal() -> None:
    assert shown("plain \x1b[2J text\u202e") == "plain \ufffd[2J text\ufffd"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuntimeError("the reason\nand a long tail"), "(RuntimeError: the reason)."),
        (PermissionError(errno.EACCES, "Permission denied", "plan.csv"), "Error: plan.csv: Permission denied."),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), ""),
    ],
)
def test_what_nobody_foresaw_ends_in_a_message_and_a_closed_pipe_in_none(error: Exception, told: str) -> None:
    @click.command()
    def broken() -> None:
        raise error

    result = CliRunner().invoke(Plans(commands=[broken]), ["broken"])
    assert result.exit_code == 1
    assert told in result.stderr
    assert bool(result.stderr) == bool(told)
    assert "Traceback" not in result.stderr
    assert "long tail" not in result.stderr


# --- briefings -------------------------------------------------------------------------------------


def test_a_briefing_prints_quotes_with_their_numbers_and_sources(two_updates: Place) -> None:
    printed = " ".join(two_updates.run("brief", "NTS referrals").stdout.split())
    assert "NTS referrals: what the plan says" in printed
    assert re.search(
        r"Reworded since 2023-24: “[^”]*47 NTS referrals[^”]*” \[2\] - 2023-24: “[^”]*41 NTS referrals", printed
    )
    assert "4.i, Progress, item 2, 2023-24 update" in printed


def test_a_briefing_as_json_has_a_citation_a_line(two_updates: Place) -> None:
    (written,) = two_updates.json("brief", "--reference", "4.i")
    (row,) = written["plans"][0]["rows"]
    lines = [line for section in row["sections"] for line in section["lines"]]
    assert row["reference"] == "4.i"
    assert row["whole"]
    changed = next(line for line in lines if line["earlier"])
    assert "47 NTS referrals" in changed["citation"]["quote"]
    assert "41 NTS referrals" in changed["earlier"][0]["citation"]["quote"]


def test_a_briefing_of_two_subjects_is_two_in_json_and_one_file_in_word(sample: Place, tmp_path: Path) -> None:
    both = sample.json("brief", "foster carers", "--beside", "care leavers")
    assert [each["subject"] for each in both] == ["Foster carers", "Care leavers"]
    file = tmp_path / "briefing.docx"
    assert sample.run("brief", "foster carers", "--beside", "care leavers", "--word", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_briefing_on_nothing_is_wrong_use_and_on_what_is_not_there_is_not_found(sample: Place) -> None:
    assert sample.run("brief").exit_code == 2
    nothing = sample.run("brief", "sponge cake")
    assert nothing.exit_code == 1
    assert "`plans search` finds what is near" in nothing.stderr
