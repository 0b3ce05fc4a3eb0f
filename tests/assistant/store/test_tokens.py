"""Tokens of programs: shown once, stored as digests, opening nothing once they have expired or were revoked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.roles import Role
from assistant.store.database import Database
from assistant.store.tokens import LONGEST_NAME, PREFIX, Tokens
from corpus.errors import WrongUse
from corpus.library import DATABASE

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(Database(tmp_path))


def test_a_token_stands_for_somebody_of_its_own_until_it_expires(tokens: Tokens) -> None:
    secret, made = tokens.make(" nightly  job ", Role.EDITOR, ("staff", "managers"), NOW, 2 * DAY)
    person = tokens.person(secret, NOW + DAY)
    assert person == made.person
    assert person is not None
    assert (person.name, person.role, person.groups) == ("token nightly job", Role.EDITOR, ("staff", "managers"))
    assert tokens.person(secret, NOW + 2 * DAY) is None
    other, _ = tokens.make("intranet", Role.READER, (), NOW, DAY)
    known = tokens.person(other, NOW)
    assert known is not None
    assert known.owner != person.owner


def test_what_is_stored_opens_nothing(tokens: Tokens, tmp_path: Path) -> None:
    secret, made = tokens.make("nightly", Role.READER, (), NOW, DAY)
    stored = (tmp_path / DATABASE).read_bytes()
    assert secret.startswith(PREFIX)
    assert secret.encode() not in stored
    assert secret.removeprefix(PREFIX).encode() not in stored
    for guess in (made.id, made.name, "", PREFIX, secret[:-1], secret.upper(), f"{secret}x"):
        assert tokens.person(guess, NOW) is None


@pytest.mark.parametrize("named", ["name", "id"])
def test_a_revoked_token_opens_nothing_and_its_name_is_free_again(tokens: Tokens, named: str) -> None:
    secret, made = tokens.make("nightly", Role.READER, (), NOW, DAY)
    kept, _ = tokens.make("intranet", Role.READER, (), NOW, DAY)
    assert tokens.revoke(made.name if named == "name" else made.id) == made
    assert tokens.person(secret, NOW) is None
    assert tokens.person(kept, NOW) is not None
    assert [token.name for token in tokens.listed()] == ["intranet"]
    again, _ = tokens.make("nightly", Role.READER, (), NOW, DAY)
    assert again != secret


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "a\x1b[31m"])
def test_a_name_that_says_nothing_is_refused(tokens: Tokens, name: str) -> None:
    with pytest.raises(WrongUse, match="Name the token by what will use it"):
        tokens.make(name, Role.READER, (), NOW, DAY)
    assert tokens.listed() == []


def test_a_name_is_given_once_and_an_unknown_one_cannot_be_revoked(tokens: Tokens) -> None:
    assert tokens.person("plans_x", NOW) is None
    tokens.make("nightly", Role.READER, (), NOW, DAY)
    with pytest.raises(WrongUse, match="already"):
        tokens.make("nightly", Role.EDITOR, (), NOW, DAY)
    with pytest.raises(WrongUse, match="no token “weekly”"):
        tokens.revoke("weekly")
    assert [token.role for token in tokens.listed()] == [Role.READER]
