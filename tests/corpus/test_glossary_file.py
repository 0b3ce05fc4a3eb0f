"""Staff’s corrections of the glossary: stored in a file that people can read and write too."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UnreadableFile, WrongUse
from corpus.glossary import GLOSSARY, Entry, Glossary, StaffTerms, mine, read_staff_terms
from corpus.glossary_file import with_meaning, without, without_veto, write_staff_terms
from corpus.records import Column, Heading, Item, Location, Row

WHERE = Location("plan.txt", line=1)
ROW = Row(
    "1.i",
    (Heading("1", "Homes"), Heading("i", "Placements")),
    (Column("Progress", (Item("Placement Management Meeting (PMM) is held weekly", (WHERE,)),)),),
    WHERE,
)


def glossary(terms: StaffTerms) -> Glossary:
    return mine([ROW], terms)


def meanings(terms: StaffTerms) -> list[str]:
    return [entry.expansion for entry in glossary(terms).meanings("PMM")]


def test_a_meaning_is_added_changed_left_out_and_without_veto(tmp_path: Path) -> None:
    added = with_meaning(StaffTerms(), "SGO", " Special  Guardianship Order ")
    assert [entry.expansion for entry in glossary(added).meanings("SGO")] == ["Special Guardianship Order"]
    (own,) = glossary(added).meanings("PMM")
    changed = with_meaning(added, "PMM", "Placement Matching Meeting", instead=own)
    assert meanings(changed) == ["Placement Matching Meeting"]
    left_out = without(added, own)
    assert meanings(left_out) == []
    assert meanings(without_veto(left_out, "PMM")) == ["Placement Management Meeting"]
    for terms in (added, changed, left_out):
        write_staff_terms(tmp_path, terms)
        assert read_staff_terms(tmp_path) == terms


def test_what_staff_added_is_taken_back_and_leaves_no_trace() -> None:
    terms = with_meaning(StaffTerms(), "SGO", "Special Guardianship Order")
    assert without(terms, Entry("SGO", "Special Guardianship Order", None)) == StaffTerms()


def test_a_meaning_that_was_left_out_can_be_added_by_hand() -> None:
    (own,) = glossary(StaffTerms()).meanings("PMM")
    again = with_meaning(without(StaffTerms(), own), "PMM", "placement management meeting")
    assert [meaning.lower() for meaning in meanings(again)] == ["placement management meeting"]


def test_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    written = '# Kept by the care team\n[add]\nSGO = "Special Guardianship Order"  # since 2023\n[veto]\nXYZ = true\n'
    (tmp_path / GLOSSARY).write_text(written, encoding="utf-8")
    write_staff_terms(tmp_path, with_meaning(read_staff_terms(tmp_path), "IRO", "Independent Reviewing Officer"))
    text = (tmp_path / GLOSSARY).read_text(encoding="utf-8")
    for line in written.splitlines():
        assert line in text
    assert read_staff_terms(tmp_path).add["IRO"] == ("Independent Reviewing Officer",)
    assert sorted(path.name for path in tmp_path.iterdir()) == [GLOSSARY]


def test_a_file_that_cannot_be_read_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / GLOSSARY).write_text("not toml", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=GLOSSARY):
        write_staff_terms(tmp_path, with_meaning(StaffTerms(), "SGO", "Special Guardianship Order"))
    assert (tmp_path / GLOSSARY).read_text(encoding="utf-8") == "not toml"


@pytest.mark.parametrize(
    ("acronym", "meaning"), [("", "words"), ("PMM", ""), ("12", "words"), ("P" * 21, "w"), ("P", "w" * 201)]
)
def test_what_cannot_be_meant_is_refused(acronym: str, meaning: str) -> None:
    with pytest.raises(WrongUse):
        with_meaning(StaffTerms(), acronym, meaning)
