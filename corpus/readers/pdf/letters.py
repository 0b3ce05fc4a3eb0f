"""One page of a PDF file: its characters to words, turned so that they read upright."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.readers.pdf.annotations import add_annotations
from corpus.readers.pdf.page import ASCENT, DESCENT, Box, Frame, Page, Rule, Word, around
from corpus.readers.pdf.shapes import BULLET, add_shapes, drop_highlights

PAGE_CHARACTERS = 60_000  # what lies beyond on one page is not text that anybody reads
SPACED_LETTERS = 3  # gaps in a row: fewer single letters are initials, or labels of columns
WIDEST_SPACING = 0.8  # of a letter's size: wider gaps lie between cells. Letter-spaced headings have 0.1 to 0.5
WHITE = 0xFEFEFE  # letters of this colour, or whiter, show on a coloured ground alone
DARK = 0x60  # of 255, in each of a colour's parts: letters no lighter than this are as good as black
WORD_GAP = 1.7  # times the gap between letters; a space in a letter-spaced line is at least twice as wide
TOUCHING = 0.05  # of a letter's size: letters of one word are set no further apart, a space is five times as wide
WIDTHLESS = frozenset((0x200B, 0xFEFF))
SPACES = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D)) | WIDTHLESS
LINE_BREAK_HYPHENS = {0x02, 0xFFFE}  # what PDFium gives for a hyphen that ends a line
LIGATURES = range(0xFB00, 0xFB07)
# TeX's own fonts, where they carry no Unicode map, show their positions: those of ligatures, dashes and quotes.
TEX_LETTERS = dict(zip(b"\x0b\x0c\x0e\x0f", ("ff", "fi", "ffi", "ffl"), strict=True))
TEX_LETTERS |= dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
TEX_LETTERS |= {0x10: "“", 0x11: "”", 0x15: "–", 0x16: "—", 0x88: BULLET}
# Accents that stand by themselves, each with the form that joins a letter: TeX draws them above letters.
ACCENTS = dict(
    zip("`´ˆ˜¯˘˙¨˚ˇ¸˛", map(chr, (*range(0x300, 0x305), 0x306, 0x307, 0x308, 0x30A, 0x30C, 0x327, 0x328)), strict=True)
)


class _Letter(NamedTuple):
    text: str  # "" for white space
    left: float
    bottom: float
    right: float
    top: float
    style: _Style | None


class _Style(NamedTuple):
    """What all letters of one text object share."""

    size: float
    degrees: float  # the direction of reading, anticlockwise
    bold: bool
    slanted: bool
    colour: int
    drawn: bool = True  # not only put there for a search to find

    @property
    def turn(self) -> int:
        return round(self.degrees / 90) % 4

    @property
    def accented(self) -> bool:
        """Whether the letters slant, or are of a colour, or a grey, that isn't nearly black."""
        return self.slanted or max(self.colour.to_bytes(3, "big")) > DARK

    @property
    def aslant(self) -> bool:
        return abs((self.degrees + 45) % 90 - 45) > 10


def read_page(source: pypdfium2.PdfDocument, index: int, file: str) -> Page:
    """Page `index` (from 0); its words in the file's own order, which is usually that of reading."""
    handle = source[index]
    try:
        text = handle.get_textpage()
        try:
            letters, unmapped, cut = _letters(text.raw)
        finally:
            text.close()
        page = Page(index + 1, file, *_frames(handle, letters), unmapped=unmapped, cut=cut)
        add_shapes(page, handle)
        add_annotations(page, handle)
    finally:
        handle.close()
    _add_words(page, letters)
    drop_highlights(page)
    return page


def _frames(handle: pypdfium2.PdfPage, letters: list[_Letter]) -> tuple[Frame, Frame]:
    left, bottom, right, top = handle.get_bbox()  # the media box may be given for all pages at once: only this sees it
    area = Box(left, top, right, bottom)
    shown = Frame(area, handle.get_rotation() // 90 % 4)
    turns = Counter(letter.style.turn for letter in letters if letter.style and not letter.style.aslant)
    return Frame(area, turns.most_common(1)[0][0] if turns else shown.turns), shown


# The calls into PDFium below run once a character; they use its plain functions, for speed.


def _letters(text: pdfium.FPDF_TEXTPAGE) -> tuple[list[_Letter], int, bool]:
    """All characters, how many of them stand for no known letter, and whether there were too many."""
    letters: list[_Letter] = []
    unmapped = 0
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, tuple[_Style, float, float]] = {}
    fonts: dict[int, tuple[bool, bool]] = {}
    count = pdfium.FPDFText_CountChars(text)
    for index in range(min(count, PAGE_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        owner = pdfium.FPDFText_GetTextObject(text, index)
        if not owner or code in SPACES:
            if code not in WIDTHLESS and letters and letters[-1].text:
                letters.append(_Letter("", 0, 0, 0, 0, None))
            if code not in LINE_BREAK_HYPHENS:
                continue
        if code in (0, 0xFFFD) or (code not in TEX_LETTERS and code not in LINE_BREAK_HYPHENS and _is_control(code)):
            unmapped += 1
            continue
        key = ctypes.addressof(owner.contents) if owner else 0
        if key not in styles:
            styles[key] = _style(text, index, owner, fonts)
        style, across, up = styles[key]
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        letter = _letter(code, rect, x.value, y.value, style, across, up)
        if letters and (letter.text in ACCENTS or letters[-1].text in ACCENTS):
            letter = _accented(letters, letter)
        letters.append(letter)
    return letters, unmapped, count > PAGE_CHARACTERS


def _accented(letters: list[_Letter], letter: _Letter) -> _Letter:
    """The letter, with the one before taken off the list if one of them is an accent drawn upon the other."""
    accent, base = (letter, letters[-1]) if letter.text in ACCENTS else (letters[-1], letter)
    whole = unicodedata.normalize("NFC", base.text.replace("ı", "i").replace("ȷ", "j") + ACCENTS[accent.text])
    upon = base.left - 0.1 <= (accent.left + accent.right) / 2 <= base.right + 0.1 and base.text.isalpha()
    if not upon or len(whole) > 1:
        return letter
    letters.pop()
    return base._replace(text=whole)


def _is_control(code: int) -> bool:
    return code < 0x20 or 0x7F <= code < 0xA0


def _letter(code: int, rect: pdfium.FS_RECTF, x: float, y: float, style: _Style, across: float, up: float) -> _Letter:
    """The letter with a box whose height is its font's, whatever the font says of itself."""
    text = "-" if code in LINE_BREAK_HYPHENS else TEX_LETTERS.get(code) or chr(code)
    if code in LIGATURES:
        text = unicodedata.normalize("NFKC", text)
    ascent, descent = ASCENT * style.size, DESCENT * style.size
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    if abs(across) > abs(up):  # the text runs level: its height is upright
        bottom, top = (y - descent, y + ascent) if across > 0 else (y - ascent, y + descent)
    else:
        left, right = (x - ascent, x + descent) if up > 0 else (x - descent, x + ascent)
    return _Letter(text, left, bottom, right, top, style)


def _style(
    text: pdfium.FPDF_TEXTPAGE, index: int, owner: pdfium.FPDF_PAGEOBJECT, fonts: dict[int, tuple[bool, bool]]
) -> tuple[_Style, float, float]:
    """The style, and the direction of reading as a vector."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = pdfium.FPDFText_GetFontSize(text, index) * scale
    degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    bold, slanted, colour, drawn = False, False, 0, True
    if owner:
        font = pdfium.FPDFTextObj_GetFont(owner)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in fonts:
            fonts[key] = _face(font) if font else (False, False)
        bold, slanted = fonts[key]
        parts = [ctypes.c_uint() for _ in range(4)]
        if pdfium.FPDFPageObj_GetFillColor(owner, *parts):
            colour = parts[0].value << 16 | parts[1].value << 8 | parts[2].value
        drawn = pdfium.FPDFTextObj_GetTextRenderMode(owner) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return _Style(abs(size) or 1.0, degrees, bold, slanted, colour, drawn), matrix.a, matrix.b


def _face(font: pdfium.FPDF_FONT) -> tuple[bool, bool]:
    """Whether a font's letters are bold, and whether they slant."""
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    known = name.value.decode("utf-8", "replace").lower()
    heavy = any(sign in known for sign in ("bold", "black", "heavy", "demi")) or pdfium.FPDFFont_GetWeight(font) >= 600
    return heavy, "italic" in known or "oblique" in known


def _add_words(page: Page, letters: list[_Letter]) -> None:
    """Adds words before the drawn bullets, which are there already."""
    drawn, page.words = page.words, []
    layered = page.pictured or not any(letter.style.drawn for letter in letters if letter.style)  # the words of a scan
    last: Word | None = None
    for word, style, struck in _words(letters, page.reading, _strikes(page)):
        across, down = word.box.centre
        within = -1 <= across <= page.width + 1 and -1 <= down <= page.height + 1
        on_page = within or (last is not None and _runs_off(last, word))
        last = word if on_page else None
        shown = (style.drawn or layered) and (style.colour < WHITE or _is_on_colour(page, word))
        kind = page.astray if style.aslant else page.words if on_page and shown else page.unseen
        (page.struck if struck else kind).append(word)
    page.words = [*_unspaced(page.words if layered else _pieced(page.words)), *drawn]


def _runs_off(before: Word, word: Word) -> bool:
    """Whether a word goes on with a line that the page's edge cuts off, as in a cell that is too wide to be printed."""
    near = -0.1 * word.size < word.box.left - before.box.right < 0.5 * word.size
    return near and abs(word.base - before.base) < 0.1 * word.size


def _is_on_colour(page: Page, word: Word) -> bool:
    return any(ground.holds(word.box.centre, 1) for ground in page.grounds)


def _pieced(words: Sequence[Word]) -> list[Word]:
    """The words, with those whole again of which the file has a piece elsewhere, as a pair of letters set closer."""
    found = dict(enumerate(words))
    level = sorted((round(word.base), word.box.left, at) for at, word in enumerate(words) if word.turn == 0)
    owners: dict[int, int] = {}
    for (base, _, at), (other, _, following) in pairwise(level):
        if base != other or following == at + 1 or not _touch(words[at], words[following]):
            continue
        owner = owners[following] = owners.get(at, at)
        head, tail = found[owner], found.pop(following)
        found[owner] = replace(head, text=head.text + tail.text, box=around((head.box, tail.box)))
    return list(found.values())


def _touch(word: Word, following: Word) -> bool:
    """Whether letters of two words stand next to one another as those of one word do."""
    alike = word.bold == following.bold and abs(word.size - following.size) < 0.1 * word.size
    lettered = word.text[-1].isalpha() and following.text[0].islower()
    return alike and lettered and abs(following.box.left - word.box.right) < TOUCHING * word.size


def _unspaced(words: Sequence[Word]) -> Iterator[Word]:
    """The words, with those whole again whose letters are set apart as in some headings: `P l a n`."""
    run: list[Word] = []
    for word in words:
        if run and not _is_next_letter(run[-1], word):
            yield from _whole(run)
            run = []
        run.append(word)
    yield from _whole(run)


def _is_next_letter(letter: Word, word: Word) -> bool:
    """Whether two words are single letters, one after the other on a line and of one style."""
    single = len(letter.text) == len(word.text) == 1 and (letter.text + word.text).isalnum()
    level = letter.turn == word.turn == 0 and abs(letter.base - word.base) < 0.1 * word.size
    return single and level and letter.size == word.size and word.box.left > letter.box.left


def _whole(run: Sequence[Word]) -> Iterator[Word]:
    """A run of single letters as words, which wider gaps part than those between most of its letters."""
    gaps = [after.box.left - before.box.right for before, after in pairwise(run)]
    usual = median(gaps) if len(gaps) >= SPACED_LETTERS else 0.0
    if not 0 < usual < WIDEST_SPACING * run[0].size or not sum(word.text.isalpha() for word in run) > SPACED_LETTERS:
        yield from run
        return
    first = 0
    for index, gap in enumerate([*gaps, math.inf], start=1):
        if gap > WORD_GAP * usual:
            piece = run[first:index]
            yield replace(piece[0], text="".join(word.text for word in piece), box=around(word.box for word in piece))
            first = index


def _strikes(page: Page) -> dict[int, list[Rule]]:
    """Short level lines by their height: those that may cross out words."""
    found: dict[int, list[Rule]] = {}
    for rule in page.level:
        if rule.end - rule.start < 0.9 * page.width:
            found.setdefault(round(rule.at), []).append(rule)
    return found


def _is_struck(box: Box, size: float, strikes: dict[int, list[Rule]]) -> bool:
    """Whether a line goes through the middle of a small letter."""
    middle = box.bottom - (DESCENT + 0.27) * size
    near = (rule for at in range(round(middle) - 2, round(middle) + 3) for rule in strikes.get(at, ()))
    centre = (box.left + box.right) / 2
    return any(abs(rule.at - middle) < 0.12 * size and rule.start - 0.5 <= centre <= rule.end + 0.5 for rule in near)


def _words(
    letters: list[_Letter], reading: Frame, strikes: dict[int, list[Rule]]
) -> Iterator[tuple[Word, _Style, bool]]:
    """Words, each with its style and whether it is crossed out."""
    frames = [Frame(reading.area, turns) for turns in range(4)]
    run: list[_Letter] = []
    last: Box | None = None
    glued = struck = False
    spaced = False
    for letter in letters:
        style = letter.style
        if style is None:
            spaced = True
            continue
        box = frames[style.turn].box(letter.left, letter.bottom, letter.right, letter.top)
        crossed = bool(strikes) and style.turn == reading.turns and _is_struck(box, style.size, strikes)
        before = run[-1].style if run else None
        if spaced and not (style.turn != reading.turns and before and last and _abuts(before, last, style, box)):
            yield from _word(run, reading, glued, struck)
            run, last, glued = [], None, False
        elif last is not None and before is not None and (crossed != struck or _parts(before, last, style, box)):
            yield from _word(run, reading, glued, struck)
            run, glued = [], True
        run.append(letter)
        last, struck, spaced = box, crossed, False
    yield from _word(run, reading, glued, struck)


def _abuts(style: _Style, box: Box, other: _Style, following: Box) -> bool:
    """Whether no space stands between two turned letters, though PDFium takes each for a line of its own."""
    gap = following.left - box.right
    return not _parts(style, box, other, following) and abs(gap) < 0.12 * style.size


def _parts(style: _Style, box: Box, other: _Style, following: Box) -> bool:
    """Whether two neighbouring characters belong to different words, or to differently set parts of one."""
    if style is not other and (
        style.turn != other.turn or style.colour != other.colour or abs(style.size - other.size) > 0.12 * style.size
    ):
        return True
    if following.left == box.left:
        return False  # the letters of a ligature
    gap = following.left - box.right
    return abs(following.bottom - box.bottom) > 0.15 * style.size or not -0.6 < gap / style.size < 0.25


def _word(run: list[_Letter], reading: Frame, glued: bool, struck: bool) -> Iterator[tuple[Word, _Style, bool]]:
    if not run or run[0].style is None:
        return
    style = run[0].style
    left, bottom = min(letter.left for letter in run), min(letter.bottom for letter in run)
    right, top = max(letter.right for letter in run), max(letter.top for letter in run)
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in run))
    box = reading.box(left, bottom, right, top)
    word = Word(text, box, style.size, style.bold, (style.turn - reading.turns) % 4, glued, accented=style.accented)
    yield word, style, struck
