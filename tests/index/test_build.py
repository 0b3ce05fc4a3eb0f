"""Only what is new is encoded; what is published is whole; whatever goes wrong, the index in use stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus import library
from corpus.errors import BuildRunning, IndexNotFound, NoDocuments, PlansError
from corpus.records import Document
from index import Filters, Passage, Progress, Receipt, build, open_index, redo, roll_back, store_at
from index.embedded.lock import sole_builder
from index.receipt import Became
from tests.word_encoder import WordEncoder

HEAD = "Category,Priority,What needs to happen,Progress\n"


def plan(rows: int, word: str = "homes") -> str:
    """A fictional plan of so many rows, as CSV."""
    lines = [
        f"1 Places to live,{n} Priority number {n},Open {n} {word},{n} {word} were opened" for n in range(1, rows + 1)
    ]
    return HEAD + "\n".join(lines) + "\n"


class Folder:
    """A documents folder, its index, and the encoder that counts what it encodes."""

    def __init__(self, root: Path) -> None:
        self.documents, self.index = root / "documents", root / "index"
        self.documents.mkdir()
        self.encoder = WordEncoder()

    def put(self, name: str, text: str) -> None:
        (self.documents / name).write_text(text, encoding="utf-8")

    def build(
        self, *, dry_run: bool = False, accept: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> Receipt:
        self.encoder.encoded.clear()
        return build(
            self.documents,
            self.index,
            encoder=lambda: self.encoder,
            progress=progress,
            dry_run=dry_run,
            accept=accept,
        )

    def passages(self) -> list[Passage]:
        """Those in use."""
        opened = store_at(self.index).open()
        return opened.passages(opened.among(Filters(update="all")).positions())

    def generations(self) -> list[str]:
        return sorted(path.name for path in (self.index / "generations").iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.put("Homes plan 2023-24.csv", plan(6))
    return made


def test_a_first_build_reads_encodes_and_publishes(folder: Folder) -> None:
    events: list[Progress] = []
    receipt = folder.build(progress=events.append)
    assert receipt.published
    assert receipt.rows.added == 6
    assert receipt.items.added == receipt.passages == receipt.encoded == 12
    assert [line.became for line in receipt.files] == [Became.READ]
    assert list(dict.fromkeys(event.stage for event in events)) == ["reading", "encoding", "writing", "publishing"]
    assert store_at(folder.index).open().generation == receipt.generation


def test_nothing_new_means_nothing_encoded_and_no_generation(folder: Folder) -> None:
    first = folder.build()
    receipt = folder.build()
    assert not receipt.published
    assert folder.encoder.encoded == []
    assert receipt.reasons == ("Nothing changed.",)
    assert [line.became for line in receipt.files] == [Became.UNCHANGED]
    assert folder.generations() == [first.generation]


def test_files_that_were_set_apart_stay_as_they_are_and_are_one_again(folder: Folder) -> None:
    folder.put("Homes plan 2023-24.csv", "Homes plan 2023-24\n\n" + plan(6))
    other = "1 Money,1 Fees,Agree fees,Every panel met\n1 Money,2 Grants,Pay grants,All of them paid\n"
    other += "2 Debt,1 Loans,Offer loans,Nine were agreed\n"
    folder.put("Other.csv", "Homes plan 2023-24\n\n" + HEAD + other)
    first = folder.build()
    assert first.problems == 1
    assert folder.build().reasons == ("Nothing changed.",)
    (folder.documents / "Homes plan 2023-24.csv").unlink()
    assert folder.build().problems == 0


def test_only_new_passages_are_encoded(folder: Folder) -> None:
    folder.build()
    folder.put("Homes plan 2023-24.csv", plan(6).replace("3 homes were opened", "Three homes stand empty"))
    receipt = folder.build()
    assert receipt.encoded == 1
    assert "Three homes stand empty" in folder.encoder.encoded[0]
    assert (receipt.rows.changed, receipt.items.added, receipt.items.gone) == (1, 1, 1)


def test_an_incremental_build_answers_like_a_full_one(folder: Folder, tmp_path: Path) -> None:
    folder.build()
    folder.put("Homes plan 2023-24.csv", plan(7).replace("2 homes were", "Two homes were"))
    folder.build()
    build(folder.documents, tmp_path / "full", encoder=lambda: folder.encoder)
    step, full = (open_index(index, lambda: folder.encoder) for index in (folder.index, tmp_path / "full"))
    for question in ("two homes opened", "what about 7 homes", "priority number 4"):
        assert step.search(question) == full.search(question)


def test_a_renamed_file_encodes_nothing(folder: Folder) -> None:
    folder.build()
    (folder.documents / "Homes plan 2023-24.csv").rename(folder.documents / "Homes plan 2023-24 final.csv")
    receipt = folder.build()
    assert folder.encoder.encoded == []
    assert {line.became for line in receipt.files} == {Became.READ, Became.REMOVED}
    assert folder.passages()[0].location.file == "Homes plan 2023-24 final.csv"


def test_another_model_encodes_everything_and_says_why(folder: Folder) -> None:
    folder.build()
    folder.encoder = WordEncoder("other")
    receipt = folder.build()
    assert receipt.encoded == 12
    assert any("the model was words, now it is other" in reason for reason in receipt.reasons)


def test_a_dry_run_writes_nothing(folder: Folder) -> None:
    receipt = folder.build(dry_run=True)
    assert (receipt.published, receipt.encoded) == (False, 12)
    assert not folder.index.exists()


def test_an_update_that_lost_its_rows_waits_for_acceptance(folder: Folder) -> None:
    first = folder.build()
    folder.put("Homes plan 2023-24.csv", plan(3))
    receipt = folder.build()
    assert receipt.needs_accepting
    assert [(loss.before, loss.now) for loss in receipt.losses] == [(6, 3)]
    assert "ATTENTION" in receipt.lines()[0]
    assert store_at(folder.index).open().generation == first.generation
    assert folder.build(accept=True).published


def test_a_plan_that_staff_call_otherwise_loses_nothing(folder: Folder) -> None:
    folder.build()
    folder.put("plans.toml", '["Homes plan 2023-24.csv"]\nplan = "Plan for homes"\n')
    receipt = folder.build()
    assert (receipt.losses, receipt.published) == ((), True)
    assert [plan.name for plan in store_at(folder.index).open().library.plans] == ["Plan for homes"]


def test_an_update_whose_file_is_set_aside_as_another_ones_duplicate_waits_for_acceptance(folder: Folder) -> None:
    folder.put("Homes plan 2024-25.csv", plan(6))
    folder.build()
    folder.put("plans.toml", '["Homes plan 2024-25.csv"]\nupdate = "2023-24"\n')
    receipt = folder.build()
    assert receipt.needs_accepting
    assert [(loss.update, loss.before, loss.now) for loss in receipt.losses] == [("2024-25", 6, 0)]


def test_a_file_taken_away_needs_no_acceptance(folder: Folder) -> None:
    folder.put("Fees plan 2023-24.csv", plan(6, "panels"))
    folder.build()
    (folder.documents / "Fees plan 2023-24.csv").unlink()
    receipt = folder.build()
    assert receipt.published
    assert Became.REMOVED in {line.became for line in receipt.files}


def test_a_file_that_cannot_be_read_is_named_and_the_rest_served(folder: Folder) -> None:
    folder.put("broken.docx", "no Word document")
    receipt = folder.build()
    (line,) = [line for line in receipt.files if line.file == "broken.docx"]
    assert line.became is Became.UNREADABLE
    assert line.note
    assert receipt.passages == 12


@pytest.mark.parametrize("emptied", ["missing", "empty", "unreadable"])
def test_a_folder_without_documents_leaves_the_index(folder: Folder, emptied: str) -> None:
    first = folder.build()
    (folder.documents / "Homes plan 2023-24.csv").unlink()
    if emptied == "missing":
        folder.documents.rmdir()
    if emptied == "unreadable":
        folder.put("broken.docx", "no Word document")
    with pytest.raises(NoDocuments, match=str(folder.documents)):
        folder.build()
    assert store_at(folder.index).open().generation == first.generation


def test_a_second_build_at_once_names_who_builds(folder: Folder) -> None:
    with sole_builder(folder.index), pytest.raises(BuildRunning, match=rf"process {os.getpid()}\) since \d"):
        folder.build()


def test_three_generations_are_kept_and_no_wreckage(folder: Folder) -> None:
    made = []
    for count in range(6, 11):
        folder.put("Homes plan 2023-24.csv", plan(count))
        made.append(folder.build().generation)
        (folder.index / "generations" / f"wreck {count}").mkdir()
    folder.put("Homes plan 2023-24.csv", plan(11))
    made.append(folder.build().generation)
    assert folder.generations() == sorted(made[-3:])


def test_roll_back_and_build_again(folder: Folder) -> None:
    first = folder.build()
    folder.put("Homes plan 2023-24.csv", plan(7))
    folder.build()
    assert roll_back(folder.index) == first.generation
    assert len(store_at(folder.index).open().library.rows(update="all")) == 6
    with pytest.raises(IndexNotFound, match="no earlier generation"):
        roll_back(folder.index)
    assert folder.build().rows.added == 1


def test_a_reader_keeps_the_generation_that_it_opened(folder: Folder) -> None:
    folder.build()
    reader = open_index(folder.index, lambda: folder.encoder)
    before = reader.search("homes opened")
    for count in range(7, 12):
        folder.put("Homes plan 2023-24.csv", plan(count))
        folder.build()
    assert reader.generation not in folder.generations()
    assert reader.search("homes opened") == before


def test_a_damaged_index_is_built_anew(folder: Folder) -> None:
    first = folder.build()
    codes = folder.index / "generations" / first.generation / "token_codes.npy"
    codes.write_bytes(codes.read_bytes()[:-1] + b"x")
    folder.put("Homes plan 2023-24.csv", plan(7))
    receipt = folder.build()
    assert receipt.encoded == 14
    assert any("token_codes.npy" in reason for reason in receipt.reasons)


def test_the_receipt_is_kept_with_the_generation(folder: Folder) -> None:
    receipt = folder.build()
    kept = json.loads(store_at(folder.index).open().receipt)
    assert kept["generation"] == receipt.generation
    assert kept["encoded"] == 12


def test_a_disk_that_refuses_is_explained(folder: Folder) -> None:
    folder.index.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(PlansError, match="could not be written"):
        folder.build()


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on files' sizes")
@pytest.mark.parametrize("room", [0, 60_000])
def test_a_full_disk_is_explained_and_leaves_the_index(folder: Folder, room: int) -> None:
    first = folder.build()
    folder.put("Homes plan 2023-24.csv", plan(300))
    script = (
        "import resource; from pathlib import Path; from index import build; from corpus.errors import PlansError\n"
        "from tests.word_encoder import WordEncoder\n"
        "def limit(event):\n"
        f"    if event.stage == 'encoding': resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        f"documents, index = Path({str(folder.documents)!r}), Path({str(folder.index)!r})\n"
        "try: build(documents, index, encoder=WordEncoder, progress=limit)\n"
        "except PlansError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "could not be written" in done.stdout
    assert "The earlier index is untouched" in done.stdout
    assert folder.generations() == [first.generation]
    assert open_index(folder.index, lambda: folder.encoder).generation == first.generation
    assert folder.build().published


@pytest.mark.parametrize("in_the_way", ["building.lock", "CURRENT.new"])
def test_a_folder_that_cannot_be_written_is_explained(folder: Folder, in_the_way: str) -> None:
    first = folder.build()
    place = folder.index / in_the_way
    place.unlink(missing_ok=True)
    place.mkdir()
    folder.put("Homes plan 2023-24.csv", plan(7))
    with pytest.raises(PlansError, match=r"could not be written.*The earlier index is untouched"):
        folder.build()
    assert store_at(folder.index).open().generation == first.generation
    place.rmdir()
    assert folder.build().published
    assert len(folder.generations()) == 2


def test_what_killed_builds_left_is_gone_before_room_is_needed(folder: Folder) -> None:
    first = folder.build()
    (folder.index / "generations" / "wreck").mkdir()
    folder.put("Homes plan 2023-24.csv", plan(7))
    seen: list[list[str]] = []
    folder.build(progress=lambda event: seen.append(folder.generations()) if event.stage == "encoding" else None)
    assert len(seen[0]) == 2
    assert first.generation in seen[0]
    assert "wreck" not in seen[0]


def test_what_killed_first_builds_left_is_gone_too(folder: Folder) -> None:
    (folder.index / "generations" / "wreck").mkdir(parents=True)
    receipt = folder.build()
    assert folder.generations() == [receipt.generation]


def test_a_document_that_disappears_while_it_is_read_needs_accepting(folder: Folder) -> None:
    folder.put("Fees plan 2023-24.csv", plan(6, "panels"))
    first = folder.build()
    for name in ("Fees plan 2023-24.csv", "Homes plan 2023-24.csv"):
        folder.put(name, plan(7, name.split()[0]))

    def vanish(event: Progress) -> None:
        if event.stage == "reading" and event.what.startswith("Homes"):
            (folder.documents / event.what).unlink()

    receipt = folder.build(progress=vanish)
    (line,) = [line for line in receipt.files if line.file.startswith("Homes")]
    assert (line.became, line.note) == (Became.UNREADABLE, "No such file or directory")
    assert receipt.needs_accepting
    assert receipt.left_out == ("Homes plan 2023-24.csv",)
    assert receipt.generation != first.generation
    rows = store_at(folder.index).open().library.rows(update="all")
    assert [sum(row.location.file.startswith(name) for row in rows) for name in ("Fees", "Homes")] == [7, 6]


def test_a_document_that_changes_while_it_is_read_is_read_again(folder: Folder) -> None:
    folder.put("Fees plan 2023-24.csv", plan(6, "panels"))

    def change(event: Progress) -> None:
        if event.stage == "encoding":
            folder.put("Fees plan 2023-24.csv", plan(6, "meetings"))

    folder.build(progress=change)
    folder.build()
    texts = {passage.text for passage in folder.passages()}
    assert "6 meetings were opened" in texts
    assert "6 panels were opened" not in texts


def test_a_text_that_stands_often_is_encoded_once(folder: Folder) -> None:
    lines = [f"1 Places to live,1 Homes are near,Open {n % 3} homes,Done" for n in range(1500)]
    folder.put("Homes plan 2023-24.csv", HEAD + "\n".join(lines) + "\n")
    receipt = folder.build(accept=True)
    assert len(folder.encoder.encoded) == len(set(folder.encoder.encoded))
    assert receipt.passages == len(folder.passages())


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_build_that_is_killed_goes_on_where_it_was(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.put("Homes plan 2023-24.csv", plan(60))
    script = (
        "import os, signal; from pathlib import Path; from index import build, work\n"
        "from tests.word_encoder import WordEncoder\n"
        "work.AT_ONCE = 16\n"
        "def kill(event):\n"
        "    if event.stage == 'encoding' and event.done >= %d: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"build(Path({str(folder.documents)!r}), Path({str(folder.index)!r}), encoder=WordEncoder, progress=kill)"
    )
    for done in (30, 70):
        subprocess.run([sys.executable, "-c", script % done], check=False)
    folder.put("Fees plan 2023-24.csv", plan(6, "panels"))
    read, real = [], library.read_document

    def noted(path: Path, name: str, **said: Any) -> Document:  # noqa: ANN401
        read.append(name)
        return real(path, name, **said)

    monkeypatch.setattr(library, "read_document", noted)
    receipt = folder.build()
    assert read == ["Fees plan 2023-24.csv"], "the other one was read before"
    assert (receipt.passages, receipt.encoded) == (132, 132)
    assert len(folder.encoder.encoded) == 132 - 80, "five times 16 were in the file"
    assert {path.name for path in folder.index.iterdir()} <= {"CURRENT", "building.lock", "generations"}
    monkeypatch.undo()
    resumed, afresh = folder.index, folder.index.with_name("afresh")
    build(folder.documents, afresh, encoder=WordEncoder)
    first, second = (open_index(each, WordEncoder) for each in (resumed, afresh))
    for question in ("open 12 homes", "priority number 59"):
        assert first.search(question) == second.search(question)


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_build_leaves_the_earlier_index(folder: Folder) -> None:
    first = folder.build()
    script = (
        "from pathlib import Path; from index import build; from tests.word_encoder import WordEncoder\n"
        f"build(Path({str(folder.documents)!r}), Path({str(folder.index)!r}), encoder=WordEncoder, "
        "progress=lambda event: print(event.stage, flush=True))"
    )
    for stage in ("reading", "encoding", "writing", "publishing"):
        folder.put("Homes plan 2023-24.csv", plan(7, f"homes at {stage}"))
        child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == stage:
                child.send_signal(signal.SIGKILL)
                break
        child.stdout.close()
        child.wait()
        whole = open_index(folder.index, lambda: folder.encoder)
        assert whole.search("homes opened")
    assert folder.build().published or store_at(folder.index).open().generation != first.generation
    assert len(folder.generations()) <= 3


# --- files that are left out, undo and redo ----------------------------------------------------------


def used_rows(folder: Folder) -> dict[str, int]:
    rows = store_at(folder.index).open().library.rows(update="all")
    return dict(Counter(row.plan for row in rows))


def test_one_bad_file_holds_back_none_of_the_others(folder: Folder) -> None:
    folder.build()
    folder.put("Homes plan 2023-24.csv", plan(3))
    folder.put("Fees plan 2023-24.csv", plan(6, "panels"))
    receipt = folder.build()
    assert receipt.published
    assert receipt.needs_accepting
    assert receipt.left_out == ("Homes plan 2023-24.csv",)
    assert "Left out: Homes plan 2023-24.csv. The rest was published." in receipt.lines()[1]
    assert used_rows(folder) == {"Homes plan": 6, "Fees plan": 6}
    assert open_index(folder.index, lambda: folder.encoder).search("6 panels were opened")


def test_accepting_publishes_what_is_finished_without_reading_or_encoding(folder: Folder) -> None:
    folder.build()
    folder.put("Homes plan 2023-24.csv", plan(3, "houses"))
    folder.build()
    events: list[Progress] = []
    receipt = folder.build(accept=True, progress=events.append)
    assert (receipt.published, receipt.needs_accepting) == (True, False)
    assert (events, folder.encoder.encoded) == ([], [])
    assert used_rows(folder) == {"Homes plan": 3}
    assert (
        open_index(folder.index, lambda: folder.encoder).search("3 houses were opened")[0].passage.update == "2023-24"
    )


def test_what_is_finished_waits_and_is_not_made_twice(folder: Folder) -> None:
    folder.build()
    folder.put("Homes plan 2023-24.csv", plan(3, "houses"))
    folder.build()
    generations = folder.generations()
    assert folder.build().needs_accepting
    assert folder.generations() == generations
    assert not folder.encoder.encoded


def test_what_has_changed_since_is_built_again_when_it_is_accepted(folder: Folder) -> None:
    folder.build()
    folder.put("Homes plan 2023-24.csv", plan(3))
    folder.build()
    folder.put("Homes plan 2023-24.csv", plan(2, "flats"))
    receipt = folder.build(accept=True)
    assert receipt.published
    assert used_rows(folder) == {"Homes plan": 2}


def test_a_new_update_with_few_rows_is_left_out_until_it_is_accepted(folder: Folder) -> None:
    folder.build()
    folder.put("Homes plan 2024-25.csv", plan(2))
    assert folder.build().left_out == ("Homes plan 2024-25.csv",)
    assert [update.name for update in store_at(folder.index).open().library.plans[0].updates] == ["2023-24"]
    folder.build(accept=True)
    assert [update.name for update in store_at(folder.index).open().library.plans[0].updates] == ["2023-24", "2024-25"]


def test_what_was_undone_can_be_redone_until_the_next_build(folder: Folder) -> None:
    first = folder.build()
    folder.put("Homes plan 2023-24.csv", plan(7))
    second = folder.build()
    folder.put("Homes plan 2023-24.csv", plan(8))
    third = folder.build()
    assert [roll_back(folder.index), roll_back(folder.index)] == [second.generation, first.generation]
    assert [redo(folder.index), redo(folder.index)] == [second.generation, third.generation]
    assert used_rows(folder) == {"Homes plan": 8}
    with pytest.raises(IndexNotFound, match="Nothing was undone"):
        redo(folder.index)
    roll_back(folder.index)
    folder.put("Homes plan 2023-24.csv", plan(9))
    folder.build()
    with pytest.raises(IndexNotFound, match="Nothing was undone"):
        redo(folder.index)
