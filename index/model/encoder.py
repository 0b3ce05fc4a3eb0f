"""The interface between the index and a model: texts to vectors."""

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
    """A text's vectors. The tokens don't include those that the model adds, such as [CLS].

    Token vectors may have fewer dimensions than the model's own; only those of the same encoder can be compared.

    `sentence` (d,) and `tokens` (t, e) are float32 of length 1; `ids` (t,) are the tokens' numbers in the model's
    vocabulary; `spans` (t, 2) their first character in the text and the one after their last.
    """

    sentence: Floats
    tokens: Floats
    ids: Integers
    spans: Integers


class Encoder(Protocol):
    """What the index needs from a model. A text of `count(text) <= window` tokens is encoded whole; the end of a longer
    one is left out."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str:
        """Equal for two encoders only if their vectors are the same."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of the sentence vector."""
        ...

    @property
    def window(self) -> int: ...

    def count(self, text: str) -> int:
        """The number of tokens of a text, including those that the model adds."""
        ...

    def encode(self, texts: Sequence[str]) -> list[Encoded]: ...
