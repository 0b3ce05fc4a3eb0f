"""Which plan and which update a title names."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.identity import identify, one_spelling, plan_key, starts, update_order

STRATEGY = "Children in Care Sufficiency Strategy 2023-27 Action Plan"


@pytest.mark.parametrize(
    ("title", "plan", "update"),
    [
        (f"{STRATEGY} – 2023-24 update", STRATEGY, "2023-24"),
        ("Carers Plan 2023-26 – 2024-25 update", "Carers Plan 2023-26", "2024-25"),
        (f"{STRATEGY} - 2024/25 Update", STRATEGY, "2024/25"),
        (
            "Corporate Parenting Board – Delivery Plan Q2 2025/26",
            "Corporate Parenting Board – Delivery Plan",
            "Q2 2025/26",
        ),
        ("Delivery Plan 2024/25 – Quarter 3", "Delivery Plan", "Q3 2024/25"),
        ("2024-25 Delivery Plan Q2", "Delivery Plan", "Q2 2024-25"),
        ("Fostering Action Plan update March 2025", "Fostering Action Plan", "March 2025"),
        ("SEND Strategy Action Plan (as at 31 March 2025)", "SEND Strategy Action Plan", "31 March 2025"),
        ("Fostering Plan 2023-28: Year 1 update (to March 2024)", "Fostering Plan 2023-28", "Year 1, March 2024"),
        ("Homelessness Strategy 2022-27 Year 2 update", "Homelessness Strategy 2022-27", "Year 2"),
        ("Neglect Strategy: Annual review 2024", "Neglect Strategy", "Annual review 2024"),
        ("Neglect Strategy – 2024 annual review", "Neglect Strategy", "Annual review 2024"),
        ("Fostering Plan version 3", "Fostering Plan", "version 3"),
        ("Fostering Plan v1.4 (final)", "Fostering Plan", "version 1.4"),
        ("Youth Justice Plan 2023–2024", "Youth Justice Plan", "2023-24"),
        ("Early Help Plan 2024-25 DRAFT", "Early Help Plan", "2024-25, draft"),
        ("Early Help Plan 2021, Version 7, August 2021", "Early Help Plan", "August 2021, version 7"),
        ("Fostering Plan: 2024 update (July 2024)", "Fostering Plan", "July 2024"),
        ("Delivery Plan 2024/25 – position at March 2025", "Delivery Plan", "2024/25, March 2025"),
        ("Children’s Plan 2023-26: 2024 update (July 2024)", "Children’s Plan 2023-26", "July 2024"),
        ("Sufficiency Strategy – Update 3", "Sufficiency Strategy", "Update 3"),
        ("Environment Plan (Year 2), June 2021", "Environment Plan", "Year 2, June 2021"),
        ("Orchards Plan: first-year update 2023/24", "Orchards Plan", "2023/24"),
        ("Paths Plan 2025 to 2030, first progress report", "Paths Plan 2025 to 2030", "First progress report"),
        ("Orchards Plan: second-year update, 2024/25", "Orchards Plan", "2024/25"),
        (
            "Cemeteries Plan: half-year position at 30 September 2025. Fictional.",
            "Cemeteries Plan. Fictional.",
            "30 September 2025",
        ),
        ("Pledge Tracker: position, January 2025", "Pledge Tracker", "January 2025"),
        ("Quays Programme: update for May 2024", "Quays Programme", "May 2024"),
        ("Care Plan: yearly update 2024-25", "Care Plan", "2024-25"),
        ("Museums: Forward Plan, autumn report 2025", "Museums: Forward Plan", "Autumn report 2025"),
        ("Parking Position Plan 2025", "Parking Position Plan", "2025"),
        ("Sufficiency Plan – 2023-24 update (summary)", "Sufficiency Plan (summary)", "2023-24"),
    ],
)
def test_the_update_is_taken_off_the_plans_name(title: str, plan: str, update: str) -> None:
    identity = identify("", [title], "scan.pdf")
    assert (identity.plan, identity.update) == (plan, update)


@pytest.mark.parametrize(
    "title",
    [
        "Climate Change Plan 2021-2025",
        "Decarbonisation Plan, 2020 to 2030",
        "Carbon Management Plan 2015/16 to 2020/21",
        "Net Zero Exeter 2030 Plan",
        "Our Plan for a carbon neutral city by 2030",
        "Tariff Plan: an update on the savings",
    ],
)
def test_a_plans_own_years_and_aims_are_no_update(title: str) -> None:
    identity = identify("", [title], "scan.pdf")
    assert (identity.plan, identity.update, identity.starts) == (title, "", None)
    assert "say which update" in identity.notes[-1]


def test_the_update_may_stand_in_a_heading_of_its_own() -> None:
    identity = identify("", ["Children in Care Action Plan", "Update for 2024-25"], "scan.pdf")
    assert (identity.plan, identity.update) == ("Children in Care Action Plan", "2024-25")
    assert "heading “Update for 2024-25”" in identity.notes[1]


def test_a_line_that_only_says_that_it_is_a_plan_goes_on_from_the_one_before() -> None:
    found = identify("", ["Fenmoor Council – Climate Emergency", "ACTION PLAN", "Actions"], "1.txt")
    assert found.plan == "Fenmoor Council – Climate Emergency ACTION PLAN"
    assert identify("", ["Fenmoor Council", "Climate Action Plan"], "1.txt").plan == "Climate Action Plan"


def test_a_sections_heading_does_not_name_the_update() -> None:
    headings = ["Children in Care Action Plan", "How the council decided in September 2019 what it wants to do"]
    assert identify("", headings, "scan.pdf").update == ""


def test_a_sentence_that_holds_the_word_plan_is_no_title() -> None:
    title = "Harrow Vale Council: Our Promise to Children in Care, 2025 to 2027"
    said = "This is a fictional plan of a fictional body, written as test material."
    assert identify(title, [title, said], "promise.docx", paragraphs=[1]).plan == title
    below = "The plan below shows what we will do in the second year of our Fostering Strategy."
    assert identify("", ["Our actions", below], "a.pdf", paragraphs=[1]).plan == "Our actions"


def test_what_is_set_as_a_heading_is_likelier_a_title_than_a_line_of_text() -> None:
    way, heading = "Home > Environment > Tree strategy", "Tree and woodland strategy 2025–2030"
    assert identify("Tree strategy - Harrow Vale Council", [way, heading], "a.html", paragraphs=[0]).plan == heading
    sheet, heading = "Delivery plan", "Harrow Vale Council – Digital Programme 2025–2027"
    assert identify(heading, [sheet, heading], "digital.xlsx", paragraphs=[0]).plan == heading


def test_a_body_s_name_or_a_numbered_part_names_no_plan() -> None:
    assert identify("", ["Harrow Vale Borough Council", "Our promise to care leavers"], "a.pdf").plan == (
        "Our promise to care leavers"
    )
    headings = [
        "Written Statement of Action, January 2026",
        "Area for priority action 1: Education, health and care plans",
    ]
    found = identify("", headings, "a.pdf")
    assert (found.plan, found.update) == ("Written Statement of Action", "January 2026")
    board = "Harrow Vale Safeguarding Board"
    assert identify("", [board, "Business plan (fictional)"], "a.pdf").plan == f"{board} Business plan (fictional)"


def test_the_first_sentence_of_a_line_names_the_plan_and_the_others_may_say_which_update_it_is() -> None:
    lines = ["Harrow Vale NHS Trust", "Cost improvement programme. Figures are full-year savings at March 2026."]
    found = identify("", lines, "a.xlsx", paragraphs=[0, 1])
    assert (found.plan, found.update) == ("Cost improvement programme", "March 2026")


def test_the_date_of_something_else_stays_in_the_name() -> None:
    found = identify("", ["Improvement plan following the inspection of October 2025"], "a.pdf")
    assert (found.plan, found.update) == ("Improvement plan following the inspection of October 2025", "")
    assert identify("", ["Fostering Plan, end of October 2025"], "a.pdf").update == "end of October 2025"


def test_the_files_name_comes_last_and_the_note_says_so() -> None:
    identity = identify("Microsoft Word - Document1", [], "Fostering-Action_Plan_2024-25_v2.docx")
    assert (identity.plan, identity.update) == ("Fostering Action Plan", "2024-25, version 2")
    assert "file's name" in identity.notes[0]


def test_the_document_counts_before_its_metadata_and_the_difference_is_reported() -> None:
    identity = identify(f"{STRATEGY} – 2022-23 update", [f"{STRATEGY} – 2023-24 update"], "plan.pdf")
    assert identity.update == "2023-24"
    assert any("names another one: “2022-23”" in note for note in identity.notes)


@pytest.mark.parametrize("file", ["000_864ac299588063b1.txt", "2025-03-31.pdf", "document1.docx", ".pdf"])
def test_a_file_that_says_nothing_still_gets_a_name(file: str) -> None:
    assert identify("", [], file).plan


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STRATEGY, "Children In Care Sufficiency Strategy 2023–27: action plan"),
        ("Leaving Care & Pathways Plan", "The Leaving Care and Pathways Plan"),
        ("Carers' Plan", "Carers’ plan"),
    ],
)
def test_small_differences_of_spelling_are_one_plan(one: str, other: str) -> None:
    assert plan_key(one) == plan_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Housing Strategy 2019-23", "Housing Strategy 2023-27"), ("Action Plan: North", "Action Plan: South")],
)
def test_another_year_or_place_is_another_plan(one: str, other: str) -> None:
    assert plan_key(one) != plan_key(other)


def test_updates_sort_in_time() -> None:
    in_time = ["version 2", "version 10", "2023-24", "March 2025", "Q1 2025/26", "Q2 2025/26", "Annual review 2026"]
    shuffled = [in_time[place] for place in (3, 6, 0, 5, 2, 4, 1)]
    assert sorted(shuffled, key=update_order) == in_time
    assert sorted(["Year two", "Year one"], key=update_order) == ["Year one", "Year two"]


def test_financial_years_and_their_quarters_start_in_april() -> None:
    assert starts("2023-24") == date(2023, 4, 1)
    assert starts("Q4 2023/24") == date(2024, 1, 1)
    assert starts("version 3") is None


def test_a_councils_name_before_its_plans_makes_no_other_plan() -> None:
    names = ["Harrow Vale Council - Empty Homes Plan", "Empty Homes Plan", "Harrow Vale Council’s Empty Homes Plan"]
    assert set(one_spelling(names).values()) == {names[0]}


def test_a_council_may_stand_behind_its_plans_name() -> None:
    names = ["Safeguarding Improvement Plan. Ayton County Council (draft)", "Safeguarding Improvement Plan"]
    assert set(one_spelling(names).values()) == {names[0]}
    names += ["Safeguarding Improvement Plan. Harrow Vale Council"]
    assert one_spelling(names) == {name: name for name in names}


def test_a_papers_own_date_is_the_plans_update() -> None:
    headings = ["Electoral Services Plan 2025-27", "Note for the Governance Committee, November 2025"]
    assert identify("", headings, "plan.txt").update == "November 2025"


def test_two_councils_plans_of_one_name_are_two() -> None:
    names = ["Harrow Vale Council: Empty Homes Plan", "Ayton Borough Council Empty Homes Plan", "Empty Homes Plan"]
    assert one_spelling(names) == {name: name for name in names}


@pytest.mark.parametrize("name", ["Council Plan 2025", "Our Council Tax Support Policy", "Parish Council Liaison Plan"])
def test_what_is_about_a_council_keeps_its_name(name: str) -> None:
    other = name.partition("Council ")[2]
    assert one_spelling([name, other])[other] == other
