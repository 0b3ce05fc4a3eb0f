"""What changed between updates, as an answer: rows and items that came, went or were reworded, and statuses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Claim, Status, listed, nothing_found, quoted
from assistant.language.words import stems, terms
from assistant.questions.asking import Asks, asking_of, speaks_for
from assistant.questions.lexicon import ROW_NOUN, phrases_in
from assistant.questions.naming import written
from assistant.questions.query import Among, ColumnMeant, Is, Query, Role, is_row
from assistant.questions.question import opens_with
from assistant.questions.schema import Schema
from assistant.tracking.change_words import ITEM_WORDS, ROW_WORDS, is_prose, row_of
from assistant.tracking.changes import RowStatus
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.lineage import Comparison, Lineage
from assistant.tracking.places import Place
from corpus.records import Citation, Meaning, Plan, Row, fold

_OF_ROWS = re.compile(
    rf"\b(?:which|what|list|show|name|any|the|how many)\b(?: \w+){{0,2}}? {ROW_NOUN}\b", re.IGNORECASE
)
# Likelihood from which a question is for what changed, and the same where it has a word for it.
SURE, IF_SAID = 0.5, 0.02
OF_CHANGE = 2.0  # weight from which a word speaks of a change itself: "moved", not the "date" that has


_SINCE = re.compile(r"\b(?:changed?|different|compared? (?:with|to|against)?|since)\b", re.IGNORECASE)
_COME = re.compile(r"\b(?:new|added)\b", re.IGNORECASE)
_GONE = re.compile(r"\b(?:dropped|removed|drop|disappeared|vanished)\b", re.IGNORECASE)
_OF_UPDATES = (Role.ASK, Role.FILLER, Role.NOUN, Role.PLAN, Role.NOT, Role.EARLIER, Role.UPDATE, Role.FIRST)


_CHANGED = re.compile(r"\b(?:chang|differ|reword)\w*", re.IGNORECASE)
# What sets an earlier update beside the latest: "last year and now", "this year v last year", "shorter than it was".
_BESIDE = re.compile(r"\b(?:now|v|vs|versus|than|compared?|this year|up or down)\b", re.IGNORECASE)


# Words of such a question that don't say what it is about.
_NEUTRAL = stems("last year previous earlier update plan compare priority category progress action happen")


_ORDER = (ItemKind.NEW, ItemKind.REWORDED, ItemKind.DROPPED)


def changes_asked(query: Query) -> str | None:
    """Whether a question is for what changed between updates: "" for anything, "moved", "worse", "better" for statuses,
    "new" and "dropped" for rows; None for any other question."""
    found = next((phrase.value for _, _, phrase in phrases_in(query.text) if phrase.role is Role.CHANGE), None)
    if found is None and query.changes >= SURE and list(_statuses_named(query)):
        found = "moved"
    if found is None and (missing := _missing_from(query)) is not None:
        return missing
    said = any(each.search(query.text) for each in (_COME, _GONE, _CHANGED, _SINCE))
    earlier = any(each.role is Role.EARLIER for each in query.readings)  # "what was red last year"
    if (earlier or query.years) and _BESIDE.search(query.text):
        return found or ""
    needed = IF_SAID if said else 1.0 if earlier else SURE
    return found or ("" if query.changes >= needed else None)


def _missing_from(query: Query) -> RowStatus | None:
    """Whether all that is asked is which rows one update has and another hasn't: "what was in last year's plan that
    isn't in this one". The one that "not" speaks of comes after it, or isn't named because it is this one."""
    when = [each for each in query.readings if each.role in (Role.EARLIER, Role.UPDATE)]
    negated = [each for each in query.readings if each.role is Role.NOT]
    if not when or len(negated) != 1 or any(each.role not in _OF_UPDATES for each in query.readings):
        return None
    if not set(query.rest) <= {query.text[negated[0].start : negated[0].end]}:
        return None
    after = next((each for each in when if each.start >= negated[0].end), None)
    if after is None:
        return RowStatus.DROPPED
    others = [each for each in when if each is not after]
    later = any(each.role is Role.EARLIER or each.value < after.value for each in others)
    return RowStatus.NEW if after.role is Role.EARLIER or not later else RowStatus.DROPPED


def sets_beside(question: str) -> bool:
    """Whether it sets two updates side by side, and doesn't ask what is new or gone."""
    return bool(_BESIDE.search(question)) and not (_COME.search(question) or _GONE.search(question))


def has_earlier(plans: Sequence[Plan]) -> bool:
    """Whether there is anything to compare."""
    return any(len(plan.updates) > 1 for plan in plans)


def having_update(question: str, plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """The plans that have an update which the question names, and a later one: "since the 24-25 plan"."""
    return tuple(
        plan
        for plan in plans
        if any(re.search(rf"\b{written(each.name)}\b", question, re.IGNORECASE) for each in plan.updates if each.name)
        and len(plan.updates) > 1
    )


def without_change_words(
    whole: Query, plans: Sequence[Plan], also: Sequence[Role] = (), kept: Sequence[Role] = ()
) -> str:
    """What a question about a change is about: its words without those for the change and the updates. Those read as
    one of `also` are left out, too, and of the others that may be for a change none that are read as one of `kept`."""
    question = whole.text
    keeping = [(each.start, each.end) for each in whole.readings if each.role in kept]
    frame = asking_of(question).frame(Asks.CHANGES)
    taken = [span for span in frame if not any(start <= span[0] < end for start, end in keeping)]
    taken += [(each.start, each.end) for each in whole.readings if each.role in also]
    taken += _spans_of(question, (Role.CHANGE, Role.EARLIER))
    for term in terms(question):  # "has the date moved": what is left is "the date"
        if term.word in whole.rest and speaks_for(Asks.CHANGES, term.word, OF_CHANGE):
            taken.append((term.start, term.end))
    for name in {update.name for plan in plans for update in plan.updates}:
        named = re.finditer(rf"\b(?:(?:since|from|in|to)\s+)?(?:the )?{written(name)}\b", question, re.IGNORECASE)
        taken += [match.span() for match in named]
    if opening := opens_with(question):
        taken.append((0, opening))
    left = [mark for at, mark in enumerate(question) if not any(start <= at < end for start, end in taken)]
    return " ".join(_SINCE.sub(" ", "".join(left)).split())


def _spans_of(question: str, roles: Sequence[Role]) -> list[tuple[int, int]]:
    return [(start, end) for start, end, phrase in phrases_in(question) if phrase.role in roles]


def answer_changes(topic: str, question: str, compared: Sequence[Comparison], schema: Schema) -> Answer:
    """What was added, reworded and removed from the update before to the latest on the topic of a question.

    Every quote stands in the update that its citation names.
    """
    reference = _reference_in(question, schema)
    said = [match.span() for each in (_COME, _GONE, _CHANGED, _SINCE) for match in each.finditer(topic)]
    left = [term for term in terms(topic) if not any(start <= term.start < end for start, end in said)]
    subject = frozenset(term.stem for term in left if term.telling) - _NEUTRAL - stems(reference)
    between = "; ".join(f"from {each.old.name} to {each.new.name}" for each in compared)
    if statuses := _statuses_asked(question, about_all=not subject and not reference):
        return rows_that_came_or_went(compared, statuses, subject)
    kinds = _kinds_asked(question)
    every = [each for comparison in compared for each in _changes(comparison, subject, reference)]
    found = _in_order([each for each in every if each[0].kind in kinds])
    if not found:
        return nothing_found(f"No change that has these words was found {between}.")
    counts = Counter(change.kind for change, _ in found)
    told = ", ".join(f"{counts[kind]} {ITEM_WORDS[kind].lower()}" for kind in _ORDER if counts[kind])
    claims = [Claim(place.text, (place.citation,), note=_note(change)) for change, place in found]
    return listed(f"{len(found)} changed {'item' if len(found) == 1 else 'items'} {between}: {told}.", claims)


def _reference_in(question: str, schema: Schema) -> str:
    """The one row's reference that a question names; "" for none or several."""
    named = {each.value for each in schema.readings(question) if each.role is Role.REFERENCE}
    return named.pop() if len(named) == 1 else ""


def _statuses_asked(question: str, about_all: bool) -> tuple[RowStatus, ...]:
    """What became of the rows that are asked for: by name, or as what is new or gone of a whole plan. Empty where items
    are asked for."""
    asked = ((RowStatus.NEW, _COME), (RowStatus.DROPPED, _GONE))
    of_rows = _OF_ROWS.search(question) or (about_all and not _CHANGED.search(question))
    return tuple(status for status, said in asked if said.search(question)) if of_rows else ()


def _kinds_asked(question: str) -> tuple[ItemKind, ...]:
    """What became of the items that are asked for: all kinds, unless only what went is."""
    gone = _GONE.search(question) and not _COME.search(question) and not _CHANGED.search(question)
    return (ItemKind.DROPPED,) if gone else _ORDER


def rows_that_came_or_went(
    compared: Sequence[Comparison], statuses: Sequence[RowStatus], subject: frozenset[str] = frozenset()
) -> Answer:
    """The rows that are new or gone, of those that have all of a subject's words in their headings."""
    between = "; ".join(f"from {each.old.name} to {each.new.name}" for each in compared)
    claims = [
        Claim(row.priority.title, (Citation.of_heading(row),), note=ROW_WORDS[status])
        for status in statuses
        for comparison in compared
        for change in comparison.changes
        if status in change.status and not is_prose(change) and subject <= stems((row := row_of(change)).label)
    ]
    told = " or ".join(ROW_WORDS[status].lower() for status in statuses)
    if not claims:
        summary = f"No priority was found that is {told} {between}."
        return nothing_found(summary)
    return listed(f"{len(claims)} {told} {'priority' if len(claims) == 1 else 'priorities'} {between}.", claims)


def _changes(comparison: Comparison, subject: frozenset[str], reference: str) -> Iterator[tuple[ItemChange, Place]]:
    """Changes whose item, or the headings that it stands under, has all of the subject's words; of the row of this
    reference, in the later update, if any."""
    for row in comparison.changes:
        for item in row.items if reference in ("", row_of(row).reference) else ():
            place = item.new or item.old
            if item.kind in _ORDER and place and subject <= _said_at(place):
                yield item, place


def _in_order(found: Sequence[tuple[ItemChange, Place]]) -> list[tuple[ItemChange, Place]]:
    """What is new first; what a new item may follow from stands right after it."""
    kinds = sorted(found, key=lambda each: _ORDER.index(each[0].kind))
    led = {(item.row.key, item.column, item.span): each for each in kinds if (item := each[0].old)}
    ordered: list[tuple[ItemChange, Place]] = []
    for each in kinds:
        before = each[0].may_follow if each[0].new else None
        ordered += [each, *filter(None, [led.get((before.row.key, before.column, before.span)) if before else None])]
    return list({id(change): (change, place) for change, place in ordered}.values())


def _note(change: ItemChange) -> str:
    """`Added`; of two items on what may be one matter, the older says so."""
    words = ITEM_WORDS[change.kind]
    return f"{words}, {_SAME_MATTER} as above" if change.may_follow and change.old else words


def _said_at(place: Place) -> frozenset[str]:
    return stems(place.text) | stems(place.row.label) | stems(place.row.reference)


# --- what became of a thing ---------------------------------------------------------------------------

_BECAME = re.compile(
    r"\bwhat(?:[’']s|\s+has|\s+had|\s+did)?\s+(?:ever\s+)?(?:happen(?:ed|s)?|becomes?|became|come|came)\s+(?:to|of|with)\b",
    re.IGNORECASE,
)
_SAME_MATTER = "may be the same matter"


def asks_what_became(question: str) -> bool:
    """Whether it asks what became of something, as in "what happened to the backlog"."""
    return bool(_BECAME.search(question))


def with_what_it_was(answer: Answer, lineage: Lineage) -> Answer:
    """An answer from the latest update, its first quote beside what the update before said of the matter, if it did."""
    first = answer.claims[0]
    change = lineage.became(first.citations[0])
    old = (change.old or change.may_follow or change.elsewhere) if change and change.new else None
    if change is None or old is None:
        return answer
    return _both(answer, replace(first, note=first.citations[0].update), _claim_of(old, change), answer.claims[1:])


def with_what_followed(answer: Answer, lineage: Lineage) -> Answer:
    """An answer from an earlier update: beside what may follow from it or, where nothing does, as one that doesn't tell
    what became of it."""
    first = answer.claims[0]
    change = lineage.became(first.citations[0])
    new = (change.new or change.may_follow or change.elsewhere) if change and change.old else None
    if change is not None and new is not None:
        return _both(answer, _claim_of(new, change), replace(first, note=first.citations[0].update), ())
    missing = (
        f"what became of it: nothing was found after the {first.citations[0].update} update that may follow from it"
    )
    lead = f"The documents don’t state {missing}."
    return replace(answer, status=Status.PARTIAL, missing=missing, text=f"{lead}\n\n{quoted(first)}", confidence=0.0)


def _claim_of(place: Place, change: ItemChange) -> Claim:
    update = place.row.update
    return Claim(place.text, (place.citation,), note=f"{update}, {_SAME_MATTER}" if change.may_follow else update)


def _both(answer: Answer, now: Claim, then: Claim, more: Sequence[Claim]) -> Answer:
    claims = (now, then, *more)
    citations = tuple(citation for claim in claims for citation in claim.citations)
    may = f" Both {_SAME_MATTER}; the documents don’t say so." if _SAME_MATTER in f"{now.note}{then.note}" else ""
    summary = f"What is said now, and what was said before.{may}"
    text = "\n\n".join([summary, *map(quoted, claims)])
    return replace(answer, text=text, claims=claims, citations=citations, summary=summary)


# --- statuses ---------------------------------------------------------------------------------------

_RANKS = (
    ("red", "late"),
    ("amber", "at risk", "not started"),
    ("green", "on track", "going"),
    ("done",),
)  # worst first


def answer_moves(kind: str, query: Query, compared: Sequence[Comparison], schema: Schema) -> Answer:
    """The rows whose status moved as asked: `kind` is "moved", "worse" or "better". Each is quoted with the status that
    it has now, and says what it had before."""
    named = [schema.state(each.value) for each in query.readings if each.role is Role.STATE]
    named = named or list(_statuses_named(query))
    both = [(each.old, each.new) for comparison in compared for each in comparison.changes]
    rows = [(old, new) for old, new in both if old and new and is_row(new) and is_within(query, new)]
    meant = schema.status
    found = [(old, new) for old, new in rows if _moved(kind, old, new, named, _ranks(schema), query.text, meant)]
    between = "; ".join(f"from {each.old.name} to {each.new.name}" for each in compared)
    if not found:
        return nothing_found(f"No status was found that changed so {between}.")
    claims = [_claim(old, new, meant) for old, new in found]
    return listed(f"{len(claims)} {'priority' if len(claims) == 1 else 'priorities'} {between}.", claims)


def _statuses_named(query: Query) -> Iterator[Is]:
    """Values of a column of a few words that the question names: "moved to kept"."""
    for each in query.readings:
        said = each.predicate
        if each.role is Role.VALUE and isinstance(said, Is) and said.column.meaning in (Meaning.STATUS, Meaning.OTHER):
            yield said


def answer_cells(column: ColumnMeant, query: Query, compared: Sequence[Comparison]) -> Answer:
    """The rows whose cell in a column says something else than it did: "any lead officers changed"."""
    both = [(each.old, each.new) for comparison in compared for each in comparison.changes]
    rows = [(old, new) for old, new in both if old and new and is_row(new) and is_within(query, new)]
    found = [(old, new) for old, new in rows if column.of(new) and _text(column, old) != _text(column, new)]
    between = "; ".join(f"from {each.old.name} to {each.new.name}" for each in compared)
    if not found:
        return nothing_found(f"No {column.in_words} was found that changed {between}.")
    if len(found) == 1:  # both cells, each with its update
        rows_told = [(row, cell) for row in reversed(found[0]) if (cell := column.of(row)) and cell.items]
        both_claims = [
            Claim(cell.items[0].text, (Citation.of_item(row, cell, 1),), note=row.update) for row, cell in rows_told
        ]
        return listed(f"“{found[0][1].priority.title}” {between}.", both_claims)
    claims = [_claim(old, new, column) for old, new in found if _text(column, new)]
    return listed(f"{len(claims)} {'priority' if len(claims) == 1 else 'priorities'} {between}.", claims)


def _text(column: ColumnMeant, row: Row) -> str:
    cell = column.of(row)
    return fold(" ".join(item.text for item in cell.items)) if cell else ""


def _ranks(schema: Schema) -> dict[str, int]:
    """How good each status is, by its text."""
    states = [(state, rank) for rank, same in enumerate(_RANKS) for state in same]
    return {value: rank for state, rank in states for value in schema.state(state).values}


def is_within(query: Query, row: Row) -> bool:
    """Whether a row is one of those where a question says to look."""
    return all(each.holds(row) for each in query.where if isinstance(each, Among))


def _moved(
    kind: str, old: Row, new: Row, named: Sequence[Is], ranks: dict[str, int], text: str, meant: ColumnMeant
) -> bool:
    before, now = _value(old, meant), _value(new, meant)
    if not before or not now or before == now:
        return False
    if kind != "moved":
        rank, earlier = ranks.get(now), ranks.get(before)
        return rank is not None and earlier is not None and ((rank > earlier) is (kind == "better")) and rank != earlier
    if len(named) > 1:
        return before in named[0].values and now in named[1].values
    if not named:
        return False
    return (before if " from " in text and " to " not in text else now) in named[0].values


def _value(row: Row, meant: ColumnMeant) -> str:
    column = meant.of(row)
    return fold(column.items[0].text) if column is not None and len(column.items) == 1 else ""


def _claim(old: Row, new: Row, meant: ColumnMeant) -> Claim:
    column, before = meant.of(new), meant.of(old)
    assert column is not None
    was = before.items[0].text if before and before.items else "nothing"
    note = f"{new.priority.title}: {was} in {old.update}"
    return Claim(column.items[0].text, (Citation.of_item(new, column, 1),), note=note)
