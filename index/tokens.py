"""Token vectors in 8 bits a number, and the cosines with them that late interaction needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from index.model.encoder import Encoded

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]


# Tokens of a store up to which they are kept as floats: 16 MB. Turning the sample's 8,000 to floats for each question
# took as long as comparing them.
KEPT = 32_768


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of n passages; passage i's are `starts[i]:ends[i]` of t tokens.

    `codes` (t, e) int8 times `scales` (t,) float32 are vectors of length 1; `ids` (t,) int32 are the model's tokens;
    `spans` (t, 2) int32 are characters in the encoded text; `starts` and `ends` (n,) int64. They rank as well as
    floats. Of few tokens, the codes may be kept as `floats`, too.
    """

    codes: npt.NDArray[np.int8]
    scales: Floats
    ids: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]
    starts: Positions
    ends: Positions
    floats: Floats | None = None

    @classmethod
    def of(cls, encoded: Sequence[Encoded], texts: Sequence[str]) -> Tokens:
        """The tokens of encoded texts, without punctuation, which would match any punctuation of a question."""
        words = [with_letters(one, text) for one, text in zip(encoded, texts, strict=True)]
        vectors = np.concatenate([one.tokens for one in words])
        peaks = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
        codes = np.rint(vectors * (127 / peaks)).astype(np.int8)
        lengths = np.linalg.norm(codes.astype(np.float32), axis=1)
        ends = np.cumsum([len(one.ids) for one in words]).astype(np.int64)
        return cls(
            codes=codes,
            scales=(1 / np.maximum(lengths, 1)).astype(np.float32),
            ids=np.concatenate([one.ids for one in words]).astype(np.int32),
            spans=np.concatenate([one.spans for one in words]).astype(np.int32),
            starts=np.r_[0, ends[:-1]],
            ends=ends,
        )

    def __len__(self) -> int:
        """The number of passages."""
        return len(self.ends)

    def of_passage(self, at: int) -> slice:
        """Where the tokens of one passage are."""
        return slice(int(self.starts[at]), int(self.ends[at]))

    def ready(self) -> Tokens:
        """The same, ready to be compared many times."""
        return replace(self, floats=self.codes.astype(np.float32)) if len(self.codes) <= KEPT else self

    def picked(self, passages: Positions) -> Tokens:
        """The tokens of some passages, in this order; the vectors themselves aren't copied."""
        return replace(self, starts=self.starts[passages], ends=self.ends[passages])

    @classmethod
    def gathered(cls, picks: Iterable[tuple[Tokens, int]]) -> Tokens:
        """The tokens of passages picked from several sources, as a copy."""
        ranges = [(source, source.of_passage(at)) for source, at in picks]
        if not ranges:
            raise ValueError("no passages picked")
        ends = np.cumsum([part.stop - part.start for _, part in ranges]).astype(np.int64)
        return cls(
            codes=np.concatenate([source.codes[part] for source, part in ranges]),
            scales=np.concatenate([source.scales[part] for source, part in ranges]),
            ids=np.concatenate([source.ids[part] for source, part in ranges]),
            spans=np.concatenate([source.spans[part] for source, part in ranges]),
            starts=np.r_[0, ends[:-1]],
            ends=ends,
        )

    def similarities(self, question: Floats, leading: int | None = None) -> tuple[Floats, Positions]:
        """Cosines of a question's token vectors `(q, e)` with the tokens of these passages: `(q, t)`, and where in t
        each passage's begin and end, `(n + 1,)`. With `leading`, a rough value from the first dimensions alone:
        encoders put those first in which their token vectors differ most."""
        lengths = self.ends - self.starts
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        at = np.arange(offsets[-1]) + np.repeat(self.starts - offsets[:-1], lengths)
        codes = _leading(self.codes if self.floats is None else self.floats, leading, at)
        with _blas().limit(limits=1, user_api="blas"):  # for so little work threads cost more than they save
            across = codes @ question[:, :leading].T  # in this order BLAS takes half the time
        cosines: Floats = np.multiply(across.T, self.scales[at], order="C")
        return cosines, offsets

    def frequencies(self) -> npt.NDArray[np.int32]:
        """The number of passages that contain each of the model's tokens, by the token's id."""
        lengths = self.ends - self.starts
        firsts = np.repeat(self.starts - np.cumsum(lengths) + lengths, lengths)
        ids = self.ids[firsts + np.arange(len(firsts))]
        words = int(ids.max(initial=0)) + 1
        passage = np.repeat(np.arange(len(self), dtype=np.int64), lengths)
        return np.bincount(np.unique(passage * words + ids) % words, minlength=1).astype(np.int32)


def with_letters(encoded: Encoded, text: str) -> Encoded:
    """An encoded text without the tokens that contain no letter or digit."""
    places = [at for at, (start, end) in enumerate(encoded.spans) if any(map(str.isalnum, text[start:end]))]
    return Encoded(encoded.sentence, encoded.tokens[places], encoded.ids[places], encoded.spans[places])


def _leading(codes: npt.NDArray[Any], count: int | None, at: Positions) -> Floats:
    """The first numbers of some rows, as floats. The rows are picked as a piece each: many times faster than number by
    number, or passage by passage."""
    numbers = codes.shape[1] if count is None else min(count, codes.shape[1])
    width = numbers * codes.itemsize
    pieces = np.ndarray(len(codes), f"V{width}", codes, strides=codes.strides[:1])
    picked: Floats = pieces[at].view(codes.dtype).reshape(-1, numbers).astype(np.float32, copy=False)
    return picked


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()
