"""Which clause answers, told by what is asked for; every text is made up."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers.quotes.column_fit import fit
from assistant.answers.quotes.evidence import Evidence, judge, weighed
from assistant.language.words import stem
from assistant.questions.question import Equivalents, Question, read
from corpus.records import Citation, Location, Meaning, ValueKind
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


def weigh(question: Question, found: Hit) -> Evidence:
    """The best clause of one hit."""
    return weighed(question, [found])[0]


def answering(question: str, text: str) -> list[str]:
    """What in the text is of the kind asked for."""
    found = weighed(read(question, question), [hit(question, text)])
    return [text[start:end] for each in found for start, end in each.found]


def counted(question: str, text: str, alike: dict[str, str] | None = None, also: Equivalents = ()) -> float:
    """How alike what the best clause counts is to what is to be counted."""
    return weigh(read(question, question, also=also), hit(question, text, alike)).signs.counted


def test_a_year_asked_for_is_not_met_by_an_age() -> None:
    text = "In March 2025 it showed that half of 19-21 year olds have a flat; a count was last taken in 2021."
    assert answering("Which year was a count last taken?", text)[0] == "2021"


def test_what_is_counted_may_have_another_word_wherever_that_stands() -> None:
    text = "Beds stand empty before a permanent placement; 20 hosts offer up to 23 placements."
    assert counted("How many places are there?", text, {"places": "placements"}) == 1
    assert counted("How many sheds are there?", text) == 0


def test_what_is_counted_may_be_said_by_the_words_of_an_acronym() -> None:
    also = ((frozenset({stem("PAs")}), ("person", stem("advisers"))),)
    assert counted("How many PAs are there?", "There are 14 personal advisers.", also=also) == 1


def test_who_leads_is_said_only_where_leading_is_spoken_of() -> None:
    asked = "Who is the lead officer for the boat shed?"
    assert weigh(read(asked, asked), hit(asked, "The boat shed is used by harbour workers.")).signs.unsaid == 1
    assert weigh(read(asked, asked), hit(asked, "The boat shed is led by the Harbour Master.")).signs.unsaid == 0
    assert weigh(read(asked, asked), cell(asked, "Harbour Master", Meaning.OWNER)).signs.unsaid == 0


def test_a_value_that_counts_something_else_says_nothing_of_what_is_to_be_counted() -> None:
    asked = "How many vehicles were stopped?"

    def unsaid(text: str, kind: ValueKind) -> float:
        cell = hit(asked, text)
        return weigh(read(asked, asked), replace(cell, passage=replace(cell.passage, kind=kind))).signs.unsaid

    assert unsaid("7 operations", ValueKind.NUMBER) == 1
    assert unsaid("7 vehicles", ValueKind.NUMBER) == 0
    assert unsaid("7", ValueKind.NUMBER) == 0
    assert unsaid("7 operations", ValueKind.TEXT) == 0


def test_a_name_that_the_documents_lack_is_not_answered_for() -> None:
    asked = "Are children placed in Scotland?"
    text = "Children are placed in homes of the county."
    question = replace(read(asked, asked), unknown_names=frozenset({stem("Scotland")}))
    judged = judge(question, weighed(question, [hit(asked, text)]))
    assert not judged.answers
    assert judged.missing == "anything about “Scotland”"


def test_what_was_said_of_another_month_or_year_does_not_answer() -> None:
    text = "In May 2025 staff were trained in first aid."
    for asked, answers in (
        ("What were staff trained in in May 2025?", True),
        ("What were staff trained in in June?", False),
        ("What were staff trained in in 2019?", False),
    ):
        question = read(asked, asked)
        assert judge(question, weighed(question, [hit(asked, text)])).answers is answers


def test_whether_something_holds_is_not_told_of_others() -> None:
    asked = "Are boat owners charged more?"
    others, own = hit(asked, "Stall owners are charged more."), hit(asked, "All boat owners are charged more.")
    question = read(asked, asked)
    assert weigh(question, others).lacking == "boat"
    assert weighed(question, [others, own])[0].hit is own


def cell(question: str, text: str, meaning: Meaning, kind: ValueKind = ValueKind.TEXT, heading: str = "Cell") -> Hit:
    """A passage of a column of this meaning."""
    found = hit(question, text)
    return replace(found, passage=replace(found.passage, column=heading, meaning=meaning, kind=kind))


def leads(question: str, *hits: Hit) -> str:
    return weighed(read(question, question), hits)[0].hit.passage.text


def test_a_value_answers_only_for_its_own_column() -> None:
    asked = "What is being done about care?"
    progress = cell(asked, "Two advisers were hired.", Meaning.PROGRESS)
    for value, meaning, kind in (
        ("12/03/2026", Meaning.DUE, ValueKind.DATE),
        ("Harbour master", Meaning.OWNER, ValueKind.TEXT),
        ("Red", Meaning.STATUS, ValueKind.CHOICE),
        ("£12,000", Meaning.COST, ValueKind.MONEY),
    ):
        assert leads(asked, cell(asked, value, meaning, kind), progress) == "Two advisers were hired."
    when = "When will the care flat be ready?"
    due = cell(when, "12/03/2026", Meaning.DUE, ValueKind.DATE).passage
    assert fit(read(when, when), due) > 0.9
    was = "When did the care flat open?"
    assert fit(read(was, was), due) < 0.5


def test_an_aim_is_no_result() -> None:
    asked = "How many staff were trained in care?"
    aim = cell(asked, "300 staff trained in care", Meaning.MEASURE)
    assert not judge(read(asked, asked), weighed(read(asked, asked), [aim])).answers
    result = cell(asked, "342 staff were trained in care.", Meaning.PROGRESS)
    assert leads(asked, aim, result) == "342 staff were trained in care."
    wanted = "What is the target for staff trained in care?"
    assert fit(read(wanted, wanted), aim.passage) > 0.9


def test_a_quote_that_echoes_the_question_is_no_answer() -> None:
    asked = "What became of leaving care?"
    echo = weigh(read(asked, asked), hit(asked, "Leaving care"))
    assert echo.signs.echo
    assert not weigh(read(asked, asked), hit(asked, "Leaving care was reviewed in May")).signs.echo


def test_a_denial_doesn_t_answer_what_is_asked_of_the_contrary() -> None:
    asked = "How many young carers were found?"
    denial = hit(asked, "12 young carers were not found.")
    question = read(asked, asked)
    judged = judge(question, weighed(question, [denial]))
    assert not judged.answers
    assert judged.otherwise
    assert judge(question, weighed(question, [hit(asked, "12 young carers were found.")])).answers


def test_a_count_of_something_else_on_the_topic_isn_t_the_count_asked_for() -> None:
    asked = "How many carers calls were about transport?"
    question = read(asked, asked)
    judged = judge(question, weighed(question, [hit(asked, "90 carers calls came in.")]))
    assert not judged.answers
    assert judged.lacking == "transport"


def test_what_a_row_says_in_another_item_counts_for_all_of_its_items() -> None:
    asked = "How many leaflets were given out?"
    question = read(asked, asked)
    of_row = [hit(asked, "Some leaflets were printed."), hit(asked, "9,000 were given out.")]
    alone = weighed(question, of_row[1:])[0]
    beside = next(each for each in weighed(question, of_row) if each.hit is of_row[1])
    assert beside.topic > alone.topic


def test_what_is_missing_somewhere_isn_t_told_by_where_it_is() -> None:
    asked = "Which parish has no care warden?"
    question = read(asked, asked)
    having, lacking = (
        hit(asked, "Each parish got a care warden."),
        hit(asked, "No care warden was found in Eastmoor parish."),
    )
    assert weighed(question, [having, lacking])[0].hit is lacking
    assert not judge(question, weighed(question, [having])).answers


def test_a_row_s_own_date_comes_before_dates_that_are_said_of_something_else() -> None:
    asked = "When should the care flats be ready?"
    said = hit(asked, "A committee met in May 2025.")
    of_row = tuple(replace(each, start=None, end=None) for each in hit(asked, "The care flats").matches)
    due = replace(cell(asked, "31/03/2026", Meaning.DUE, ValueKind.DATE), matches=of_row)
    assert weighed(read(asked, asked), [said, due])[0].hit is due


def strength(question: Question, *hits: Hit) -> dict[str, float]:
    return {each.hit.passage.text: each.strength for each in weighed(question, hits)}


def test_the_thing_asked_for_comes_first_only_if_it_is_nearly_as_much_on_the_topic() -> None:
    asked = "When was the old stone harbour wall repaired?"
    question = read(asked, asked)
    on_topic = hit(asked, "The old stone harbour wall was repaired by Dunn.")
    near, far = (
        hit(asked, "The old harbour wall was repaired in May 2025."),
        replace(hit(asked, "A fair took place in May 2025."), score=0.4),
    )
    apart = replace(far, passage=replace(far.passage, row_key="another row"))
    near = replace(near, passage=replace(near.passage, row_key="a third row"))
    assert weighed(question, [on_topic, near])[0].hit is near
    assert weighed(question, [on_topic, apart])[0].hit is on_topic


def test_a_follow_up_s_own_words_outweigh_those_of_the_turn_before() -> None:
    asked = "and volunteers how many wardens serve parishes"
    question = replace(read("and volunteers", asked), own=frozenset({stem("volunteers")}))
    own, earlier = hit(asked, "29 volunteers came."), hit(asked, "47 wardens came.")
    apart = replace(earlier, passage=replace(earlier.passage, row_key="another row"))
    assert weighed(question, [apart, own])[0].hit is own


def test_what_only_another_item_of_the_row_says_counts_a_little_less() -> None:
    asked = "What of leaflets?"
    question = read(asked, asked)
    saying, beside = hit(asked, "Some leaflets were printed."), hit(asked, "Nine thousand went out.")
    found = {each.hit.passage.text: each.topic for each in weighed(question, [saying, beside])}
    assert 0.8 < found["Nine thousand went out."] / found["Some leaflets were printed."] < 1


def test_a_count_of_something_else_is_told_from_that_of_what_is_asked() -> None:
    asked = "How many empties were repaired and reopened?"
    assert counted(asked, "44 homes were repaired and reopened.") < 0.5
    assert counted(asked, "44 empties were repaired and reopened.") == 1
    assert weigh(read(asked, asked), hit(asked, "Some homes were repaired and reopened.")).signs.lacks > 0.9


def test_a_cell_under_a_heading_with_the_currency_is_a_sum_of_money() -> None:
    asked = "How much are we spending on the care flats?"
    budget = cell(asked, "1480000", Meaning.COST, ValueKind.MONEY, "Budget (£)")
    assert weigh(read(asked, asked), budget).signs.found > 0.9
    assert weigh(read(asked, asked), hit(asked, "1480 flats")).signs.found < 0.5


def test_the_very_item_that_was_quoted_before_is_preferred() -> None:
    asked = "what are they paid"
    quoted, other = hit(asked, "Helpers got £5."), hit(asked, "Arrears fell by £9.")
    other = replace(other, passage=replace(other.passage, item=2))
    question = replace(read(asked, asked), places=frozenset({("row", "Progress", 1)}))
    assert strength(question, quoted)["Helpers got £5."] > strength(question, other)["Arrears fell by £9."] + 0.5


def test_an_unmet_word_is_named_only_if_it_weighs_something() -> None:
    light = "How many teachers, nurses, cooks, drivers, cleaners, gardeners, wardens, and judges were hired?"
    for asked, named in (("How many gardeners came?", "gardeners"), (light, "")):
        question = read(asked, asked)
        judged = judge(question, weighed(question, [hit(asked, "Three cooks were hired to care.")]))
        assert not judged.answers
        assert judged.lacking == named or not judged.on_topic


def test_a_cell_that_shares_a_word_with_the_question_isn_t_asked_for_by_that() -> None:
    asked = "What is done about the harbour wall repairs?"
    assert fit(read(asked, asked), cell(asked, "Harbour master", Meaning.OWNER).passage) < 0.5
    asked = "Where is the harbour master?"
    assert fit(read(asked, asked), cell(asked, "Harbour master", Meaning.OWNER).passage) > 0.5


def test_a_number_alone_says_neither_why_nor_whether() -> None:
    def fits(asked: str) -> float:
        passage = cell(asked, "2", Meaning.RESULT).passage
        return fit(read(asked, asked), replace(passage, kind=ValueKind.NUMBER))

    assert fits("Have the apprentices started?") == 0
    assert fits("Why are the apprentices late?") == 0
    assert fits("Are there 2 apprentices?") == 1
    assert fits("How many apprentices are there?") == 1


def test_a_column_is_named_by_a_word_of_its_heading() -> None:
    asked = "What is the levy?"
    found = cell(asked, "£2", Meaning.COST).passage
    assert fit(read(asked, asked), replace(found, column="Levy")) >= 0.5
    assert fit(read(asked, asked), replace(found, column="Approved")) < 0.5


def test_why_is_answered_by_what_is_said_to_cause_it() -> None:
    asked = "Why has the boat shed not opened?"
    text = "The boat shed has not opened. The builder pulled out in May. Boats are kept at the weir."
    cause = [text[start:end] for each in weighed(read(asked, asked), [hit(asked, text)]) for start, end in each.found]
    assert cause == ["pulled out"]


def test_that_something_is_not_so_yet_is_no_cause_to_be_sure_of() -> None:
    asked = "Why is the boat shed shut?"
    signs = weigh(read(asked, asked), hit(asked, "No date has been set.")).signs
    assert signs.cause == 0
    assert 0 < signs.found < 1


def test_a_value_is_misplaced_where_its_column_is_not_asked_for() -> None:
    asked = "Is the team's funding secure?"
    found = hit(asked, "Team Manager")
    cell = replace(found, passage=replace(found.passage, column="Lead", meaning=Meaning.OWNER))
    assert weigh(read(asked, asked), cell).signs.misplaced > 0.9
    assert weigh(read(asked, asked), found).signs.misplaced == 0


def test_of_the_words_that_are_met_the_rarer_are_marked() -> None:
    asked = "Which foster carers want more children?"
    text = "Foster carers want to care for more children."
    found = hit(asked.lower().replace("which ", ""), text.lower())
    weights = {"foster": 0.3, "carers": 0.4, "want": 0.12, "more": 0.06, "children": 0.12}
    found = replace(found, matches=tuple(replace(each, weight=weights[each.word]) for each in found.matches))
    marks = weigh(read(asked, asked), found).marks
    assert [text.lower()[start:end] for start, end in marks] == ["foster", "carers"]


def test_what_is_to_be_done_stands_behind_what_its_row_says_was() -> None:
    asked = "Are the sensors in?"
    done = hit(asked, "All the sensors are in.")
    to_do = hit(asked, "Fit 20 tilt sensors in the wall.")
    action = replace(to_do, passage=replace(to_do.passage, id="2", meaning=Meaning.ACTION))
    first, second = weighed(read(asked, asked), [action, done])
    assert (first.hit, second.hit) == (done, action)


def test_a_name_that_the_question_has_itself_is_no_answer() -> None:
    asked = "How many visits does Jubilee Gardens get?"
    text = hit(asked, "Jubilee Gardens")
    name = replace(text, passage=replace(text.passage, column="Site", meaning=Meaning.GROUP))
    question = read(asked, asked)
    assert (weigh(question, name).signs.hollow, weigh(question, text).signs.hollow) == (1.0, 0.0)
    assert weigh(question, name).strength < weigh(question, text).strength - 5
