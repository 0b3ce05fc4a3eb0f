"""What lies upon a page and is no part of its text: filled form fields, typed notes, words crossed out by a reader."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import suppress

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.readers.pdf.page import ASCENT, DESCENT, Box, Page, Rule, Word

MOST_ANNOTATIONS = 5_000
LARGEST, SMALLEST = 10.0, 5.0  # points: letters' sizes in a field, which is as high as its lines need
WIDTH = 0.5  # of a letter, in its size
TICKED, UNTICKED = "☑", "☐"
_BOXES = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_FILLED_IN = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_REMARKS = (pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE)


def add_annotations(page: Page, handle: pypdfium2.PdfPage) -> None:
    """Adds the words of filled fields and typed notes to the page, each at its place, and what readers crossed out."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(handle.raw), MOST_ANNOTATIONS)):
        note = pdfium.FPDFPage_GetAnnot(handle.raw, index)
        if note:
            with suppress(ValueError):
                _add(page, handle, note)
            pdfium.FPDFPage_CloseAnnot(note)


def _add(page: Page, handle: pypdfium2.PdfPage, note: pdfium.FPDF_ANNOTATION) -> None:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == pdfium.FPDF_ANNOT_WIDGET and handle.formenv:
        page.words += _set(_field(note, handle.formenv), _place(page, note))
    elif kind == pdfium.FPDF_ANNOT_FREETEXT:
        page.words += _set(_text(note, b"Contents"), _place(page, note))
    elif kind == pdfium.FPDF_ANNOT_STRIKEOUT:
        page.level += _strikes(page, note)
    elif kind in _REMARKS and (text := _text(note, b"Contents").strip()):
        page.remarks.append(text)


def _place(page: Page, note: pdfium.FPDF_ANNOTATION) -> Box:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(note, rect):
        raise ValueError("an annotation without a place")
    return page.reading.box(rect.left, rect.bottom, rect.right, rect.top)


def _field(note: pdfium.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv) -> str:
    """What a field shows: its text or choice, or whether its box is ticked."""
    kind = pdfium.FPDFAnnot_GetFormFieldType(form.raw, note)
    if kind in _BOXES:
        return TICKED if pdfium.FPDFAnnot_IsChecked(form.raw, note) else UNTICKED
    if kind not in _FILLED_IN:
        return ""
    length = pdfium.FPDFAnnot_GetFormFieldValue(form.raw, note, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetFormFieldValue(form.raw, note, _wide(buffer), length)
    return _decoded(buffer)


def _text(note: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(note, key, _wide(buffer), length)
    return _decoded(buffer)


def _wide(buffer: ctypes.Array[ctypes.c_char]) -> object:
    return ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))


def _decoded(buffer: ctypes.Array[ctypes.c_char]) -> str:
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")


def _set(text: str, box: Box) -> Iterator[Word]:
    """The lines of a text as they stand in a box from its top, each as one word; they needn't look as they do there."""
    lines = [line for raw in re.split(r"[\r\n]+", text) if (line := " ".join(raw.split()))]
    size = min(LARGEST, max(SMALLEST, box.height / (1.3 * max(len(lines), 1))))
    for number, line in enumerate(lines):
        base = box.top + 0.15 * size + ASCENT * size + 1.2 * size * number
        right = min(box.left + 2 + WIDTH * size * len(line), box.right)
        yield Word(line, Box(box.left + 2, base - ASCENT * size, right, base + DESCENT * size), size)


def _strikes(page: Page, note: pdfium.FPDF_ANNOTATION) -> Iterator[Rule]:
    """A level line through the middle of each stretch that a reader crossed out."""
    corners = pdfium.FS_QUADPOINTSF()
    for index in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(note, index, corners):
            across = (corners.x1, corners.x2, corners.x3, corners.x4)
            up = (corners.y1, corners.y2, corners.y3, corners.y4)
            box = page.reading.box(min(across), min(up), max(across), max(up))
            yield Rule(box.top + 0.52 * box.height, box.left, box.right)
