"""From a question to a query: what it asks for, by its wording, of the rows and columns that its words name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.language.negation import denies
from assistant.language.words import terms
from assistant.questions.asked import COLUMNS, MOST_TITLES, SURE, FiguresAsked, without
from assistant.questions.asking import IN_TITLES, OF_A_ROW, OF_ROWS, SEARCHED, Asks, Floats, asking_of, speaks_for
from assistant.questions.conditions import DUE, STATUS, Conditions
from assistant.questions.naming.matching import names_a_plan, with_lead
from assistant.questions.naming.schema import Schema, says_group
from assistant.questions.predicates import Among, ColumnMeant, Either, Is, Meets, Mentions
from assistant.questions.query import Output, Query, Reading, Role
from assistant.questions.question import asks_whether, asks_whether_all, opens_with
from assistant.questions.readings import (
    any_over,
    explaining_most,
    names_of_updates,
    possible_readings,
    with_others_called_the_same,
    without_dates_of,
)
from assistant.questions.times import Time, Times, times_of
from corpus.glossary import Glossary
from corpus.records import Meaning

LEAST_LIKELY = 0.05  # a reading less likely than this isn't tried; measured on 285 questions about twelve plans
_UPDATES = (Role.UPDATE, Role.WHEN)
_NAMED = (Role.CATEGORY, Role.REFERENCE, Role.TITLE)
UNSURE = 0.5  # below this likelihood a question without other words is for the column that it names
_ACTION, _PROGRESS = ColumnMeant(Meaning.ACTION), ColumnMeant(Meaning.PROGRESS)
_TEXTS = (Meaning.PROGRESS, Meaning.ACTION)
_BETWEEN = {"the", "two", "2", "both"}  # "between the two updates"
_OF_FIGURES = (Asks.COST, Asks.SPENT, Asks.SUM)
_OF_ONE = (Meaning.STATUS, Meaning.DUE, Meaning.COST)  # what is asked of one row, and else picks rows


def parse(
    text: str,
    schema: Schema,
    before: frozenset[str] = frozenset(),
    first: frozenset[str] = frozenset(),
    today: date | None = None,
    glossary: Glossary | None = None,
    vector: Callable[[str], Floats] | None = None,
    only_rows: bool = False,
) -> Query:
    """What a question asks for. `before` are the rows of the answer before, by key, that "those" may mean; `first`
    is the one row that the question is asked of, where it points back to that. `today` is what "overdue" is
    reckoned from. `vector` gives the sentence vector of a text; None: what is asked for is read by words alone.
    `only_rows`: rows are listed or reckoned with, whatever else the question says."""
    today = today or date.today()
    possible = possible_readings(text, schema, today)
    places = [each for each in possible if each.sure and each.role in (Role.PLAN, Role.UPDATE, Role.REFERENCE)]
    times, updates = _times(text, places, vector), schema.update_names
    if times.time is Time.THEN and any(updates.is_latest(each.value) for each in possible if each.role is Role.UPDATE):
        times = Times(Time.NOW, times.likelihood)
    if not times.time.compares and updates.are_of_one_plan(each.value for each in possible if each.role in _UPDATES):
        times = Times(Time.BOTH, 1.0)  # "repairs, 2024 against 2025"
    if updates.has_earlier:
        possible, when = _with_when(text, times, possible)
        places += when if times.time.compares else []
    aside = [(each.start, each.end) for each in places if each.role is not Role.REFERENCE]
    asking = asking_of(text, vector(without(text, places)) if vector else None, aside)
    if first:
        asking = asking.without(frozenset(Asks) - OF_A_ROW - SEARCHED)
    if only_rows:
        asking = asking.without(frozenset(Asks) - OF_ROWS)
    for asks in asking.worth_trying(LEAST_LIKELY):
        frame = (
            Reading(start, end, Role.ASK, asks, asks)
            for start, end in asking.frame(asks)
            if not (schema.is_of_a_name(text, start, end) or denies(text[start:end]))
            if asks in SEARCHED or not schema.titled(text[start:end]) or speaks_for(asks, text[start:end], IN_TITLES)
        )
        readings = [*possible, *(each for each in frame if not any_over(each, possible))]
        given = _conditions(text, readings, schema, before, today, glossary, asks)
        if astray := given.astray():
            readings = [each for each in readings if each not in astray]
            given = _conditions(text, readings, schema, before, today, glossary, asks)
        asked = _Asked(given, first, asking, times, asks, anyway=only_rows)
        output = asked.output()
        settled = output is not None and (asked.is_likely or asked.only_names)
        if output is not None and (settled or (output is not Output.QUOTES and asked.explains_all)):
            asked.keep_to_plans_with_headings(output)
            return asked.query(output)
    raise AssertionError("every question can be searched for")


def _conditions(
    text: str,
    possible: Sequence[Reading],
    schema: Schema,
    before: frozenset[str],
    today: date,
    glossary: Glossary | None,
    asks: Asks,
) -> Conditions:
    """What the readings say that explain most."""
    readings = with_others_called_the_same(explaining_most(text, possible), possible)
    return Conditions(text, schema, readings, possible, before, today, glossary, asks is Asks.PLACES)


def _times(text: str, places: Sequence[Reading], vector: Callable[[str], Floats] | None) -> Times:
    """Which update is meant; the names of updates say so, those of plans and rows don't."""
    named = [each for each in places if each.role is not Role.UPDATE]
    plans = [(each.start, each.end) for each in named if each.role is Role.PLAN]
    return times_of(text, vector(without(text, named)) if vector else None, plans)


def _with_when(text: str, times: Times, possible: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The readings with those of words that say which update is meant, which are no dates then, and these. Where two
    are compared, that is all that the names of updates do, and the verb that a question opens with."""
    names = [each for each in possible if each.role in (Role.UPDATE, Role.WHEN)]
    others, when = list(possible), list[Reading]()
    if times.time.compares:
        opening = opens_with(text)
        others = [each for each in possible if each not in names and each.start >= opening]
        when = [replace(each, role=Role.WHEN) for each in names]
        when += [Reading(0, opening, Role.WHEN, times.time, times.time.in_words)] if opening else []
    said = [each for each in others if each.role is not Role.DATE]
    frame = [span for span in times.frame if not any(each.start < span[1] and span[0] < each.end for each in said)]
    when += [Reading(start, end, Role.WHEN, times.time, times.time.in_words) for start, end in _runs(text, frame)]
    named = names if times.time.compares else names_of_updates(possible)
    return [*without_dates_of(text, [*when, *named], others), *when], when


def _runs(text: str, frame: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Words that say when, with those beside them: each that tells something, "in the" before, and "before" after."""
    telling = {term.start for term in terms(text) if term.telling}
    until = 0
    for at, (start, end) in enumerate(frame):
        if start < until or start not in telling:
            continue
        until = end
        for following in frame[at + 1 :]:
            if {term.word.lower() for term in terms(text[until : following[0]])} - _BETWEEN:
                break
            until = following[1]
        yield with_lead(text, start), until


@dataclass
class _Asked(FiguresAsked):
    """What answers a question that asks for one kind of thing: cells, texts, rows, or what is reckoned from these."""

    # --- what is asked for

    def output(self) -> Output | None:
        """What answers a question that asks for this; None where these documents have no such thing."""
        if self.first:
            self.given.where.append(Among(self.first, "of that"))
        if self._difference():
            return Output.DIFFERENCE
        self.given.unclear += [self.given.text[each.start : each.end] for each in self.given.of(Role.BETWEEN)]
        if self.only_names and self._all_of_row():
            return Output.ITEMS
        if self.given.unclear or self.asks in SEARCHED:
            return self._searched()
        if self.asks in _OF_FIGURES and self.reckoned - {"sum"}:
            return self._sum() if "average" in self.reckoned else self._extreme()
        return _WAYS[self.asks](self)

    def _is_unsure(self) -> bool:
        return self.asking.likelihood(self.asks) < UNSURE

    def _searched(self) -> Output:
        """What the texts say; of rows that are named, and nothing else said of them, all that is said or a column."""
        given, placed = self.given, self.given.of(Role.REFERENCE, Role.CATEGORY)
        plain = bool(placed) and not given.rest and not given.unclear
        if plain and self._named_cell():
            return Output.CELL
        if self.asks in (Asks.FACT, Asks.WHETHER) and (self._whether_it_is() or self._cell_of_named()):
            return Output.CELL
        sure = self.asks is Asks.WHY and self.asking.likelihood(self.asks) >= UNSURE
        of_one = self.first or given.of(Role.FIRST, Role.REFERENCE)
        of_fact = self.asks is Asks.FACT and self.asking.likelihood(self.asks) >= SURE and not self._names_kinds()
        if any(isinstance(each, Is) and each.column.about is Meaning.OTHER for each in given.where):
            of_fact = False  # "what's paid for out of council capital": what has that under its heading
        if self._all_read() and not (sure or of_one or of_fact or self._owner_or_topic()) and (output := self._rows()):
            return output
        if self.asks in (Asks.OPEN, Asks.FACT) and not given.rest and self._names_nothing_but_plans():
            return Output.PLANS  # "what are the plans about"
        if plain and self.asks is Asks.OPEN and self._all_of_row():
            return Output.ITEMS
        if plain and self.asks is Asks.OPEN and "rows" in self._nouns():
            return Output.ROWS
        if plain and self.asks is not Asks.WHY and self._is_of_group():
            return Output.ROWS
        given.columns = self._compared() or self._own_columns()
        return Output.QUOTES

    def _is_of_group(self) -> bool:
        """Whether a question says nothing but which group of rows is meant: "what's in the food strand"."""
        given = self.given
        groups = [given.text[each.start : each.end] for each in given.of(Role.CATEGORY)]
        return any(map(says_group, groups)) and not (self._picks() or given.columns)

    def _own_columns(self) -> list[ColumnMeant]:
        """The columns of values that a question for a fact names as a plan calls them, or any where it isn't sure what
        else is asked for: "whats the rag for money advice"."""
        named = [each for each in self.given.columns if each.is_value]
        if self._is_unsure() and self.asks is not Asks.WHY:
            return named
        return [each for each in named if each.headings] if self.asks is Asks.FACT else []

    def _names_nothing_but_plans(self) -> bool:
        """Whether a question says nothing but that it is about the plan, or the documents."""
        readings = [each for each in self.given.readings if each.role is not Role.ASK]
        said = " ".join(self.given.text[each.start : each.end] for each in readings)
        return all(each.role is Role.FILLER for each in readings) and names_a_plan(said)

    def _compared(self) -> list[ColumnMeant]:
        """The columns of values that are named where two updates are compared: these are, and not only texts."""
        return [each for each in self.given.columns if each.is_value] if self.times.time.compares else []

    def _names_kinds(self) -> bool:
        """Whether it names rows, or what else there is a list of: "how many points did they score" doesn't."""
        return bool(self._nouns())

    def _owner_or_topic(self) -> bool:
        """Whether what may be an owner is also words of rows' titles, so that it may be what is asked about: “Team
        Manager (Fostering)” to "what is being done for foster carers"."""
        given = self.given
        owners = (given.text[each.start : each.end] for each in given.of(Role.VALUE) if each.value == Meaning.OWNER)
        return any(all(given.schema.titled(term.word) for term in terms(owner)) for owner in owners)

    # --- what the ways look at

    # --- the ways, by what is asked for

    def _column(self) -> ColumnMeant:
        """The column that is asked for, where one is."""
        if self.asks in (Asks.COST, Asks.SPENT):
            return self.given.money(spent=self.asks is Asks.SPENT)
        return COLUMNS[self.asks]

    def _cell(self) -> Output | None:
        """A column's cells: of rows that are named or picked, of "it", or of all; found by searching where the question
        names none."""
        given, column = self.given, self._column()
        if not self._has(column):
            return None
        if given.of(Role.MET) and self._whether_it_is():
            return Output.CELL
        others = [
            each for each in given.columns if each.is_value and each.about is not column.about and self._has(each)
        ]
        own = [each for each in given.columns if each.about is column.about]
        if self.asks is Asks.SPENT:  # "how much has it cost so far"
            own = [each for each in own if each != given.money(spent=False)]
        said = self.asking.likelihood(self.asks) >= SURE and bool(given.of(Role.ASK))  # not only by what is named
        sure = own or said or not others  # else what is named is asked for
        given.columns = [*(own or [column]), *others] if sure else others
        named = given.rest or given.of(Role.REFERENCE) or self.first
        picked = [each for each in given.where if not isinstance(each, Among | Mentions)]
        if picked and named and not given.picks_by_clause and "rows" not in self._nouns():  # "when should it be done"
            given.where = [each for each in given.where if each not in picked or each.column.about not in _OF_ONE]
            picked = [each for each in picked if each in given.where]
        if any(each.column.about is column.about for each in picked):
            return self._all_or_which() if self.explains_all else None
        if given.free or not self._locate():
            return Output.QUOTES
        if named or picked:
            return Output.CELL
        if not given.of(Role.CATEGORY, Role.PLAN) and "rows" not in self._nouns():
            return Output.QUOTES
        return Output.SUM if self.asks in (Asks.COST, Asks.SPENT) and self._numeric() else Output.CELL

    def _digest(self) -> Output | None:
        """Where a row stands."""
        given = self.given
        if self._texts():
            return Output.ITEMS
        if self._named_cell():
            return Output.CELL
        named = bool(given.rest) or bool(given.of(Role.REFERENCE)) or self.first
        if not named and self.explains_all:
            return Output.ROWS
        sure = not given.rest or self.asking.likelihood(self.asks) >= SURE
        if named and sure and self._locate():
            return Output.DIGEST
        given.columns = self._compared() or [_PROGRESS]
        return Output.QUOTES

    def _steps(self) -> Output | None:
        """What is to be done in a row."""
        given = self.given
        if self._texts():
            return Output.ITEMS
        if self._named_cell():
            return Output.CELL
        if self._picks() and self.explains_all:
            return self._rows()  # "what has to be done by the end of March"
        given.columns = [_ACTION]
        named = bool(given.of(Role.REFERENCE)) or self.first
        return Output.ITEMS if named and self._has(_ACTION) and not given.rest else Output.QUOTES

    def _cell_of_named(self) -> bool:
        """Whether who leads rows or when they are due, or of two updates any column, is asked in a column's words, and
        all other words name rows."""
        given = self.given
        named = [each for each in given.columns if each.is_value and self._has(each)]
        if not self.times.time.compares:
            named = [each for each in named if self._may_ask_for(each)]
        if not named or self._picks() or self._nouns() or given.free or not given.rest or not self._locate():
            return False
        given.columns = named
        return True

    def _may_ask_for(self, column: ColumnMeant) -> bool:
        """Whether who leads or when it is due may be asked for: not by "what rent were owners offered"."""
        asks = next((asks for asks, meant in COLUMNS.items() if meant.about is column.about), None)
        return asks in (Asks.OWNER, Asks.DUE) and self.asking.likelihood(asks) >= LEAST_LIKELY

    def _named_cell(self) -> bool:
        """Whether a column of one row is named, and it isn't sure that something else is asked for."""
        given = self.given
        values = [each for each in given.columns if each.is_value and self._has(each)]
        if not values or given.rest or self.asking.likelihood(self.asks) >= UNSURE:
            return False
        if not given.of(Role.REFERENCE) and not self.first:
            return False
        given.columns = values
        return True

    def _texts(self) -> bool:
        """The items of a column of texts, where the question names it, and of which rows."""
        given = self.given
        named = {each.about for each in given.columns} & set(_TEXTS)
        placed = given.of(Role.REFERENCE, Role.CATEGORY) or (self.asks is Asks.ROWS and given.rest)
        if not named or not placed or given.free or not self._locate():
            return False
        if self._acts and self._has(_ACTION):
            given.columns.append(_ACTION)
        return True

    def _rows(self) -> Output | None:
        """Rows that meet conditions, or what else there is a list of."""
        given, nouns = self.given, self._nouns()
        if "categories" in nouns and given.of(Role.REFERENCE) and not given.rest:
            return Output.CATEGORIES
        if self._texts() or self._found_items() or self._all_of_row():
            return Output.ITEMS
        if given.by is not None:
            return Output.GROUPS
        if self._whether_it_is():
            return Output.CELL
        picks = self._picks()
        if nouns == {"rows"} and not (picks or given.columns or given.of(*_NAMED)) and self._is_unsure():
            return None  # a whole plan is listed only where that is surely asked for
        located = self._locate(len(given.schema.table) if picks else MOST_TITLES)
        if "plans" in nouns and (picks or located):
            return Output.PLANS
        if "categories" in nouns and not ("rows" in nouns and given.of(Role.CATEGORY, Role.BY)):
            return Output.CATEGORIES if located or picks else None
        values = [each for each in given.columns if (each.is_value or each.money) and self._has(each)]
        group = self.asks is Asks.ROWS and given.of(Role.CATEGORY)
        if not (picks or values or group or "rows" in nouns or given.of(Role.REFERENCE)) or (
            not located and not self._names_rows()
        ):
            return None
        if values and not (picks and given.of(Role.BY)):  # "the budgets of the stalled actions"
            given.columns = values
            return Output.CELL
        return self._all_or_which()

    def _all_or_which(self) -> Output:
        """Rows that meet conditions; or how many of all do, where it is asked whether all do."""
        if not self._picks() or not asks_whether_all(self.given.text):
            return Output.ROWS
        self._asserted()
        return Output.SHARE

    def _whether_it_is(self) -> bool:
        """Whether yes or no is asked of rows that are named, "was the hub red", "has it met the target": what their
        cells say tells both."""
        given = self.given
        stated = [each for each in given.where if isinstance(each, Is | Either | Meets)]
        several = any(each.value != "rows" or given.text[: each.end].endswith("s") for each in given.of(Role.NOUN))
        named = given.rest or given.of(Role.REFERENCE)
        if not stated or several or not asks_whether(given.text) or not named:
            return False
        others = [each for each in given.where if each not in stated]
        if any(not isinstance(each, Among) for each in others):
            return False
        before, given.where = given.where, others
        if not self._locate():
            given.where = before
            return False
        told = [[each.column, each.target, STATUS] if isinstance(each, Meets) else [each.column] for each in stated]
        given.columns = [column for columns in told for column in columns if self._has(column)]
        return True

    def _names_rows(self) -> bool:
        """Whether a list was meant though words are left over: rows are picked and what they are was named, or one word
        is left."""
        said = self._picks() or bool(self.given.of(Role.CATEGORY, Role.PLAN))
        if self.anyway:
            return said
        if self._picks() and "rows" in self._nouns():
            return True
        return said and len(self.given.rest) < 2 and (self.asks is Asks.ROWS or "rows" in self._nouns())

    def _found_items(self) -> bool:
        """Texts with words or dates in them, wherever they stand."""
        given, nouns = self.given, self._nouns()
        mentions = any(isinstance(each, Mentions) for each in given.where) and "rows" not in nouns
        undated = given.of(Role.DATE) and not given.of(Role.OVERDUE) and not self._has(DUE)
        return bool(mentions or undated) and not given.rest

    def _all_of_row(self) -> bool:
        """All that is said of a row, or its actions."""
        given = self.given
        if not given.of(Role.REFERENCE) or given.rest or self._picks():
            return False
        if any(each.is_value for each in given.columns):
            return False
        if self._acts and self._has(_ACTION):
            given.columns = [_ACTION]
        return not given.of(Role.BETWEEN)

    def _places(self) -> Output | None:
        """Where words come up: in which plans, rows or items."""
        if not any(isinstance(each, Mentions) for each in self.given.where):
            return None
        nouns = self._nouns()
        return Output.PLANS if "plans" in nouns else Output.ROWS if "rows" in nouns else Output.ITEMS


_WAYS: Mapping[Asks, Callable[[_Asked], Output | None]] = {
    Asks.OWNER: _Asked._cell,
    Asks.DUE: _Asked._cell,
    Asks.STATUS: _Asked._cell,
    Asks.COST: _Asked._cell,
    Asks.SPENT: _Asked._cell,
    Asks.MEASURE: _Asked._cell,
    Asks.DONE: _Asked._digest,
    Asks.PLAN: _Asked._steps,
    Asks.ROWS: _Asked._rows,
    Asks.COUNT: _Asked._rows,
    Asks.SUM: _Asked._sum,
    Asks.AVERAGE: _Asked._sum,
    Asks.MOST: _Asked._extreme,
    Asks.LEAST: _Asked._extreme,
    Asks.SHARE: _Asked._share,
    Asks.GROUPS: _Asked._groups,
    Asks.PLACES: _Asked._places,
}
