"""One passage an item, its path in front; long items cut inside the row, word for word."""

from __future__ import annotations

from itertools import pairwise

from corpus.records import Column, Document, Heading, Item, Location, Row, RowKind
from index.passages import STEP, passages_of
from tests.word_encoder import WordEncoder

ENCODER = WordEncoder(window=30)
PLACE = Location("plan.txt", line=3)


def row(*items: str, title: str = "Homes are near", heading: str = "Progress") -> Row:
    column = Column(heading, tuple(Item(text, (PLACE,)) for text in items))
    path = (Heading("1", "Homes"), Heading("i", title))
    return Row("1.i", path, (column,) if items else (), PLACE, plan="Plan", update="2024")


def test_the_sample_plan_has_a_passage_for_each_item(sample_document: Document) -> None:
    passages = passages_of(sample_document.rows, len, 10_000)
    items = [i.text for row in sample_document.rows for column in row.columns for i in column.items]
    assert [passage.text for passage in passages] == items
    assert len({passage.id for passage in passages}) == 162


def test_the_path_stands_in_front_when_encoded_but_not_in_the_text() -> None:
    (passage,) = passages_of([row("Ten homes opened.")], ENCODER.count, ENCODER.window)
    assert passage.text == "Ten homes opened."
    assert passage.encoded_text == "Homes › Homes are near › Progress › Ten homes opened."


def prose(*titles: str) -> Row:
    column = Column("", (Item("Trees were planted.", (PLACE,)),))
    path = tuple(Heading("", title) for title in titles)
    return Row("§1", path, (column,), PLACE, kind=RowKind.PROSE, plan="Alderford Council – Climate Plan", update="2024")


def test_prose_has_its_plan_in_front_unless_its_headings_say_it() -> None:
    passages = passages_of(
        [prose(), prose("Parks"), prose("Alderford Council: the Climate Plan", "Parks")], ENCODER.count, ENCODER.window
    )
    assert [passage.path for passage in passages] == [
        "Alderford Council – Climate Plan",
        "Alderford Council – Climate Plan › Parks",
        "Alderford Council: the Climate Plan › Parks",
    ]


def test_a_long_item_is_cut_at_sentences_without_losing_a_word() -> None:
    text = " ".join(f"Sentence number {n} says that home {n} opened on time." for n in range(12))
    passages = passages_of([row(text)], ENCODER.count, ENCODER.window)
    assert len(passages) > 1
    assert " ".join(passage.text for passage in passages) == text
    assert all(passage.text == text[passage.start : passage.end] for passage in passages)
    assert all(passage.text.endswith(".") for passage in passages)
    assert all(ENCODER.count(passage.encoded_text) <= ENCODER.window for passage in passages)
    assert {passage.item for passage in passages} == {1}


def test_repeated_sentences_keep_their_own_places() -> None:
    text = "We will do it again and again. " * 20
    passages = passages_of([row(text.strip())], ENCODER.count, ENCODER.window)
    starts = [passage.start for passage in passages]
    assert starts == sorted(set(starts))
    assert all(a.end <= b.start for a, b in pairwise(passages))


def test_a_path_that_would_fill_the_window_is_shortened() -> None:
    (passage, *_) = passages_of([row("Ten homes opened.", title="very " * 200)], ENCODER.count, ENCODER.window)
    assert passage.text == "Ten homes opened."
    assert ENCODER.count(passage.encoded_text) <= ENCODER.window
    assert passage.path.startswith("Homes › very")
    assert passage.path.endswith(f"{STEP}Progress")


def test_a_row_without_items_is_found_by_its_title() -> None:
    (passage,) = passages_of([row()], ENCODER.count, ENCODER.window)
    assert (passage.text, passage.path, passage.column) == ("Homes are near", "Homes", "")


def test_ids_are_stable_and_tell_equal_texts_apart() -> None:
    first = passages_of([row("Same words.", "Same words.")], ENCODER.count, ENCODER.window)
    again = passages_of([row("Same words.", "Same words.")], ENCODER.count, ENCODER.window)
    assert [passage.id for passage in first] == [passage.id for passage in again]
    assert first[0].id != first[1].id
    assert first[0].digest == first[1].digest
