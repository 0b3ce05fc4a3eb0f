"""What holds of any table: each of its words ends up in one place, and in one only."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Block, BlockKind, Grid, Reading, Row, blocks_of
from corpus.tables.assembly import Assembly, assemble
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import TableRecipe
from tests.drawn.tables import generated
from tests.fictional.arbitrary import WHERE, coined
from tests.grids import grid

LABELS = ("Category", "Priority", "What needs to happen", "Progress", "Lead", "Timescale", "Status")


@st.composite
def tables(draw: st.DrawFn) -> tuple[Grid, set[str]]:
    """A table of three to seven columns whose words are all different, some cells empty, and these words."""
    labels = LABELS[: draw(st.integers(3, len(LABELS)))]
    words: list[str] = []

    def cell(least: int) -> str:
        count = draw(st.integers(least, 4))
        words.extend(fresh := [coined(len(words) + at) for at in range(count)])
        return " ".join(fresh).capitalize()

    body = [[cell(1), cell(1), *(cell(0) for _ in labels[2:])] for _ in range(draw(st.integers(2, 8)))]
    return grid(labels, *body), set(words)


def places(assembly: Assembly) -> Counter[str]:
    """In how many places each word stands: a heading above several rows is one."""
    headings = {row.path[: depth + 1]: step.title for row in assembly.rows for depth, step in enumerate(row.path)}
    items = [item.text for row in assembly.rows for column in row.columns for item in column.items]
    notes = [item.text for row in assembly.rows for item in row.notes]
    left_out = [block.text for block in assembly.dropped]
    texts = [*headings.values(), *items, *notes, *left_out]
    return Counter(word for text in texts for word in text.lower().split())


@given(drawn=tables())
def test_every_word_of_a_table_ends_up_in_exactly_one_place(drawn: tuple[Grid, set[str]]) -> None:
    table, words = drawn
    found = places(assemble(Reading((table,))))
    assert {word: found[word] for word in words} == dict.fromkeys(words, 1)


@given(drawn=tables(), line=st.text(alphabet="abcdefgh ", min_size=1, max_size=20).filter(str.strip))
def test_a_line_above_a_table_takes_no_word_from_it(drawn: tuple[Grid, set[str]], line: str) -> None:
    table, words = drawn
    above = Block(line.strip(), WHERE, BlockKind.HEADING, 1)
    found = places(assemble(Reading((above, table))))
    assert {word: found[word] for word in words} == dict.fromkeys(words, 1)


@given(seed=st.integers(1_000, 100_000))
def test_no_word_of_a_plan_is_lost_and_none_is_invented(seed: int) -> None:
    reading = generated(seed).reading
    assembly = assemble(reading)
    read = Counter(word for block in blocks_of(reading.parts) for word in block.text.split())
    said = Counter(word for row in assembly.rows for text in _texts(row) for word in text.split())
    left_out = Counter(word for block in assembly.dropped for word in block.text.split())
    assert not [problem.seen for problem in assembly.problems if "belong to no row" in problem.seen]
    assert set(said) <= set(read)
    assert {_bare(word) for word in read} <= {_bare(word) for word in [*said, *left_out, *_numerals(assembly)]} | {""}


def _texts(row: Row) -> list[str]:
    return [
        *(step.title for step in row.path),
        *(column.heading for column in row.columns),
        *(item.text for column in row.columns for item in column.items),
        *(item.text for item in row.notes),
    ]


def _numerals(assembly: Assembly) -> list[str]:
    return [step.number for row in assembly.rows for step in row.path]


def _bare(word: str) -> str:
    return word.strip("()[].:•-")


@given(places=st.permutations(range(4)), groups=st.integers(0, 2), numbered=st.booleans(), bands=st.booleans())
def test_the_recipe_that_a_layout_is_gives_that_layout_again(
    places: list[int], groups: int, numbered: bool, bands: bool
) -> None:
    """Also where the columns of the next update stand in another order."""
    key, *others = places
    layout = Layout(key, tuple(others[:groups]), ((others[2], key),) if numbered else (), bands)
    labels = ("Theme", "Ref", "Action", "Lead")
    recipe = TableRecipe.of(labels, layout)
    assert recipe.layout(labels) == layout
    moved = recipe.layout(labels[::-1])
    assert moved is not None
    assert moved.described(labels[::-1]) == layout.described(labels)
    assert recipe.layout(("Owner", "When", "Cost", "Risk")) is None
