"""Values of cells as questions name them; the rows are made up."""

from __future__ import annotations

from assistant.questions.naming.values import Values, told
from assistant.questions.predicates import Is
from corpus.records import Column, Item, Meaning, ValueKind
from tests.fictional.parks_and_streets import HERE


def cell(heading: str, text: str, meaning: Meaning, kind: ValueKind) -> Column:
    return Column(heading, (Item(text, (HERE,)),), meaning, kind)


OWNERS = ("Head of Play/Parks Manager", "Enforcement Lead, Parks")
VALUES = Values(
    {
        "Lead": [cell("Lead", text, Meaning.OWNER, ValueKind.TEXT) for text in OWNERS],
        "Due": [cell("Due", text, Meaning.DUE, ValueKind.DATE) for text in ("Ongoing", "March 2026")],
        "Actions": [cell("Actions", "Open the gate", Meaning.ACTION, ValueKind.TEXT)],
    }
)


def named(text: str) -> set[str]:
    """The values, folded, that words of a text may mean."""
    found = [each.predicate for each in VALUES.readings(text)]
    return {value for each in found if isinstance(each, Is) for value in each.values}


def test_a_value_is_named_by_the_whole_or_by_a_part_of_it() -> None:
    assert named("what does the parks manager do") >= {"head of play parks manager"}
    assert named("what has the enforcement lead got") == {"enforcement lead parks"}


def test_an_owner_is_named_by_one_word_only_as_it_is_written() -> None:
    assert named("what about parks") == {"enforcement lead parks"}
    assert named("where can they be parking") == set()


def test_of_dates_only_words_are_values_and_sentences_never_are() -> None:
    assert named("which are ongoing") == {"ongoing"}
    assert named("what is due in March 2026") == set()
    assert named("open the gate") == set()


def test_values_are_told_as_they_stand_if_they_are_few() -> None:
    assert told(["Delayed", "delayed", "Slipped"]) == "“delayed” or “Slipped”"
    assert told(["One", "Two", "Three", "Four"]) == ""
