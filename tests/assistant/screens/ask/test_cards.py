"""What stands on the left of an answer, and its sources on the right."""

from __future__ import annotations

from assistant import Answer, Claim, Status
from assistant.questions.query import Output, Query
from assistant.screens.ask.cards import head_html, quotes_html, read_as, sources_html
from assistant.screens.parts.text import escape
from tests.assistant.drafting.test_draft import cited
from tests.assistant.questions.test_running import asked


def test_what_is_said_above_the_quotes_and_what_became_of_them_is_shown_as_text() -> None:
    claim = Claim("Two hubs <b>opened</b>.", (), note="Added")
    shown = quotes_html(Answer(Status.ANSWERED, "", (claim,), summary="1 changed item: 1 added."), 1)
    assert f"<strong>{escape('1 changed item: 1 added.')}</strong>" in shown
    assert f"<strong>Added:</strong> “{escape(claim.text)}”" in shown
    assert "<b>" not in shown


def test_of_a_long_summary_only_what_it_says_first_is_set_off() -> None:
    rest = f"{'; '.join(f'2 in Plan {number}' for number in range(20))}. No such column in Plan 30."
    shown = quotes_html(Answer(Status.ANSWERED, "", (), summary=f"40 priorities were due: {rest}"), 1)
    assert f"<p><strong>{escape('40 priorities were due:')}</strong> {escape(rest)}</p>" in shown


def test_what_is_not_said_takes_no_room() -> None:
    shown = quotes_html(Answer(Status.ANSWERED, "", (Claim("Two hubs opened.", ()),)), 1)
    assert "<strong>" not in shown
    assert f"<blockquote>“{escape('Two hubs opened.')}”" in shown


def test_of_a_long_list_the_first_sources_are_shown_and_the_others_folded_away() -> None:
    citations = tuple(cited(f"Quote {number}.") for number in range(1, 13))
    shown, _, folded = sources_html(Answer(Status.ANSWERED, "", citations=citations), 1).partition(
        "<details><summary>4 more sources</summary>"
    )
    assert [shown.count("<article"), folded.count("<article")] == [8, 4]
    assert 'id="source-1-9"' in folded
    assert "more source" not in sources_html(Answer(Status.ANSWERED, "", citations=citations[:8]), 1)


def test_an_answer_says_first_whether_it_is_one_then_where_was_looked() -> None:
    shown = head_html(Answer(Status.PARTIAL, "", missing="an amount"), 1, "Searched all 3 plans, latest updates.")
    assert shown.index("Closest match") < shown.index(escape("The plans don’t state an amount."))
    assert escape("Searched all 3 plans, latest updates.") in shown.partition("<summary>")[2].partition("</summary>")[0]


def test_why_says_how_the_question_was_read_and_what_of_it_was_not_used() -> None:
    assert list(read_as(asked("Which actions in the streets plan are green?"))) == [
        "Read as a question for a list of priorities.",
        "Limited to: plan “Marlow Vale Streets Plan”, status “green”.",
    ]
    assert list(read_as(Query("which xylophones are green", output=Output.ROWS, rest=("xylophones",)))) == [
        "Read as a question for a list of priorities.",
        "Not used: “xylophones”.",
    ]
    assert list(read_as(Query("what is done for care leavers"))) == [
        "Read as a question for what the plans say.",
        "Looked for: “care”, “leavers”.",
    ]


def test_of_an_answer_that_lacks_nothing_known_is_said_that_it_isn_t_certain() -> None:
    shown = head_html(Answer(Status.PARTIAL, "", missing="this"), 1, "")
    assert escape("It isn’t certain that this answers the question.") in shown


def test_the_sentences_around_the_one_that_answers_are_fainter() -> None:
    text = "41 came. Both saws were stolen. More are wanted."
    claim = Claim(text, (), marks=((14, 18),), told=(9, 31))
    shown = quotes_html(Answer(Status.ANSWERED, "", (claim,)), 1)
    around = [escape("41 came. "), escape(" More are wanted.")]
    assert all(f'<span class="around">{each}</span>' in shown for each in around)
    assert "Both <mark>saws</mark> were stolen" in shown


def test_a_source_leads_with_its_place_and_folds_its_quote_away() -> None:
    shown = sources_html(Answer(Status.ANSWERED, "", citations=(cited("Two hubs opened."),)), 1)
    path, _, quote = shown.partition("<details>")
    assert "Fictional plan" in path
    assert escape("Two hubs opened.") in quote
    assert "<mark>" not in quote  # nothing is around it
