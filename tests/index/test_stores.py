"""What holds of every store: what is published is found, in one step and nothing else; readers go on with theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import numpy as np
import pytest

from corpus.errors import BuildRunning, IndexNotFound, PlansError, WrongUse
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Row
from index import Filters, Index, redo, roll_back
from index.embedded import FolderStore
from index.postgresql import PostgresStore
from index.store import GENERATIONS_KEPT, Generation, Store, Waiting
from tests.engine.servers import Server
from tests.index.stores import ENCODER, add, manifest_of, passages_in, published, written
from tests.word_encoder import WordEncoder

EVERYTHING = Filters(update="all")


@contextmanager
def folder_store(request: pytest.FixtureRequest) -> Iterator[Store]:
    yield FolderStore(request.getfixturevalue("tmp_path") / "index")


@contextmanager
def postgresql_store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each test is a tenant of its own."""
    server: Server = request.getfixturevalue("primary")
    store = PostgresStore(server.url(), request.node.name)
    yield store
    store.close()


@pytest.fixture(params=[folder_store, postgresql_store])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty one, of each kind."""
    make: Callable[[pytest.FixtureRequest], AbstractContextManager[Store]] = request.param
    with make(request) as made:
        yield made


def document(update: str, *texts: str, plan: str = "Fictional homes plan") -> Document:
    """An update of a plan with a row for each text, in two categories; each has what is to be done, and progress."""
    file = f"{plan} {update}.csv"
    rows = tuple(
        Row(
            reference=f"{1 + number % 2}.{number}",
            path=(Heading(str(1 + number % 2), ("Homes", "Money")[number % 2]), Heading(str(number), f"Aim {number}")),
            columns=(
                Column("Action", (Item(text, (Location(file, line=number),)),)),
                Column("Progress", (Item(f"{text} went well", (Location(file, line=number),)),)),
            ),
            location=Location(file, line=number),
            plan=plan,
            update=update,
        )
        for number, text in enumerate(texts, start=1)
    )
    return Document(file, "0" * 64, 1_000, plan, update, rows)


def library(*documents: Document) -> Library:
    return Library(tuple(sorted(documents, key=lambda document: document.file)))


FIRST = library(document("2023-24", "Open twelve homes", "Raise the fees"))
SECOND = library(
    document("2023-24", "Open twelve homes", "Raise the fees"),
    document("2024-25", "Open twelve homes", "Lower the fees", "Paint 1,204 doors"),
    document("2024", "Train the nurses", plan="Invented health plan"),
)


def texts(found: Generation, filters: Filters = EVERYTHING) -> list[str]:
    return [passage.text for passage in found.passages(found.among(filters).positions())]


def best(found: Generation, question: str) -> str:
    return Index(found, ENCODER).search(question, k=1, filters=EVERYTHING)[0].passage.text


def test_an_empty_store_says_what_to_run(store: Store) -> None:
    assert store.in_use() == ""
    for act in (store.open, store.published):
        with pytest.raises(IndexNotFound, match="plans build"):
            act()


def test_what_is_published_is_given_back(store: Store) -> None:
    found = published(store, SECOND)
    passages = passages_in(SECOND)
    at = found.among(EVERYTHING).positions()
    assert found.library == SECOND
    assert found.passages(at) == passages
    assert sorted(at.tolist()) == at.tolist()
    assert (found.manifest.counts["passages"], found.manifest.fingerprint) == (len(passages), ENCODER.fingerprint)
    assert found.manifest.counts["tokens"] == len(found.tokens(at).ids)
    assert found.receipt == b'{"of": "12"}'
    expected = ENCODER.encode([passage.encoded_text for passage in passages])
    assert np.allclose(found.sentences(at), [each.sentence for each in expected], atol=1e-3)
    tokens = found.tokens(at)
    for number, each in enumerate(expected):
        part = tokens.of_passage(number)
        words = [place for place in each.spans.tolist() if place in tokens.spans[part].tolist()]
        assert tokens.spans[part].tolist() == words
        assert set(tokens.ids[part].tolist()) <= set(each.ids.tolist())
    found.check()


def test_passages_are_found_by_their_file_their_row_and_their_item(store: Store) -> None:
    found = published(store, SECOND)
    file = "Fictional homes plan 2024-25.csv"
    own = found.passages(found.of_file(file))
    assert [passage.location.file for passage in own] == [file] * 6
    assert found.of_file("elsewhere.csv").tolist() == []
    rows = found.rows([own[0].row_key, "no|such|row"])
    assert list(rows.values()) == [row for row in SECOND.rows("all") if row.key == own[0].row_key]
    (item,) = found.passages(found.of_item(own[1].row_key, "Progress", 1))
    assert item == own[1]
    assert found.of_item(own[1].row_key, "Progress", 2).tolist() == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["Open twelve homes", "Lower the fees", "Paint 1,204 doors", "Train the nurses"]),
        (Filters(update="2023-24"), ["Open twelve homes", "Raise the fees"]),
        (Filters(plan="health"), ["Train the nurses"]),
        (Filters(category="Homes", update="2024-25"), ["Lower the fees"]),
        (Filters(reference="2.3"), ["Paint 1,204 doors"]),
        (Filters(category="nowhere"), []),
    ],
)
def test_filters_leave_what_they_say(store: Store, filters: Filters, expected: list[str]) -> None:
    found = published(store, SECOND)
    every = texts(found, filters)
    assert every == [text for each in expected for text in (each, f"{each} went well")]
    assert len(found.among(filters)) == len(every)
    narrow = Filters(filters.category, filters.reference, "Action", filters.plan, filters.update)
    assert texts(found, narrow) == expected


def test_a_plan_or_an_update_that_is_not_there_is_named(store: Store) -> None:
    found = published(store, FIRST)
    for filters in (Filters(plan="Fees plan"), Filters(update="1999-00")):
        with pytest.raises(WrongUse, match=r"There is no .*There are"):
            found.among(filters)


def test_the_nearest_and_the_matching_are_among_those_asked_for_best_first(store: Store) -> None:
    found = published(store, SECOND)
    among = found.among(Filters(update="2023-24", column="Action"))
    question = ENCODER.encode(["1 Homes › Raise the fees"])[0].sentence
    nearest = found.passages(found.nearest(question, 5, among))
    assert [passage.text for passage in nearest] == ["Raise the fees", "Open twelve homes"]
    assert [passage.text for passage in found.passages(found.matching("the fee", 5, among))] == ["Raise the fees"]
    assert found.matching("the zebras", 5, among).tolist() == []
    every = found.among(EVERYTHING)
    assert len(found.nearest(question, 3, every)) == len(found.matching("fees", 3, every)) == 3


def test_words_are_counted_with_any_ending_and_figures_however_they_are_grouped(store: Store) -> None:
    found = published(store, SECOND)
    at = found.among(EVERYTHING).positions()
    for word, begins in (("home", "home"), ("feeing", "fee"), ("1204", "1,204"), ("zebra", "zebra")):
        having = found.holding(word, at)
        assert found.frequency(word) == having.sum()
        said = [begins in passage.encoded_text.lower() for passage in found.passages(at)]
        assert having.tolist() == said
    ids = found.tokens(at).ids
    rare, common = (ENCODER.encode([word])[0].ids for word in ("nurses", "aim"))
    assert set(rare.tolist()) <= set(ids.tolist())
    assert found.rarity(rare) > found.rarity(common)
    assert found.rarity(ENCODER.encode(["zebra"])[0].ids) > found.rarity(rare)


def test_questions_find_what_was_published(store: Store) -> None:
    found = published(store, SECOND)
    for question, answer in (
        ("train nurses", "Train the nurses"),
        ("1204 doors", "Paint 1,204 doors"),
        ("how well did the nurses go", "Train the nurses went well"),
    ):
        assert best(found, question) == answer


def test_some_documents_are_searched_as_if_there_were_nothing_else(store: Store) -> None:
    whole, alone = published(store, SECOND), library(document("2023-24", "Open twelve homes", "Raise the fees"))
    seen = whole.seen(alone)
    assert seen.library == alone
    assert texts(seen) == [passage.text for passage in passages_in(alone)]
    assert seen.frequency("nurses") == 0
    assert seen.frequency("fees") == 2
    assert seen.manifest.counts["passages"] == 4
    assert best(seen, "train the nurses") in texts(seen)


# --- drafts and publishing -------------------------------------------------------------------------


def test_nothing_is_seen_of_a_draft_before_it_is_published(store: Store) -> None:
    first = published(store, FIRST)
    before = store.in_use()
    entry = written(store, SECOND)
    assert (store.in_use(), store.open().generation) == (before, first.generation)
    store.publish([*store.published(), entry])
    assert store.in_use() != before
    assert store.open().generation == entry.generation
    assert [each.generation for each in store.published()] == [first.generation, entry.generation]


@pytest.mark.parametrize("sealed", [False, True])
def test_a_draft_that_fails_leaves_nothing(store: Store, sealed: bool) -> None:
    first = published(store, FIRST)
    with pytest.raises(RuntimeError, match="no power"), store.begin("fails", ENCODER.fingerprint, False) as draft:  # noqa: PT012
        add(draft, passages_in(SECOND))
        if sealed:
            draft.seal(SECOND.documents, b"{}", manifest_of("fails", SECOND.documents, passages_in(SECOND)))
        raise RuntimeError("no power")
    assert store.open().generation == first.generation
    assert [each.generation for each in store.published()] == [first.generation]
    with pytest.raises(PlansError):
        store.open("fails")
    assert published(store, SECOND).manifest.counts["passages"] == 12, "and the next succeeds"


def test_readers_of_an_old_generation_go_on(store: Store) -> None:
    old = published(store, FIRST)
    old.ready()
    for number in range(GENERATIONS_KEPT + 1):
        published(store, library(document("2023-24", f"Build {number} towers")))
        store.clear()
    assert old.generation not in [each.generation for each in store.published()]
    with pytest.raises(PlansError):
        store.open(old.generation)
    assert best(old, "raise fees") == "Raise the fees"
    assert texts(old) == [passage.text for passage in passages_in(FIRST)]


def test_only_what_is_new_is_encoded(store: Store) -> None:
    first = published(store, FIRST)
    encoder = WordEncoder()
    second = published(store, SECOND, carry=True, encoder=encoder)
    had, has = ({passage.digest for passage in passages_in(each)} for each in (FIRST, SECOND))
    assert len(encoder.encoded) == len(has - had)
    assert first.known(has) == has & had
    assert second.known(has | {"0" * 64}) == has
    afresh = published(store, SECOND)
    at, same = (each.among(EVERYTHING).positions() for each in (second, afresh))
    assert np.array_equal(second.sentences(at), afresh.sentences(same))
    assert np.array_equal(second.tokens(at).codes, afresh.tokens(same).codes)


def test_what_a_build_had_encoded_when_it_failed_is_not_encoded_again(store: Store) -> None:
    passages = passages_in(SECOND)
    for name, count in (("first", 6), ("second", 8)):
        with pytest.raises(RuntimeError), store.begin(name, ENCODER.fingerprint, False) as draft:  # noqa: PT012
            add(draft, passages[:count])
            raise RuntimeError("no power")
    encoder = WordEncoder()
    found = published(store, SECOND, encoder=encoder)
    assert encoder.encoded == [passage.encoded_text for passage in passages[8:]]
    at = found.among(EVERYTHING).positions()
    expected = [each.sentence for each in ENCODER.encode([passage.encoded_text for passage in passages])]
    assert np.allclose(found.sentences(at), expected, atol=1e-3)


def test_what_a_build_had_read_when_it_failed_is_known_to_the_next(store: Store) -> None:
    first, more = list(SECOND.documents), document("2025-26", "Plant an orchard")
    for known, read in (([], first), (first, [more])):
        with pytest.raises(RuntimeError), store.sole_builder(), store.readings("rules") as readings:  # noqa: PT012
            assert list(readings.known()) == known
            assert [readings.keep(each) for each in read] == read
            raise RuntimeError("no power")
    with store.sole_builder(), store.readings("rules") as readings:
        assert sorted(each.file for each in readings.known()) == sorted(each.file for each in [*first, more])
    with store.sole_builder(), store.readings("rules") as readings:
        assert list(readings.known()) == [], "nothing is left of a build that is done"


def test_what_was_read_by_other_rules_is_read_again(store: Store) -> None:
    with pytest.raises(RuntimeError), store.sole_builder(), store.readings("rules") as readings:  # noqa: PT012
        readings.keep(SECOND.documents[0])
        raise RuntimeError("no power")
    with store.sole_builder(), store.readings("other rules") as readings:
        assert list(readings.known()) == []


def test_another_models_vectors_are_not_carried_over(store: Store) -> None:
    published(store, FIRST)
    encoder = WordEncoder("other")
    written(store, FIRST, carry=False, encoder=encoder)
    assert len(encoder.encoded) == len(passages_in(FIRST))


def test_a_text_that_comes_again_is_known_at_once(store: Store) -> None:
    twice = library(document("2023-24", "Paint doors"), document("2023-24", "Paint doors", plan="Second homes plan"))
    encoder = WordEncoder()
    found = published(store, twice, encoder=encoder)
    assert len(encoder.encoded) == 2
    at = found.among(EVERYTHING).positions()
    sentences, tokens = found.sentences(at), found.tokens(at)
    assert np.array_equal(sentences[:2], sentences[2:])
    for one in (0, 1):
        first, again = tokens.of_passage(one), tokens.of_passage(one + 2)
        assert np.array_equal(tokens.codes[first], tokens.codes[again])
        assert np.array_equal(tokens.spans[first], tokens.spans[again])


def test_roll_back_and_redo(store: Store) -> None:
    made = [published(store, FIRST), published(store, SECOND)]
    assert roll_back(store) == made[0].generation
    assert [each.generation for each in store.undone()] == [made[1].generation]
    assert texts(store.open()) == texts(made[0])
    with pytest.raises(IndexNotFound, match="no earlier generation"):
        roll_back(store)
    store.clear()
    assert redo(store) == made[1].generation, "what is undone is not cleared away"
    assert texts(store.open()) == texts(made[1])
    with pytest.raises(IndexNotFound, match="Nothing was undone"):
        redo(store)


def test_what_waits_is_kept_until_it_is_accepted(store: Store) -> None:
    first = published(store, FIRST)
    assert store.waiting() is None
    kept = Waiting(written(store, SECOND), first.generation, "digest of a folder")
    store.wait(kept)
    store.clear()
    assert store.waiting() == kept
    assert store.open().generation == first.generation
    assert store.open(kept.published.generation).receipt == b'{"of": "12"}'
    store.wait(None)
    store.clear()
    assert store.waiting() is None
    with pytest.raises(PlansError):
        store.open(kept.published.generation)


def test_one_builder_at_a_time(store: Store) -> None:
    with store.sole_builder(), pytest.raises(BuildRunning, match="process"), store.sole_builder():
        pass
    with store.sole_builder():
        pass


def test_publishing_is_one_step_for_those_who_read_meanwhile(store: Store) -> None:
    """Whoever opens sees one generation whole: its manifest, its library and its passages are of one build."""
    sizes = {2: 4, 3: 6}
    libraries = [library(document("2023-24", *(f"Open {n} homes" for n in range(count)))) for count in sizes]
    published(store, libraries[0])
    done, seen, wrong = threading.Event(), set[int](), list[str]()

    def read_once() -> None:
        found = store.open()
        found.ready()
        rows = len(found.library.rows("all"))
        seen.add(rows)
        if len(texts(found)) != sizes[rows] or found.manifest.counts["passages"] != sizes[rows]:
            wrong.append(f"{rows} rows and {len(texts(found))} passages")

    def read() -> None:
        while not done.is_set():
            try:
                read_once()
            except Exception as error:
                wrong.append(repr(error))

    read_once()  # imports what is imported at first use, which several threads had better not do at once
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(8):
        published(store, libraries[number % 2], carry=True)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert seen == set(sizes)
