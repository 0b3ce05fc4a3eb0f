"""What a file is, by its content, and whether it is safe to open: asked before any parser sees it."""

from __future__ import annotations

import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from corpus.errors import UnknownFormat, UnreadableFile

MOST_BYTES = 100_000_000
MOST_PARTS = 5_000  # files inside a Word or Excel file
MOST_UNPACKED = 400_000_000  # bytes, pictures included
MOST_XML = 100_000_000  # bytes of a Word or Excel file that a parser would hold in memory
MOST_RATIO = 150  # unpacked to packed; a real plan has about 20, a bomb about 1,000
RATIO_MATTERS_FROM = 20_000_000  # bytes unpacked: small files may well be repetitive

_HEAD = 8_192
_CONTENT_TYPES = "[Content_Types].xml"
_STRICT = b"http://purl.oclc.org/ooxml/"  # its own name space, which parsers don't know


class Kind(StrEnum):
    """The kinds of files that have a reader."""

    PDF = "pdf"
    WORD = "word"
    EXCEL = "excel"
    CSV = "csv"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"BM": "a BMP picture",
    b"RIFF": "a picture or recording",
}
_OTHERS = {
    b"{\\rtf": ("a Rich Text document", "Open it in Word and save it as a Word document (.docx)."),
    b"MIME-Version:": ("a web archive or an e-mail", "Open it and save it as a Word document (.docx) or as a PDF."),
    b"\x1f\x8b": ("a compressed archive", "Unpack it and add the documents that are in it."),
    b"7z\xbc\xaf": ("a compressed archive", "Unpack it and add the documents that are in it."),
    b"Rar!": ("a compressed archive", "Unpack it and add the documents that are in it."),
    b"MZ": ("a program", "Add the plan itself: PDF, Word, Excel, CSV, HTML, Markdown or text."),
    b"\x7fELF": ("a program", "Add the plan itself: PDF, Word, Excel, CSV, HTML, Markdown or text."),
}
_LOCKED = "EncryptedPackage"
_OLE_KINDS = (  # names of streams in the old container, as it spells them
    (_LOCKED, "is protected by a password", "Open it, remove the password (File, Info, Protect) and save."),
    ("WordDocument", "is an old Word document (.doc)", "Open it in Word and save it as a Word document (.docx)."),
    ("Workbook", "is an old Excel workbook (.xls)", "Open it in Excel and save it as an Excel workbook (.xlsx)."),
    ("PowerPoint Document", "is a PowerPoint file", "Save it as a PDF and add that."),
)
_OFFICE_KINDS = {
    "wordprocessingml.document.main": Kind.WORD,
    "wordprocessingml.template.main": Kind.WORD,
    "ms-word.document.macroenabled.main": Kind.WORD,
    "ms-word.template.macroenabledtemplate.main": Kind.WORD,
    "spreadsheetml.sheet.main": Kind.EXCEL,
    "spreadsheetml.template.main": Kind.EXCEL,
    "ms-excel.sheet.macroenabled.main": Kind.EXCEL,
    "ms-excel.template.macroenabled.main": Kind.EXCEL,
}
_TEXT_ENDINGS = {
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
}
_PLAIN_ENDINGS = (".txt", ".text", "")
_NO_TEXT_ENDINGS = {
    ".pdf": "PDF",
    **dict.fromkeys((".docx", ".docm", ".doc"), "Word document"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls"), "Excel workbook"),
}
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body", "<table")


def identify(path: Path, name: str) -> Kind:
    """The kind of a file by its content; its name decides only between kinds of plain text.

    Raises UnreadableFile, which says what the file is and what to do, where it is empty, too large, protected by a
    password, damaged, or made to do harm; UnknownFormat where it is of a kind without a reader.
    """
    size = path.stat().st_size
    if not size:
        _refuse(name, "is empty", "Save the document again and add it once more.")
    if size > MOST_BYTES:
        seen = f"has {size / 1e6:.0f} MB; files up to {MOST_BYTES / 1e6:.0f} MB are read"
        _refuse(name, seen, "Split it, or save it without its pictures.")
    head = head_of(path)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(_ZIP):
        return _office_kind(path, name)
    if head.startswith(_OLE):
        _refuse_old_container(path, name)
    _refuse_known_others(head, name)
    return _text_kind(head, name)


def head_of(path: Path) -> bytes:
    """The beginning of a file, from which its kind can mostly be told."""
    with path.open("rb") as file:
        return file.read(_HEAD)


def known_text(name: str) -> bool:
    """Whether a file's name says that it is of one of our own kinds of plain text."""
    return Path(name).suffix.lower() in (*_TEXT_ENDINGS, *_PLAIN_ENDINGS)


def _refuse(name: str, seen: str, advice: str) -> NoReturn:
    raise UnreadableFile(f"{name} {seen}. {advice}")


def _unknown(name: str, seen: str, advice: str) -> NoReturn:
    raise UnknownFormat(f"{name} {seen}. {advice}")


def _refuse_old_container(path: Path, name: str) -> NoReturn:
    data = path.read_bytes()
    for stream, seen, advice in _OLE_KINDS:
        if stream.encode("utf-16-le") in data:
            (_refuse if stream == _LOCKED else _unknown)(name, seen, advice)
    _unknown(name, "is an old Office file", "Save it as a Word document (.docx), an Excel workbook (.xlsx) or a PDF.")


def _refuse_known_others(head: bytes, name: str) -> None:
    for start, what in _PICTURES.items():
        if head.startswith(start) or head[4:12] in (b"ftypheic", b"ftypavif"):
            _unknown(
                name, f"is {what}", "Scan it to a PDF with text recognition, or add the document it was made from."
            )
    for start, (what, advice) in _OTHERS.items():
        if head.startswith(start):
            _unknown(name, f"is {what}", advice)


def _text_kind(head: bytes, name: str) -> Kind:
    """Web pages show themselves; between comma-separated values, Markdown and plain text only the name can tell."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = head.decode("utf-16" if wide else "utf-8-sig", errors="ignore").lstrip().lower()
    if "<?mso-application" in start or "<w:worddocument" in start:
        advice = "Open it in the program it comes from and save it as .docx or .xlsx."
        _unknown(name, "is an Office document saved as XML", advice)
    if _after_prolog(start).startswith(_HTML_STARTS):
        return Kind.HTML
    ending = Path(name).suffix.lower()
    if ending in (".html", ".htm", ".xhtml") and "<" in start:
        return Kind.HTML
    if ending in _NO_TEXT_ENDINGS:
        _refuse(
            name,
            f"is no {_NO_TEXT_ENDINGS[ending]}, whatever its name says: it is damaged or holds plain text",
            "Fetch a new copy; if it is a text, let its name end in .txt.",
        )
    return _TEXT_ENDINGS.get(ending, Kind.TEXT)


def _after_prolog(text: str) -> str:
    """What follows XML declarations and comments at the beginning of a page."""
    for opening, closing in (("<?xml", "?>"), ("<!--", "-->")):
        if text.startswith(opening) and closing in text:
            return _after_prolog(text.split(closing, 1)[1].lstrip())
    return text


# --- Word and Excel: archives of XML parts ---------------------------------------------------------


def _office_kind(path: Path, name: str) -> Kind:
    again = "Open it in Word or Excel and save it as a new file, or fetch a new copy."
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, name)
            kind = _declared_kind(archive, name)
            _check_prologs(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError) as error:
        raise UnreadableFile(f"{name} is damaged or was cut short ({error}). {again}") from error
    return kind


def check_parts(path: Path, name: str) -> None:
    """Refuses a file of another format that is an archive of parts, as office files are, where one isn't safe to
    parse. Raises UnreadableFile."""
    if head_of(path).startswith(_ZIP):
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, name)
            _check_prologs(archive, name)


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml")))
    advice = "Copy the plan's table into a new document and add that."
    if any(part.flag_bits & 1 for part in parts):
        _refuse(name, "is protected by a password", "Remove the password and save it again.")
    if len(parts) > MOST_PARTS:
        _refuse(name, f"is made of {len(parts):,} parts; up to {MOST_PARTS:,} are read", advice)
    if unpacked > MOST_UNPACKED or xml > MOST_XML:
        _refuse(name, f"unpacks to {unpacked / 1e6:,.0f} MB, more than can be read safely", advice)
    if unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1):
        _refuse(name, f"unpacks to {unpacked / max(packed, 1):,.0f} times its size, as no real document does", advice)


def _declared_kind(archive: zipfile.ZipFile, name: str) -> Kind:
    names = set(archive.namelist())
    if _CONTENT_TYPES not in names:
        if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
            _unknown(
                name, "is an OpenDocument file", "Save it as a Word document (.docx), a workbook (.xlsx) or a PDF."
            )
        _unknown(name, "is an archive (zip)", "Unpack it and add the documents that are in it.")
    if "_rels/.rels" in names and _STRICT in archive.read("_rels/.rels"):
        _unknown(name, "is saved in the Strict Open XML form", "Save it as an ordinary Word document or workbook.")
    declared = archive.read(_CONTENT_TYPES).decode("utf-8", errors="replace").lower()
    for mark, kind in _OFFICE_KINDS.items():
        if f"{mark}+xml" in declared:
            return kind
    if "presentationml" in declared:
        _unknown(name, "is a PowerPoint file", "Save it as a PDF and add that.")
    if "sheet.binary" in declared:
        _unknown(name, "is a binary Excel workbook (.xlsb)", "Save it as an Excel workbook (.xlsx).")
    _unknown(name, "is an Office file without a document in it", "Save it as a Word document, a workbook or a PDF.")


class _RootReached(Exception):
    """The prolog of an XML part is over."""


def _check_prologs(archive: zipfile.ZipFile, name: str) -> None:
    for part in archive.infolist():
        _check_prolog(archive, part, name)


def _check_prolog(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuses document type declarations, with which XML names other files and multiplies text: Office writes none."""

    def declared(*_: object) -> NoReturn:
        advice = "Don't open it; ask whoever sent it for the document itself."
        _refuse(name, f"declares entities in its part {part.filename}, as no real document does", advice)

    def root(*_: object) -> NoReturn:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = root
    try:
        with archive.open(part) as file:
            while piece := file.read(_HEAD):
                parser.Parse(piece, False)
    except (expat.ExpatError, _RootReached):
        return  # a part that is no XML, such as a picture, is none for any parser
