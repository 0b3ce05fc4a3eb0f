"""What a killed build has encoded is known to the next one, unless it is damaged or another model's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedded.unfinished import NAME, Unfinished
from index.store import Encodings
from tests.word_encoder import WordEncoder

TEXTS = {"aa": "Open twelve homes", "bb": "—", "cc": "Raise the fees"}


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A folder in which a build has encoded the texts."""
    made = Unfinished(tmp_path, "model")
    made.keep(Encodings.of(TEXTS, WordEncoder()))
    made.close()
    return tmp_path


def test_the_next_build_has_the_same_vectors(left: Path) -> None:
    found = Unfinished(left, "model")
    assert found.known(["aa", "bb", "dd"]) == {"aa", "bb"}
    expected, again = Encodings.of(TEXTS, WordEncoder()), found.encodings(["cc", "aa", "bb"])
    assert sorted(again.digests) == sorted(expected.digests)
    for at, digest in enumerate(again.digests):
        own = list(expected.digests).index(digest)
        assert np.array_equal(again.sentences[at], expected.sentences[own])
        here, there = again.tokens.of_passage(at), expected.tokens.of_passage(own)
        for part in ("codes", "scales", "ids", "spans"):
            assert np.array_equal(getattr(again.tokens, part)[here], getattr(expected.tokens, part)[there])


def test_a_text_without_words_can_stand_alone(left: Path) -> None:
    assert Unfinished(left, "model").encodings(["bb"]).tokens.codes.shape == (0, WordEncoder.dimensions)


def test_another_models_are_not_known(left: Path) -> None:
    assert Unfinished(left, "another").known(TEXTS) == set()


def test_what_was_half_written_is_encoded_again(left: Path) -> None:
    with (left / NAME).open("r+b") as file:
        whole = file.read()
        vector = Encodings.of({"aa": TEXTS["aa"]}, WordEncoder()).sentences[0].tobytes()
        file.seek(whole.index(vector))
        file.write(bytes(8))
    assert Unfinished(left, "model").known(TEXTS) == {"bb", "cc"}


def test_a_file_that_cannot_be_read_is_begun_anew(left: Path) -> None:
    (left / NAME).write_bytes(b"no database" * 1_000)
    made = Unfinished(left, "model")
    assert made.known(TEXTS) == set()
    made.keep(Encodings.of(TEXTS, WordEncoder()))
    assert made.known(TEXTS) == set(TEXTS)
