"""A question as it was understood: what is asked for, of which rows, and what each of its words was taken to mean.

    Query(output, where, column, …)    where: predicates, each of which a row meets, fails, or can't be asked (None)

Nothing here knows English beyond saying what a predicate means; `lexicon` holds the words, `parsing` makes queries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.language.words import stems
from assistant.questions.asking import Asks
from assistant.questions.predicates import Among, ColumnMeant, Predicate
from assistant.questions.times import Time
from corpus.records import Meaning, Row, RowKind


class Output(StrEnum):
    """What is asked for."""

    QUOTES = "quotes"  # whatever the documents say: found by searching
    ROWS = "rows"
    ITEMS = "items"
    CATEGORIES = "categories"
    PLANS = "plans"
    CELL = "cell"
    SUM = "sum"
    AVERAGE = "average"
    SHARE = "share"  # how many of all rows meet the conditions
    DIFFERENCE = "difference"  # between two cells of a row
    EXTREME = "extreme"  # the row with the most, the latest …
    TOTALS = "totals"  # sums or averages by what rows have in common
    GROUPS = "groups"  # rows counted by what they have in common
    DIGEST = "digest"  # where a row stands: its status, when it is due, its progress


# What is made of many rows: those that add up others would count twice.
OF_MANY = (Output.ROWS, Output.SUM, Output.AVERAGE, Output.SHARE, Output.EXTREME, Output.TOTALS, Output.GROUPS)


class Role(StrEnum):
    """What words of a question can be."""

    ASK = "asks for"
    NOUN = "kind of thing"
    COLUMN = "column"
    STATE = "status"
    NOT = "not"
    COMPARE = "compared with"
    EMPTY = "left empty"
    GIVEN = "given"
    BETWEEN = "between two columns"
    AGAINST = "one thing against another"
    MORE = "which of two has more"
    RECKONED = "reckoned"
    BY = "by"
    AMONG = "those of the answer before"
    FIRST = "what the answer before is about"
    MENTION = "mention"
    OVERDUE = "overdue"
    OVERSPENT = "over its budget"
    MET = "target met"
    WHEN = "which update"  # also one that is only compared with
    FILLER = "asks"
    PLAN = "plan"
    UPDATE = "update"
    CATEGORY = "category"
    REFERENCE = "reference"
    VALUE = "value"
    DATE = "date"
    AMOUNT = "amount"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of the question, `text[start:end]`, and their meaning; `value` is for the program, `in_words` for people.

    `sure`: it says where to look (a plan, row or update), even if the rest of the question is searched for.
    """

    start: int
    end: int
    role: Role
    value: str = ""
    in_words: str = ""
    sure: bool = False
    predicate: Predicate | None = None


# --- queries ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks for. `rest` are its telling words that nothing was made of; `topic` what is to be searched
    for where the output is quotes: the question without the words that only say where to look.
    """

    text: str
    output: Output = Output.QUOTES
    asks: Asks = Asks.OPEN  # how its wording was read, and how likely that is
    likelihood: float = 1.0
    lists: float = 0.0  # and for a list of rows, or what is reckoned from them
    only_lists: float = 0.0  # the same without counts and sums, which a text may state
    time: Time = Time.NOW  # which update it is about, or what of two
    timely: float = 1.0  # how likely that is
    where: tuple[Predicate, ...] = ()
    columns: tuple[ColumnMeant, ...] = ()  # whose cells are asked for
    by: ColumnMeant | None = None  # what rows are grouped by
    least: bool = False  # of an extreme
    average: bool = False  # of totals
    nouns: frozenset[str] = frozenset()
    first: int = 0  # how many are asked for; 0: all. Of a list, these from its beginning if `least`, else from its end
    size: int = 0  # how many the question says that there are; 0: it doesn't say
    plans: frozenset[str] = frozenset()  # that the question names; none: any
    outside: frozenset[str] = frozenset()  # plans that it excepts
    updates: frozenset[str] = frozenset()  # several where plans' updates are called the same
    references: frozenset[str] = frozenset()
    years: tuple[Reading, ...] = ()  # that are called as an update is, though they may be dates
    readings: tuple[Reading, ...] = ()
    rest: tuple[str, ...] = ()
    topic: str = ""
    topic_then: str = ""  # the same without a year that an earlier update is called by, too

    @property
    def among(self) -> bool:
        """Whether it narrows the answer before."""
        return any(each.role is Role.AMONG for each in self.readings)

    @property
    def names_columns(self) -> bool:
        """Whether it names a column, or one of its values: "is it red?"."""
        return any(each.role in (Role.COLUMN, Role.STATE, Role.VALUE) for each in self.readings)

    @property
    def says(self) -> frozenset[str]:
        """The stems of its words that only ask for a column's value."""
        asking = [each for each in self.readings if each.role in (Role.COLUMN, Role.ASK, Role.NOUN)]
        return stems(" ".join(self.text[each.start : each.end] for each in asking))

    @property
    def by_titles(self) -> bool:
        """Whether rows were found by words of their titles."""
        return any(isinstance(each, Among) and each.titles for each in self.where)

    @property
    def may_lack_rows(self) -> bool:
        """Whether it is for a list, or what is reckoned from one, of rows that were found by words of their titles."""
        return self.by_titles and self.output not in (Output.CELL, Output.DIGEST, Output.ITEMS, Output.DIFFERENCE)

    @property
    def is_of_rows(self) -> bool:
        """Whether it is answered from rows themselves, all of them, and not by searching."""
        return self.output is not Output.QUOTES


def key_of(reference: str) -> str:
    """A reference without dots, blanks, brackets and case: 4.ii, 4ii and "4 II" are one."""
    return re.sub(r"[\W_]", "", reference).lower()


def titled(row: Row) -> frozenset[str]:
    """The stems of the headings that a row stands under, its own title last; numerals are none of their words."""
    return stems(" ".join(step.title for step in row.path))


def acted(row: Row) -> frozenset[str]:
    """The stems of what is to be done in a row."""
    column = ColumnMeant(Meaning.ACTION).of(row)
    return stems(" ".join(item.text for item in column.items)) if column else frozenset()


def is_row(row: Row) -> bool:
    return row.kind is RowKind.ROW
