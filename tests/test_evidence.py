"""Which clause answers, told by what is asked for; every text is made up."""

from __future__ import annotations

from assistant.evidence import weigh
from assistant.questions import Equivalents, read
from assistant.terms import stem
from corpus.records import Citation, Location
from index import Hit, Match, Passage

PATH = "Leaving care › Progress"


def hit(question: str, text: str, alike: dict[str, str] | None = None) -> Hit:
    """A passage found by a question; `alike`: words of the question that the passage has another word for."""
    words = question.rstrip("?").split()
    matches = tuple(_match(word, 1 / len(words), text, (alike or {}).get(word, word)) for word in words)
    citation = Citation("Plan", "2025", "1", "Leaving care", "Support", "Progress", 1, text, "fictional.txt")
    passage = Passage(
        "1", text, PATH, "row", "Plan", "2025", "1", "Progress", 1, 0, len(text), Location("fictional.txt")
    )
    return Hit(passage, 0.8, citation, matches, 0.5)


def _match(word: str, weight: float, text: str, said: str) -> Match:
    start = text.find(said)
    return Match(
        word, weight, 0.9 if start >= 0 else 0.1, *((start, start + len(said)) if start >= 0 else (None, None))
    )


def answering(question: str, text: str, alike: dict[str, str] | None = None, also: Equivalents = ()) -> list[str]:
    """What in the text is of the kind asked for."""
    return [
        text[start:end] for start, end in weigh(read(question, question, also=also), hit(question, text, alike)).found
    ]


def test_a_year_asked_for_is_not_met_by_an_age() -> None:
    text = "In March 2025 it showed that half of 19-21 year olds have a flat; a count was last taken in 2021."
    assert answering("Which year was a count last taken?", text) == ["2021"]


def test_a_count_stands_before_another_word_for_what_is_counted_wherever_that_was_met() -> None:
    text = "Beds stand empty before a permanent placement; 20 hosts offer up to 23 placements."
    assert answering("How many places are there?", text, {"places": "placement"}) == ["23"]


def test_a_count_stands_before_the_words_of_an_acronym() -> None:
    also = ((frozenset({stem("PAs")}), ("person", stem("advisers"))),)
    assert answering("How many PAs are there?", "There are 14 personal advisers.", also=also) == ["14"]
