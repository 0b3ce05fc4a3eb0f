"""A briefing as a Word file: real footnotes, one a quote, in the order of the numbers, and an appendix of sources."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document as open_word
from lxml import etree

from assistant import Assistant
from assistant.briefing.beside import beside
from assistant.briefing.brief import Briefing
from assistant.briefing.subject import Subject
from assistant.exports.briefing_word import beside_word, briefing_word
from assistant.exports.quoted import Origin
from tests.fictional.play_plan import PLAN, both
from tests.word_index import WordIndex

DAY = date(2026, 11, 28)
ASSISTANT = Assistant(WordIndex(both()))
ORIGIN = Origin.of(ASSISTANT.library, "20261128T010203-abcdef", DAY)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return ASSISTANT.briefer(DAY).brief(Subject(plan=PLAN))


@pytest.fixture(scope="module")
def content(briefing: Briefing) -> bytes:
    return briefing_word(briefing, ORIGIN)


def part(content: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def text(element: etree._Element) -> str:
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def noted_paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Each paragraph that ends with a footnote's mark, with the footnote's id."""
    body = part(content, "word/document.xml")
    marks = ((paragraph, paragraph.find(f".//{W}footnoteReference")) for paragraph in body.iter(f"{W}p"))
    return [(text(paragraph), str(mark.get(f"{W}id"))) for paragraph, mark in marks if mark is not None]


def notes(content: bytes) -> dict[str, str]:
    return {str(note.get(f"{W}id")): text(note).strip() for note in part(content, "word/footnotes.xml")}


def test_each_quote_ends_with_its_footnote_whose_number_it_has(briefing: Briefing, content: bytes) -> None:
    found = noted_paragraphs(content)
    assert [id for _, id in found] == [str(line.number) for line in briefing.lines]
    assert all(line.citation.quote in words for line, (words, _) in zip(briefing.lines, found, strict=True))


def test_each_footnote_says_where_its_quote_is(briefing: Briefing, content: bytes) -> None:
    found = notes(content)
    line = next(line for line in briefing.lines if line.citation.quote == "March 2025")
    assert found[str(line.number)] == f"{PLAN}, 1.1, Due, 2023-24 update; Play plan 2023-24.docx, page 1"
    assert {"-1", "0"} <= set(found)  # Word's separators


def test_the_package_names_its_footnotes(content: bytes) -> None:
    types = {each.get("PartName"): each.get("ContentType") for each in part(content, "[Content_Types].xml")}
    assert str(types["/word/footnotes.xml"]).endswith("wordprocessingml.footnotes+xml")
    targets = [each.get("Target") for each in part(content, "word/_rels/document.xml.rels")]
    assert targets.count("footnotes.xml") == 1


def test_title_plan_update_and_date_stand_at_the_top_and_sources_at_the_end(content: bytes) -> None:
    texts = [paragraph.text for paragraph in open_word(io.BytesIO(content)).paragraphs]
    assert texts[0] == f"{PLAN}: what the plan says"
    assert texts[1] == f"{PLAN}, 2024-25 update, compared with 2023-24"
    assert texts[3].startswith("As of 28 November 2026: 3 priorities")
    appendix = texts[texts.index("Appendix: sources") :]
    assert appendix[1].startswith(f"Play plan 2024-25.docx: {PLAN}, 2024-25 update. Quotes 1 to 4, 6 to 8")
    assert "Taken from the documents on 28 November 2026." in appendix


def test_two_subjects_stand_in_two_columns_under_the_same_headings() -> None:
    both_sides = beside(ASSISTANT.briefer(DAY), Subject(reference="1.1"), Subject(category="Trees"))
    file = open_word(io.BytesIO(beside_word(both_sides, ORIGIN)))
    headings = [each.text for each in file.paragraphs if each.style is not None and each.style.name == "Heading 2"]
    assert headings == [shared.heading for shared in both_sides.shared]
    planned = file.tables[headings.index("Planned")]
    assert [cell.text for cell in planned.rows[0].cells] == ["1.1", "Trees"]
    assert "“Plant 40 trees”" in planned.rows[1].cells[1].text
    gone = file.tables[headings.index("No longer stated")]
    assert gone.rows[1].cells[1].text == "Nothing."


def test_each_category_is_a_heading_once_above_its_priorities(content: bytes) -> None:
    paragraphs = open_word(io.BytesIO(content)).paragraphs
    above = [
        (each.style.name, each.text)
        for each in paragraphs
        if each.style and each.style.name in ("Heading 1", "Heading 2")
    ]
    assert [text for style, text in above if style == "Heading 1"][:2] == ["1 Playgrounds", "3 Trees"]
    assert next(text for style, text in above if style == "Heading 2") == "1.1 Renew the swings"


def test_title_date_and_page_stand_at_the_foot_of_each_page(content: bytes) -> None:
    footer = part(content, "word/footer1.xml")
    assert text(footer) == f"{PLAN}: what the plan says. 28 November 2026Page 1 of 1"
    assert [each.get(f"{W}instr") for each in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
