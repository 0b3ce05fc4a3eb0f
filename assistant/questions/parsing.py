"""From a question to a query: what it asks for, by its wording, of the rows and columns that its words name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.language.words import stems, terms
from assistant.questions.asking import IN_TITLES, OF_A_ROW, SEARCHED, Asking, Asks, Floats, asking_of, speaks_for
from assistant.questions.conditions import DUE, STATUS, Conditions
from assistant.questions.query import (
    Among,
    ColumnMeant,
    Mentions,
    Output,
    Query,
    Reading,
    Role,
    Within,
    acted,
    titled,
)
from assistant.questions.readings import any_over, explaining_most, possible_readings, with_plans_called_the_same
from assistant.questions.schema import Schema
from corpus.glossary import Glossary
from corpus.records import Meaning

MOST_TITLES = 4  # rows that words of titles may mean together: more, and they name a subject rather than rows
# A reading less likely than these is not tried where likelier ones don't fit the documents: the lesser if it explains
# every word by conditions on rows. Measured on 285 questions about twelve plans.
LIKELY, LEAST_LIKELY = 0.25, 0.05
BESIDE = 0.3  # of the likelihood of searching, that such a reading has to have: "why is it amber" is for no list
SURE = 0.7  # from here on a row that words of its title name is what is asked about, and not a subject
UNSURE = 0.5  # below this likelihood a question without other words is for the column that it names
_ACTION, _OWNER = ColumnMeant(Meaning.ACTION), ColumnMeant(Meaning.OWNER)
_PROGRESS, _MEASURE = ColumnMeant(Meaning.PROGRESS), ColumnMeant(Meaning.MEASURE)
_TEXTS = (Meaning.PROGRESS, Meaning.ACTION)
_OF_ONE = (Meaning.STATUS, Meaning.DUE, Meaning.COST)  # what is asked of one row, and else picks rows


def parse(
    text: str,
    schema: Schema,
    before: frozenset[str] = frozenset(),
    first: frozenset[str] = frozenset(),
    today: date | None = None,
    glossary: Glossary | None = None,
    vector: Callable[[str], Floats] | None = None,
) -> Query:
    """What a question asks for. `before` are the rows of the answer before, by key, that "those" may mean; `first`
    is the one row that the question is asked of, where it points back to that. `today` is what "overdue" is
    reckoned from. `vector` gives the sentence vector of a text; None: what is asked for is read by words alone."""
    today = today or date.today()
    possible = possible_readings(text, schema, today)
    places = [each for each in possible if each.sure and each.role in (Role.PLAN, Role.UPDATE, Role.REFERENCE)]
    aside = [(each.start, each.end) for each in places if each.role is not Role.REFERENCE]
    asking = asking_of(text, vector(without(text, places)) if vector else None, aside)
    if any(each.role is Role.UPDATE and each.value not in schema.latest for each in possible):
        asking = asking.without({Asks.CHANGES})  # an earlier update is named: it is asked, and not what changed
    if first:
        asking = asking.without(frozenset(Asks) - OF_A_ROW - SEARCHED)
    for asks in asking.worth_trying(LEAST_LIKELY):
        frame = (
            Reading(start, end, Role.ASK, asks, asks)
            for start, end in asking.frame(asks)
            if not schema.is_of_a_name(text, start, end)
            if asks in SEARCHED or not schema.titled(text[start:end]) or speaks_for(asks, text[start:end], IN_TITLES)
        )
        readings = explaining_most(text, [*possible, *(each for each in frame if not any_over(each, possible))])
        readings = with_plans_called_the_same(readings, possible)
        given = Conditions(text, schema, readings, possible, before, today, glossary, asks is Asks.PLACES)
        asked = _Asked(given, first, asking, asks)
        output = asked.output()
        settled = output is not None and (asked.is_likely or asked.only_names)
        if output is not None and (settled or (output is not Output.QUOTES and asked.explains_all)):
            return asked.query(output)
    raise AssertionError("every question can be searched for")


@dataclass
class _Asked:
    """What a question's conditions and columns add up to, where it asks for one kind of thing."""

    given: Conditions
    first: frozenset[str]
    asking: Asking
    asks: Asks
    least: bool = False
    only_first: int = 0
    average: bool = False
    found: bool = True  # whether what the question is about was found among the rows

    def query(self, output: Output) -> Query:
        given = self.given
        plans = given.of(Role.PLAN)
        return Query(
            text=given.text,
            output=output,
            asks=self.asks,
            likelihood=self.asking.likelihood(self.asks),
            changes=self.asking.likelihood(Asks.CHANGES),
            where=tuple(given.where),
            columns=tuple(dict.fromkeys(given.columns)),
            by=given.by,
            least=self.least,
            average=self.average,
            nouns=frozenset(self._nouns() | ({"actions"} if self._acts else set())),
            first=self.only_first,
            size=next((int(each.in_words) for each in given.sized if each.in_words.isdigit()), 0),
            plans=frozenset(each.value for each in plans if not given.is_negated(each)),
            outside=frozenset(each.value for each in plans if given.is_negated(each)),
            update=next((each.value for each in given.of(Role.UPDATE)), ""),
            references=frozenset(each.value for each in given.of(Role.REFERENCE)),
            years=tuple(each for each in given.possible if each.role is Role.UPDATE),
            readings=tuple(given.readings),
            rest=tuple(dict.fromkeys([*given.unclear, *self._rest()])),
            topic=self._topic(),
            topic_then=self._topic(then=True),
        )

    def _topic(self, then: bool = False) -> str:
        """What is left to search for: the question without the words that only say where to look."""
        given = self.given
        named = given.of(Role.PLAN, Role.UPDATE, Role.REFERENCE)
        places = [each for each in named if each.sure or (then and each.role is Role.UPDATE)]
        turns = [given.negations[each.start] for each in places if given.is_negated(each)]
        before = [each for each in given.of(Role.EARLIER) if not each.value]
        return without(given.text, [*places, *turns, *before])

    # --- what is asked for

    def output(self) -> Output | None:
        """What answers a question that asks for this; None where these documents have no such thing."""
        if self.first:
            self.given.where.append(Among(self.first, "of that"))
        if self._difference():
            return Output.DIFFERENCE
        if self.only_names and self._all_of_row():
            return Output.ITEMS
        if self.given.unclear or self.asks in SEARCHED:
            return self._searched()
        return _WAYS[self.asks](self)

    @property
    def is_likely(self) -> bool:
        """Whether it is at least as likely as all that is answered by searching."""
        likelihood = self.asking.likelihood(self.asks)
        return self.asks in SEARCHED or likelihood >= max(LIKELY, self.asking.searched)

    @property
    def explains_all(self) -> bool:
        """Whether all words are read, some of them say which rows, and it isn't much likelier that texts are asked."""
        return self.asking.likelihood(self.asks) >= BESIDE * self.asking.searched and self._all_read()

    def _all_read(self) -> bool:
        placed = self._picks() or bool(self._nouns() & {"categories", "dates"})
        return placed and self.asks is not Asks.PLACES and not self.given.unclear and not self.given.rest

    def _searched(self) -> Output:
        """What the texts say; of rows that are named, and nothing else said of them, all that is said or a column."""
        given, placed = self.given, self.given.of(Role.REFERENCE, Role.CATEGORY)
        plain = bool(placed) and not given.rest and not given.unclear
        if plain and self._named_cell():
            return Output.CELL
        sure = self.asks is Asks.WHY and self.asking.likelihood(self.asks) >= UNSURE
        of_one = self.first or given.of(Role.FIRST, Role.REFERENCE)
        of_fact = self.asks is Asks.FACT and self.asking.likelihood(self.asks) >= SURE and not self._names_kinds()
        if self._all_read() and not (sure or of_one or of_fact or self._owner_or_topic()) and (output := self._rows()):
            return output
        if plain and self.asks is Asks.OPEN and self._all_of_row():
            return Output.ITEMS
        if plain and self.asks is Asks.OPEN and "rows" in self._nouns():
            return Output.ROWS
        given.columns = []
        return Output.QUOTES

    def _names_kinds(self) -> bool:
        """Whether it names rows, or what else there is a list of: "how many points did they score" doesn't."""
        return bool(self._nouns() - {"items"})

    def _owner_or_topic(self) -> bool:
        """Whether what may be an owner is also words of rows' titles, so that it may be what is asked about: “Team
        Manager (Fostering)” to "what is being done for foster carers"."""
        given = self.given
        owners = (given.text[each.start : each.end] for each in given.of(Role.VALUE) if each.value == Meaning.OWNER)
        return any(all(given.schema.titled(term.word) for term in terms(owner)) for owner in owners)

    @property
    def only_names(self) -> bool:
        """Whether a row is named and nothing else is said: "4.ii"."""
        named = self.given.of(Role.REFERENCE)
        return bool(named) and all(
            any(each.start <= term.start < each.end for each in named) for term in terms(self.given.text)
        )

    def _rest(self) -> list[str]:
        return [] if self.located else self.given.rest

    located = False  # whether the words that are left are those of rows' titles

    def _locate(self, most: int = MOST_TITLES) -> bool:
        """Whether all words that are left name rows by their headings, or none are left."""
        if self.located:
            return True
        rest = self.given.rest
        named = self._titled(rest, most) if rest else None
        if named is not None:
            self.given.where.append(named)
            self.located = True
        return not rest or self.located

    def _titled(self, rest: Sequence[str], most: int) -> Among | None:
        """The few rows of whose headings, or else of whose actions, all the words that are left are."""
        if all(map(str.isdigit, rest)):
            return None  # the 2 of "1.2" names no row
        wanted = stems(" ".join(rest))
        places = [each for each in self.given.where if isinstance(each, Among)]
        columns = [each for each in self.given.columns if self._has(each)]
        rows = [
            row
            for row in self.given.schema.table
            if all(place.holds(row) for place in places) and all(column.of(row) for column in columns)
        ]
        found = [row for row in rows if wanted <= titled(row)]
        found = found or [row for row in rows if wanted <= titled(row) | acted(row)]
        if not found or len(found) > most:
            return None
        return Among(frozenset(row.key for row in found), f"whose title has “{' '.join(rest)}”")

    # --- what the ways look at

    def _nouns(self) -> set[str]:
        return {each.value for each in self.given.of(Role.NOUN)}

    @property
    def _acts(self) -> bool:
        """Whether actions are asked for, which some plans list below each row's title."""
        nouns = self.given.of(Role.NOUN)
        return any(re.match(r"(?:action|task)", self.given.text[each.start :], re.IGNORECASE) for each in nouns)

    def _picks(self) -> bool:
        """Whether rows are picked by a condition beside where to look."""
        return any(not isinstance(each, Among) for each in self.given.where) or bool(self.given.of(Role.AMONG))

    def _has(self, column: ColumnMeant) -> bool:
        return self.given.schema.has(column)

    def _numeric(self) -> bool:
        """Whether a column of numbers is named, or else one that the question is likeliest to mean; it alone counts."""
        found = [each.numeric() for each in self.given.columns if self._has(each.numeric())]
        likely = self.asking.likeliest((Asks.COST, Asks.SPENT))
        guessed = [self.given.money(spent=likely is Asks.SPENT), self.given.numbers()]
        found += [each for each in guessed if self._has(each)]
        self.given.columns = found[:1]
        return bool(found)

    # --- the ways, by what is asked for

    def _column(self) -> ColumnMeant:
        """The column that is asked for, where one is."""
        if self.asks in (Asks.COST, Asks.SPENT):
            return self.given.money(spent=self.asks is Asks.SPENT)
        return _COLUMNS[self.asks]

    def _cell(self) -> Output | None:
        """A column's cells: of rows that are named or picked, of "it", or of all; found by searching where the question
        names none."""
        given, column = self.given, self._column()
        if not self._has(column):
            return None
        others = [
            each for each in given.columns if each.is_value and each.about is not column.about and self._has(each)
        ]
        own = [each for each in given.columns if each.about is column.about]
        given.columns = [*(own or [column]), *others]
        named = given.rest or given.of(Role.REFERENCE) or self.first
        picked = [each for each in given.where if not isinstance(each, Among | Mentions)]
        if picked and named and "rows" not in self._nouns():  # "is it done", "when should it be done"
            given.where = [each for each in given.where if each not in picked or each.column.about not in _OF_ONE]
            picked = [each for each in picked if each in given.where]
        if any(each.column.about is column.about for each in picked):
            return Output.ROWS if self.explains_all else None
        if given.free or not self._locate():
            return Output.QUOTES
        if named or picked:
            return Output.CELL
        if not given.of(Role.CATEGORY, Role.PLAN) and "rows" not in self._nouns():
            return Output.QUOTES
        return Output.SUM if self.asks in (Asks.COST, Asks.SPENT) and self._numeric() else Output.CELL

    def _difference(self) -> bool:
        given = self.given
        if not any(each.value == Output.DIFFERENCE for each in given.of(Role.BETWEEN)):
            return False
        both = [given.money(spent=False), given.money(spent=True)]  # "the overspend on …"
        named = list(dict.fromkeys(given.columns))
        if len(named) < 2 and (numeric := next((each.numeric() for each in named if self._has(each.numeric())), None)):
            if self._either():  # "the difference in budget between the weir and the slipway"
                given.columns = [numeric]
                return True
        columns = [each.numeric() for each in (named if len(named) == 2 else both) if self._has(each.numeric())]
        if len(columns) != 2 or not (given.rest or given.of(Role.REFERENCE) or self.first) or not self._locate():
            return False
        given.columns = columns
        return True

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
        given.columns = [_PROGRESS]
        return Output.QUOTES

    def _steps(self) -> Output | None:
        """What is to be done in a row."""
        given = self.given
        if self._texts():
            return Output.ITEMS
        if self._named_cell():
            return Output.CELL
        given.columns = [_ACTION]
        named = bool(given.of(Role.REFERENCE)) or self.first
        return Output.ITEMS if named and self._has(_ACTION) and not given.rest else Output.QUOTES

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
        picks = self._picks()
        located = self._locate(len(given.schema.table) if picks else MOST_TITLES)
        if "plans" in nouns and (picks or located):
            return Output.PLANS
        if "categories" in nouns and not ("rows" in nouns and given.of(Role.CATEGORY)):
            return Output.CATEGORIES if located or picks else None
        values = [each for each in given.columns if each.is_value and self._has(each)]
        if not (picks or values or nouns & {"rows", "titles", "items"} or given.of(Role.REFERENCE)) or (
            not located and not self._names_rows()
        ):
            return None
        if values and not picks:
            given.columns = values
            return Output.CELL
        return Output.ROWS

    def _names_rows(self) -> bool:
        """Whether a list was meant though words are left over: rows are picked and what they are was named, or one word
        is left."""
        said = self._picks() or bool(self.given.of(Role.CATEGORY, Role.PLAN))
        if self._picks() and "rows" in self._nouns():
            return True
        return said and len(self.given.rest) < 2 and (self.asks is Asks.ROWS or "rows" in self._nouns())

    def _found_items(self) -> bool:
        """Texts with words or dates in them, wherever they stand."""
        given, nouns = self.given, self._nouns()
        dates = "dates" in nouns and not (given.of(Role.DATE, Role.TIME) and self._has(DUE))
        mentions = any(isinstance(each, Mentions) for each in given.where) and "rows" not in nouns
        undated = given.of(Role.DATE, Role.TIME) and not given.of(Role.OVERDUE) and not self._has(DUE)
        return bool(given.of(Role.DATED) or dates or mentions or undated) and not given.rest

    def _all_of_row(self) -> bool:
        """All that is said of a row, or its actions."""
        given = self.given
        if not given.of(Role.REFERENCE) or given.rest or self._picks() or "titles" in self._nouns():
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

    def _sum(self) -> Output | None:
        """A sum or an average, of all rows that are meant or of each category, plan or owner."""
        given = self.given
        self.average = self.asks is Asks.AVERAGE
        if not self._numeric():
            return None
        parts = bool(given.of(Role.BY)) and bool(self._nouns() & {"categories", "plans"})
        located = self._locate(len(given.schema.table))
        if not located and not self._picks():
            return None
        if given.by is not None or parts:
            return Output.TOTALS
        return Output.AVERAGE if self.average else Output.SUM

    def _extreme(self) -> Output | None:
        """The row with the most, the least, the latest; or who, or which category or plan, has the most rows."""
        given, nouns = self.given, self._nouns()
        self.least, self.only_first = self.asks is Asks.LEAST, self._how_many()
        if self._either():
            self.only_first = 2
        likely = self.asking.likeliest((Asks.OWNER, Asks.DUE, Asks.COST, Asks.SPENT, Asks.DONE))
        named = [each for each in given.columns if self._has(each)]
        if nouns & {"categories", "plans"}:
            numeric = any(self._has(each.numeric()) for each in named) and self._numeric()
            return Output.TOTALS if numeric else Output.GROUPS
        if likely is Asks.OWNER and self._has(_OWNER) and not any(each.about is not Meaning.OWNER for each in named):
            given.by = _OWNER
            return Output.GROUPS if self._locate(len(given.schema.table)) or self._picks() else None
        located = self._locate(len(given.schema.table))
        if not located and not self._picks():
            return None
        dates = [each for each in named if each.about is Meaning.DUE] or [DUE] * (likely is Asks.DUE and not named)
        if given.by is not None and self._has(given.by.numeric()):  # "the top 3 by cost"
            given.columns, given.by = [given.by.numeric()], None
        elif dates and self._has(DUE):
            given.columns = dates[:1]
            if re.search(r"\bnext\b", given.text, re.IGNORECASE):
                day = given.today
                given.where.append(Within(DUE, day, date.max, f"from {day.day} {day:%B %Y} on", ends=True))
        elif likely is Asks.DONE and not named and self._has(given.percentage()):
            given.columns = [given.percentage()]
        elif not self._numeric():
            return None
        return Output.EXTREME

    def _either(self) -> bool:
        """Whether two rows are set against each other: "which costs more, the roof or the drains", "more than the drains"."""
        given = self.given
        middle = re.search(r"\b(?:or|and|than)\b", given.text, re.IGNORECASE)
        if middle is None:
            return False
        left = [term for term in terms(given.text) if term.word in given.rest]
        sides = [[t.word for t in left if t.end <= middle.start()], [t.word for t in left if t.start >= middle.end()]]
        named = [self._titled(side, 1) for side in sides if side]
        if len(named) != 2 or named[0] is None or named[1] is None or named[0].keys == named[1].keys:
            return False
        given.where.append(Among(named[0].keys | named[1].keys, f"{named[0].words} or {named[1].words}"))
        self.located = True
        return True

    def _how_many(self) -> int:
        """ "The top 3", "which 3 … have the biggest …": how many are asked for; 1 where nothing says so."""
        said = [*self.given.free, *self.given.sized]
        if len(said) != 1 or not said[0].in_words.isdigit():
            return 1
        self.given.free, self.given.sized = [], []
        return int(said[0].in_words)

    def _share(self) -> Output | None:
        return Output.SHARE if self._picks() and self._locate(len(self.given.schema.table)) else None

    def _groups(self) -> Output | None:
        """Rows counted by what they have in common: by the column named, or else the likeliest."""
        given = self.given
        named = [each for each in given.columns if self._has(each.numeric())]
        if named and (given.by is not None or self._nouns() & {"categories", "plans"}):
            return self._sum()
        if given.by is None and not self._nouns() & {"categories", "plans"}:
            likely = self.asking.likeliest((Asks.OWNER, Asks.STATUS, Asks.DUE))
            given.by = next((each for each in [*given.columns, _COLUMNS[likely]] if self._has(each)), None)
            if given.by is None:
                return None
        return Output.GROUPS if self._locate(len(given.schema.table)) or self._picks() else None


_COLUMNS: Mapping[Asks, ColumnMeant] = {
    Asks.OWNER: _OWNER,
    Asks.DUE: DUE,
    Asks.STATUS: STATUS,
    Asks.MEASURE: _MEASURE,
}
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


def without(text: str, readings: Iterable[Reading]) -> str:
    """The question without some of its words; as it is where nothing would be left to ask."""
    rest = text
    until = len(text)
    for each in sorted(readings, key=lambda each: -each.start):
        if each.end <= until:  # several readings of the same words
            rest, until = f"{rest[: each.start]} {rest[each.end :]}", each.start
    rest = re.sub(r"(?<!\s)\s++([?.,])", r"\1", " ".join(rest.split())).lstrip(" ,-–")
    return rest if any(term.telling for term in terms(rest)) else text
