"""Readings to conditions: which rows a question means, which columns it asks for, and which words stay unused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from assistant.language.words import stems, terms
from assistant.questions.lexicon import phrases_in
from assistant.questions.naming.schema import Schema
from assistant.questions.predicates import (
    Among,
    ColumnMeant,
    Compares,
    Either,
    Empty,
    Exceeds,
    Is,
    Meets,
    Mentions,
    Predicate,
    Stands,
    Within,
)
from assistant.questions.query import Reading, Role
from assistant.questions.readings import is_to_explain
from assistant.tracking.due import RowState, Stage, soon
from assistant.tracking.status_words import Progress
from corpus.glossary import Glossary
from corpus.language.quantities import Quantity, Unit, amounts
from corpus.records import Column, Meaning, ValueKind, fold

LARGE = 1000  # from which an amount without a unit may be one of money: "more than half a million"
NEAR = 12  # characters between words that belong together: "no named lead", "more than about £1m"
_NUMERIC = (ValueKind.MONEY, ValueKind.NUMBER, ValueKind.PERCENT)
_CONDITIONS = (
    Role.PLAN,
    Role.CATEGORY,
    Role.REFERENCE,
    Role.STATE,
    Role.VALUE,
    Role.DATE,
    Role.MENTION,
    Role.OVERDUE,
    Role.OVERSPENT,
    Role.MET,
    Role.COMPARE,
)
_THAT_IS = re.compile(r"\b(?:that|which|who)(?:['’]?s|\s+(?:is|are|was|were|has been|have been))?\s+$", re.IGNORECASE)
DUE, STATUS = ColumnMeant(Meaning.DUE), ColumnMeant(Meaning.STATUS)
_RESULT, _TARGET = ColumnMeant(Meaning.RESULT), ColumnMeant(Meaning.TARGET)
_DONE = {"done": Progress.DONE, "undone": Progress.OPEN}
_TURNED = {Progress.DONE: Progress.OPEN, Progress.OPEN: Progress.DONE}


@dataclass
class Conditions:
    """What the readings of a question say of rows and columns.

    `before` are the rows of the answer before. `free` are amounts that nothing is compared with, `sized` those
    of things ("the 5 categories"); `unclear` are words
    that were read and can't be applied, so that the question must not be answered without them.
    """

    text: str
    schema: Schema
    readings: Sequence[Reading]
    possible: Sequence[Reading]  # also those that others were preferred to
    before: frozenset[str]
    today: date
    glossary: Glossary | None
    mentions: bool = False  # whether places are asked for where the words that are left come up
    where: list[Predicate] = field(default_factory=list)
    columns: list[ColumnMeant] = field(default_factory=list)
    by: ColumnMeant | None = None
    free: list[Reading] = field(default_factory=list)
    sized: list[Reading] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    negations: dict[int, Reading] = field(default_factory=dict)  # by where the condition begins that each turns

    def __post_init__(self) -> None:
        self._take_negations()
        self._take_places()
        self._take_values()
        self._take_late()
        self._take_amounts()
        self._take_columns()
        self._take_mention()

    def of(self, *roles: Role) -> list[Reading]:
        return [each for each in self.readings if each.role in roles]

    def is_negated(self, reading: Reading) -> bool:
        return reading.start in self.negations

    @property
    def rest(self) -> list[str]:
        """The words that no reading explains."""
        if any(isinstance(each, Mentions) for each in self.where):
            return []
        taken = [each for each in self.readings if each not in self.free]
        of_plans = [stems(each.value) for each in self.of(Role.PLAN)]
        # "Tarn’s transport aims", of its transport plan: "transport" says nothing more.
        named = of_plans[0] if len(of_plans) == 1 else frozenset[str]()
        return [
            term.word
            for term in terms(self.text)
            if is_to_explain(term) and term.stem not in named
            if not any(each.start <= term.start < each.end for each in taken)
        ]

    def astray(self) -> list[Reading]:
        """Categories of plans without a column that a condition is of, which rows elsewhere meet: in "care leaver
        pledges we've delivered", another plan's *Care leavers*."""
        picks = [each for each in self.where if not isinstance(each, Among | Mentions)]
        said = {row.key: [each.holds(row) for each in picks] for row in self.schema.table} if picks else {}
        if not any(all(each) for each in said.values()):
            return []
        headed = [each for each in self.of(Role.CATEGORY) if isinstance(each.predicate, Among)]
        return [
            each
            for each in headed
            if all(None in said.get(key, [None]) for key in each.predicate.keys)  # type: ignore[union-attr]
        ]

    def _words(self, reading: Reading) -> str:
        return self.text[reading.start : reading.end]

    # --- not

    def _take_negations(self) -> None:
        """Each "not" turns the condition that follows it; "no" before a column says that it is empty."""
        for each in self.of(Role.NOT, Role.EMPTY):
            after = [other for other in self.readings if other.start >= each.end]
            follows = next((other for other in after if other.role not in (Role.FILLER, Role.ASK)), None)
            owner = follows is not None and follows.role is Role.VALUE and follows.value == Meaning.OWNER
            if owner:  # "what hasn't the Play Officer finished"
                follows = next((other for other in after if other.role is Role.STATE), follows)
            if each.role is Role.EMPTY and self._lacks(each):
                continue
            if follows is not None and follows.role is Role.COLUMN:
                follows = next((other for other in after if other.role in _CONDITIONS), None)
            if follows is None or follows.role not in _CONDITIONS:
                self.unclear.append(self._words(each))
            else:
                self.negations[follows.start] = each

    def _lacks(self, no: Reading) -> Reading | None:
        """The column that is said to be empty: "no lead", "led by nobody"."""
        columns = self.of(Role.COLUMN)
        after = next((each for each in columns if 0 <= each.start - no.end < NEAR), None)
        return after or next((each for each in columns if 0 <= no.start - each.end < 3), None)

    # --- places and values

    def _take_places(self) -> None:
        """Places of one kind together: "TR1, TR2 and TR3" are three rows."""
        places: dict[tuple[Role, bool], list[Among]] = {}
        for each in self.of(Role.CATEGORY, Role.REFERENCE, Role.PLAN):
            if isinstance(each.predicate, Among):
                places.setdefault((each.role, self.is_negated(each)), []).append(each.predicate)
        for (_, negated), named in places.items():
            said = list(dict.fromkeys(each.words for each in named))
            told = " or ".join([said[0], *(each.removeprefix("in ") for each in said[1:])])
            self.where.append(Among(frozenset().union(*(each.keys for each in named)), told, negated))
        if self.before and self.of(Role.AMONG):
            self.where.append(Among(self.before, "of those"))
        elif self.of(Role.AMONG):  # nothing was listed before
            self.unclear += [self._words(each) for each in self.of(Role.AMONG)]

    def _take_values(self) -> None:
        named: dict[ColumnMeant, list[tuple[Is, bool]]] = {}
        done: list[Stands] = []
        for each in self.of(Role.VALUE, Role.STATE):
            if each.role is Role.STATE and each.value in _DONE and (found := self._done(each)):
                done += found
                continue
            meant = each.predicate if isinstance(each.predicate, Is) else self._state(each)
            if not meant.values and each.value == "late" and self.schema.has(DUE):
                self.where.append(self._by_date(Stage.LATE, self.today))
            elif not meant.values and not self.schema.has(meant.column):
                self.unclear.append(self._words(each))
            else:
                named.setdefault(meant.column, []).append((meant, self.is_negated(each) is not meant.negated))
        stated = named.pop(STATUS, [])
        either = (*done, *([_any_of(STATUS, stated)] if stated else ()))
        said = [each for each in self.of(Role.STATE, Role.VALUE) if each.value != Meaning.OWNER]
        denied = all(map(self.is_negated, said))  # "neither done nor on track": all have to hold
        self.where += either if denied or len(either) < 2 else [Either(either)]
        self.where += [_any_of(column, values) for column, values in named.items()]

    def _state(self, reading: Reading) -> Is:
        """The status that is meant, or where no plan has it, any other cell that says just that ("Ongoing")."""
        state = self.schema.statuses.state(reading.value)
        same = (other for other in self.possible if (other.start, other.end) == (reading.start, reading.end))
        other = next((other.predicate for other in same if isinstance(other.predicate, Is)), state)
        return state if state.values else other

    # --- days

    def _take_late(self) -> None:
        for each in self.of(Role.OVERDUE):
            as_of = next((other.predicate for other in self.of(Role.DATE)), None)
            day = as_of.first if isinstance(as_of, Within) else self.today
            self.where.append(self._by_date(Stage.SOON if each.value == "soon" else Stage.LATE, day))
            if self.is_negated(each):
                self.unclear.append(self._words(each))
        for each in self.of(Role.OVERSPENT):
            spent, budget = self._outlay_and_budget()
            more, less = (budget, spent) if each.value == "under" else (spent, budget)
            self.where.append(Exceeds(more, less, self.is_negated(each)))
        for each in self.of(Role.MET):
            missed = (each.value == "missed") is not self.is_negated(each)
            beaten = each.value == "beaten"
            self.where.append(Meets(_RESULT, _TARGET, self._baseline(), *self._limits(), missed, beaten))
        for each in self.of(Role.DATE) if not self.of(Role.OVERDUE) else ():
            until = re.match(r"un?till?\b", self._words(each), re.IGNORECASE)
            if until and isinstance(each.predicate, Within) and self._isnt_until(each):
                self.where.append(replace(each.predicate, last=date.max, ends=True))
            elif isinstance(each.predicate, Within):
                self.where.append(replace(each.predicate, negated=self.is_negated(each)))

    def _outlay_and_budget(self) -> tuple[ColumnMeant, ColumnMeant]:
        """What is set against the budget, a column that the question names ("forecast to go over") or what is spent."""
        spent, budget = self.money(spent=True), self.money(spent=False)
        named = (self.column(each) for each in self.of(Role.COLUMN))
        beside = (each for each in named if not any("budget" in heading for heading in each.headings))
        other = next((each for each in beside if each.headings and each.headings < budget.headings), None)
        if other is None:
            return spent, budget
        outlay = replace(spent, headings=other.headings, words=other.words)
        return outlay, replace(budget, headings=budget.headings - other.headings)

    def _limits(self) -> tuple[frozenset[str], frozenset[str]]:
        """What targets say that are the most there should be, "no more than 5", and the least."""
        cells = (column for row in self.schema.table if (column := _TARGET.of(row)))
        texts = {item.text for column in cells for item in column.items}
        return (
            frozenset(text for text in texts if _says(text, "less", "at most")),
            frozenset(text for text in texts if _says(text, "more", "at least")),
        )

    def _baseline(self) -> ColumnMeant:
        """The columns that say where things began, by the plans' own headings."""
        return ColumnMeant(Meaning.OTHER, self.schema.headings(_is_baseline), "the baseline")

    def _isnt_until(self, day: Reading) -> bool:
        """Whether something isn't due, or won't be done, until a day: it is due then or after."""
        if self.is_negated(day):
            return True
        states = [each for each in self.of(Role.STATE) if each.end <= day.start and each.value in _DONE]
        if not states or not self.is_negated(states[-1]):
            return False
        self.where = [each for each in self.where if not isinstance(each, Stands)]
        return True

    def _by_date(self, stage: Stage, day: date) -> Stands:
        """Overdue, or due soon, as of a day."""
        states = self.schema.statuses.as_of(day)
        told = f"by {_day(soon(day))}" if stage is Stage.SOON else f"before {_day(day)}"
        return Stands(
            DUE,
            (DUE, STATUS),
            f"is {told} and no status says that it is done",
            keys=_keys(each for each in states if each.stage is stage),
            entries=_entries(each for each in states if each.stage is stage),
            unclear=_keys(each for each in states if each.stage is Stage.PASSED and stage is Stage.LATE),
            unstated=_keys(each for each in states if each.stage is stage and each.progress is Progress.UNSTATED),
            undated=_keys(each for each in states if each.stage is Stage.UNREAD),
        )

    def _done(self, reading: Reading) -> list[Stands]:
        """Done, or not done, as each plan states it; nothing where none says either."""
        wanted = _DONE[reading.value]
        wanted = _TURNED[wanted] if self.is_negated(reading) else wanted
        states = self.schema.statuses.as_of(self.today)
        if all(each.progress is Progress.UNSTATED for each in states):
            return []
        words = "says that it is done" if wanted is Progress.DONE else "doesn’t say that it is done"
        found = [each for each in states if each.progress is wanted]
        unclear = _keys(each for each in states if each.progress is Progress.UNCLEAR)
        unstated = _keys(each for each in states if each.progress is Progress.UNSTATED)
        return [Stands(STATUS, (STATUS,), words, _keys(found), frozenset(), unclear, unstated)]

    # --- numbers

    def _take_amounts(self) -> None:
        found, used = self.of(Role.AMOUNT), list[Reading]()
        for each in self.of(Role.COMPARE):
            chosen = self._beside(each, found)
            if not chosen or not self._can_compare(chosen):
                self.unclear.append(self._words(each))
            else:
                used += chosen
                self.where.append(self._compared(each, chosen))
        for each in (each for each in found if each not in used):
            if (column := self._scored(each)) is not None:  # "with a score of 1"
                value = next(amounts(self._words(each)))
                used.append(each)
                self.where.append(Compares(column, value.unit, value.value, value.value, self._words(each), True, True))
        nouns = self.of(Role.NOUN)
        self.sized = [each for each in found if any(self._counts(each, noun) for noun in nouns)]
        self.free = [each for each in found if each not in [*used, *self.sized]]

    def _counts(self, amount: Reading, noun: Reading) -> bool:
        """Whether an amount counts what a noun names: "two items", with nothing between but words that pick them, as in
        "the two red items"."""
        if amount.end >= noun.start:
            return False
        picking = self.of(Role.CATEGORY, Role.STATE, Role.VALUE)
        between = (term for term in terms(self.text) if amount.end <= term.start and term.end <= noun.start)
        return all(any(each.start <= term.start < each.end for each in picking) for term in between)

    def _scored(self, amount: Reading) -> ColumnMeant | None:
        """The column of numbers, other than money, whose name stands right before an amount."""
        for each in self.of(Role.COLUMN):
            between = self.text[each.end : amount.start]
            if re.fullmatch(r"\s+(?:(?:an?|of|is|at|as)\s+)?", between, re.IGNORECASE):
                column = self.column(each).numeric()
                if self.schema.has(column) and column.about not in (Meaning.COST, Meaning.DUE):
                    return column
        return None

    def _beside(self, op: Reading, found: Sequence[Reading]) -> list[Reading]:
        """The amounts that something is compared with: one after or before the words, two after "between"."""
        if op.value == "between":
            after = [each for each in found if each.start >= op.end][:2]
            return after if len(after) == 2 else []
        after = [each for each in found if 0 <= each.start - op.end < NEAR][:1]
        return after or [each for each in found if 0 <= op.start - each.end < NEAR][-1:]

    def _can_compare(self, chosen: Sequence[Reading]) -> bool:
        """Whether the column is known: it is named, or the amount has a unit."""
        named = (self.column(each).numeric() for each in self.of(Role.COLUMN))
        large = all(next(amounts(self._words(each))).value >= LARGE for each in chosen)
        money = large and bool(self.money(spent=False).headings)
        return any(map(self.schema.has, named)) or any(each.value for each in chosen) or money

    def _compared(self, op: Reading, chosen: Sequence[Reading]) -> Compares:
        values = [next(amounts(self._words(each))) for each in chosen]
        unit = values[-1].unit
        said = self.text[min(op.start, chosen[0].start) : max(op.end, chosen[-1].end)]
        low, high = _limits(op.value, values)
        low_in, high_in = op.value in ("at least", "between"), op.value in ("at most", "between")
        return Compares(self.numbers(unit), unit, low, high, said, low_in, high_in, self.is_negated(op))

    def numbers(self, unit: Unit = Unit.NONE) -> ColumnMeant:
        """The column of numbers that the question names, or else the one of this unit."""
        named = (self.column(each).numeric() for each in self.of(Role.COLUMN))
        found = next((each for each in named if self.schema.has(each)), None)
        if found is not None:
            return found
        if unit is Unit.PERCENT:
            return self.percentage()
        budget = self.money(spent=False)
        return budget if budget.headings else ColumnMeant(Meaning.COST, kinds=_NUMERIC)

    def percentage(self) -> ColumnMeant:
        """The columns of percentages, by the plans' own headings."""
        headings = self.schema.headings(lambda column: column.kind is ValueKind.PERCENT)
        return ColumnMeant(Meaning.OTHER, headings, "the percentage", (ValueKind.PERCENT,))

    def money(self, spent: bool) -> ColumnMeant:
        """The columns of money spent, or of all other money, by the plans' own headings."""
        headings = self.schema.headings(
            lambda column: column.meaning is Meaning.COST and _says(column.heading, "spent") is spent
        )
        return ColumnMeant(Meaning.OTHER, headings, "what is spent" if spent else "the cost", _NUMERIC, money=True)

    # --- columns

    def column(self, reading: Reading) -> ColumnMeant:
        """The column that words mean: by each plan's own heading where one is called so."""
        meaning, _, heading = reading.value.partition("|")
        if meaning == "spent":
            return self.money(spent=True)
        if meaning == "percent":
            return self.percentage()
        if meaning == Meaning.COST and not heading:
            return self.money(spent=False)
        same = [other for other in self.possible if (other.start, other.end) == (reading.start, reading.end)]
        headings = frozenset(other.value.partition("|")[2] for other in same if other.role is Role.COLUMN) - {""}
        words = f"“{self._words(reading)}”" if heading else meaning
        return ColumnMeant(Meaning(meaning), headings, words, values=bool(headings & self.schema.over_values))

    @property
    def picks_by_clause(self) -> bool:
        """Whether rows are picked by what is said of them in a clause: "the jobs that are done"."""
        return any(_THAT_IS.search(self.text[: each.start]) for each in self.of(Role.VALUE, Role.STATE))

    def is_own_heading(self, reading: Reading) -> bool:
        """Whether words only name a column as some plan calls it, and not in everyday words for what it is for."""
        same = (each for each in self.possible if (each.start, each.end) == (reading.start, reading.end))
        return all(each.value.partition("|")[2] for each in same if each.role is Role.COLUMN)

    def _take_columns(self) -> None:
        """A column after "no" is empty, one after "by" groups; others are asked for unless rows are picked by them."""
        picked_by = {each.column.about for each in self.where if not isinstance(each, Among | Mentions)}
        empty = {self._lacks(each) for each in self.of(Role.EMPTY)}
        for each in self.of(Role.COLUMN):
            column = self.column(each)
            if each in empty:
                self.where.append(Empty(column))
            elif self._follows(each, Role.BY):
                self.by = column
            elif column.about in picked_by:
                continue
            elif self._follows(each, Role.GIVEN):
                self.where.append(Empty(column, negated=True))
            else:
                self.columns.append(column)

    def _follows(self, reading: Reading, role: Role) -> bool:
        near = NEAR if role is Role.GIVEN else NEAR / 2  # "have a named lead"
        return any(0 <= reading.start - other.end < near for other in self.of(role))

    def _take_mention(self) -> None:
        """What is to be mentioned: the words that are left, where the question speaks of a mention."""
        said, rest = self.of(Role.MENTION), self.rest
        if not (said or self.mentions) or not rest:
            return
        words = [term for term in terms(self.text) if term.word in rest]
        run = self.text[words[0].start : words[-1].end]
        phrases = [tuple(term.stem for term in terms(run))]
        for use in self.glossary.expand(run) if self.glossary else ():
            if len(use.text) >= len(run) - 2:
                phrases.append(tuple(term.stem for term in terms(use.counterpart)))
        self.where.append(Mentions(tuple(phrases), run, bool(said) and self.is_negated(said[0])))


def _says(text: str, *values: str) -> bool:
    """Whether a heading or a cell has a phrase of one of these values: "Spent to date" is what is spent."""
    return any(phrase.value in values for _, _, phrase in phrases_in(text.lower()))


def _is_baseline(column: Column) -> bool:
    return fold(column.heading).startswith(("baseline", "starting point"))


def _keys(states: Iterable[RowState]) -> frozenset[str]:
    return frozenset(each.row.key for each in states)


def _entries(states: Iterable[RowState]) -> frozenset[tuple[str, int]]:
    """Which of several dates of a row are meant."""
    several = (each for each in states if len(each.entries) > 1)
    return frozenset((each.row.key, number) for each in several for number in each.numbers)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _any_of(column: ColumnMeant, values: Sequence[tuple[Is, bool]]) -> Is:
    """Any of the values named; where one is negated, none of them."""
    said = " or ".join(dict.fromkeys(each.words for each, _ in values))
    held = frozenset[str]().union(*(each.values for each, _ in values))
    return Is(column, held, said, any(turned for _, turned in values))


def _limits(op: str, values: Sequence[Quantity]) -> tuple[Decimal | None, Decimal | None]:
    one = values[0].value
    if op == "between":
        return min(one, values[1].value), max(one, values[1].value)
    return (one, None) if op in ("more", "at least") else (None, one)
