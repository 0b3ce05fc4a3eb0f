"""Acronyms as documents define them, and the little file of the staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.glossary import GLOSSARY, Glossary, StaffTerms, mine, read_staff_terms
from corpus.records import Column, Document, Heading, Item, Location, Row

HERE = Location("plan.txt", line=1)


def row(*items: str, title: str = "A priority") -> Row:
    column = Column("Progress", tuple(Item(text, (HERE,)) for text in items))
    return Row("1.i", (Heading("1", "A category"), Heading("i", title)), (column,), HERE, plan="P", update="2023-24")


def meanings(glossary: Glossary) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in glossary.entries:
        found.setdefault(entry.acronym, []).append(entry.expansion)
    return found


@pytest.mark.parametrize(
    ("text", "acronym", "expansion"),
    [
        ("discussed at the Placement Management Meeting (PMM) each week", "PMM", "Placement Management Meeting"),
        ("PMM (Placement Management Meeting) reviews", "PMM", "Placement Management Meeting"),
        ("PMM (Placement Management Meeting, monthly)", "PMM", "Placement Management Meeting"),
        ("Placement Management Meetings (“PMMs”) are held", "PMM", "Placement Management Meetings"),
        ("in Non-Maintained Special Schools/NMSS", "NMSS", "Non-Maintained Special Schools"),
        ("under Deprivation of Liberty orders (DoLS)", "DoLS", "Deprivation of Liberty orders"),
        ("Children in Care (CiC) numbers", "CiC", "Children in Care"),
        ("the Department for Housing, and Communities (DHC)", "DHC", "Department for Housing, and Communities"),
        ("Child and Adolescent Mental Health Services (CAMHS)", "CAMHS", "Child and Adolescent Mental Health Services"),
        ("contract with NHS England (NHSE)", "NHSE", "NHS England"),
        ("digital offer and Caring2Learn (C2L)", "C2L", "Caring2Learn"),
        ("went to Accident & Emergency (A&E)", "A&E", "Accident & Emergency"),
        ("Youth Custody Service (YSC; since 2017)", "YSC", "Youth Custody Service"),
        ("MASH: Multi-Agency Safeguarding Hub", "MASH", "Multi-Agency Safeguarding Hub"),
        (
            "Strategic Placement Review Management Meeting (SPMM)",
            "SPMM",
            "Strategic Placement Review Management Meeting",
        ),
        ("the Placement Management Meeting, (PMM)", "PMM", "Placement Management Meeting"),
        ("SGOs = Special Guardianship Orders", "SGO", "Special Guardianship Orders"),
    ],
)
def test_a_definition_is_found_in_either_order(text: str, acronym: str, expansion: str) -> None:
    (entry,) = mine([row(text)]).entries
    assert (entry.acronym, entry.expansion) == (acronym, expansion)
    assert entry.source is not None
    assert entry.source.quote in text
    assert acronym in entry.source.quote
    assert expansion in entry.source.quote


@pytest.mark.parametrize(
    "text",
    [
        "moved to NEST (youth housing) last year",
        "return to Lincolnshire (NEST, supported lodgings etc)",
        "young people in care (UASC)",
        "the team grew. Placement Management (PMM)",
        "in county (LCC) homes",
        "staff (SEND and CWD)",
        "Strategic Placement Review Children Management Meeting (SPMM)",  # two words too many
        "Placement Review Management Meeting (PMM)",  # one too many for three letters
        "Meeting Management Placement (PM)",  # another order, of two letters
        "Strategic Management Placement Meetings Held (SPMM)",  # another order, and a word too many
        "plain Pmm (PMM)",
        "(PMM) is held each week",
        "Placement Management Meeting / (PMM)",
        "Placement Management Meeting 5 (PMM)",
    ],
)
def test_brackets_whose_initials_do_not_fit_define_nothing(text: str) -> None:
    assert mine([row(text)]).entries == ()


def test_headings_define_too_and_are_cited_without_an_item() -> None:
    (entry,) = mine([row(title="Placements offer Value for Money (VfM)")]).entries
    assert entry.source is not None
    assert (entry.source.item, entry.source.quote) == (None, "Value for Money (VfM)")


def test_several_meanings_are_all_kept_and_small_words_make_no_other_one() -> None:
    glossary = mine(
        [
            row("Personal Education Plan (PEP)", "Parental Engagement Project (PEP)"),
            row("education, employment or training (EET)", "Education Employment and Training (EET)"),
        ]
    )
    assert [entry.expansion for entry in glossary.meanings("pep")] == [
        "Personal Education Plan",
        "Parental Engagement Project",
    ]
    assert glossary.is_ambiguous("PEP")
    assert not glossary.is_ambiguous("EET")
    assert [use.counterpart for use in glossary.expand("Who writes the PEP?")] == [
        "Personal Education Plan",
        "Parental Engagement Project",
    ]


def test_a_question_is_expanded_in_both_directions() -> None:
    glossary = mine([row("Closed Ordered List (COL)", "Unaccompanied Asylum-Seeking Children (UASC)")])
    uses = glossary.expand("are unaccompanied asylum seeking children on the col?")
    assert [(use.text, use.counterpart) for use in uses] == [
        ("unaccompanied asylum seeking children", "UASC"),
        ("col", "Closed Ordered List"),
    ]


def test_an_acronym_that_is_also_a_word_counts_in_capitals_only() -> None:
    glossary = mine([row("Appeal Rights Exhausted (ARE) care leavers are supported")])
    assert glossary.expand("who are they?") == []
    assert glossary.expand("WHO ARE THEY?") == []
    assert [use.counterpart for use in glossary.expand("What are ARE care leavers?")] == ["Appeal Rights Exhausted"]


def test_staff_add_and_veto(tmp_path: Path) -> None:
    (tmp_path / GLOSSARY).write_text(
        '[add]\nSGO = "Special Guardianship Order"\n[veto]\nPEP = "Parental Engagement Project"\nCOL = true\n',
        encoding="utf-8",
    )
    rows = [row("Personal Education Plan (PEP)", "Parental Engagement Project (PEP)", "Closed Ordered List (COL)")]
    glossary = mine(rows, read_staff_terms(tmp_path))
    assert meanings(glossary) == {"PEP": ["Personal Education Plan"], "SGO": ["Special Guardianship Order"]}
    assert glossary.meanings("SGO")[0].source is None


@pytest.mark.parametrize("text", ["nonsense", "[adds]\nA = 'b'", "[add]\nSGO = 3", "[add]\nSGO = true", "add = 'x'"])
def test_a_malformed_file_is_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / GLOSSARY).write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=GLOSSARY):
        read_staff_terms(tmp_path)


def test_no_file_means_nothing_to_add(tmp_path: Path) -> None:
    assert read_staff_terms(tmp_path) == StaffTerms()


def test_the_sample_plan_explains_its_own_acronyms(sample_document: Document) -> None:
    found = meanings(mine(sample_document.rows))
    assert found["SPMM"] == ["Strategic Placement Management Meeting"]
    assert found["UASC"] == ["Unaccompanied Asylum-Seeking Children"]
    assert found["DoLS"] == ["Deprivation of Liberty orders"]
    assert "NEST" not in found
    assert all(len(expansions) == 1 for expansions in found.values())
