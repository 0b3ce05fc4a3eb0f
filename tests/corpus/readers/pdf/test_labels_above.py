"""Lines of labels above their texts, as on cards, told from the headers of tables."""

from __future__ import annotations

from corpus.readers.pdf.labels_above import all_under_labels, labels_above
from corpus.readers.pdf.page import Box, Word
from corpus.readers.pdf.regions import regions
from corpus.readers.pdf.text_lines import Line, lines_of

LEFTS = (40, 200, 360)


def words(base: float, *texts: str, bold: bool = False) -> list[Word]:
    """A line of texts, each in a column of its own."""
    found = []
    for left, text in zip(LEFTS, texts, strict=False):
        for at, each in enumerate(text.split()):
            start = left + 30 * at
            found.append(Word(each, Box(start, base - 8, start + 28, base + 2), 10, bold=bold))
    return found


def card(base: float, title: str) -> list[Word]:
    return [
        *words(base, title, bold=True),
        *words(base + 20, "Our aim", "Our sign", bold=True),
        *words(base + 32, "More carers", "Fewer moves"),
        *words(base + 44, "are found"),
        *words(base + 60, "Lead", "Due", "State", bold=True),
        *words(base + 72, "Ann", "", "Late"),
    ]


CARDS = [word for at, title in enumerate(("Stay near", "Stay well", "Learn")) for word in card(50 + 110 * at, title)]


def test_each_text_is_read_with_the_label_above_it() -> None:
    known = labels_above([lines_of(CARDS)])
    assert known == {("our aim", "our sign"), ("lead", "due", "state"), ("due", "state")}
    said = [" ".join(word.text for word in region.words) for region in regions(CARDS, [], known)]
    one = ["Our aim More carers are found", "Our sign Fewer moves", "Lead Ann", "Due", "State Late"]
    assert said == ["Stay near", *one, "Stay well", *one, "Learn", *one]
    titles = {word.text for word in CARDS} - {
        word.text for line in all_under_labels(lines_of(CARDS), known) for word in line.words
    }
    assert titles == {"Stay", "near", "well", "Learn"}


def test_headers_that_take_turns_above_rows_are_no_labels() -> None:
    def tables(base: float) -> list[Line]:
        rows = [words(base + 20 * at, *texts) for at, texts in enumerate([("Buy beds", "Ann"), ("Sell", "Ben")], 1)]
        more = [words(base + 100 + 20 * at, *texts) for at, texts in enumerate([("Moves", "12%"), ("Visits", "3")], 1)]
        heads = [words(base, "Action", "Lead", bold=True), words(base + 100, "Measure", "Result", bold=True)]
        return lines_of(word for each in (*heads, *rows, *more) for word in each)

    assert labels_above([tables(50), tables(50), tables(50)]) == frozenset()


def test_one_header_that_is_said_again_is_no_line_of_labels() -> None:
    lines = [Line(words(50 + 40 * at, "Action", "Lead", bold=True)) for at in range(4)]
    assert labels_above([lines]) == frozenset()


def test_one_line_of_several_labels_and_single_ones_make_cards() -> None:
    cards = [
        word
        for at, title in enumerate(("Stay near the town", "Stay well", "Learn"))
        for word in (
            *words(50 + 150 * at, title, bold=True),
            *words(70 + 150 * at, "Lead", "Due", "State", bold=True),
            *words(88 + 150 * at, "Ann Lee", "May", "Late"),
            *words(101 + 150 * at, "Ben"),
            *words(115 + 150 * at, "Steps", bold=True),
            *words(133 + 150 * at, "Find carers"),
        )
    ]
    known = labels_above([lines_of(cards)])
    assert known == {("lead", "due", "state"), ("due", "state")}
    found = regions(cards, [], known)
    said = [" ".join(word.text for word in region.words) for region in found]
    assert said[:4] == ["Stay near the town", "Lead Ann Lee Ben", "Due May", "State Late"]
    assert said[4].startswith("Steps Find carers")
    assert found[1].right == LEFTS[1] - 0.5 - 12  # two names, as the second would have fitted beside the first
