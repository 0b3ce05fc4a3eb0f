"""One table's logical rows to plan rows: which begin, which go on over a page's end, what stands above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from corpus.language import numerals
from corpus.language.numerals import Numeral
from corpus.language.wording import Wording, begins_midway, is_unfinished
from corpus.records import Block, BlockKind, Column, Heading, Item, Location, Problem, Row, Severity, fold
from corpus.tables.aligning.bands import divides, uncontinued
from corpus.tables.aligning.logical_rows import ASIDE, LogicalRow, Slot, numeral_of, split_of
from corpus.tables.aligning.sums import is_called_total
from corpus.tables.items import ColumnHabit, Piece, items_of
from corpus.tables.layouts.layout import Layout
from corpus.tables.numbering import COMPARE, Count, counted_style, usual_style

GUESSED = "words of this row, or their columns, were told by a guess"
_NOTHING = Heading("", "")
_UNKNOWN = Heading("?", "")  # stood, if anywhere, in text that couldn't be read


@dataclass(slots=True)
class _Draft:
    """A row while its cells are still being collected."""

    path: list[Heading]
    location: Location
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    notes: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, severity: Severity, where: Location, seen: str, done: str, advice: str = "") -> None:
        self.problems.append(Problem(severity, where, seen, done, advice))


class RowBuilder:
    """Collects one table's rows, physical row by physical row.

    `above` is the heading over the table; it tops the rows' paths where the table has no grouping column.
    `left_out` are cells that say again what stands above, or a piece of the header. `added` is what rows say
    beyond the table's text: a merged cell's words, given to each of its rows; numerals that stand in no text. `asides`
    are texts in rows of their own that belong to no row: notes, headings that no row follows.
    """

    def __init__(
        self,
        lines: Sequence[LogicalRow],
        labels: Sequence[str],
        layout: Layout,
        wording: Wording,
        above: Sequence[Block],
        *,
        ragged: bool,
    ) -> None:
        self.problems: list[Problem] = []  # those of no single row
        self.left_out: list[Block] = []
        self.added: list[Block] = []
        self.asides: list[Block] = []
        self._lines = lines
        body = [line for line in lines if not line.across]
        self._labels = labels
        self._wording = wording
        self._ragged = ragged
        self._layout = layout
        self._content = layout.content(len(labels))
        titles = [self._says(line) for line in body if line.filled(layout.key)]
        self._usual = median(titles) if titles else 0  # cells of items beside a title
        # Where most titles are merged over several lines, the table is made so; where few are, one may be wrong.
        shared = [line for line in body if layout.key in line.shared and self._is_whole(line)]
        self._lines_share_titles = 2 * len(shared) > len(titles)
        self._style = counted_style(body, layout.key)
        self._rated = _rated(body)
        self.tops = tuple(above)
        self._top = tuple(self._heading(block) for block in above)
        self._divider: Block | None = None  # a heading across the table that no row has followed yet
        self._band: list[Heading] = []  # the heading across the table that the rows stand under
        self._groups: list[Heading] = [_NOTHING] * len(self._layout.groups)
        self._group_count = Count(usual_style(body, layout.groups[0]) if layout.groups else None, infers=ragged)
        self._count = Count(self._style, self._first_numeral(self._style), infers=ragged)
        self._drafts: list[_Draft] = []
        self._below = _below(lines)
        # From two in three on, numerals count titles; in tables where they count what stands beside a title that isn't
        # said again, at most every second one does.
        titled = sum(bool(line.number(layout.key)) for line in body)
        numbered = sum(any(slot.number for slot in line.slots.values()) for line in body)
        self._counts_titles = 3 * titled >= 2 * numbered

    def rows(self) -> list[Row]:
        """The table's rows, as yet without references."""
        for line in self._lines:
            if line.across:
                self._take_across(line)
            else:
                self._take(line)
        self._keep_aside(self._divider)
        habits = {label: self._habit(label) for label in self._content}
        return [self._finished(draft, habits) for draft in self._drafts]

    def _take(self, line: LogicalRow) -> None:
        line = self._without_header_words(line)
        line = self._out_of_number_columns(line)
        line = self._title_apart(line)
        line = self._number_without_title(line)
        begins = self._begins(line)
        fresh_group = self._take_groups(line, begins)
        if begins or fresh_group or not self._drafts or line.row.gap:
            self._band = self._band if line.level is None else self._band[: line.level]
            self._open(line)
            self._band = [*self._band, self._drafts[-1].path[-1]] if line.heads else self._band
        elif self._repeats_title(line):
            self._leave_out(line, self._layout.key)
        elif line.text(self._layout.key):
            self._extend_title(line)
        elif not line.row.breaks and self._is_whole(line):
            self._drafts[-1].note(
                Severity.NOTE if self._lines_share_titles else Severity.WARNING,
                line.row.location,
                f"a line without a title of its own stands beside “{self._drafts[-1].path[-1].title}”",
                "read as part of that row",
                COMPARE,
            )
        self._add_items(line)
        self._note_doubt(line)
        self._note_guess(line)
        self._note_colours(line)

    # Cells across the whole table.

    def _take_across(self, line: LogicalRow) -> None:
        """A short text across all columns heads the rows below; a longer one goes with the row above, if one does."""
        if self._is_in_force(line):
            self.left_out.extend(line.across)
            return
        if not line.depth or self._divider is None:
            self._keep_aside(self._divider)
        self._divider = None
        if divides(line):
            self._divider = line.across[0]
            self._band = [*self._band[: line.depth], self._heading(self._divider)]
            self._groups = [_NOTHING] * len(self._groups)
            self._count.restart(self._band[-1].number)
        elif not self._drafts or line is self._below:
            self.asides += line.across
        else:
            last = self._content[-1] if self._content else self._layout.key
            self._drafts[-1].pieces.setdefault(last, []).append(Piece(line.across, line.row.location))
            seen = f"a text stands across all columns: “{' '.join(line.across[0].text.split()[:6])} …”"
            done = f"read as part of the row above it, under “{self._labels[last]}”"
            self._drafts[-1].note(Severity.NOTE, line.row.location, seen, done, COMPARE)

    def _is_in_force(self, line: LogicalRow) -> bool:
        """Whether a heading is said again, as at the top of a page."""
        text = uncontinued(line.across[0].text)
        if not line.row.breaks and text == line.across[0].text:
            return False
        numeral, title = numerals.split(text)
        number = numeral.text if numeral else ""
        return any(fold(title) == fold(step.title) and number in ("", step.number) for step in self._band)

    def _keep_aside(self, block: Block | None) -> None:
        """Keeps a heading that no row follows."""
        self.asides += [block] if block else []

    # Rows that begin, and rows cut by a page's end.

    def _begins(self, line: LogicalRow) -> bool:
        """Whether a line begins a row, rather than going on with the one above: with a title, or with as much to say as
        a row where no merged title reaches. Two rows taken for one are worse than one without a title."""
        if self._layout.begins is not None:
            return line.filled(self._layout.begins)
        text = line.text(self._layout.key)
        if not text and not line.number(self._layout.key):
            return self._is_whole(line) and not line.row.breaks and self._layout.key not in line.shared
        if not self._drafts or line.row.gap:
            return True
        if self._repeats_title(line):
            return False
        if line.number(self._layout.key) or numeral_of(line, self._layout.key):
            return True
        if self._style:
            return not line.row.breaks or any(numeral_of(line, group) for group in self._layout.groups)
        going_on = begins_midway(text) or is_unfinished(self._drafts[-1].path[-1].title)
        return not (going_on and (line.row.breaks or not self._has_content(line)))

    def _is_whole(self, line: LogicalRow) -> bool:
        """Whether a line of a true grid has as much to say as a row of its own: more than half of what rows have."""
        return not self._ragged and 2 * self._says(line) > self._usual > 1

    def _says(self, line: LogicalRow) -> int:
        """How many cells of items a line has filled."""
        return sum(bool(line.text(label)) for label in self._content)

    def _has_content(self, line: LogicalRow) -> bool:
        return any(line.text(label) for label in self._content)

    def _repeats_title(self, line: LogicalRow) -> bool:
        """Whether a line names the open row again, as tables do that repeat instead of merging."""
        if not self._drafts or any(self._is_new_group(line, depth) for depth in range(len(self._layout.groups))):
            return False
        last = self._drafts[-1].path[-1]
        numeral, rest = split_of(line, self._layout.key)
        number = line.number(self._layout.key) or (numeral.text if numeral else "")
        if self._is_whole(line) and not line.row.breaks:
            return False  # another row of the same name
        return bool(rest or number) and fold(uncontinued(rest)) == fold(last.title) and number in ("", last.number)

    def _extend_title(self, line: LogicalRow) -> None:
        draft = self._drafts[-1]
        step = draft.path[-1]
        text = line.text(self._layout.key)
        draft.path[-1] = replace(step, title=_glued(step.title, text))
        if self._is_whole(line) and not (self._style and begins_midway(text)):
            seen = f"“{text}” and as many cells as a row has follow “{step.title}”"
            draft.note(Severity.WARNING, line.row.location, seen, "read as the rest of that row", COMPARE)
        if self._style and not begins_midway(text):
            seen = f"“{text}” stands without a numeral at the top of a page"
            draft.note(Severity.NOTE, line.row.location, seen, "read as the rest of the title above it")

    def _open(self, line: LogicalRow) -> None:
        where = line.row.location
        numeral = numeral_of(line, self._layout.key)
        title = self._title(line, self._layout.key)
        groups = [step for step in self._groups if step.label]
        draft = _Draft([*self._top, *self._band, *groups], where)
        self._drafts.append(draft)
        self._divider = None
        number, problem = self._number(line, numeral, title)
        draft.path.append(Heading(number, title, self._labels[self._layout.key]))
        if problem:
            draft.problems.append(problem)
        self._balance(line, self._layout.key, numeral, number)
        self._add_shared(line, draft)
        if not title:
            seen = "a row begins without a title, after text that couldn't be read" if line.row.gap else "no title"
            draft.note(Severity.ERROR, where, seen, "its text is shown outside any priority", COMPARE)
        elif self._wording.is_rubble(title):
            draft.note(
                Severity.ERROR,
                where,
                f"the title “{title}” is made of pieces of words",
                "left as it is",
                "Look the title up in the document itself; the text that was extracted from it is damaged here.",
            )

    def _number(self, line: LogicalRow, numeral: Numeral | None, title: str) -> tuple[str, Problem | None]:
        if line.level is not None and numeral:
            return numeral.text, None  # an outline's numerals are what they are
        if not title and not numeral and line.row.gap:
            return "?", None
        if not numeral and is_called_total(title):
            return "", None  # none is counted, and none is missing
        code = line.number(self._layout.key)
        if code and not numeral and (self._count.style is None or not self._ragged):
            return code, None  # of another make than those that count: `S106-01`
        return self._count.take(numeral, line.row.location)

    def _title(self, line: LogicalRow, label: int) -> str:
        """The words of a heading cell without its numeral, and without the word in front of that."""
        text = line.text(label)
        if line.number(label):
            return text
        numeral, rest = split_of(line, label)
        if numeral and (word := numerals.word_before(text)):
            self.left_out.append(Block(word, line.row.location))
        return rest

    def _balance(self, line: LogicalRow, label: int, numeral: Numeral | None, given: str) -> None:
        """Keeps account of a numeral that was read but not given, or given but not read."""
        slot = line.slots.get(label)
        read = "" if slot is None or slot.automatic else slot.number or (numeral.text if numeral else "")
        if read != given:
            where = line.row.location
            self.left_out.extend([Block(read, where)] if read else [])
            self.added.extend([Block(given, where)] if given else [])

    def _heading(self, block: Block) -> Heading:
        """The heading over the table: its numeral and words, without the word in front of the numeral."""
        numeral, rest = numerals.split(block.text)
        if block.number or numeral is None:
            return Heading(block.number, block.text)
        if word := numerals.word_before(block.text):
            self.left_out.append(Block(word, block.location))
        return Heading(numeral.text, rest)

    def _add_shared(self, line: LogicalRow, draft: _Draft) -> None:
        """Gives a row what a merged cell of the row above says of both."""
        for label, blocks in line.shared.items():
            words = tuple(block for block in blocks if block.kind not in ASIDE)
            if label in self._content and words:
                draft.pieces.setdefault(label, []).append(Piece(words, words[0].location))
                self.added.extend(words)
                draft.note(
                    Severity.NOTE,
                    words[0].location,
                    f"one cell of “{self._labels[label]}” stands beside several rows",
                    "given to each of them",
                    COMPARE,
                )

    # Groups above the rows.

    def _take_groups(self, line: LogicalRow, begins: bool) -> bool:
        fresh = False
        for depth, label in enumerate(self._layout.groups):
            numeral = numeral_of(line, label)
            if not self._is_new_group(line, depth):
                self._leave_out(line, label)
                continue
            if line.row.breaks and not begins and numeral is None and self._drafts and not line.row.gap:
                self._extend_group(depth, line.text(label))
                continue
            self._groups[depth:] = [_NOTHING] * (len(self._groups) - depth)
            number, title = self._group_number(numeral, depth, line), self._title(line, label)
            self._groups[depth] = Heading(number, title, self._labels[label])
            self._count.restart(self._groups[0].number)
            fresh = True
        if line.row.gap and not fresh and not any(line.text(label) for label in self._layout.groups):
            self._forget_groups(line)
        return fresh

    def _is_new_group(self, line: LogicalRow, depth: int) -> bool:
        label = self._layout.groups[depth]
        text = uncontinued(line.text(label))
        if not text:
            return False
        title, known = (
            fold(text if line.slots[label].plain else numerals.split(text)[1]),
            fold(self._groups[depth].title),
        )
        return title != known and fold(text) != known

    def _group_number(self, numeral: Numeral | None, depth: int, line: LogicalRow) -> str:
        if depth:
            return numeral.text if numeral else ""
        number, problem = self._group_count.take(numeral, line.row.location)
        if problem:
            title = line.text(self._layout.groups[0])
            self.problems.append(replace(problem, seen=f"“{title}”: {problem.seen}"))
        self._balance(line, self._layout.groups[0], numeral, number)
        return number

    def _extend_group(self, depth: int, text: str) -> None:
        old = self._groups[depth]
        grown = self._groups[depth] = replace(old, title=_glued(old.title, text))
        for draft in self._drafts:
            draft.path = [grown if step == old else step for step in draft.path]

    def _forget_groups(self, line: LogicalRow) -> None:
        """Rows after text that couldn't be read don't go on with the heading before it: another may have begun."""
        known = next((step.label for step in (*self._band, *self._groups) if step.label and step != _UNKNOWN), "")
        if not known:
            return
        self._band = [_UNKNOWN] if self._band else []
        self._groups = [_UNKNOWN if step.label else step for step in self._groups]
        self._count.restart("")
        self.problems.append(
            Problem(
                Severity.WARNING,
                line.row.location,
                f"rows follow a place that couldn't be read, where another heading than “{known}” may have begun",
                "their heading is shown as “?” until one is read again",
                COMPARE,
            )
        )

    # Cells.

    def _leave_out(self, line: LogicalRow, label: int) -> None:
        """Notes what a cell says that stands above already."""
        if label in line.slots:
            slot = line.slots[label]
            self.left_out.extend(block for block in slot.blocks if block.kind not in ASIDE)
            if slot.number and not slot.automatic:
                self.left_out.append(Block(slot.number, line.row.location))

    def _without_header_words(self, line: LogicalRow) -> LogicalRow:
        """A cell that repeats its own column's label is a stray piece of the header, where pieces may be astray."""
        for label, slot in line.slots.items() if self._ragged or line.row.breaks else ():
            if slot.text and fold(slot.text) == fold(self._labels[label]) and not self._is_value(slot.text, label):
                self.left_out.extend(slot.blocks)
                line = line.with_slot(label, replace(slot, blocks=()))
                seen = f"the heading “{self._labels[label]}” stands in a row's cell"
                self.problems.append(Problem(Severity.NOTE, line.row.location, seen, "left out of the row"))
        return line

    def _is_value(self, text: str, label: int) -> bool:
        """Whether rows say a column's own label as their value, as `Accepted` under `Accepted?`."""
        return any(line.text(label) == text and not line.row.breaks for line in self._lines)

    def _out_of_number_columns(self, line: LogicalRow) -> LogicalRow:
        """Text in a column for numbers belongs to the column that they number."""
        known = {self._layout.key, *self._layout.groups, *self._content}
        for label in [label for label, slot in line.slots.items() if label not in known and slot.blocks]:
            target = min(known, key=lambda other: (other < label, abs(other - label)))
            old, wrong = line.slots.get(target, Slot()), line.slots[label]
            moved = Slot(old.number or wrong.number, (*wrong.blocks, *old.blocks), old.automatic)
            line = replace(line.without(label).with_slot(target, moved), strays=(*line.strays, target))
        return line

    def _title_apart(self, line: LogicalRow) -> LogicalRow:
        """A numeral whose title slid into the next column's cell, in front of that cell's list."""
        key = self._layout.key
        after = next((label for label in self._content if label > key), None)
        if not self._ragged or after is None or line.text(key) or not line.number(key) or after not in line.slots:
            return line
        blocks = line.slots[after].blocks
        lead = next((place for place, block in enumerate(blocks) if block.kind is not BlockKind.PARAGRAPH), len(blocks))
        line = line.with_slot(key, replace(line.slots[key], blocks=blocks[:lead]))
        return line.with_slot(after, replace(line.slots[after], blocks=blocks[lead:]))

    def _number_without_title(self, line: LogicalRow) -> LogicalRow:
        """A numeral beside an empty cell counts the title that is missing there, crossed out or lost, where most of the
        table's numerals count titles; in other tables it counts what stands beside it."""
        key = self._layout.key
        label = next((label for label, slot in line.slots.items() if slot.number and label in self._content), None)
        if label is None or key in line.slots or not self._counts_titles:
            return line
        slot = line.slots[label]
        line = line.with_slot(label, replace(slot, number=""))
        return line.with_slot(key, Slot(slot.number, (), slot.automatic))

    def _add_items(self, line: LogicalRow) -> None:
        draft = self._drafts[-1]
        for label, slot in line.slots.items():
            slot = _with_nested(slot)
            aside = [block for block in slot.blocks if block.kind in ASIDE]
            draft.notes.extend(Item(block.text, (block.location,), guessed=block.guessed) for block in aside)
            words = tuple(block for block in slot.blocks if block.kind not in ASIDE)
            if label not in self._content:
                continue
            if slot.number and not slot.automatic:
                words = (Block(slot.number, line.row.location), *words)
            if words:
                draft.pieces.setdefault(label, []).append(Piece(words, line.row.location, cut=line.row.breaks))
        self.left_out.extend(line.aside)
        self.added.extend(line.implied)
        for label in line.strays:
            seen = f"text stands beside the columns, next to “{self._labels[label]}”"
            draft.note(Severity.WARNING, line.row.location, seen, "read as part of that column", COMPARE)

    def _note_doubt(self, line: LogicalRow) -> None:
        if line.doubtful:
            done = "used as it is; this row's cells may be under the wrong headings"
            self._drafts[-1].note(Severity.WARNING, line.row.location, line.doubtful, done, COMPARE)

    def _note_guess(self, line: LogicalRow) -> None:
        """Says once of a row that the reader guessed words of it, or where they stand; and where items may begin."""
        blocks = (block for slot in line.slots.values() for block in slot.blocks)
        known = any(problem.seen == GUESSED for problem in self._drafts[-1].problems)
        if not known and any(block.guessed for block in blocks):
            self._drafts[-1].note(Severity.WARNING, line.row.location, GUESSED, "left as they were read", COMPARE)
        for label, slot in line.slots.items():
            if label in self._content and any(block.unsure_breaks for block in slot.blocks):
                seen = f"lines under “{self._labels[label]}” that may be one item or several"
                done = "parted where a new item seems to begin"
                self._drafts[-1].note(Severity.WARNING, line.row.location, seen, done, COMPARE)

    def _note_colours(self, line: LogicalRow) -> None:
        seen = [f"“{self._labels[label]}” ({line.colours[label]})" for label in self._rated if label in line.colours]
        if seen:
            draft = self._drafts[-1]
            draft.note(
                Severity.NOTE,
                line.row.location,
                f"“{draft.path[-1].label}” has only a colour, and no words, under {', '.join(seen)}",
                "colours are not read",
                "Where a colour is a rating, write it as a word too: Green.",
            )

    def _finished(self, draft: _Draft, habits: Mapping[int, ColumnHabit]) -> Row:
        columns = tuple(
            Column(self._labels[label], items_of(draft.pieces.get(label, ()), self._wording, habit))
            for label, habit in habits.items()
        )
        self._note_lost_bullets(draft, columns)
        self.problems.extend(draft.problems)
        return Row(
            "", tuple(draft.path), columns, draft.location, notes=tuple(draft.notes), problems=tuple(draft.problems)
        )

    def _note_lost_bullets(self, draft: _Draft, columns: Sequence[Column]) -> None:
        recognised = {
            label for label, pieces in draft.pieces.items() if any(b.guessed for p in pieces for b in p.blocks)
        }
        lost = {
            column.heading: guessed
            for label, column in zip(self._content, columns, strict=True)
            if label not in recognised and len(guessed := [item for item in column.items if item.guessed]) > 1
        }
        if lost:
            where = next(iter(lost.values()))[0].location
            seen = " and ".join(f"“{heading}” ({len(guessed)} items)" for heading, guessed in lost.items())
            draft.note(
                Severity.NOTE,
                where,
                f"the bullets are lost in {seen}",
                "split where sentences or phrases seem to end",
                "Compare the items' borders with the document where they matter.",
            )

    def _habit(self, label: int) -> ColumnHabit:
        kinds = {block.kind for line in self._lines if label in line.slots for block in line.slots[label].blocks}
        return ColumnHabit(bool(kinds & {BlockKind.BULLET, BlockKind.LIST}), self._ragged)

    def _first_numeral(self, style: numerals.Style | None) -> str:
        """A numeral of the table in this style, for its case and its prefix."""
        seen: Iterable[Numeral | None] = (numeral_of(line, self._layout.key) for line in self._lines)
        return next((numeral.text for numeral in seen if numeral and numeral.style is style), "")


def _below(lines: Sequence[LogicalRow]) -> LogicalRow | None:
    """The text across a table's last row, if it is the only one too long for a heading: it stands below the rows."""
    texts = [line for line in lines if line.across and not divides(line)]
    return texts[0] if texts and texts == [lines[-1]] else None


def _with_nested(slot: Slot) -> Slot:
    """A cell that holds nothing but a table has that table's rows for items."""
    if {block.kind for block in slot.blocks} != {BlockKind.NESTED}:
        return slot
    return replace(slot, blocks=tuple(replace(block, kind=BlockKind.BULLET) for block in slot.blocks))


def _glued(text: str, more: str) -> str:
    return f"{text} {more}".strip()


def _rated(rows: Sequence[LogicalRow]) -> list[int]:
    """Labels under which cells without words are coloured, otherwise than rows are shaded.

    Their colours differ or, if all are one, no words stand among them.
    """
    labels = sorted({label for row in rows for label in row.colours})
    colours = {label: [row.colours[label] for row in rows if label in row.colours] for label in labels}
    return [
        label
        for label in labels
        if len(set(colours[label])) > 1 or (len(colours[label]) > 1 and not any(row.text(label) for row in rows))
    ]
