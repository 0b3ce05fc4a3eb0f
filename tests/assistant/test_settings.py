"""Settings: what the environment says, and the folder of the first run."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs
import pytest

from assistant.settings import Settings
from corpus.errors import WrongUse
from index import Address
from tests.places import ROOT

Loader = Callable[[Mapping[str, str]], Settings]


@pytest.fixture(autouse=True)
def load(monkeypatch: pytest.MonkeyPatch) -> Loader:
    """The settings where the environment says this and nothing else of ours, as it does when a test begins."""

    def loaded(said: Mapping[str, str]) -> Settings:
        for name in [name for name in os.environ if name.startswith("PLANS_")]:
            monkeypatch.delenv(name)
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        return Settings.load()

    loaded({})
    return loaded


def test_nothing_said_means_the_data_folder(load: Loader) -> None:
    settings = load({})
    assert (settings.documents, settings.index) == (Path("data/documents"), Path("data/index"))
    assert (settings.model, settings.model_cache) == ("", None)


def test_without_a_data_folder_where_it_is_started_the_users_own_is_used(
    load: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = platformdirs.user_data_path("plans-assistant", appauthor=False)
    assert (load({}).documents, load({}).index, load({}).kept_folder) == (
        own / "documents",
        own / "index",
        own / "kept",
    )
    Path("data").mkdir()
    assert (load({}).documents, load({}).index, load({}).kept_folder) == (
        Path("data/documents"),
        Path("data/index"),
        Path("data/kept"),
    )


def test_the_environment_names_folders_and_model(load: Loader, tmp_path: Path) -> None:
    said = {
        "PLANS_DOCUMENTS": f"{tmp_path}/plans",
        "PLANS_INDEX": f"{tmp_path}/index",
        "PLANS_MODEL": "models/ours",
        "PLANS_MODEL_CACHE": f"{tmp_path}/models",
    }
    assert load(said) == Settings(
        documents=tmp_path / "plans", index=tmp_path / "index", model="models/ours", model_cache=tmp_path / "models"
    )


def test_other_folders_are_checked_like_the_first(load: Loader, tmp_path: Path) -> None:
    settings = load({"PLANS_KEPT_DAYS": "14"}).at(documents=tmp_path / "plans")
    assert (settings.documents, settings.index, settings.kept_days) == (tmp_path / "plans", Path("data/index"), 14)
    with pytest.raises(WrongUse, match="Name two folders"):
        settings.at(index=tmp_path / "plans")


def test_an_empty_value_is_no_value(load: Loader) -> None:
    assert load({"PLANS_INDEX": ""}).index == Path("data/index")


def test_what_people_leave_is_kept_beside_the_index_or_where_the_environment_says(load: Loader, tmp_path: Path) -> None:
    assert load({"PLANS_INDEX": f"{tmp_path}/index"}).kept_folder == tmp_path / "kept"
    assert load({"PLANS_KEPT": f"{tmp_path}/elsewhere"}).kept_folder == tmp_path / "elsewhere"


def test_conversations_are_kept_for_as_long_as_a_council_says(load: Loader) -> None:
    assert load({}).kept_days == 90
    assert load({"PLANS_KEPT_DAYS": "14"}).kept_days == 14


@pytest.mark.parametrize("said", ["0", "-1", "3651", "a month", "1.5"])
def test_a_number_of_days_that_cannot_be_meant_is_refused(load: Loader, said: str) -> None:
    with pytest.raises(WrongUse, match="a whole number of days from 1 to 3,650"):
        load({"PLANS_KEPT_DAYS": said})


def test_a_misspelt_setting_is_refused_with_the_known_ones(load: Loader) -> None:
    with pytest.raises(WrongUse, match=r"PLANS_DOCUMENT: .*PLANS_DOCUMENTS, PLANS_INDEX, PLANS_MODEL"):
        load({"PLANS_DOCUMENT": "plans"})


def test_all_that_is_wrong_is_told_at_once(load: Loader, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = {
        "PLANS_DOCUMENT": "plans",
        "PLANS_KEPT_DAYS": "soon",
        "PLANS_LOG": "xml",
        "PLANS_INDEX": f"{tmp_path}/file",
        "PLANS_GATEWAY": "10.0.0.7, everywhere",
        "PLANS_ADDRESS": "plans.example.org",
        "PLANS_LANGUAGE_MODEL": "ours",
    }
    with pytest.raises(WrongUse) as raised:
        load(said)
    lines = str(raised.value).splitlines()
    told = (
        "no such setting",
        "is “soon”",
        "is “xml”",
        "which is a file",
        "belong together",
        "Nobody may use",
        "“everywhere”",
    )
    assert all(words in line for words, line in zip((*told, "PLANS_ADDRESS is no address"), lines, strict=True))


def test_a_file_where_a_folder_is_needed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").touch()
    with pytest.raises(WrongUse, match=r"plan\.txt, which is a file"):
        Settings(documents=tmp_path / "plan.txt")


@pytest.mark.parametrize(("index", "kept"), [("b/../a", None), ("index", "a")])
def test_nothing_of_ours_may_share_the_documents_folder(tmp_path: Path, index: str, kept: str | None) -> None:
    with pytest.raises(WrongUse, match="Name two folders"):
        Settings(documents=tmp_path / "a", index=tmp_path / index, kept=tmp_path / kept if kept else None)


def test_the_first_run_starts_with_the_sample_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    assert Settings().prepare()
    sample = ROOT / "corpus" / "sample"
    made = {path.name: path.read_bytes() for path in Path("data/documents").iterdir()}
    assert made == {path.name: path.read_bytes() for path in sample.glob("*.txt")}
    assert made


def test_later_runs_leave_the_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data/documents").mkdir(parents=True)
    assert not Settings().prepare()
    assert list(Path("data/documents").iterdir()) == []


def test_a_folder_that_somebody_named_is_not_made(tmp_path: Path) -> None:
    assert not Settings(documents=tmp_path / "misspelt").prepare()
    assert not (tmp_path / "misspelt").exists()


def test_a_language_model_is_named_with_its_address(load: Loader) -> None:
    said = {"PLANS_LANGUAGE_MODEL": "ours", "PLANS_LANGUAGE_MODEL_URL": "http://localhost:8000/v1"}
    settings = load(said)
    assert (settings.language_model, settings.language_model_seconds) == ("ours", 30.0)
    assert load({**said, "PLANS_LANGUAGE_MODEL_SECONDS": "2.5"}).language_model_seconds == 2.5


def test_its_key_is_known_and_kept_in_no_settings(load: Loader) -> None:
    assert "secret" not in repr(load({"PLANS_LANGUAGE_MODEL_KEY": "secret"}))


@pytest.mark.parametrize(
    ("name", "url", "seconds", "message"),
    [
        ("ours", "", "", "belong together"),
        ("", "http://localhost/v1", "", "belong together"),
        ("ours", "localhost:8000", "", "no address such as"),
        ("ours", "ftp://localhost/v1", "", "no address such as"),
        ("ours", "http://[localhost/v1", "", "no address such as"),
        ("ours", "http://key@localhost/v1", "", "holds a user name"),
        ("ours", "http://localhost/v1", "soon", "is “soon”"),
        ("ours", "http://localhost/v1", "0", "a number of seconds above 0"),
        ("ours", "http://localhost/v1", "nan", "a number of seconds above 0"),
    ],
)
def test_a_language_model_that_cannot_be_meant_is_refused(
    load: Loader, name: str, url: str, seconds: str, message: str
) -> None:
    said = {
        "PLANS_LANGUAGE_MODEL": name,
        "PLANS_LANGUAGE_MODEL_URL": url,
        "PLANS_LANGUAGE_MODEL_SECONDS": seconds,
    }
    with pytest.raises(WrongUse, match=message):
        load(said)


def test_a_store_takes_the_place_of_the_folder_and_a_folder_that_of_the_store(load: Loader) -> None:
    url = "postgresql://plans@db.example.org/plans"
    settings = load({"PLANS_STORE": url, "PLANS_TENANT": "Ayton"})
    assert settings.place == Address(url, "Ayton")
    assert settings.at(index="elsewhere").place == Path("elsewhere")
    assert load({}).at(store=url).place == Address(url, "council")
    assert url not in repr(settings), "an address may hold a password"


def test_several_servers_are_asked_for_all_councils_alone(load: Loader) -> None:
    urls = "postgresql://plans@north.example.org/plans postgresql://plans@south.example.org/plans"
    assert load({"PLANS_STORE": urls, "PLANS_TENANT": "*"}).place == Address(urls, "*")
    with pytest.raises(WrongUse, match=r"several servers.* Ayton"):
        load({"PLANS_STORE": urls, "PLANS_TENANT": "Ayton"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("PLANS_STORE", "mysql://db.example.org"), ("PLANS_STORE_READ", "postgresql://standby"), ("PLANS_TENANT", " ")],
)
def test_a_store_that_cannot_be_meant_is_refused(load: Loader, name: str, value: str) -> None:
    with pytest.raises(WrongUse, match=name):
        load({name: value})
