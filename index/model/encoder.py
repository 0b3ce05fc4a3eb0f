"""Texts to vectors: what the index asks of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's vectors. Marks that the model adds ([CLS] and the like) are left out of the tokens.

    Token vectors may be in fewer dimensions than the model's own; only those of one encoder can be compared.

    `sentence` (d,) and `tokens` (t, e) are float32 of length 1; `ids` (t,) are the tokens' numbers in the model's
    vocabulary; `spans` (t, 2) their first character in the text and the one after their last.
    """

    sentence: Floats
    tokens: Floats
    ids: Integers
    spans: Integers


class Encoder(Protocol):
    """What the index needs of a model. A text of `count(text) <= window` tokens is encoded whole; of a longer one the
    end is left out."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str:
        """Equal for two encoders only if they give the same vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """Of the sentence vector."""
        ...

    @property
    def window(self) -> int: ...

    def count(self, text: str) -> int:
        """Tokens of a text, with those that the model adds."""
        ...

    def encode(self, texts: Sequence[str]) -> list[Encoded]: ...
