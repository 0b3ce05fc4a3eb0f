"""All councils that somebody may read are asked as one, and answer alike on one server and on several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import psycopg
import pytest

from corpus.errors import PlansError, StoreUnreachable, WrongUse
from index import Filters, Hit, Index
from index.postgresql import Councils, PostgresStore
from tests.engine.servers import Programs, Server
from tests.index.stores import ENCODER, passages_in, published
from tests.index.test_stores import EVERYTHING, document, library

HOMES, CARE = "Homes plan", "Care plan"
# Two councils have a plan and a file by one name, and sentences in common.
PLANS: dict[str, dict[str, tuple[str, ...]]] = {
    "Ayton": {HOMES: ("Open twelve homes", "Raise the fees", "Paint 1,204 doors")},
    "Beeton": {HOMES: ("Open two homes", "Raise the fees"), CARE: ("Train the nurses",)},
    "Ceeton": {CARE: ("Train the nurses", "Meet carers each month")},
}
QUESTIONS = ("open homes", "raise fees", "1204 doors", "train nurses", "meet carers", "what went well", "zebras")
ON = {"Ayton": 0, "Beeton": 1, "Ceeton": 0}  # of two servers
READER = "reader_of_all"


@pytest.fixture(scope="module")
def second(postgresql: Programs) -> Iterator[Server]:
    server = Server(postgresql, "second").create().start()
    yield server
    server.remove()


def fresh_database(server: Server, name: str) -> str:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)".encode())
        connection.execute(f"create database {name}".encode())
        if connection.execute("select from pg_roles where rolname = %s", [READER]).fetchone() is None:
            connection.execute(f"create role {READER} login".encode())
    return server.url(name)


def build(address: str, council: str, *needed: str) -> None:
    """Publishes a council's plans, of which some may be seen by groups alone, and lets the reader read them."""
    documents = [document("2024-25", *texts, plan=plan) for plan, texts in PLANS[council].items()]
    told = [replace(each, needed=(("staff",),)) if each.plan in needed else each for each in documents]
    with closing(PostgresStore(address, council)) as store:
        published(store, library(*told))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("select plans.admit(%s, %s)", [READER, council])


@pytest.fixture
def apart(primary: Server, second: Server) -> list[str]:
    """The addresses of two servers that have the councils."""
    addresses = [fresh_database(server, "apart") for server in (primary, second)]
    for council, server in ON.items():
        build(addresses[server], council)
    return addresses


def as_reader(address: str) -> str:
    return address.replace("postgres@", f"{READER}@")


@pytest.fixture
def stores() -> Iterator[Callable[..., Councils]]:
    """Makes stores of all councils on some servers, which are closed in the end."""
    with ExitStack() as made:
        yield lambda *addresses: made.enter_context(closing(Councils(addresses)))


@pytest.fixture
def found(stores: Callable[..., Councils]) -> Callable[..., Index]:
    """Opens what all councils on some servers have in use."""
    return lambda *addresses: Index(stores(*addresses).open(), ENCODER)


def shown(hits: list[Hit]) -> list[tuple[object, ...]]:
    return [
        (hit.passage.text, hit.citation.label, hit.citation.place, round(hit.score, 6), hit.passage.id) for hit in hits
    ]


def test_several_servers_answer_as_one_does(primary: Server, apart: list[str], found: Callable[..., Index]) -> None:
    together = fresh_database(primary, "together")
    for council in PLANS:
        build(together, council)
    one, several = found(together), found(*apart)
    assert several.snapshot.library == one.snapshot.library
    for question in QUESTIONS:
        for filters in (EVERYTHING, Filters(column="Action"), Filters(category="Homes"), Filters(plan="Beeton")):
            hits = several.search(question, k=5, filters=filters)
            assert shown(hits) == shown(one.search(question, k=5, filters=filters))
            assert hits
    for word in ("homes", "nurses", "zebra"):
        assert several.snapshot.frequency(word) == one.snapshot.frequency(word)
    several.snapshot.check()


def test_councils_of_many_passages_are_asked_by_their_own_indexes(
    primary: Server, found: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    exact, indexed = fresh_database(primary, "exact"), fresh_database(primary, "indexed")
    for council in PLANS:
        build(exact, council)
    every = found(exact).snapshot
    for module in ("draft", "generation"):
        monkeypatch.setattr(f"index.postgresql.{module}.COMPARED", 5)
    for council in PLANS:
        build(indexed, council)
    with psycopg.connect(indexed) as connection:
        made = connection.execute("select indexdef from pg_indexes where indexname like 'nearest%'").fetchall()
    assert 0 < len(made) < len(PLANS), "of the larger councils alone"
    assert all("where (tenant = '" in told.lower() for (told,) in made)
    mine = found(indexed).snapshot
    for question in QUESTIONS:
        sentence = ENCODER.encode([question])[0].sentence
        nearest = [each.nearest(sentence, 4, each.among(EVERYTHING)).tolist() for each in (every, mine)]
        assert nearest[0] == nearest[1]


def test_councils_are_told_apart_by_their_names(apart: list[str], found: Callable[..., Index]) -> None:
    index = found(*apart)
    assert [plan.name for plan in index.snapshot.library.plans] == [
        "Ayton Homes plan",
        "Beeton Care plan",
        "Beeton Homes plan",
        "Ceeton Care plan",
    ]
    (best,) = index.search("open homes", k=1, filters=Filters(plan="Beeton Homes plan"))
    assert best.passage.text == "Open two homes"
    assert (best.citation.plan, best.citation.file) == ("Beeton Homes plan", "Beeton/Homes plan 2024-25.csv")
    rows = index.snapshot.rows([best.passage.row_key])
    assert rows[best.passage.row_key].location.file == best.citation.file
    item = index.snapshot.of_item(best.passage.row_key, "Action", 1)
    assert [each.text for each in index.snapshot.passages(item)] == ["Open two homes"]
    both = [hit.citation.plan for hit in index.search("train the nurses", k=2, filters=Filters(column="Action"))]
    assert both == ["Beeton Care plan", "Ceeton Care plan"]


def test_a_reader_asks_the_councils_that_each_server_lets_it_read(
    apart: list[str], found: Callable[..., Index]
) -> None:
    with psycopg.connect(apart[1], autocommit=True) as connection:
        connection.execute("delete from plans.readers")
    index = found(*map(as_reader, apart))
    assert {plan.name.split()[0] for plan in index.snapshot.library.plans} == {"Ayton", "Ceeton"}
    assert index.snapshot.frequency("nurses") == 2, "Ceeton's alone"
    assert index.snapshot.manifest.counts["passages"] == 10
    texts = {hit.passage.text for hit in index.search("open two homes", k=10, filters=EVERYTHING)}
    assert "Open two homes" not in texts


def test_what_a_council_shows_to_groups_alone_is_not_asked_by_all(primary: Server, found: Callable[..., Index]) -> None:
    address = fresh_database(primary, "shielded")
    build(address, "Beeton", CARE)
    build(address, "Ceeton")
    snapshot = found(address).snapshot
    assert [plan.name for plan in snapshot.library.plans] == ["Beeton Homes plan", "Ceeton Care plan"]
    assert snapshot.frequency("nurses") == 2
    kept = [library(document("2024-25", *texts)) for texts in (PLANS["Beeton"][HOMES], PLANS["Ceeton"][CARE])]
    assert snapshot.manifest.counts["passages"] == sum(len(passages_in(each)) for each in kept)


def test_what_a_council_publishes_is_seen_at_once(apart: list[str], stores: Callable[..., Councils]) -> None:
    store = stores(*apart)
    before = store.in_use()
    old = Index(store.open(), ENCODER)
    with closing(PostgresStore(apart[1], "Beeton")) as beeton:
        published(beeton, library(document("2025-26", "Plant an orchard", plan=HOMES)))
    assert store.in_use() != before
    new = Index(store.open(), ENCODER)
    assert new.search("plant orchard", k=1, filters=EVERYTHING)[0].citation.plan == "Beeton Homes plan"
    assert old.search("train nurses", k=1, filters=EVERYTHING)[0].citation.plan == "Beeton Care plan"
    assert new.snapshot.generation != old.snapshot.generation


def test_a_server_that_is_lost_is_named_and_asked_again_when_it_is_back(
    apart: list[str], second: Server, found: Callable[..., Index], stores: Callable[..., Councils]
) -> None:
    index = found(*apart)
    second.kill()
    with pytest.raises(StoreUnreachable, match=str(second.port)):
        index.search("train nurses", k=1, filters=EVERYTHING)
    with pytest.raises(StoreUnreachable, match=str(second.port)):
        stores(*apart).in_use()
    second.start()
    assert index.search("train nurses", k=1, filters=EVERYTHING)[0].citation.plan == "Beeton Care plan"


def test_a_council_on_two_servers_is_named(apart: list[str], found: Callable[..., Index]) -> None:
    build(apart[1], "Ayton")
    with pytest.raises(PlansError, match="Ayton is on two servers"):
        found(*apart)


def test_councils_are_built_one_by_one(apart: list[str], stores: Callable[..., Councils]) -> None:
    with pytest.raises(WrongUse, match="one by one"):
        stores(*apart).sole_builder()
