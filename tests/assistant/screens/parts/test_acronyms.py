"""Acronyms explained in a row: the first of each, in the documents' own words, as text."""

from __future__ import annotations

import re
from html import unescape

from assistant.screens.parts.acronyms import Acronyms, Explaining
from assistant.screens.parts.cards import Marks, row_html
from corpus.glossary import Entry, Glossary, mine
from corpus.records import Document


def acronyms(**meanings: str) -> Acronyms:
    entries = [Entry(acronym, each, None) for acronym, said in meanings.items() for each in said.split(" or ")]
    return Acronyms.of(Glossary(tuple(entries)))


def explained(html: str) -> list[str]:
    """What is explained, with its meaning."""
    return [
        unescape(re.sub("<[^>]+>", "", found)) for found in re.findall(r'<span class="acronym".*?</span></span>', html)
    ]


def test_the_first_of_each_acronym_in_a_row_is_explained() -> None:
    row = Explaining(acronyms(CIC="children in care", PMM="placement meeting"))
    first = row.html("CICs and a PMM for CIC", [])
    assert explained(first) == ["CICs (children in care)", "PMM (placement meeting)"]
    assert explained(row.html("The PMM again", [])) == []


def test_parts_of_words_and_other_spellings_are_no_acronyms() -> None:
    assert explained(Explaining(acronyms(ARE="appeal rights exhausted")).html("we are, AREA, ARE", [])) == [
        "ARE (appeal rights exhausted)"
    ]


def test_an_ambiguous_acronym_has_all_its_meanings() -> None:
    assert explained(Explaining(acronyms(LAC="looked after child or local area committee")).html("LAC", [])) == [
        "LAC (looked after child or local area committee)"
    ]


def test_what_the_text_itself_says_is_not_explained_there() -> None:
    text = "A placement meeting (PMM) is held; the PMM decides"
    assert explained(Explaining(acronyms(PMM="Placement Meeting")).html(text, [])) == []


def test_marks_go_on_through_an_acronym() -> None:
    html = Explaining(acronyms(PMM="meeting")).html("At each PMM they ask", [(3, 16)])
    assert re.findall("<mark>(.*?)</mark>", html) == ["each ", "PMM", " they"]
    assert Explaining(Acronyms()).html("At each PMM", [(0, 2)]) == "<mark>At</mark> each PMM"


def test_a_row_of_the_sample_explains_what_the_sample_defines(sample_document: Document) -> None:
    row = next(row for row in sample_document.rows if row.reference == "4.i")
    html = row_html(row, Marks(), acronyms=Acronyms.of(mine(sample_document.rows)))
    found = explained(html)
    assert "EET (education, employment or training)" in found
    assert len({each.split(" (")[0] for each in found}) == len(found)


def test_hostile_meanings_are_shown_as_text() -> None:
    html = Explaining(acronyms(XSS="<img src=x onerror=alert(1)>")).html("XSS <script>", [])
    assert "<img" not in html
    assert "<script" not in html
