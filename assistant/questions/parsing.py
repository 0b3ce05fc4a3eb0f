"""From a question to a query: what its readings ask for, decided by the first rule that fits them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.language.words import stems, terms
from assistant.questions.conditions import DUE, Conditions
from assistant.questions.query import (
    Among,
    ColumnMeant,
    Either,
    Is,
    Mentions,
    Output,
    Query,
    Reading,
    Role,
    Stands,
    Within,
    acted,
    titled,
)
from assistant.questions.readings import explaining_most, possible_readings
from assistant.questions.schema import Schema
from corpus.glossary import Glossary
from corpus.records import Meaning

MOST_TITLES = 4  # rows that words of titles may mean together: more, and they name a subject rather than rows
_ACTION, _STATUS, _OWNER = ColumnMeant(Meaning.ACTION), ColumnMeant(Meaning.STATUS), ColumnMeant(Meaning.OWNER)
_TEXTS = (Meaning.PROGRESS, Meaning.ACTION)
_TO_COME = re.compile(r"\bwhen(?: will|(?:'s| is| are)(?=.*\b(?:to|going|being|be|\w+ing)\b))\b", re.IGNORECASE)
_WHETHER = re.compile(r"(?:and |so |but )?(?:is|are|has|have|was|were)\b", re.IGNORECASE)


def parse(
    text: str,
    schema: Schema,
    before: frozenset[str] = frozenset(),
    first: frozenset[str] = frozenset(),
    today: date | None = None,
    glossary: Glossary | None = None,
) -> Query:
    """What a question asks for. `before` are the rows of the answer before, by key, that "those" may mean; `first` is
    the one that "it" may. `today` is what "overdue" is reckoned from."""
    today = today or date.today()
    possible = possible_readings(text, schema, today)
    readings = explaining_most(text, possible)
    return _Asked(Conditions(text, schema, readings, possible, before, today, glossary), first).query()


@dataclass
class _Asked:
    """What a question's conditions and columns add up to."""

    given: Conditions
    first: frozenset[str]
    least: bool = False
    only_first: int = 0
    of_first: bool = False
    average: bool = False

    def query(self) -> Query:
        given = self.given
        output, rest = self._output()
        plans = given.of(Role.PLAN)
        return Query(
            text=given.text,
            output=output,
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
            of_first=self.of_first,
            readings=tuple(given.readings),
            rest=tuple(dict.fromkeys(rest)),
            topic=self._topic(),
        )

    def _topic(self) -> str:
        """What is left to search for: the question without the words that only say where to look."""
        given = self.given
        places = [each for each in given.of(Role.PLAN, Role.UPDATE, Role.REFERENCE) if each.sure]
        turns = [given.negations[each.start] for each in places if given.is_negated(each)]
        before = [each for each in given.of(Role.EARLIER) if not each.value]
        return _without(given.text, [*places, *turns, *before])

    # --- what is asked for

    def _output(self) -> tuple[Output, list[str]]:
        """What is asked for, and the words that nothing was made of: rows are asked only where there are none."""
        if self.given.unclear:
            return Output.QUOTES, [*self.given.unclear, *self.given.rest]
        output = next((output for output, fits in _RULES if fits(self)), Output.QUOTES)
        rest = self.given.rest
        if output is Output.QUOTES or not rest:
            return output, rest
        named = self._titled(rest) if output is not Output.ROWS or "rows" in self._nouns() else None
        if named is None:
            return Output.QUOTES, rest
        self.given.where.append(named)
        return output, []

    def _titled(self, rest: Sequence[str]) -> Among | None:
        """The few rows of whose headings, or else of whose actions, all the words that are left are."""
        wanted = stems(" ".join(rest))
        places = [each for each in self.given.where if isinstance(each, Among)]
        rows = [row for row in self.given.schema.table if all(place.holds(row) for place in places)]
        found = [row for row in rows if wanted <= titled(row)]
        found = found or [row for row in rows if wanted <= titled(row) | acted(row)]
        if not found or len(found) > MOST_TITLES:
            return None
        return Among(frozenset(row.key for row in found), f"whose title has “{' '.join(rest)}”")

    # --- what the rules look at

    def _nouns(self) -> set[str]:
        return {each.value for each in self.given.of(Role.NOUN)}

    @property
    def _acts(self) -> bool:
        """Whether actions are asked for, which some plans list below each row's title."""
        nouns = self.given.of(Role.NOUN)
        return any(re.match(r"(?:action|task)", self.given.text[each.start :], re.IGNORECASE) for each in nouns)

    def _asks(self, *values: str) -> bool:
        """Whether the question asks in one of these ways, or at all."""
        asks = {each.value for each in self.given.of(Role.ASK)}
        return bool(asks & set(values) if values else asks)

    def _picks(self) -> bool:
        """Whether rows are picked by a condition beside where to look."""
        return any(not isinstance(each, Among) for each in self.given.where) or bool(self.given.of(Role.AMONG))

    def _has(self, column: ColumnMeant) -> bool:
        return self.given.schema.has(column)

    def _numeric(self) -> bool:
        """Whether a column of numbers is named; it alone counts then."""
        found = [each.numeric() for each in self.given.columns if self._has(each.numeric())]
        if found:
            self.given.columns = found[:1]
        return bool(found)

    # --- the rules, in their order

    def _whether(self) -> bool:
        """If one thing is on track, done …: its status is the answer, and no condition on rows."""
        given = self.given
        said = (each for each in given.where if isinstance(each, Is | Stands | Either))
        states = [each for each in said if each.column.meaning is Meaning.STATUS]
        if not states or not _WHETHER.match(given.text) or given.of(Role.NOUN):
            return False
        if not given.rest and not given.of(Role.REFERENCE) and not self._points():
            return False
        given.where = [each for each in given.where if each not in states]
        given.columns = [_STATUS]
        return True

    def _points(self) -> bool:
        """Whether "it" means the row that the answer before led with, which is then where to look."""
        if self.of_first or not self.first or not self.given.of(Role.FIRST):
            return self.of_first
        self.given.where.append(Among(self.first, "of that"))
        self.of_first = True
        return True

    def _extreme(self) -> bool:
        """The row with the most, the least, the latest: by a column of dates or numbers."""
        found = self.given.of(Role.EXTREME)
        if not found:
            return False
        said = next((each for each in found if not each.value.endswith(":")), found[0])
        direction, _, meaning = said.value.partition(":")
        self.least = direction in ("least", "next")
        if direction == "next":
            day = self.given.today
            self.given.where.append(Within(DUE, day, date.max, f"from {day.day} {day:%B %Y} on", ends=True))
        self.only_first = self._how_many()
        if meaning:
            self.given.columns = [DUE if meaning == Meaning.DUE else self.given.numbers()]
            return self._has(self.given.columns[0])
        if self.given.by is not None and self._has(self.given.by.numeric()):  # "the top 3 by cost"
            self.given.columns, self.given.by = [self.given.by.numeric()], None
        return self._numeric()

    def _totals(self) -> bool:
        """Sums or averages of each category, plan or owner: all of them, or the ones with the most or the least."""
        most = self.given.of(Role.EXTREME)
        parts = self._nouns() & {"categories", "plans"}
        sums = self._asks(Output.SUM, Output.AVERAGE)
        grouped = self.given.by is not None or (bool(parts) and (bool(self.given.of(Role.BY)) or bool(most)))
        if not grouped or "rows" in self._nouns() or not (sums or most) or not self._numeric():
            return False
        self.least, self.only_first = bool(most) and most[0].value.startswith("least"), 1 if most else 0
        self.average = self._asks(Output.AVERAGE)
        return True

    def _how_many(self) -> int:
        """ "The top 3", "which 3 … have the biggest …": how many are asked for; 1 where nothing says so."""
        said = [*self.given.free, *self.given.sized]
        if len(said) != 1 or not said[0].in_words.isdigit():
            return 1
        self.given.free, self.given.sized = [], []
        return int(said[0].in_words)

    def _has_most(self) -> bool:
        """Who, or which category or plan, has the most rows."""
        nouns = self._nouns()
        if not self.given.of(Role.EXTREME) or "rows" not in nouns:
            return False
        self.only_first = 1
        if self._asks("who") and self._has(_OWNER):
            self.given.by = _OWNER
            return True
        return bool(nouns & {"categories", "plans"})

    def _sum(self) -> bool:
        spread = self._asks("much") and self.given.of(Role.CATEGORY, Role.PLAN) and not self.given.rest
        return bool(self._asks(Output.SUM) or spread) and not self._asks("count") and self._numeric()

    def _share(self) -> bool:
        return self._asks(Output.SHARE) and self._picks()

    def _difference(self) -> bool:
        located = self.given.of(Role.REFERENCE) or self.given.rest or self._points()
        both = [self.given.money(spent=False), self.given.money(spent=True)]  # "the overspend on …"
        named = list(dict.fromkeys(self.given.columns))
        columns = [each.numeric() for each in (named if len(named) == 2 else both) if self._has(each.numeric())]
        if not self._asks(Output.DIFFERENCE) or len(columns) != 2 or not located:
            return False
        self.given.columns = columns
        return True

    def _average(self) -> bool:
        return self._asks(Output.AVERAGE) and self._numeric()

    def _groups(self) -> bool:
        if self.given.by is not None:
            return True
        return bool(self.given.of(Role.BY)) and self._asks("count") and bool(self._nouns() & {"categories", "plans"})

    def _digest(self) -> bool:
        located = self.given.of(Role.REFERENCE) or self.given.rest or self._points()
        return self._asks(Output.DIGEST) and bool(located)

    def _texts(self) -> bool:
        """The items of a column of texts, where the question says of which rows."""
        given = self.given
        if not {each.about for each in given.columns} & set(_TEXTS) or self._asks("count") or given.free:
            return False
        if self._acts and self._has(_ACTION):
            given.columns.append(_ACTION)
        placed = given.of(Role.REFERENCE, Role.CATEGORY) or (self._asks("every") and given.rest)
        return bool(placed) and (self._asks() or bool(given.of(Role.REFERENCE)))

    def _cell(self) -> bool:
        """A column's cells: of rows that are named or picked, of "it", or expressly of all."""
        given = self.given
        if {each.about for each in given.columns} & set(_TEXTS) or self._asks("count"):
            return False
        if not any(map(self._has, given.columns)):
            return False
        placed = given.of(Role.REFERENCE, Role.CATEGORY, Role.PLAN)
        located = placed or self._picks() or given.rest or self._points()
        return bool(located) or self._asks("every") or self._is_of_each()

    def _is_of_each(self) -> bool:
        """Whether something is asked of each row: "the status of each one"."""
        things = self.given.of(Role.NOUN, Role.AMONG)
        return any(0 <= thing.start - each.end < 5 for each in self.given.of(Role.BY) for thing in things)

    def _when(self) -> bool:
        """When something will be: the due date of the row that it is about."""
        given = self.given
        to_come = self._asks("when") and _TO_COME.search(given.text) and not given.columns
        if not to_come or not given.rest or given.free or not self._has(DUE):
            return False
        given.columns = [DUE]
        return True

    def _none(self) -> bool:
        """Nothing that rows alone answer: a column or an amount that no rule before took, or nothing asked for."""
        given = self.given
        if given.columns or given.free or given.of(Role.EXTREME):
            return True
        return not self._asks() and not given.of(Role.REFERENCE) and not self._nouns() and not self._picks()

    def _plans(self) -> bool:
        return "plans" in self._nouns() and (self._picks() or not self.given.rest)

    def _found_items(self) -> bool:
        """Texts with words or dates in them, wherever they stand."""
        given, nouns = self.given, self._nouns()
        dates = "dates" in nouns and not (given.of(Role.DATE, Role.TIME) and self._has(DUE))
        mentions = any(isinstance(each, Mentions) for each in given.where) and "rows" not in nouns
        undated = given.of(Role.DATE, Role.TIME) and not given.of(Role.OVERDUE) and not self._has(DUE)
        return bool(given.of(Role.DATED) or dates or mentions or undated)

    def _categories(self) -> bool:
        return "categories" in self._nouns() and not ("rows" in self._nouns() and self.given.of(Role.CATEGORY))

    def _all_of_row(self) -> bool:
        """All that is said of a row, or its actions."""
        if not self.given.of(Role.REFERENCE) or self._asks("titles") or self.given.rest:
            return False
        if self._acts and self._has(_ACTION):
            self.given.columns = [_ACTION]
        return True

    def _rows(self) -> bool:
        placed = self.given.of(Role.REFERENCE, Role.CATEGORY, Role.PLAN)
        if "rows" in self._nouns():
            return self._asks() or bool(placed)
        titles = self._asks("titles") or "items" in self._nouns()
        return bool(self.given.of(Role.REFERENCE)) or (bool(self.given.of(Role.CATEGORY)) and titles)


_RULES: tuple[tuple[Output, Callable[[_Asked], bool]], ...] = (
    (Output.CELL, _Asked._whether),
    (Output.TOTALS, _Asked._totals),
    (Output.EXTREME, _Asked._extreme),
    (Output.GROUPS, _Asked._has_most),
    (Output.SUM, _Asked._sum),
    (Output.AVERAGE, _Asked._average),
    (Output.SHARE, _Asked._share),
    (Output.DIFFERENCE, _Asked._difference),
    (Output.GROUPS, _Asked._groups),
    (Output.DIGEST, _Asked._digest),
    (Output.ITEMS, _Asked._texts),
    (Output.CELL, _Asked._cell),
    (Output.CELL, _Asked._when),
    (Output.QUOTES, _Asked._none),
    (Output.PLANS, _Asked._plans),
    (Output.ITEMS, _Asked._found_items),
    (Output.ROWS, _Asked._picks),
    (Output.CATEGORIES, _Asked._categories),
    (Output.ITEMS, _Asked._all_of_row),
    (Output.ROWS, _Asked._rows),
)


def _without(text: str, readings: Iterable[Reading]) -> str:
    """The question without some of its words; as it is where nothing would be left to ask."""
    rest = text
    for each in sorted(readings, key=lambda each: -each.start):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    rest = re.sub(r"(?<!\s)\s++([?.,])", r"\1", " ".join(rest.split())).lstrip(" ,-–")
    return rest if any(term.telling for term in terms(rest)) else text
