"""Resolves follow-up questions from the turns before them, by explicit rules.

1. A question that opens with "and", "what about" …, or whose "it", "them", "those" point at nothing in the question
   itself, goes on from the turn before.
2. So does one that names no topic of its own ("by when?").
3. Any other question is asked as it stands; only where the documents don't answer it so, it is tried together with the
   turn before.
4. Where what was found together doesn't speak of the question's own words, they were a new topic, and it is asked as it
   stands; but not where "it" or "them" points back.

5. "What about the north?", "and in 2024?" ask for the same kind of thing as the question before; one with a verb of its
   own ("is it full?") asks for what it says itself. After a question for a column's value, it is asked again with what
   this one names in place of what that did.

6. Where "it" or "them" points back, or the question is short and names nothing that the documents have beyond the row
   that the answer before led with, that row is asked first: its own cell where a column is asked for, else what its
   texts say; all else only where that row doesn't answer. Of a list, every row's cell is said.

7. "And this year?" asks the question before again, without the update that it named; "what was it before?" asks it of
   the same row in the update before or, where there is none, what the row's texts set its figure against.

8. A row of an earlier update is asked as it is now, unless the question speaks of the past: "who leads it?".

A follow-up is searched for together with the question before it, and where that was a follow-up too, with the one that
both go back to; its own words weigh more, and the rows that the answer before it cited are preferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answers.answer import Answer
from assistant.answers.quotes.question_words import UNMET
from assistant.language.words import stems, terms
from assistant.questions.asking import OF_A_ROW, SEARCHED, Asks
from assistant.questions.lexicon import phrases_in
from assistant.questions.predicates import texts_of
from assistant.questions.query import Query, Reading, Role, titled
from assistant.questions.question import has_a_verb
from corpus.records import Citation, Row

LONGEST = 600  # characters of a question with the earlier ones that are taken along
OWN_TOPIC = 3  # telling words with which a question has a topic of its own

_PLACES = (Role.PLAN, Role.UPDATE, Role.WHEN, Role.CATEGORY, Role.REFERENCE, Role.NOUN, Role.BY, Role.AMONG)
# What a follow-up may say otherwise than the question before; a status is a value as well.
_OTHERWISE = {
    **{role: role for role in (Role.STATE, Role.PLAN, Role.CATEGORY, Role.REFERENCE, Role.DATE, Role.OVERDUE)},
    Role.VALUE: Role.STATE,
}
_SAYS_NOTHING = (Role.ASK, Role.NOUN, Role.FILLER)
# Likelihood from which a question asks for rows rather than one's cell: "the deadline" reads as the last one with .52.
OF_MANY = 0.6

Turns = Sequence[tuple[str, Answer]]

_GOES_ON = re.compile(
    r"^(?:and|also|but|so|or|ok(?:ay)?,?|what about|how about|what else|anything else|any more|why not|same for)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A resolved question: `asked` includes the earlier words, `own` are the stems of the question's own.

    `before` are the questions that it goes on from, the latest first; `led` is where the answer before led,
    and `listed` the keys of its rows where it was a list of rows or cells, complete.
    """

    asked: str
    own: frozenset[str]
    rows: frozenset[str]
    before: tuple[str, ...]
    led: Citation | None = None
    listed: frozenset[str] = frozenset()

    def told(self, read_as: str) -> str:
        """What the reader is told of how the question was understood."""
        told = f"taken together with {' and '.join(f'“{each}”' for each in self.before)}"
        return f"{read_as}; {told}" if read_as else told[:1].upper() + told[1:]

    @property
    def places(self) -> frozenset[tuple[str, str, int]]:
        """Row, column and item of the quote that the answer before led with."""
        led = self.led
        return frozenset({(led.row_key, led.column, led.item or 0)}) if led else frozenset()


def points_back(question: str) -> bool:
    """Whether its "it", "them", "those" point at nothing in the question itself."""
    points = next((start for start, _, said in phrases_in(question) if said.role in (Role.FIRST, Role.AMONG)), None)
    return points is not None and sum(term.telling and term.end <= points for term in terms(question)) < 2


def names_only(query: Query, row: Row, knows: Callable[[str], bool]) -> bool:
    """Whether a question that no list answers is short and names nothing of the documents but what the row speaks of.

    `knows` tells of a word whether the documents have it."""
    said = titled(row) | stems(" ".join(texts_of(row)))
    places = [each for each in query.readings if each.role in _PLACES]
    theirs = [each for each in places if _is_its_own(query.text[each.start : each.end], each, said)]
    placed = len(places) > len(theirs) or (_is_of_many(query.asks) and query.likelihood >= OF_MANY and not theirs)
    own = sum(term.telling and not (theirs and term.stem in said) for term in terms(query.text))
    short = own < OWN_TOPIC
    return short and not placed and all(stems(word) <= said or not knows(word) for word in query.rest)


def _is_of_many(asks: Asks) -> bool:
    return asks is Asks.DEFINE or asks not in OF_A_ROW | SEARCHED


def _is_its_own(words: str, reading: Reading, said: frozenset[str]) -> bool:
    """Whether what could be a heading is what a row speaks of."""
    telling = {term.stem for term in terms(words) if term.telling}
    return reading.role is Role.CATEGORY and bool(telling) and telling <= said


def said_otherwise(query: Query, before: Query | None) -> str | None:
    """The question before with the words in it that this one, "and amber?", says otherwise; None where it says more,
    or the one before says nothing of the kind."""
    own = [each for each in query.readings if each.role not in _SAYS_NOTHING]
    roles = [_OTHERWISE.get(each.role) for each in own]
    if before is None or not before.is_of_rows or query.rest or len(own) != 1 or roles[0] is None:
        return None
    here = [each for each in before.readings if _OTHERWISE.get(each.role) is roles[0]]
    if has_a_verb(query.text) or len(here) != 1:
        return None
    words = query.text[own[0].start : own[0].end]
    return f"{before.text[: here[0].start]}{words}{before.text[here[0].end :]}"


def said_of_another(query: Query, before: Query | None) -> str | None:
    """The question for a column's value asked of what this one names instead, "and for the hangars"; None for
    others."""
    start, end = _named(query)
    if before is None or not any(each.is_value or each.money for each in before.columns):
        return None
    if start == end or not _GOES_ON.match(query.text) or not asks_the_same(query.text):
        return None
    if any(each.role not in _SAYS_NOTHING for each in query.readings):
        return None
    thing, (start, end) = query.text[start:end], _named(before)
    if start == end:  # "spend so far?"
        return f"{before.text.rstrip(' ?')} for {thing}"
    return f"{before.text[:start]}{thing}{before.text[end:]}"


def _named(query: Query) -> tuple[int, int]:
    """Where the words begin and end that no reading explains; the question's end where there are none."""
    left = [
        term
        for term in terms(query.text)
        if term.telling and not any(each.start <= term.start < each.end for each in query.readings)
    ]
    return (left[0].start, left[-1].end) if left else (len(query.text), len(query.text))


def goes_on(question: str) -> bool:
    """Whether the words themselves say that the question continues the one before (rules 1 and 2)."""
    if points_back(question):
        return True
    if _GOES_ON.match(question):
        return not has_own_topic(question)
    return not any(term.telling for term in terms(question))


def has_own_topic(question: str) -> bool:
    """Whether a question has telling words enough to be complete in itself."""
    return sum(term.telling for term in terms(question)) >= OWN_TOPIC


def speaks_of(answer: Answer, own: frozenset[str]) -> bool:
    """Whether the passage that an answer leads with meets a follow-up's own telling words, at least most of them by
    their weight; true where there are none, and where it was read from the rows and no passage was looked for."""
    if not answer.citations:
        return False
    led = answer.citations[0]
    place = led.row_key, led.column, led.item
    hits = (hit for hit in answer.hits if (hit.citation.row_key, hit.citation.column, hit.citation.item) == place)
    if (hit := next(hits, None)) is None:
        return True
    words = [match for match in hit.matches for term in terms(match.word)[:1] if term.telling and term.stem in own]
    met = sum(match.weight for match in words if match.similarity >= UNMET)
    return met >= sum(match.weight for match in words) / 2


def asks_the_same(question: str) -> bool:
    """Whether it leaves out what is asked for, which is then what was asked before (rule 5)."""
    return not has_a_verb(question) and {"why", "how"}.isdisjoint(term.word.lower() for term in terms(question))


def follow_up(question: str, history: Turns) -> FollowUp | None:
    """The question taken together with those before that it may go back to; None where there are none."""
    if not history:
        return None
    answer = history[-1][1]
    before = tuple(dict.fromkeys(_gone_back_to(history)))
    rows = frozenset(citation.row_key for claim in answer.claims[:1] for citation in claim.citations)
    last = _last_found(history)
    led = last.citations[0] if last else None
    listed = frozenset(each.row_key for each in last.citations) if last and last.complete else frozenset[str]()
    return FollowUp(f"{question} {' '.join(before)}"[:LONGEST], stems(question), rows, before, led, listed)


def _last_found(history: Turns) -> Answer | None:
    """The answer before or, where it was to a follow-up that nothing was found for, the one before that."""
    for text, answer in reversed(history):
        if answer.citations or not _went_on(text, answer):
            return answer if answer.citations else None
    return None


def _gone_back_to(history: Turns) -> Iterator[str]:
    """The last question and, where that was taken together with earlier ones, the one that all of them go back to."""
    text, answer = history[-1]
    yield text if _went_on(text, answer) else answer.asked or text
    alone = next((turn for turn in reversed(history) if not _went_on(*turn)), history[0])
    yield alone[1].asked or alone[0]


def _went_on(text: str, answer: Answer) -> bool:
    """Whether earlier words were taken along when it was answered."""
    return len(terms(answer.asked)) > len(terms(text))
