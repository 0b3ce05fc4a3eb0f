"""A worker in a process of its own, which can be killed: python -m tests.engine.worker ADDRESS FILE."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from index.model.encoder import Encoded
from index.postgresql import PostgresStore
from tests.word_encoder import WordEncoder


class SlowEncoder(WordEncoder):
    """Takes its time, and writes into a file which texts it was given."""

    def __init__(self, written: Path) -> None:
        super().__init__()
        self._written = written

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        with self._written.open("a", encoding="utf-8") as file:
            file.writelines(f"{text}\n" for text in texts)
        time.sleep(0.5)
        return super().encode(texts)


if __name__ == "__main__":
    PostgresStore(sys.argv[1], "workers").work(SlowEncoder(Path(sys.argv[2])), lambda _: None)
