"""Small PDF files written operator by operator, so that a test shows the very drawing that is awkward."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{} /Encoding /WinAnsiEncoding >>"
_FONTS = f"<< /F1 {_FONT.format('')} /F2 {_FONT.format('-Bold')} >>"


def show(text: str, x: float, y: float, size: float = 10, *, font: str = "F1", before: str = "") -> str:
    """Words at a place, in points from the page's bottom left; `before` holds further operators, such as colours."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {before} /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def rule(x: float, y: float, x2: float, y2: float, width: float = 0.7) -> str:
    """A drawn line."""
    return f"{width} w {x} {y} m {x2} {y2} l S\n"


def ruled_table(rows: Sequence[Sequence[str]], lefts: Sequence[float], top: float = 700, height: float = 30) -> str:
    """A table with all its lines; `lefts` are the columns' borders, the last one included."""
    bottom = top - height * len(rows)
    lines = [rule(lefts[0], top - height * n, lefts[-1], top - height * n) for n in range(len(rows) + 1)]
    lines += [rule(left, top, left, bottom) for left in lefts]
    for n, row in enumerate(rows):
        lines += [show(text, left + 4, top - height * n - 18) for text, left in zip(row, lefts, strict=False) if text]
    return "".join(lines)


def write_pdf(
    path: Path, *pages: str, annotations: Sequence[str] = (), fields: bool = False, creator: str = ""
) -> Path:
    """A file of pages by their drawing operators; `annotations` are dictionaries' contents, all on the first page."""
    first_note = 3 + 2 * len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R"
        + (f" /AcroForm << /Fields [{_references(first_note, len(annotations))}] >>" if fields else "")
        + " >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{3 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
    ]
    for n, content in enumerate(pages):
        notes = f" /Annots [{_references(first_note, len(annotations))}]" if annotations and not n else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font {_FONTS} >> "
            f"/Contents {4 + 2 * n} 0 R{notes} >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}endstream")
    objects += [f"<< /Type /Annot {content} >>" for content in annotations]
    if creator:
        objects.append(f"<< /Creator ({creator}) >>")
    path.write_bytes(_assembled(objects, info=bool(creator)))
    return path


def _references(first: int, count: int) -> str:
    return " ".join(f"{first + n} 0 R" for n in range(count))


def _assembled(objects: Sequence[str], *, info: bool) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(data)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    about = f" /Info {len(objects)} 0 R" if info else ""
    data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{about} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return data
