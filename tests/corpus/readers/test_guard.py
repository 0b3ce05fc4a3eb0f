"""What a file is by its content, and what is refused before a parser sees it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import guard
from corpus.readers.guard import Kind, identify
from tests.office_files import WORD_TYPE, content_types, paragraph, write_parts, write_word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(folder: Path, name: str, data: bytes) -> Kind:
    (folder / "upload").write_bytes(data)
    return identify(folder / "upload", name)


def test_a_word_file_is_one_whatever_its_name(tmp_path: Path) -> None:
    path = write_word(tmp_path / "plan.docx", paragraph("x"))
    assert identify(path, "plan.pdf") is Kind.WORD


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("plan.docx", b"\n%PDF-1.7\n", Kind.PDF),
        ("plan.xls", b"<html><table></table></html>", Kind.HTML),
        ("plan", b"\xef\xbb\xbf<?xml version='1.0'?><!-- by us --><!DOCTYPE html><html/>", Kind.HTML),
        ("plan.htm", b"Saved page <p>one", Kind.HTML),
        ("plan.csv", b"a,b\n", Kind.CSV),
        ("plan.TSV", b"a\tb\n", Kind.CSV),
        ("plan.md", b"# Plan", Kind.MARKDOWN),
        ("plan.txt", "Plan".encode("utf-16"), Kind.TEXT),
        ("plan.log", b"1 In-house\tx <ul><li>a</li></ul>", Kind.TEXT),
    ],
)
def test_kinds(tmp_path: Path, name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(tmp_path, name, data) is kind


@pytest.mark.parametrize(
    ("name", "data", "seen", "advice"),
    [
        ("plan.pdf", b"", "is empty", "Save the document again"),
        ("plan.doc", OLE + "WordDocument".encode("utf-16-le"), "an old Word document", "save it as a Word document"),
        ("plan.xls", OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook", "save it as an Excel workbook"),
        ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "remove the password"),
        ("plan.pdf", b"\x89PNG\r\n", "a PNG picture", "text recognition"),
        ("plan.docx", b"{\\rtf1 hello}", "a Rich Text document", "save it as a Word document"),
        ("plan.docx", b"hello", "is no Word document", "Fetch a new copy"),
        ("plan.pdf", b"PK\x03\x04 cut", "damaged or was cut short", "fetch a new copy"),
    ],
)
def test_what_has_no_reader_is_named_with_what_to_do(
    tmp_path: Path, name: str, data: bytes, seen: str, advice: str
) -> None:
    with pytest.raises(UnreadableFile, match=f"^{re.escape(name)} .*{re.escape(seen)}.*{re.escape(advice)}"):
        kind_of(tmp_path, name, data)


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"notes.txt": "x"}, "is an archive"),
        (
            {"[Content_Types].xml": "", "_rels/.rels": "http://purl.oclc.org/ooxml/officeDocument"},
            "Strict Open XML",
        ),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "an OpenDocument file"),
        ({"[Content_Types].xml": content_types("p.xml", "x.presentationml.presentation")}, "a PowerPoint file"),
    ],
)
def test_archives_that_are_no_word_or_excel_file(tmp_path: Path, parts: dict[str, str], seen: str) -> None:
    path = write_parts(tmp_path / "plan.zip", parts)
    with pytest.raises(UnreadableFile, match=seen):
        identify(path, "plan.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_however_they_are_written(tmp_path: Path, encoding: str) -> None:
    declaration = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'
    document = f"<?xml version='1.0' encoding='{encoding}'?><!-- {'long comment ' * 2000} -->{declaration}"
    types = content_types("word/document.xml", f"{WORD_TYPE}.document")
    parts: dict[str, str | bytes] = {"[Content_Types].xml": types, "word/document.xml": document.encode(encoding)}
    path = write_parts(tmp_path / "plan.docx", parts)
    with pytest.raises(UnreadableFile, match=r"declares entities in its part word/document\.xml"):
        identify(path, "plan.docx")


def test_bombs_are_known_by_their_declared_size(tmp_path: Path) -> None:
    types = content_types("word/document.xml", f"{WORD_TYPE}.document")
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", b" " * guard.RATIO_MATTERS_FROM + b"<w/>")
    assert path.stat().st_size < 100_000
    with pytest.raises(UnreadableFile, match="times its size, as no real document does"):
        identify(path, "bomb.docx")


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    types = content_types("word/document.xml", f"{WORD_TYPE}.document")
    parts = {"[Content_Types].xml": types} | {f"part{number}": "" for number in range(guard.MOST_PARTS)}
    with pytest.raises(UnreadableFile, match="is made of 5,001 parts"):
        identify(write_parts(tmp_path / "plan.docx", parts), "plan.docx")


def test_a_file_beyond_the_largest_size_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "plan.pdf").open("wb") as file:
        file.truncate(200_000_000)  # takes no room on disk
    with pytest.raises(UnreadableFile, match="has 200 MB; files up to 100 MB are read"):
        identify(tmp_path / "plan.pdf", "plan.pdf")
