"""What the page Search shows of the passages found, without the app: which, counted, grouped, sorted, in pieces."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest

from assistant import Assistant, Hit
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.search.board import ROWS_ON_A_PAGE, Order, Search, found, marks, places_of, topics
from assistant.screens.search.cards import chosen_html, facets_html, group_html, orders_html, pages_html, welcome_html
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location
from index.relevance import relevant
from tests.word_index import WordIndex

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) <img src="http://evil.example/y">'


@pytest.fixture(scope="module")
def documents(sample_document: Document) -> list[Document]:
    """The sample plan, and an earlier update of it with the same words."""
    rows = tuple(
        replace(row, update="2022-23", columns=tuple(map(elsewhere, row.columns))) for row in sample_document.rows
    )
    return [sample_document, replace(sample_document, file="earlier.txt", update="2022-23", rows=rows)]


@pytest.fixture(scope="module")
def assistant(documents: list[Document]) -> Assistant:
    return Assistant(WordIndex(documents))


def elsewhere(column: Column) -> Column:
    """The same column as it stands in the earlier file."""
    return replace(column, items=tuple(replace(item, places=(Location("earlier.txt"),)) for item in column.items))


def hits_for(assistant: Assistant, search: Search) -> list[Hit]:
    filters = search.filters(assistant.library)
    return assistant.search(search.question, 300, update=filters.update, plan=filters.plan)


def test_the_address_holds_the_whole_search() -> None:
    search = Search("homes & hostels?", (("category", "1 Homes › a"), ("document", "a b.txt")), Order.NEWEST, 3)
    assert Search.read(search.parameters) == search
    assert search.address.startswith("search?q=homes+%26+hostels%3F&category=1+Homes")


def test_words_that_nothing_found_speaks_of_are_told(assistant: Assistant) -> None:
    for words, unmet in (("foster carers", ()), ("foster xylophones", ("xylophones",))):
        search = Search(words)
        assert found(hits_for(assistant, search), search, {}).unmet == unmet


def test_before_anything_is_looked_for_topics_of_the_documents_lead_to_searches(assistant: Assistant) -> None:
    rows = assistant.library.rows()
    found_topics = topics(rows)
    assert found_topics[0] == "In-house regulated placements"
    assert len(found_topics) == 5
    assert topics(replace(row, path=row.path[-1:]) for row in rows)[0] == rows[0].priority.title
    other = [replace(row, plan="Other plan", path=(Heading("", "Parks"), *row.path[-1:])) for row in rows[:1]]
    assert topics([*rows, *other])[:2] == ("In-house regulated placements", "Parks")
    shown = welcome_html(Search(facets=(("column", "Progress"),)), [*found_topics, HOSTILE])
    assert 'data-follow="search&#63;q&#61;Care&#43;leavers&#38;column&#61;Progress"' in shown
    assert "<script" not in shown
    assert "Topics" not in welcome_html(Search(), [])


@pytest.mark.parametrize("parameters", [{"page": "-1"}, {"page": "²"}, {"page": "9" * 9}, {"order": "worst"}])
def test_what_makes_no_sense_in_an_address_is_left_out(parameters: dict[str, str]) -> None:
    assert Search.read({"q": "homes", **parameters}) == Search("homes")


def test_passages_that_have_nothing_to_do_with_the_question_are_not_found(assistant: Assistant) -> None:
    hits = hits_for(assistant, Search("fostering recruitment"))
    assert {hit.score for hit in hits} == {0.0, 0.5, 1.0}
    assert {hit.score for hit in relevant(hits)} == {1.0}
    assert relevant(hits_for(assistant, Search("Victoria sponge"))) == []
    assert relevant([]) == []


def test_passages_are_grouped_by_row_and_rows_counted(assistant: Assistant) -> None:
    search = Search("foster carers")
    shown = found(hits_for(assistant, search), search, places_of(assistant.library))
    assert sum(len(group.hits) for group in shown.groups) == len(shown.hits)
    for group in shown.groups:
        assert {hit.passage.row_key for hit in group.hits} == {group.citation.row_key}
    assert len({group.citation.row_key for group in shown.groups}) == len(shown.groups)


def test_facets_count_what_choosing_them_leaves(assistant: Assistant) -> None:
    search = Search("care leavers")
    hits = hits_for(assistant, search)
    places = places_of(assistant.library)
    shown = found(hits, search, places)
    assert [facet.name for facet in shown.facets] == ["category", "column"], "one update and one document are no choice"
    for facet in shown.facets:
        for value, number in facet.values:
            left = found(hits, search.choosing(facet.name, value), places)
            assert len(left.hits) == number
            assert facet.name not in [each.name for each in left.facets]
    narrowed = search.choosing("column", "Progress")
    assert narrowed.choosing("column", "") == search


def test_earlier_updates_are_found_when_asked_for_and_a_document_names_its_update(assistant: Assistant) -> None:
    everywhere = Search("care leavers").choosing("update", "all")
    shown = found(hits_for(assistant, everywhere), everywhere, places_of(assistant.library))
    assert {hit.passage.update for hit in shown.hits} == {"2022-23", "2023-24"}
    assert {"update", "document"} <= {facet.name for facet in shown.facets}
    search = Search("care leavers").choosing("document", "earlier.txt")
    assert search.filters(assistant.library).update == "2022-23"
    assert {hit.passage.update for hit in hits_for(assistant, search)} == {"2022-23"}


def test_a_heading_that_is_like_the_one_chosen_is_not_taken_for_it(assistant: Assistant) -> None:
    search = Search("care leavers").choosing("column", "What needs")
    assert found(hits_for(assistant, search), search, {}).hits == ()


def test_the_documents_order_is_that_of_rows_columns_and_items(assistant: Assistant) -> None:
    search = Search("care leavers", order=Order.DOCUMENT)
    shown = found(hits_for(assistant, search), search, places_of(assistant.library))
    stands = [
        (hit.passage.reference, hit.passage.column != "What needs to happen", hit.passage.item)
        for group in shown.groups
        for hit in group.hits
    ]
    order = [row.reference for row in assistant.library.rows()]
    assert stands == sorted(stands, key=lambda each: (order.index(each[0]), *each[1:]))


def test_the_newest_update_comes_first_and_in_it_the_best(assistant: Assistant) -> None:
    search = Search("care leavers", (("update", "all"),), Order.NEWEST)
    shown = found(hits_for(assistant, search), search, {})
    updates = [group.citation.update for group in shown.groups]
    assert updates == sorted(updates, reverse=True)
    assert set(updates) == {"2022-23", "2023-24"}


def test_pages_hold_every_row_once(assistant: Assistant) -> None:
    search = Search("the", (("update", "all"),))
    hits = [replace(hit, score=0.9) for hit in hits_for(assistant, search)]
    first = found(hits, search, {})
    assert first.pages == -(-len(first.groups) // ROWS_ON_A_PAGE) > 1
    pages = [found(hits, replace(search, page=page), {}).shown for page in range(1, first.pages + 1)]
    assert [group for page in pages for group in page] == list(first.groups)
    beyond = found(hits, replace(search, page=99), {})
    assert beyond.page == beyond.pages
    assert "Page 1 of" in pages_html(search, first)
    assert "Previous" not in pages_html(search, first)
    assert "Next" not in pages_html(search, beyond)


def test_telling_words_are_marked_and_others_are_not(assistant: Assistant) -> None:
    search = Search("referrals accepted")
    hit = next(hit for hit in hits_for(assistant, search) if "41 NTS referrals" in hit.passage.text)
    assert {hit.passage.text[start:end] for start, end in marks(hit)} == {"referrals", "accepted"}
    of = replace(hit.matches[0], word="of", weight=0.01, start=0, end=4)
    assert (0, 4) not in marks(replace(hit, matches=(*hit.matches, of)))


def test_a_passage_leads_to_its_row_and_to_the_picture_of_its_page(assistant: Assistant) -> None:
    hit = hits_for(assistant, Search("care leavers"))[0]
    text = "browse&#63;plan"
    (group,) = found([hit], Search("care leavers"), {}).groups
    assert text in group_html(group)
    assert "as a picture" not in group_html(group)
    on_page = replace(hit, passage=replace(hit.passage, location=Location("plan.pdf", page=3, box=(1, 2, 3, 4))))
    (group,) = found([on_page], Search("care leavers"), {}).groups
    assert "Page 3 as a picture" in group_html(group)
    assert "picture&#61;shown" in group_html(group)


def test_hostile_words_are_shown_as_text_everywhere(sample_document: Document) -> None:
    row = sample_document.rows[0]
    hostile = replace(
        row,
        path=(replace(row.path[0], title=HOSTILE), replace(row.path[1], title=HOSTILE)),
        columns=(Column(HOSTILE, (Item(f"{HOSTILE} carers", (Location(HOSTILE),)),)),),
        reference=HOSTILE,
    )
    plans = Assistant(WordIndex([replace(sample_document, rows=(hostile, row))]))
    search = Search("carers").choosing("category", HOSTILE)
    hits = plans.search("carers", 300)
    shown = [found(hits, each, {}) for each in (Search("carers"), search)]
    for html in (
        *(group_html(group) for group in shown[0].groups),
        chosen_html(search),
        facets_html(Search(HOSTILE), shown[0].facets),
        orders_html(Search(HOSTILE)),
    ):
        assert "<script" not in html
        assert "<img" not in html
        assert "![" not in html


def test_work_is_done_once_for_a_generation_and_forgotten_with_it(documents: list[Document]) -> None:
    done: list[str] = []

    @per_generation
    def work(assistant: Assistant, word: str) -> list[str]:
        done.append(word)
        return [assistant.generation, word]

    first, second = Assistant(WordIndex(documents)), Assistant(WordIndex(documents))
    assert work(first, "a") is work(first, "a")
    assert work(second, "a") is not work(first, "a")
    assert done == ["a", "a"]
    gone = weakref.ref(second)
    del second
    gc.collect()
    assert gone() is None


def test_places_are_those_of_the_latest_update_first(documents: list[Document]) -> None:
    places = places_of(Library(tuple(documents)))
    keys = [key for key, heading in places if heading == ""]
    assert len(keys) == 2 * len(documents[0].rows)
    assert [key.split("|")[1] for key in keys] == ["2023-24"] * 15 + ["2022-23"] * 15
