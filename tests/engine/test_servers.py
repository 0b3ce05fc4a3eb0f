"""The servers of the other tests do what they must: follow, end at once, take over, and fall silent."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.engine.servers import Programs, Server


@pytest.fixture
def pair(postgresql: Programs) -> Iterator[tuple[Server, Server]]:
    """A primary that waits until its standby shows what is committed."""
    leader = Server(postgresql, "leader").create().start()
    follower = Server(postgresql, "follower").copy_of(leader).start()
    leader.configure("synchronous_standby_names = 'follower'", "synchronous_commit = remote_apply")
    leader.reload()
    yield leader, follower
    follower.remove()
    leader.remove()


def test_a_standby_has_what_was_acknowledged_and_takes_over(pair: tuple[Server, Server]) -> None:
    leader, follower = pair
    with psycopg.connect(leader.url(), autocommit=True) as connection:
        connection.execute("create table said (number integer)")
        for number in range(20):
            connection.execute("insert into said values (%s)", [number])
            assert said(follower) == number + 1
    leader.kill()
    assert leader.processes() == []
    follower.promote()
    with psycopg.connect(follower.url(), autocommit=True) as connection:
        connection.execute("insert into said values (20)")
    assert said(follower) == 21


def test_a_frozen_server_says_nothing_until_it_goes_on(primary: Server) -> None:
    primary.freeze(True)
    try:
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(primary.url(connect_timeout="2"))
    finally:
        primary.freeze(False)
    with psycopg.connect(primary.url()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def said(server: Server) -> int:
    with psycopg.connect(server.url()) as connection:
        [(count,)] = connection.execute("select count(*) from said").fetchall()
    return int(count)
