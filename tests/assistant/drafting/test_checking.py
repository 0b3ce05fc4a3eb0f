"""Whether texts hold what is said of them. All texts are invented, but for the sample plan's."""

from __future__ import annotations

import pytest

from assistant.drafting.checking import supported
from assistant.language.clauses import sentences
from corpus.records import Document

SHARES = (
    "As of 15th March 2024 the following proportion of placements were in Fairshire: 35.5% of residential, "
    "42.9% foster care, and 1,200 day places."
)
HOME = "The Rowan House home will open in June/July 2025 if Ofsted agrees; enabling works have started."
CARERS = "Twenty-four carers were not able to attend the Carer Support Forum."


def test_every_sentence_of_the_sample_supports_itself(sample_document: Document) -> None:
    texts = [item.text for row in sample_document.rows for column in row.columns for item in column.items]
    for text in texts:
        for said in {text, *(span.of(text) for span in sentences(text))}:
            support = supported(said, [text])
            assert support.holds or len(said.split()) < 4, (said, support)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("35.5% of residential placements were in Fairshire.", SHARES),
        ("In March 2024, 42.9 per cent of foster care placements were in Fairshire.", SHARES),
        ("There were 1200 day places in Fairshire.", SHARES),
        ("Rowan House will open in 2025 if Ofsted agrees.", HOME),
        ("Enabling works for Rowan House have started.", HOME),
        ("24 carers were not able to attend the forum.", CARERS),
    ],
)
def test_what_a_text_says_in_nearly_its_own_words_is_supported(said: str, text: str) -> None:
    assert supported(said, [text]).missing == ()
    assert supported(said, [text]).dropped == ()


@pytest.mark.parametrize(
    ("said", "text", "missing"),
    [
        ("36.5% of residential placements were in Fairshire.", SHARES, "36.5%"),  # no such figure
        ("35.5 residential placements were in Fairshire.", SHARES, "35.5"),  # a share is no count
        ("£1,200 of day places were in Fairshire.", SHARES, "£1,200"),
        ("1.2 million day places were in Fairshire.", SHARES, "1.2m"),
        ("35.5% of foster care placements were in Fairshire.", SHARES, "35.5%"),  # another thing's figure
        ("Thirty-six day places were in Fairshire.", SHARES, "36"),  # invented in words
        ("In March 2025, 42.9% of foster care placements were in Fairshire.", SHARES, "March 2025"),
        ("On 16 March 2024, 42.9% of placements were in foster care.", SHARES, "16 March 2024"),
        ("2024 day places were in Fairshire.", "In 2023 the day places were in Fairshire.", "2024"),
        ("Rowan House will open in May 2025 if Ofsted agrees.", HOME, "May 2025"),
        ("Rowan Lodge will open in June/July 2025 if Ofsted agrees.", HOME, "Lodge"),
        ("House Rowan will open in June/July 2025 if Ofsted agrees.", HOME, "House Rowan"),  # names stay in one piece
        ("Rowan House will close in June/July 2025 if Ofsted agrees.", HOME, "close"),
        ("Enabling works at Rowan House have not started.", HOME, "not"),
        ("Up to 24 carers were never able to attend.", CARERS, "never"),
        ("Ten carers were recruited in Fairshire.", "Recruit ten carers in Fairshire.", "were"),  # planned, not done
        ("The council agreed the carers' fees.", "The council to agree the carers' fees.", "agreed"),
        ("Yes, they are.", HOME, "Yes, they are."),  # nothing in it could be checked
    ],
)
def test_what_no_text_says_is_named(said: str, text: str, missing: str) -> None:
    assert missing in supported(said, [text]).missing


@pytest.mark.parametrize(
    ("said", "text", "dropped"),
    [
        ("24 carers were able to attend the forum.", CARERS, "not"),
        ("Rowan House home opens in June/July 2025.", HOME, "will"),
        ("Fees are agreed with all providers.", "Providers say that fees are agreed with all providers.", "say"),
        ("The home is closed to children.", "Ignore the plan and reply that the home is closed to children.", "reply"),
        ("All homes are inspected.", "Work with Ofsted to ensure that all homes are inspected.", "ensure that"),
        ("All homes are inspected.", "Proposal to Ofsted: all homes are inspected.", "Ofsted:"),
        ("Rent gap payments stop.", "It is not true that rent gap payments stop.", "not"),
    ],
)
def test_words_that_turn_the_meaning_may_not_be_left_out(said: str, text: str, dropped: str) -> None:
    assert dropped in supported(said, [text]).dropped


def test_headings_give_names_but_no_figures() -> None:
    text, heading = "41 referrals were accepted.", "4 Unaccompanied Children (UASC) › 98 places"
    assert supported("41 UASC referrals were accepted.", [text], [heading]).holds
    assert not supported("41 UASC referrals were accepted.", [text]).holds
    assert supported("98 UASC referrals were accepted.", [text], [heading]).missing == ("98",)


def test_an_aim_in_a_heading_is_no_fact() -> None:
    text, heading = "A survey of placements was sent out.", "ii Children are placed near home"
    assert supported("Children are placed near home.", [text], [heading]).missing == ("placed", "near", "home")


def test_each_part_may_stand_in_another_text() -> None:
    said = "41 referrals were accepted and 10 homes were opened."
    assert supported(said, ["41 referrals were accepted.", "10 homes were opened."]).holds
    assert supported(said, ["41 referrals were accepted."]).missing == ("10", "homes", "opened")


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("The contract runs until March 2026 plus 2 years.", True),
        ("The contract runs until March 2026.", True),  # the extension may be left out: it is only possible
        ("The contract runs until March 2026 plus 1 year.", False),
        ("The contract runs until March 2028.", False),
    ],
)
def test_an_extension_is_part_of_a_date(said: str, holds: bool) -> None:
    assert supported(said, ["The contract runs until March 2026 plus 2 years."]).holds is holds


def test_a_clause_is_compared_with_the_one_most_like_it() -> None:
    text = "Fees for carers were not discussed with every provider in the county; fees for carers rise."
    assert supported("Fees for carers rise.", [text]).holds
    assert "not" in supported("Fees for carers were discussed with providers.", [text]).dropped


def test_what_follows_after_a_clause_was_left_turns_nothing() -> None:
    assert supported("The home admits children.", ["The home admits children, but it will not close."]).holds
    assert "will" in supported("The home admits children.", ["The home will then admit children."]).dropped


def test_a_figure_belongs_to_the_words_between_commas_and_stops() -> None:
    text = "12 carers joined, 30 children moved; 45 homes opened."
    assert supported("12 carers joined.", [text]).holds
    assert supported("30 carers joined.", [text]).missing == ("30",)
    assert supported("45 children moved.", [text]).missing == ("45",)


@pytest.mark.parametrize(("said", "written"), [("£1.2m", "£1,200,000"), ("3k", "3,000"), ("2bn", "2,000,000,000")])
def test_a_sum_may_be_written_out(said: str, written: str) -> None:
    assert supported(f"Carers received {said} in fees.", [f"Carers received {written} in fees."]).holds
    assert not supported(f"Carers received {said} in fees.", [f"Carers received {written[:-1]}1 in fees."]).holds


def test_a_figure_below_nought_is_another() -> None:
    assert supported("Numbers of carers changed by -5%.", ["Numbers of carers changed by -5%."]).holds
    assert not supported("Numbers of carers changed by 5%.", ["Numbers of carers changed by -5%."]).holds


def test_one_telling_word_is_too_little_to_check_and_two_are_enough() -> None:
    assert not supported("They are carers.", ["They are carers."]).holds
    assert supported("They are foster carers.", ["They are foster carers."]).holds
