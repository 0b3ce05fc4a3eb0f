"""What a language model makes of an answer, as the page shows it and as its thread ends. All passages are invented."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from assistant.drafting.draft import Draft, Sentence
from assistant.screens.ask.drafts import STOPPED, UNEXPECTED, Drafting, draft_html
from assistant.screens.parts.text import escape
from tests.assistant.drafting.test_draft import BEDS, CARERS, QUESTION, Reciter, answered, cited

TRUE = "The new home has 24 beds [1]."
FALSE = "It cost £7 million [1]."


def ended(drafting: Drafting) -> Draft:
    """The draft when its thread has ended."""
    for thread in threading.enumerate():
        if thread.name == "draft":
            thread.join()
    assert drafting.draft
    return drafting.draft


class Hesitant:
    """Says one text, then waits to be told to go on with another."""

    name = "hesitant"

    def __init__(self, first: str, then: str) -> None:
        self.first, self.then = first, then
        self.said, self.may_go_on = threading.Event(), threading.Event()

    def reply(self, instructions: str, material: str) -> Iterator[str]:
        yield self.first
        self.said.set()
        self.may_go_on.wait()
        yield self.then


class Broken:
    name = "broken"

    def reply(self, instructions: str, material: str) -> Iterator[str]:
        raise RuntimeError("nobody foresaw this")


def test_a_draft_is_written_beside_the_page_and_given_at_its_end() -> None:
    given: list[Draft] = []
    drafting = Drafting(QUESTION, answered(BEDS), Reciter(f"{TRUE} {FALSE}", 4), given.append)
    assert [sentence.supported for sentence in ended(drafting).sentences] == [True, False]
    assert given == [drafting.draft]


def test_whoever_stops_it_keeps_what_was_said_and_what_comes_later_is_not_shown() -> None:
    given: list[Draft] = []
    model = Hesitant(f"{TRUE} And then", f" {FALSE}")
    drafting = Drafting(QUESTION, answered(BEDS), model, given.append)
    model.said.wait()
    assert [sentence.text for sentence in drafting.so_far.sentences] == ["The new home has 24 beds."]
    drafting.stop()
    model.may_go_on.set()
    assert [sentence.text for sentence in ended(drafting).sentences] == ["The new home has 24 beds."]
    assert ended(drafting).note == STOPPED
    assert given == [drafting.draft]


def test_stopped_before_anything_supported_came_only_the_quotes_stand() -> None:
    model = Hesitant(f"{FALSE} And then", "")
    drafting = Drafting(QUESTION, answered(BEDS), model, lambda draft: None)
    model.said.wait()
    drafting.stop()
    model.may_go_on.set()
    assert ended(drafting).sentences == ()
    assert "The quotes are the documents’ own words." in ended(drafting).note


def test_what_nobody_foresaw_ends_in_a_note() -> None:
    drafting = Drafting(QUESTION, answered(BEDS), Broken(), lambda draft: None)
    assert ended(drafting).note.startswith(UNEXPECTED)


SHOWN = Draft(
    (
        Sentence("Two <b>hubs</b> opened.", (1, 2), True),
        Sentence("They cost £7.", (1,), False, ("7",), "Not in the source: “£7”."),
    ),
    "Source 3 was not seen.",
    (cited(BEDS), cited(CARERS, 2)),
    "ours at models.example.org",
)


def test_sentences_link_to_their_sources_and_unsupported_ones_are_struck_out_with_the_reason() -> None:
    shown = draft_html(SHOWN, 4)
    assert escape("Worded by ours at models.example.org; each sentence checked against its source") in shown
    assert 'href="#source-4-1"' in shown
    assert 'href="#source-4-2"' in shown
    assert "<b>" not in shown
    assert f"<del>{escape('They cost £7.')}</del>" in shown
    assert "not in the documents" in shown
    assert escape("Not in the source: “£7”.") in shown
    assert escape(SHOWN.note) in shown
    assert escape("2 sentences, 1 struck out as not in the documents.") in shown


def test_what_is_taken_away_holds_supported_sentences_with_their_places_and_no_other() -> None:
    credit, told = SHOWN.lines_to_share
    assert credit == f"{SHOWN.credit}:"
    assert told == f"Two <b>hubs</b> opened. ({cited(BEDS).label}; {cited(CARERS, 2).label})"
    assert Draft((Sentence("No.", (1,), False),), "", SHOWN.sources, "ours").lines_to_share == []


def test_nothing_is_read_out_before_the_end() -> None:
    assert "data-say" not in draft_html(SHOWN, 4, ended=False)


def test_a_draft_without_sentences_shows_its_note_alone_and_nobody_is_said_to_have_worded_it() -> None:
    shown = draft_html(Draft(note="It broke off.", writer="ours"), 1)
    assert escape("It broke off.") in shown
    assert "Worded" not in shown
    assert draft_html(Draft(), 1) == ""


def test_sources_that_only_a_supported_sentence_cites_are_shown_with_their_numbers() -> None:
    assert SHOWN.further(answered(BEDS)) == [(2, SHOWN.sources[1])]
    assert SHOWN.further(answered(BEDS, CARERS)) == []
    unsupported = Draft((Sentence("No.", (2,), False),), "", SHOWN.sources, "ours")
    assert unsupported.further(answered(BEDS)) == []
