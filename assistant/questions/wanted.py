"""Which kind of thing answers a question (a number, a sum, a date, a name …): a linear model, fitted by `bench kinds`.

It reads the wording as `questions.asking` does, and takes the likelihood of each kind instead of deciding for one: "how
much to plug in my car" asks for money, or maybe for another figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.answer_kinds import AnswerKind
from assistant.language.words import stem
from assistant.questions.asking import Floats, Model, tokens_of

WEIGHTS = "wanted.npz"
LEAST = 0.1  # likelihood from which a kind is looked for in the texts
LIKELY = 0.5  # and from which the question is said to ask for it
# A word's own weight for a kind, above that for others, from which it only says which kind is asked for: "spend" and
# "budget" where money is, and not what it is of.
OF_THE_FRAME = 2.5


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of thing that may answer, each with its likelihood, the likeliest first, and the stems of the words
    that only say so."""

    kinds: tuple[tuple[AnswerKind, float], ...] = ()
    frame: frozenset[str] = frozenset()

    @classmethod
    def certainly(cls, kind: AnswerKind) -> Kinds:
        return cls(((kind, 1.0),))

    @property
    def likeliest(self) -> AnswerKind:
        """ANYTHING where no kind is likely."""
        kind, likelihood = self.kinds[0] if self.kinds else (AnswerKind.ANYTHING, 1.0)
        return kind if likelihood >= LIKELY else AnswerKind.ANYTHING

    @property
    def typed(self) -> tuple[tuple[AnswerKind, float], ...]:
        """The kinds without "anything"."""
        return tuple(each for each in self.kinds if each[0] is not AnswerKind.ANYTHING)


@lru_cache(maxsize=1)
def model() -> Model[AnswerKind]:
    """The model of the kinds."""
    return Model.stored(WEIGHTS, AnswerKind)


def wanted(text: str, vector: Floats | None = None) -> Kinds:
    """What a question wants; `vector` is its sentence vector, by the encoder of the index."""
    tokens = tokens_of(text)
    kinds = tuple(each for each in model().likelihoods(tokens, vector) if each[1] >= LEAST)
    at = [model().labels.index(kind) for kind, _ in kinds if kind is not AnswerKind.ANYTHING]
    stems = {stem(token.said) for token in tokens if not token.is_name}
    return Kinds(kinds, frozenset(each for each in stems if _speaks(each, at)))


def _speaks(word: str, kinds: Sequence[int]) -> bool:
    spoken = model().by_stem.get(word)
    return spoken is not None and any(spoken[kind] > OF_THE_FRAME for kind in kinds)
