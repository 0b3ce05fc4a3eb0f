"""Generates files that try to hang, exhaust or deceive their reader, each named for what it does."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import openpyxl
import pypdfium2  # type: ignore[import-untyped]

from corpus.readers.guard import MOST_UNPACKED

CANARY = "outside-the-documents-folder"  # the content of a file that hostile files point to; it must never be read
MANY = 50_000
LONG = 10_000  # letters of a word
MILLION = 1_000_000

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument."
_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11)
) + "]>"  # fmt: skip
_TURNED = "\u202esdrawkcab\u202c \u2066\u200f\u200e"


def makers(outside: Path, plan: Path) -> Mapping[str, Callable[[], bytes]]:
    """A maker for each file, by name. `outside` is a file that some point to; `plan` a harmless PDF to repeat."""
    return {**_packed(outside), **_pages(plan), **_plain(outside), **_tables()}


def write_hostile(folder: Path, plan: Path) -> list[Path]:
    """Writes all of them to a folder of their own; some point to `canary.txt`, which is not among them."""
    outside = folder / "canary.txt"
    outside.write_text(CANARY, encoding="utf-8")
    into = folder / "hostile"
    into.mkdir()
    for name, make in makers(outside, plan).items():
        (into / name).write_bytes(make())
    with (into / "size_200_mb.pdf").open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * MILLION)
    return sorted(into.iterdir())


# --- Word and Excel --------------------------------------------------------------------------------


def _zip(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _types(main: str, kind: str, more: str = "") -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{_TYPE}{kind}.main+xml"/>{more}</Types>'
    )


def _relations(*entries: tuple[str, str, str]) -> str:
    made = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target, mode) in enumerate(entries)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


def _word_parts(body: str, prolog: str = "") -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document"),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f'{prolog}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>',
    }


def _word(body: str, prolog: str = "", **others: str | bytes) -> bytes:
    return _zip(_word_parts(body, prolog) | {name.replace("__", "/"): content for name, content in others.items()})


def _related(body: str, outside: str = "", of_settings: str = "", **parts: str) -> bytes:
    """A Word file with further parts of the names of their kinds, each related and typed as Word does it. `outside` are
    relations of the document, and `of_settings` of its settings, to what is elsewhere."""
    named = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}wordprocessingml.{kind}+xml"/>' for kind in parts
    )
    inside = _relations(*((kind, f"{kind}.xml", "") for kind in parts))
    return _zip(
        _word_parts(body)
        | {f"word/{kind}.xml": content for kind, content in parts.items()}
        | {
            "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document", named),
            "word/_rels/document.xml.rels": inside.replace("</Relationships>", f"{outside}</Relationships>"),
            "word/_rels/settings.xml.rels": of_settings or _relations(),
        }
    )


def _elsewhere(kind: str, uri: str) -> str:
    return f'<Relationship Id="away" Type="{_R}/{kind}" Target="{uri}" TargetMode="External"/>'


def _styled(*based_on: tuple[str, str]) -> str:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{other}"/></w:style>'
        for name, other in based_on
    )
    return f'<w:styles xmlns:w="{_W}">{styles}</w:styles>'


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _table(rows: Iterator[str] | list[str]) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def _excel(sheet: str, shared: str = "", prolog: str = "") -> bytes:
    strings = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}spreadsheetml.sharedStrings+xml"/>'
    return _zip(
        {
            "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet", strings),
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml", "")),
            "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>'
            '<sheet name="Plan" sheetId="1" r:id="r0"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                ("worksheet", "worksheets/sheet1.xml", ""), ("sharedStrings", "sharedStrings.xml", "")
            ),
            "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{_S}">{sheet}</worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_S}">{shared}</sst>',
        }
    )


def _written(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def _with_lying_sizes(data: bytes) -> bytes:
    """The same archive, but its directory claims that each part unpacks to 100 bytes."""
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        for found in list(re.finditer(re.escape(mark), data)):
            place = found.start() + at
            data = data[:place] + struct.pack("<I", 100) + data[place + 4 :]
    return data


def _packed(outside: Path) -> dict[str, Callable[[], bytes]]:
    external = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{outside.as_uri()}">]>'
    return _word_files(outside, external) | _workbooks(external)


def _word_files(outside: Path, external: str) -> dict[str, Callable[[], bytes]]:
    deep = 3_000
    vast = '<w:gridSpan w:val="999999999"/>'
    remote = _relations(("image", outside.as_uri(), ' TargetMode="External"'))
    return {
        "bomb_ratio.docx": lambda: _zip(_word_parts("") | {"word/document.xml": b" " * (300 * MILLION)}),
        "bomb_pictures.docx": lambda: _zip(_word_parts("x") | {"word/media/a.png": b"\0" * (MOST_UNPACKED + 1)}),
        "bomb_lying_sizes.docx": lambda: _with_lying_sizes(_word(_paragraph("a" * (90 * MILLION)))),
        "bomb_nested.docx": lambda: _word(
            _paragraph("Plan"), word__embeddings__a=_zip({"b": _zip({"c": b"\0" * MILLION})})
        ),
        "bomb_many_parts.docx": lambda: _zip(_word_parts("x") | {f"p{n}.xml": "" for n in range(20_000)}),
        "entities_laughs.docx": lambda: _word(_paragraph("&a10;"), _LAUGHS),
        "entities_outside_file.docx": lambda: _word(_paragraph("&e;"), external),
        "entities_outside_file_in_styles.docx": lambda: _word(
            _paragraph("x"), word__styles=f'{external}<w:styles xmlns:w="{_W}">&e;</w:styles>'
        ),
        "links_outside_file.docx": lambda: _zip(
            _word_parts(_paragraph("Plan")) | {"word/_rels/document.xml.rels": remote}
        ),
        "remote_template.docx": lambda: _related(
            _paragraph("Plan"),
            of_settings=_relations(("attachedTemplate", outside.as_uri(), ' TargetMode="External"')),
            settings=f'<w:settings xmlns:w="{_W}" xmlns:r="{_R}"><w:attachedTemplate r:id="r0"/></w:settings>',
        ),
        "linked_object.docx": lambda: _related(
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link" '
            'ProgID="Package" ShapeID="s" DrawAspect="Content" ObjectID="_1" r:id="away" UpdateMode="Always"/>'
            f"</w:object></w:r></w:p>{_paragraph('Plan')}",
            _elsewhere("oleObject", outside.as_uri()),
        ),
        "embedded_page.docx": lambda: _related(
            f'<w:altChunk r:id="away"/>{_paragraph("Plan")}', _elsewhere("aFChunk", outside.as_uri())
        ),
        "styles_in_a_circle.docx": lambda: _related(
            f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>Plan</w:t></w:r></w:p>{_paragraph("x")}',
            styles=_styled(("a", "b"), ("b", "c"), ("c", "a"), ("d", "d")),
        ),
        "nested_tables.docx": lambda: _word(
            "<w:tbl><w:tr><w:tc>" * deep + _paragraph("x") + "</w:tc></w:tr></w:tbl>" * deep
        ),
        "vast_spans.docx": lambda: _word(
            _table([_cell(_paragraph("Priority"), vast) + _cell(_paragraph("Action"), vast)] * 20)
        ),
        "vast_indent.docx": lambda: _word(
            _table([f'<w:trPr><w:gridBefore w:val="999999999"/></w:trPr>{_cell(_paragraph("x"))}'] * 20)
        ),
        "long_words.docx": lambda: _word(_table([_cell(_paragraph("x" * LONG)) * 3] * 30)),
        "turned_text.docx": lambda: _word(_table([_cell(_paragraph(f"Priority {_TURNED}")) * 3] * 3)),
        "no_word_at_all.docx": lambda: _zip({"a.exe": b"MZ"}),
    }  # fmt: skip


def _workbooks(external: str) -> dict[str, Callable[[], bytes]]:
    far = f'<sheetData><row r="1048576">{_written("XFD1048576", "far")}</row></sheetData>'
    merged = f'<sheetData><row r="1">{_written("A1", "Priority")}{_written("B1", "Action")}</row></sheetData>'
    return {
        "entities_laughs.xlsx": lambda: _excel(f"<sheetData>{_written('A1', '&a10;')}</sheetData>", prolog=_LAUGHS),
        "entities_outside_file.xlsx": lambda: _excel(
            f"<sheetData>{_written('A1', '&e;')}</sheetData>", prolog=external
        ),
        "far_cell.xlsx": lambda: _excel(far),
        "far_merged.xlsx": lambda: _excel(merged + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "far_dimension.xlsx": lambda: _excel(f'<dimension ref="A1:XFD1048576"/>{merged}'),
        "rows_million_blank.xlsx": lambda: _excel(
            "<sheetData>" + "".join(f'<row r="{n}"/>' for n in range(1, 2**20)) + far.removeprefix("<sheetData>")
        ),
        "repeated_long_string.xlsx": lambda: _excel(
            "<sheetData>"
            + "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 15_000))
            + "</sheetData>",
            f"<si><t>{'long words ' * 100_000}</t></si>",
        ),
    }  # fmt: skip


# --- PDF -------------------------------------------------------------------------------------------


def _pdf(
    content: bytes, box: str = "0 0 595 842", filters: str = "/FlateDecode", more: Mapping[int, bytes] = {}
) -> bytes:
    """A PDF of one page, written by hand; `content` is its stream, already compressed."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
        "/XObject<</X 6 0 R>>>>>>".encode(),
        4: f"<</Length {len(content)}/Filter {filters}>>stream\n".encode() + content + b"\nendstream",
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **more,
    }
    out, places = b"%PDF-1.7\n", []
    for number, body in sorted(objects.items()):
        places.append((number, len(out)))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{number} 1\n{at:010} 00000 n \n".encode() for number, at in places)
    return out + b"xref\n" + table + f"trailer<</Size 9/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()


def _repeated(plan: Path | bytes, pages: int) -> bytes:
    source, target = pypdfium2.PdfDocument(plan), pypdfium2.PdfDocument.new()
    while len(target) < pages:
        target.import_pages(source)
    made = io.BytesIO()
    target.save(made)
    return made.getvalue()


def _drawn(operators: str, **given: object) -> bytes:
    return _pdf(zlib.compress(operators.encode()), **given)  # type: ignore[arg-type]


def _spaces(level: int) -> bytes:
    return zlib.compress(b" " * (500 * MILLION), level)


def _pictured(operators: str, box: str) -> bytes:
    picture = zlib.compress(b"\0" * (60_000 * 60_000 // 8), 1)
    drawing = (
        f"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray"
        f"/Filter/FlateDecode/Length {len(picture)}>>stream\n".encode()
        + picture
        + b"\nendstream"
    )
    return _drawn(operators, box=box, more={6: drawing})


def _pages(plan: Path) -> dict[str, Callable[[], bytes]]:
    itself = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 4>>"
        b"stream\n/X Do\nendstream"
    )
    return {
        "pages_500.pdf": lambda: _repeated(plan, 500),
        "pages_2500.pdf": lambda: _repeated(plan, 2_500),
        "pages_10000.pdf": lambda: _repeated(_drawn("BT /F 9 Tf 9 700 Td (word) Tj ET"), 10_000),
        "bomb_spaces.pdf": lambda: _pdf(_spaces(1)),
        "bomb_twice_packed.pdf": lambda: _pdf(
            zlib.compress(_spaces(9), 9), filters="[/FlateDecode/FlateDecode]"
        ),
        "letters_5_million.pdf": lambda: _drawn("BT /F 9 Tf 9 700 Td " + "(word ) Tj " * MILLION + "ET"),
        "lines_1_million.pdf": lambda: _drawn("9 9 m 99 99 l S " * MILLION),
        "boxes_300_thousand.pdf": lambda: _drawn("".join(f"{n % 500} {n % 700} 9 9 re S " for n in range(300_000))),
        "grid_of_lines.pdf": lambda: _drawn(
            "".join(f"0 {n} m 595 {n} l S {n} 0 m {n} 842 l S " for n in range(590))
            + "BT /F 9 Tf 9 700 Td (word) Tj ET"
        ),
        "picture_60000_pixels.pdf": lambda: _pictured("14400 0 0 14400 0 0 cm /X Do", "0 0 14400 14400"),
        "picture_60000_pixels_a4.pdf": lambda: _pictured("595 0 0 842 0 0 cm /X Do", "0 0 595 842"),
        "form_draws_itself.pdf": lambda: _drawn("/X Do BT /F 9 Tf 9 700 Td (word) Tj ET", more={6: itself}),
        "pages_hold_themselves.pdf": lambda: _drawn(
            "BT /F 9 Tf (word) Tj ET", more={2: b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 9999999>>"}
        ),
        "page_as_large_as_a_field.pdf": lambda: _drawn("BT /F 9 Tf 9 700 Td (word) Tj ET", box="0 0 1e9 1e9"),
        "long_word.pdf": lambda: _drawn(f"BT /F 1 Tf 9 700 Td ({'x' * LONG}) Tj ET"),
        "is_a_workbook.pdf": _workbook,
        "is_a_picture.pdf": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "cut_short.pdf": lambda: plan.read_bytes()[: plan.stat().st_size // 2],
    }  # fmt: skip


def _workbook() -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["Priority", "Action"])
    book.save(made)
    return made.getvalue()


# --- texts -----------------------------------------------------------------------------------------


def _plain(outside: Path) -> dict[str, Callable[[], bytes]]:
    uri = outside.as_uri()
    texts = {
        "entities_laughs.html": f"{_LAUGHS.replace('x [', 'html [')}<html><body><p>&a10;</p></body></html>",
        "entities_outside_file.html": f'<!DOCTYPE html [<!ENTITY e SYSTEM "{uri}">]>'
        "<html><body><p>&e;</p></body></html>",
        "links_outside_file.html": f'<html><body><iframe src="{uri}"></iframe><object data="{uri}"></object>'
        f'<img src="{uri}"><link href="{uri}"><p>Plan</p></body></html>',
        "nested_100_thousand.html": "<html>" + "<div>" * 100_000 + "deep",
        "vast_spans.html": "<html><table>" + "<tr><td rowspan=9999999 colspan=9999999>a<td>b" * 500 + "</table>",
        "attributes.html": "<html><p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">Plan</p>",
        "brackets.md": "[" * 100_000 + "Plan" + "](" * 100_000,
        "quotes.md": "> " * 50_000 + "Plan",
        "stars.md": "*a **b " * 100_000,
        "pipes.md": "|" * MILLION + "\n" + "|-" * 200_000,
        "never_closed.csv": 'Priority,Action\n1,"' + "words and words\n" * 300_000,
        "half_a_million_columns.csv": "a," * 500_000,
        "rows_million_blank.csv": "Priority,Action\n" + ",\n" * MILLION + "1 Homes,Find some\n",
        "zeros.csv": "\0" * MILLION,
        "marks.txt": "• " * MILLION,
        "numerals.txt": "1." * MILLION,
        "tabs.txt": "\t" * MILLION + "\n" + "a\t" * 200_000,
        "brackets.txt": "(" * MILLION,
        "hyphens.txt": "a-" * MILLION,
        "one_line_of_20_mb.txt": "a priority that never ends, " * 750_000,
        "short_lines.txt": "a\n" * MILLION,
        "long_words.txt": f"Priority\tAction\n{'x' * LONG}\t{'y' * LONG}\n" * 50,
        "turned_text.txt": f"Priority\tAction\n1 Homes {_TURNED}\t{_TURNED}\n" * 50,
        "is_html.xlsx": "<html><table><tr><th>Priority<th>Action<tr><td>1 Homes<td>Find some</table>",
    }
    made: dict[str, Callable[[], bytes]] = {name: text.encode for name, text in texts.items()}
    return {**made, "is_a_program.txt": lambda: b"\x7fELF" + bytes(range(256)) * 1_000}


# --- tables of very many rows ----------------------------------------------------------------------


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    yield "Category", "Priority", "Action", "Progress"
    for n in range(count):
        yield f"{n // 50 + 1} Area {n // 50 + 1}", f"{n % 50 + 1} Priority {n}", f"Do {n}", f"Done {n} by March"


def _tables() -> dict[str, Callable[[], bytes]]:
    def workbook() -> bytes:
        book, made = openpyxl.Workbook(write_only=True), io.BytesIO()
        sheet = book.create_sheet("Plan")
        for row in _rows(MANY):
            sheet.append(row)
        book.save(made)
        return made.getvalue()

    def page() -> bytes:
        return ("<html><table>" + "".join(f"<tr><td>{'<td>'.join(row)}" for row in _rows(MANY)) + "</table>").encode()

    def word() -> bytes:
        return _word(_table("".join(_cell(_paragraph(text)) for text in row) for row in _rows(MANY // 2 - 1)))

    return {
        "rows_50_thousand.csv": lambda: "\n".join(",".join(row) for row in _rows(MANY - 1)).encode(),
        "rows_50_thousand.txt": lambda: "\n".join("\t".join(row) for row in _rows(MANY)).encode(),
        "rows_50_thousand.html": page,
        "rows_50_thousand.xlsx": workbook,
        "rows_25_thousand.docx": word,
    }
