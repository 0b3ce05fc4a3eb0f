"""What holds of any two updates: nothing of either goes missing, and what differs explains the whole difference."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from assistant.tracking.changes import RowChange, RowStatus, compare
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.likeness import (
    Span,
    best_pairs,
    differing_words,
    essence,
    word_likeness,
    word_likenesses,
    words,
)
from assistant.tracking.places import Place
from corpus.records import Row
from tests.fictional.arbitrary import SENTENCES, TEXTS, rows

UPDATES = st.tuples(rows(), rows(update="2024-25"))


def applied(old: str, new: str, old_differs: tuple[Span, ...], new_differs: tuple[Span, ...]) -> list[str]:
    """The old text's words, those that differ taken out, with those of the new that differ put in their places."""
    kept = iter(_words_outside(old, old_differs))
    return [word if _inside(span, new_differs) else next(kept) for word, span in _words(new)]


def _words_outside(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [word for word, span in _words(text) if not _inside(span, spans)]


def _words(text: str) -> list[tuple[str, Span]]:
    from assistant.tracking.likeness import word_spans

    return [(essence(text[start:end]), (start, end)) for start, end in word_spans(text)]


def _inside(span: Span, spans: tuple[Span, ...]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


@given(old=SENTENCES | TEXTS, new=SENTENCES | TEXTS)
def test_what_differs_applied_to_the_old_text_gives_the_new(old: str, new: str) -> None:
    old_differs, new_differs = differing_words(old, new)
    assert applied(old, new, old_differs, new_differs) == [word for word, _ in _words(new)]
    assert applied(new, old, new_differs, old_differs) == [word for word, _ in _words(old)]
    for spans, text in ((old_differs, old), (new_differs, new)):
        assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(text=SENTENCES | TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert differing_words(text, text) == ((), ())
    assert word_likeness(words(text), words(text)) == 1.0


@given(one=SENTENCES, other=SENTENCES)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert word_likeness(words(one), words(other)) == word_likeness(words(other), words(one))


@example(these=["homes beds"], those=["homes staff"], least=0.5)  # just alike enough
@given(these=st.lists(SENTENCES, max_size=6), those=st.lists(SENTENCES, max_size=6), least=st.floats(0.1, 1.0))
def test_no_pair_that_is_alike_is_passed_over(these: list[str], those: list[str], least: float) -> None:
    table = word_likenesses(these, those, least)
    for row, one in enumerate(these):
        for column, other in enumerate(those):
            alike = word_likeness(words(one), words(other))
            assert table[row, column] == alike or (table[row, column] == 0 and alike < least)
    pairs = best_pairs(table, least) if table.size else []
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(table[row, column] >= least for row, column in pairs)


@given(updates=UPDATES)
def test_every_row_of_either_update_is_reported_once(updates: tuple[tuple[Row, ...], tuple[Row, ...]]) -> None:
    old, new = updates
    changes = compare(old, new)
    assert [change.new for change in changes if change.new] == list(new)
    assert sorted(change.old.reference for change in changes if change.old) == sorted(row.reference for row in old)
    assert all(change.old or change.new for change in changes)


@given(updates=UPDATES)
def test_every_word_of_every_item_is_reported_once(updates: tuple[tuple[Row, ...], tuple[Row, ...]]) -> None:
    """A run-together item may be told of in pieces: these cover it, and nothing twice."""
    for side, update in zip(("old", "new"), updates, strict=True):
        told = [place for change in compare(*updates) for place in _places(change, side)]
        for row in update:
            for column in row.columns:
                for number, item in enumerate(column.items, 1):
                    pieces = sorted(
                        (place.start, place.end)
                        for place in told
                        if (place.row.key, place.column, place.number) == (row.key, column.heading, number)
                    )
                    assert all(one[1] <= other[0] for one, other in pairwise(pieces))
                    assert " ".join(item.text[start:end] for start, end in pieces).split() == item.text.split()


def _places(change: RowChange, side: str) -> list[Place]:
    found = [item.old if side == "old" else item.new for item in change.items]
    return [place for place in found if place]


@given(update=rows())
def test_an_update_compared_with_itself_is_unchanged(update: tuple[Row, ...]) -> None:
    changes = compare(update, update)
    assert {status for change in changes for status in change.status} <= {RowStatus.UNCHANGED}
    assert {item.kind for change in changes for item in change.items} <= {ItemKind.UNCHANGED}


@given(updates=UPDATES)
def test_what_moved_left_one_place_and_came_to_another(updates: tuple[tuple[Row, ...], tuple[Row, ...]]) -> None:
    items = [item for change in compare(*updates) for item in change.items if item.kind is ItemKind.MOVED]
    left = [(item.old, item.elsewhere) for item in items if item.old]
    came = [(item.elsewhere, item.new) for item in items if item.new]
    assert len(items) == len(left) + len(came)
    assert all(pair in came for pair in left)
    assert all(pair in left for pair in came)
