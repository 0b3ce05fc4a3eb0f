"""What a column is for, told from the words of its heading and from what its cells look like: a linear model, fitted by
`bench columns` to labelled, fictional columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.language.quantities import quantity
from corpus.language.words import stem
from corpus.records import Meaning, ValueKind, fold

Floats = npt.NDArray[np.float32]
WEIGHTS = "column_meanings.npz"
LOOKED_AT = 24  # values, spread over a column: more change nothing, and a column may have thousands
HEADING_WORDS = 24  # longer texts head no column
BEGUN, ENDED = 3, 3  # letters of a word that abbreviations and endings share: "tgt", "resp"; "-ger", "-ted"
NUMBER = "#"
_WORD = re.compile(r"(?P<number>\d+)|[a-z]+|[£$%?#]")
_LETTERS = re.compile(r"[^\W\d_]+")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]*ber|[a-z]*ary|ch|il|ust)?\b")
# By this scores are divided to be likelihoods: of columns by six authors, each held back, those told with 0.5 to 0.6
# are right in 59 of 100, with 0.7 to 0.8 in 77, with 0.9 to 0.97 in 93. By 1 they would claim too much: 51, 67, 85.
EVENED = 1.4
_LENGTHS = (0, 1, 3, 6, 12)  # words that texts have at most

Features = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Model:
    """`weights` (f, m) of features for meanings, and `constants` (m,) their own."""

    features: tuple[str, ...]
    weights: Floats
    constants: Floats
    meanings: tuple[Meaning, ...]

    @cached_property
    def place(self) -> dict[str, int]:
        return {feature: at for at, feature in enumerate(self.features)}

    @classmethod
    def stored(cls) -> Model:
        """The model as it was fitted, from the file beside this module."""
        with files(__package__).joinpath(WEIGHTS).open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            return cls(
                tuple(str(stored["features"]).split("\n")),
                stored["weights"].astype(np.float32),
                stored["constants"].astype(np.float32),
                tuple(map(Meaning, str(stored["meanings"]).split("\n"))),
            )

    def likelihoods(self, features: Features) -> Mapping[Meaning, float]:
        """How likely each meaning of a column with these features is: together 1."""
        known = [(self.place[name], much) for name, much in features.items() if name in self.place]
        much = np.array([much for _, much in known], dtype=np.float32)
        scores = self.constants + much @ self.weights[[at for at, _ in known]]
        powers = np.exp((scores - scores.max()) / EVENED)
        return dict(zip(self.meanings, map(float, powers / powers.sum()), strict=True))

    def likeliest(self, features: Features) -> tuple[Meaning, float]:
        """The likeliest meaning of a column with these features, and how likely it is, from 0 to 1."""
        return max(self.likelihoods(features).items(), key=lambda each: each[1])

    def best(self, features: Features) -> Meaning:
        """The likeliest meaning of a column with these features."""
        return self.likeliest(features)[0]


@lru_cache(maxsize=1)
def model() -> Model:
    return Model.stored()


def features(heading: str, kind: ValueKind, texts: Sequence[str]) -> Features:
    """What is seen of a column; without texts, of its heading alone."""
    return {**dict.fromkeys(_of_heading(heading), 1.0), **_of_values(kind, texts)}


def words_of(text: str) -> list[str]:
    """A text's words and the signs that say something by themselves, numbers all alike."""
    plain = text.lower().replace("’", "").replace("'", "")
    return [NUMBER if match["number"] else match[0] for match in _WORD.finditer(plain)]


def _of_heading(heading: str) -> Iterator[str]:
    words = [stem(word) for word in words_of(heading)]
    yield from (f"h {word}" for word in words)
    yield from (f"h {one} {other}" for one, other in pairwise(["^", *words, "$"] if words else []))
    yield from (f"h {word[:BEGUN]}-" for word in words if len(word) >= BEGUN)


def _of_values(kind: ValueKind, texts: Sequence[str]) -> Features:
    """How much of the values, from 0 to 1, each thing is true of; and what is true of them together."""
    if not texts:
        return {"none": 1.0}
    some = texts[:: -(-len(texts) // LOOKED_AT)]
    counts = Counter(feature for text in some for feature in set(_of_value(text)))
    found = {feature: count / len(some) for feature, count in counts.items()}
    said = [fold(text) or text for text in texts]
    found |= {f"kind {kind}": 1.0, "distinct": len({*said}) / len(said), "again": float(len({*said}) < len(said))}
    return found | {"next": sum(one == other for one, other in pairwise(said)) / len(said)}


def _of_value(text: str) -> Iterator[str]:
    words, letters = words_of(text), _LETTERS.findall(text)
    yield f"words {next((most for most in _LENGTHS if len(letters) <= most), 'many')}"
    yield from (f"has {sign}" for sign in "£%?.,;:()-/≥<>+&" if sign in text)
    yield from (f"w {word}" for word in words)
    yield from (f"w {word[-ENDED:]}" for word in words if len(word) > ENDED + 1)
    if words:
        yield f"1 {words[0]}"
    if text.endswith("."):
        yield "sentence"
    if _MONTH.search(text.lower()):
        yield "month"
    if found := quantity(text):
        yield f"quantity {found.unit.name}"
    if letters:
        yield from _of_capitals(letters)


def _of_capitals(words: Sequence[str]) -> Iterable[str]:
    if words[0][0].islower():
        yield "lower"
    if len(words) > 1 and all(word[0].isupper() for word in words[1:]):
        yield "capitals"
    if len(words) == 1 and words[0].isupper():
        yield "initials" if len(words[0]) > 1 else "letter"
