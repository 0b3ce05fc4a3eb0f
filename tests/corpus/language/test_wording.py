"""What a document's own words tell."""

from __future__ import annotations

from corpus.language.wording import Wording

WORDING = Wording.of(
    [
        "Children are accommodated quickly and supported in their placements.",
        "The council reviews placements; Leeds and the Leeds Board agreed, as Leeds does.",
    ],
    ["Review of placements"],
)


def test_a_word_that_is_written_small_somewhere_is_no_mere_name() -> None:
    assert WORDING.is_common("review")  # in another form
    assert not WORDING.is_common("leeds")


def test_a_word_that_keeps_its_capital_is_a_name() -> None:
    assert WORDING.is_name("leeds")
    assert not WORDING.is_name("children")


def test_pieces_of_words_are_rubble() -> None:
    assert WORDING.is_rubble("modated quick ly an d pported")


def test_words_that_hyphens_join_are_no_rubble() -> None:
    words = Wording.of(["Fit free wi-fi in lounges", "Within the first field, all will win"])
    assert not words.is_rubble("Fit free wi-fi in lounges")


def test_acronyms_names_and_plain_words_are_no_rubble() -> None:
    for text in ("UASC are placed in Lincs", "i Beds", "CWD access SEND services", "Children are supported", ""):
        assert not WORDING.is_rubble(text)
