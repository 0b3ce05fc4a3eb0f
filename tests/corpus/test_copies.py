"""Copies of one update are found, however badly one of them was scanned, and the better read of two is known."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.copies import copied_in, is_better, quality
from corpus.records import Document, Item, Row


def garbled(document: Document, wrong: int, file: str = "scan.pdf") -> Document:
    """The document as a scan of which every so manieth letter is wrong, on average."""
    dice = random.Random(1)

    def text(right: str) -> str:
        return "".join(dice.choice("qxzj") if each.isalnum() and not dice.randrange(wrong) else each for each in right)

    def row(right: Row) -> Row:
        columns = tuple(
            replace(column, items=tuple(Item(text(item.text), item.places) for item in column.items))
            for column in right.columns
        )
        return replace(right, columns=columns)

    return replace(document, file=file, rows=tuple(map(row, document.rows)))


def part(document: Document, rows: Sequence[Row], file: str) -> Document:
    return replace(document, file=file, rows=tuple(rows))


@pytest.mark.parametrize("wrong", [50, 20, 10, 4])
def test_a_bad_scan_is_a_copy_and_the_worse_one(sample_document: Document, wrong: int) -> None:
    scan = garbled(sample_document, wrong)
    assert copied_in(scan, [sample_document]) is sample_document
    assert copied_in(sample_document, [scan]) is scan
    assert not is_better(scan, sample_document)
    assert is_better(sample_document, scan)


def test_half_of_a_scan_is_still_a_copy(sample_document: Document) -> None:
    half = part(garbled(sample_document, 10), garbled(sample_document, 10).rows[:6], "half.pdf")
    assert copied_in(half, [sample_document]) is sample_document
    assert is_better(sample_document, half)


def test_two_parts_of_one_plan_are_no_copies(sample_document: Document) -> None:
    first = part(sample_document, sample_document.rows[:7], "part 1.pdf")
    second = part(sample_document, sample_document.rows[7:], "part 2.pdf")
    assert copied_in(first, [second]) is None


def test_the_next_update_is_no_copy_though_most_of_its_text_is_the_same(sample_document: Document) -> None:
    assert copied_in(replace(sample_document, file="next.pdf", update="2024-25"), [sample_document]) is None


def test_a_badly_read_name_of_a_plan_is_still_its_name(sample_document: Document) -> None:
    misread = sample_document.plan.replace("l", "1", 1).replace("i", "l", 1)
    assert copied_in(replace(garbled(sample_document, 20), plan=misread), [sample_document]) is sample_document
    assert copied_in(replace(garbled(sample_document, 20), plan="Roads Plan"), [sample_document]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ward 1 Children in Care Plan", "Ward 2 Children in Care Plan"),
        ("North Area Children in Care Plan", "South Area Children in Care Plan"),
        ("Area A Children in Care Plan", "Area B Children in Care Plan"),
        ("Children in Care Plan 2023-26", "Children in Care Plan 2024-27"),
    ],
)
def test_plans_of_a_series_are_no_copies_though_they_share_most_of_their_text(
    sample_document: Document, one: str, other: str
) -> None:
    first = replace(sample_document, file="one.pdf", plan=one)
    assert copied_in(replace(sample_document, file="other.pdf", plan=other), [first]) is None
    assert copied_in(replace(sample_document, file="other.pdf", plan=one.replace("Plan", "P1an")), [first]) is first


def test_quality_counts_rows_words_and_those_that_are_none(sample_document: Document) -> None:
    good, bad = quality(sample_document), quality(garbled(sample_document, 10))
    assert good.rows == bad.rows == 15
    assert good.unknown_share < 0.1
    assert bad.unknown_share > 0.3
