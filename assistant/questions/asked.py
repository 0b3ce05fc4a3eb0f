"""What a question's conditions and columns add up to: the rows it names, what picks them, what is reckoned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.language.words import stems, terms
from assistant.questions.asking import OF_ROWS, SEARCHED, Asking, Asks
from assistant.questions.conditions import DUE, STATUS, Conditions
from assistant.questions.lexicon import phrases_in
from assistant.questions.predicates import Among, ColumnMeant, Is, Mentions, Within, columns_of
from assistant.questions.query import OF_MANY, Output, Query, Reading, Role, acted, is_row, titled
from assistant.questions.times import Times
from corpus.language.quantities import Unit, amounts
from corpus.records import Meaning

MOST_TITLES = 4  # rows that words of titles may mean together: more, and they name a subject rather than rows
# A reading less likely than this isn't tried where likelier ones don't fit the documents, unless it explains every word
# by conditions on rows. Measured on 285 questions about twelve plans.
LIKELY = 0.25
SURE = 0.7  # from here on a row that words of its title name is what is asked about, and not a subject
_FIRST_OR_LAST = re.compile(r"\b(first|last)\b", re.IGNORECASE)
BESIDE = 0.3  # of the likelihood of searching, that such a reading has to have: "why is it amber" is for no list
OWNER, MEASURE = ColumnMeant(Meaning.OWNER), ColumnMeant(Meaning.MEASURE)
COLUMNS: Mapping[Asks, ColumnMeant] = {
    Asks.OWNER: OWNER,
    Asks.DUE: DUE,
    Asks.STATUS: STATUS,
    Asks.MEASURE: MEASURE,
}


@dataclass
class Asked:
    """What a question's conditions and columns add up to, where it asks for one kind of thing."""

    given: Conditions
    first: frozenset[str]
    asking: Asking
    times: Times
    asks: Asks
    least: bool = False
    only_first: int = 0
    average: bool = False
    called: str = ""  # the plan that the words name that are left
    located: bool = False  # whether the words that are left are those of rows' titles
    anyway: bool = False  # whether rows are read though words are left over, which the answer then names

    def query(self, output: Output) -> Query:
        given = self.given
        plans = given.of(Role.PLAN)
        return Query(
            text=given.text,
            output=output,
            asks=self.asks,
            likelihood=self.asking.likelihood(self.asks),
            lists=sum(map(self.asking.likelihood, OF_ROWS)),
            only_lists=sum(map(self.asking.likelihood, OF_ROWS - {Asks.COUNT, Asks.SUM, Asks.SHARE})),
            time=self.times.time,
            timely=self.times.likelihood,
            where=tuple(dict.fromkeys(given.where)),
            columns=tuple(dict.fromkeys(given.columns)),
            by=given.by,
            least=self.least,
            average=self.average,
            nouns=frozenset(self._nouns() | ({"actions"} if self._acts else set())),
            first=self.only_first,
            size=next((int(amount.value) for each in given.sized for amount in amounts(each.in_words)), 0),
            plans=frozenset(filter(None, [*(each.value for each in plans if not given.is_negated(each)), self.called])),
            outside=frozenset(each.value for each in plans if given.is_negated(each)),
            updates=frozenset(each.value for each in given.of(Role.UPDATE)),
            references=frozenset(each.value for each in given.of(Role.REFERENCE)),
            years=tuple(each for each in given.possible if each.role is Role.UPDATE),
            readings=tuple(given.readings),
            rest=tuple(dict.fromkeys([*given.unclear, *self._rest(), *self._unused(output)])),
            topic=self._topic(),
            topic_then=self._topic(then=True),
        )

    def _topic(self, then: bool = False) -> str:
        """What is left to search for: the question without the words that only say where to look."""
        given = self.given
        named = given.of(Role.PLAN, Role.UPDATE, Role.REFERENCE)
        places = [each for each in named if each.sure or (then and each.role is Role.UPDATE)]
        turns = [given.negations[each.start] for each in places if given.is_negated(each)]
        return without(given.text, [*places, *turns, *given.of(Role.WHEN)])

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
        placed = self._picks() or "categories" in self._nouns() or self.given.by is not None
        return placed and self.asks is not Asks.PLACES and not self.given.unclear and not self.given.rest

    @property
    def only_names(self) -> bool:
        """Whether a row is named and nothing else is said: "4.ii"."""
        named = self.given.of(Role.REFERENCE)
        return bool(named) and all(
            any(each.start <= term.start < each.end for each in named) for term in terms(self.given.text)
        )

    def keep_to_plans_with_headings(self, output: Output) -> None:
        """Reckon only with plans that have a column called as the question calls it, where that is a plan's own word:
        "which frontage costs the most"."""
        given = self.given
        own = [given.column(each) for each in given.of(Role.COLUMN) if given.is_own_heading(each)]
        own = [each for each in own if each.is_value]
        if output not in OF_MANY or not own or given.of(Role.PLAN):
            return
        plans = [{row.plan for row in given.schema.table if column.is_called_in(row)} for column in own]
        if called := set[str].intersection(*plans):
            keys = frozenset[str]().union(*map(given.schema.plan_names.keys_of, called))
            given.where.append(Among(keys, f"in {' and '.join(sorted(called))}"))

    def _unused(self, output: Output) -> Iterator[str]:
        """The words for columns of values that rows are neither picked nor told by: an answer without them would be one
        to another question."""
        given = self.given
        used = [*given.columns] if output is not Output.ROWS else []
        used += [*filter(None, [given.by]), *(column for each in given.where for column in columns_of(each))]
        for each in given.of(Role.COLUMN) if output in OF_MANY else ():
            column = given.column(each)
            if column.is_value and not any(map(column.may_be, used)):
                yield given.text[each.start : each.end]

    def _rest(self) -> list[str]:
        return [] if self.located else self.given.rest

    def _locate(self, most: int = MOST_TITLES) -> bool:
        """Whether all words that are left name rows by their headings, or none are left."""
        if self.located:
            return True
        rest = self.given.rest
        named = (self._of_plan(rest) or self._titled(rest, most)) if rest else None
        if named is not None:
            self.given.where.append(named)
            self.located = True
        return not rest or self.located or self.anyway

    def _of_plan(self, rest: Sequence[str]) -> Among | None:
        """The rows of the one plan whose name all the words have that are left of a question for rows."""
        called = self.given.schema.plan_names.called(rest) if self.asks in OF_ROWS else ""
        if not called:
            return None
        self.called = called
        return Among(self.given.schema.plan_names.keys_of(called), f"in {called}")

    def _titled(self, rest: Sequence[str], most: int) -> Among | None:
        """The few rows of whose headings, or else of whose actions, all the words that are left are."""
        if all(map(str.isdigit, rest)):
            return None  # the 2 of "1.2" names no row
        wanted = self._ways_to_say(" ".join(rest))
        places = [each for each in self.given.where if isinstance(each, Among)]
        columns = [each for each in self.given.columns if self._has(each)]
        rows = [
            row
            for row in self.given.schema.rows
            if row.in_table
            if all(place.holds(row) for place in places) and all(column.of(row) for column in columns)
        ]
        owned = [each for each in self.given.where if isinstance(each, Is) and each.column.meaning is Meaning.OWNER]
        if owned:  # "what has the manager got on their plate", where another plan has "number plates"
            theirs = {row.plan for row in rows if all(each.holds(row) for each in owned)}
            rows = [row for row in rows if row.plan in theirs]
        found = [row for row in rows if any(way <= titled(row) for way in wanted)]
        found = found or [row for row in rows if any(way <= titled(row) | acted(row) for way in wanted)]
        found = [row for row in found if is_row(row)] or found  # a total is meant where no priority is
        if not found or len(found) > most:
            return None
        return Among(frozenset(row.key for row in found), f"whose title has “{' '.join(rest)}”", titles=True)

    def _ways_to_say(self, words: str) -> list[frozenset[str]]:
        """The stems of words, and those with what the documents also call something among them: "B&B"."""
        said, glossary = stems(words), self.given.glossary
        ways = [said]
        for use in glossary.expand(self.given.text) if glossary else ():
            if stems(use.text) <= said:
                also = frozenset(term.stem for term in terms(use.counterpart) if term.telling)
                ways.append((said - stems(use.text)) | also)
        return ways

    # --- what the ways of answering look at

    def _nouns(self) -> set[str]:
        return {each.value for each in self.given.of(Role.NOUN)}

    @property
    def reckoned(self) -> set[str]:
        """What the question says is to be reckoned, in words that name no column: the average, the most, the least."""
        named = self.given.of(Role.COLUMN)
        return {
            said.value
            for start, end, said in phrases_in(self.given.text)
            if said.role is Role.RECKONED and not any(each.start <= start and end <= each.end for each in named)
        }

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


@dataclass
class FiguresAsked(Asked):
    """The ways to answer what is asked for by reckoning; each gives None where these documents have no such thing."""

    def _difference(self) -> bool:
        """Whether two numbers are set against each other: a row's in two columns, or two rows' in one."""
        given = self.given
        if not given.of(Role.BETWEEN):
            return False
        both = [given.money(spent=False), given.money(spent=True)]  # "the overspend on …"
        named = list(dict.fromkeys(given.columns))
        numeric = next((each.numeric() for each in named if self._has(each.numeric())), None)
        if len(named) == 1 and numeric is not None and self._either():
            given.columns = [numeric]  # "the difference in budget between the weir and the slipway"
            return True
        columns = [each.numeric() for each in (named if len(named) == 2 else both) if self._has(each.numeric())]
        if len(columns) != 2 or not (given.rest or given.of(Role.REFERENCE) or self.first) or not self._locate():
            return False
        given.columns = columns
        return True

    def _numeric(self) -> bool:
        """Whether a column of numbers is named, or else one that the question is likeliest to mean; it alone counts."""
        found = [each.numeric() for each in self.given.columns if self._has(each.numeric())]
        likely = self.asking.likeliest((Asks.COST, Asks.SPENT))
        guessed = [self.given.money(spent=likely is Asks.SPENT), self.given.numbers()]
        found += [each for each in guessed if self._has(each)]
        self.given.columns = found[:1]
        return bool(found)

    def _sum(self) -> Output | None:
        """A sum or an average, of all rows that are meant or of each category, plan or owner."""
        given = self.given
        self.average = self.asks is Asks.AVERAGE or "average" in self.reckoned
        named = any(self._has(each.numeric()) for each in self.given.columns)
        if not (named or self.reckoned) or not self._numeric():
            return None  # "what was due in May" asks for no money
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
        if given.of(Role.OVERSPENT):
            return None  # "what has spent more than its budget": all that have
        self.least = self.asks is Asks.LEAST or (self.asks is not Asks.MOST and "least" in self.reckoned)
        self.only_first = self._how_many()
        if self._either():
            self.only_first = 2
        likely = self.asking.likeliest((Asks.OWNER, Asks.DUE, Asks.COST, Asks.SPENT, Asks.DONE))
        named = [each for each in given.columns if self._has(each)]
        if nouns == {"rows"} and not named and not self.reckoned and (placed := _FIRST_OR_LAST.search(given.text)):
            self.least = placed[1].lower() == "first"
            return Output.ROWS if self._locate(len(given.schema.table)) else None  # "the first three in Roads"
        if nouns & {"categories", "plans"}:
            numeric = any(self._has(each.numeric()) for each in named) and self._numeric()
            return Output.TOTALS if numeric else Output.GROUPS
        others = [each for each in named if each.about is not Meaning.OWNER]
        who = re.search(r"\bwho", given.text, re.IGNORECASE)
        if (who or self._counts_rows()) and likely is Asks.OWNER and self._has(OWNER) and not others:
            given.by = OWNER
            return Output.GROUPS if self._locate(len(given.schema.table)) or self._picks() else None
        located = self._locate(len(given.schema.table))
        if not located and not self._picks():
            return None
        if (by := self._which_has_most()) is not None:
            given.by, given.columns = by, [each for each in given.columns if each != by]
            numeric = any(self._has(each.numeric()) for each in given.columns) and self._numeric()
            return Output.TOTALS if numeric else Output.GROUPS
        if self._counts_rows():
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

    def _counts_rows(self) -> bool:
        """Whether rows are what there is most of: "who has the most red actions", and not "the most costly actions"."""
        given = self.given
        picking = [each for each in given.readings if each.role is not Role.ASK]
        most = re.search(r"\b(?:most|fewest|least)\b", given.text, re.IGNORECASE)
        rows = next((each for each in given.of(Role.NOUN) if most and each.start > most.end()), None)
        if most is None or rows is None or not given.text[: rows.end].endswith("s"):
            return False
        between = (term for term in terms(given.text) if most.end() <= term.start < rows.start and term.telling)
        return all(any(each.start <= term.start < each.end for each in picking) for term in between)

    def _which_has_most(self) -> ColumnMeant | None:
        """The column of which a value is asked for that rows have: "which rating has the most actions", "which ward
        costs the most"; it is named before the rows and before what they are counted by."""
        named = sorted(self.given.of(Role.COLUMN, Role.NOUN), key=lambda each: each.start)
        if len(named) < 2 or named[0].role is not Role.COLUMN:
            return None
        column = self.given.column(named[0])
        ranked = column.about is Meaning.DUE or self._has(column.numeric())
        return column if column.is_value and self._has(column) and not ranked else None

    def _either(self) -> bool:
        """Whether two rows are set against each other: "which costs more, the roof or the drains"."""
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
        number = next(amounts(said[0].in_words), None) if len(said) == 1 else None
        if number is None or number.unit is not Unit.NONE or number.value % 1:
            return 1
        self.given.free, self.given.sized = [], []
        return int(number.value)

    def _share(self) -> Output | None:
        if not self._picks() or not self._locate(len(self.given.schema.table)):
            return None
        self._asserted()
        return Output.SHARE

    def _asserted(self) -> None:
        """Of several conditions the last is what a share is of, or may be so of all; the others say of which rows: "are
        all the Play Officer's actions complete?"."""
        given = self.given
        said = [each for each in given.where if not isinstance(each, Among | Mentions)]
        named = sorted(given.of(Role.VALUE, Role.STATE, Role.COLUMN), key=lambda each: each.start)
        about = [
            each.value if each.role is Role.VALUE else Meaning.STATUS if each.role is Role.STATE else ""
            for each in named
        ]
        last = next((each for each in reversed(said) if about and each.column.about == about[-1]), said[-1])
        for each in said if len(said) > 1 else ():
            if each is not last:
                rows = [row for row in given.schema.table if each.holds(row)]
                given.where.remove(each)
                given.where.append(Among(frozenset(row.key for row in rows), f"whose {each.in_words(rows)}"))

    def _groups(self) -> Output | None:
        """Rows counted by what they have in common: by the column named, or else the likeliest."""
        given = self.given
        named = [each for each in given.columns if self._has(each.numeric())]
        if named and (given.by is not None or self._nouns() & {"categories", "plans"}):
            return self._sum()
        if given.by is None and not self._nouns() & {"categories", "plans"}:
            likely = self.asking.likeliest((Asks.OWNER, Asks.STATUS, Asks.DUE))
            given.by = next((each for each in [*given.columns, COLUMNS[likely]] if self._has(each)), None)
            if given.by is None:
                return None
        return Output.GROUPS if self._locate(len(given.schema.table)) or self._picks() else None


def without(text: str, readings: Iterable[Reading]) -> str:
    """The question without some of its words; as it is where nothing would be left to ask."""
    rest = text
    until = len(text)
    for each in sorted(readings, key=lambda each: -each.start):
        if each.end <= until:  # several readings of the same words
            rest, until = f"{rest[: each.start]} {rest[each.end :]}", each.start
    rest = re.sub(r"(?<!\s)\s++([?.,])", r"\1", " ".join(rest.split())).lstrip(" ,-–")
    return rest if any(term.telling for term in terms(rest)) else text
