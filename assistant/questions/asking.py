"""What a question asks for (an owner, a date, rows, a fact …): a linear model of its wording, fitted by `bench asking`.

Subjects are masked: it sees the words that many questions share, in runs of up to three, and the vector of the whole
question that the search needs anyway.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from assistant.language.words import stem

Floats = npt.NDArray[np.float32]
Label = TypeVar("Label", bound=StrEnum)
WEIGHTS = "asking.npz"
SUBJECT, NUMBER = "~", "#"
LONGEST_RUN = (
    3  # words of a feature: with 2, 3 questions in 100 more are misread that others' authors wrote; 4 add none
)
# A word's own weight for a reading, above that for others, from which it asks for that and isn't what is asked about.
# Lower, and subjects that some authors asked for much are taken for asking; higher, and "plate" is a subject.
# `OF_ANOTHER`: the same, where it asks for something else that rows answer: "total" in a question for groups.
# `IN_TITLES`: where rows' own titles have the word: "food" of "food waste". At 2, "which waste actions are amber" lists
# all that are; of 623 questions about 20 plans none is answered worse at 5.
OF_THE_FRAME, IF_SEARCHED, OF_ANOTHER, IN_TITLES = 1.5, 2.5, 3.0, 5.0
_TOKEN = re.compile(r"(?P<number>[£$€]?\d[\w,./:%-]*+)|n't|'[a-z]+|[a-z]+?(?=n't)|[a-z]+|[?%£&]", re.IGNORECASE)


class Asks(StrEnum):
    """What a question can ask for, as the labelled questions have it."""

    OWNER = "owner"
    DUE = "due"
    STATUS = "status"
    COST = "cost"
    SPENT = "spent"
    MEASURE = "measure"
    DONE = "done"
    PLAN = "plan"
    ROWS = "rows"
    COUNT = "count"
    SUM = "sum"
    AVERAGE = "average"
    MOST = "most"
    LEAST = "least"
    SHARE = "share"
    GROUPS = "groups"
    PLACES = "places"
    DEFINE = "define"
    FACT = "fact"
    WHETHER = "whether"
    WHY = "why"
    OPEN = "open"
    OTHER = "other"


# What a column of one row says, and so what can be asked of one beside its texts.
OF_A_ROW = frozenset({Asks.OWNER, Asks.DUE, Asks.STATUS, Asks.COST, Asks.SPENT, Asks.MEASURE, Asks.DONE, Asks.PLAN})
# What is asked of all rows that are meant: a list, or what is reckoned from one.
OF_ROWS = frozenset({Asks.ROWS, Asks.COUNT, Asks.SUM, Asks.AVERAGE, Asks.MOST, Asks.LEAST, Asks.SHARE, Asks.GROUPS})
# What is asked of the texts: all these are answered by searching.
SEARCHED = frozenset({Asks.FACT, Asks.WHETHER, Asks.WHY, Asks.OPEN, Asks.OTHER, Asks.DEFINE})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question as the model sees it; `text[start:end]` of the question."""

    said: str
    start: int
    end: int
    is_name: bool = False  # by its capital


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question was read: every reading with its likelihood, the likeliest first, and for each the words, as
    character ranges of the question, that ask rather than say what about."""

    likely: tuple[tuple[Asks, float], ...]
    frames: tuple[tuple[Asks, tuple[tuple[int, int], ...]], ...] = ()

    @property
    def asks(self) -> Asks:
        return self.likely[0][0]

    def likelihood(self, asks: Asks) -> float:
        return dict(self.likely).get(asks, 0.0)

    def without(self, ruled_out: Collection[Asks]) -> Asking:
        """The same, where some readings are ruled out."""
        rest = max(1 - sum(self.likelihood(asks) for asks in ruled_out), 1e-6)
        likely = tuple((each, 0.0 if each in ruled_out else likely / rest) for each, likely in self.likely)
        return Asking(tuple(sorted(likely, key=lambda each: -each[1])), self.frames)

    @property
    def searched(self) -> float:
        """How likely it is that it asks for anything that is answered by searching."""
        return sum(likely for asks, likely in self.likely if asks in SEARCHED)

    def worth_trying(self, least: float) -> Iterator[Asks]:
        """The readings in the order in which they are to be tried: those that read rows and cells and are as likely as
        `least`, then the likeliest of those that search."""
        yield from (asks for asks, likely in self.likely if asks not in SEARCHED and likely >= least)
        yield next(asks for asks, _ in self.likely if asks in SEARCHED)

    def frame(self, asks: Asks) -> tuple[tuple[int, int], ...]:
        return dict(self.frames).get(asks, ())

    def likeliest(self, among: Sequence[Asks]) -> Asks:
        """The likeliest of some readings."""
        return max(among, key=self.likelihood)


@dataclass(frozen=True, eq=False)
class Model(Generic[Label]):
    """`of_features` (f, a) and `of_vector` (d, a) are weights of features and of the sentence vector for a readings,
    `constants` (a,) their own; `fingerprint` names the encoder whose vectors were fitted. Readings are what is asked
    for, or which kind of thing answers (`questions.wanted`)."""

    features: tuple[str, ...]
    of_features: Floats
    of_vector: Floats
    constants: Floats
    labels: tuple[Label, ...]
    fingerprint: str

    @cached_property
    def known(self) -> frozenset[str]:
        """The words that aren't masked."""
        return frozenset(each for each in self.features if " " not in each) - {"^", "$", SUBJECT}

    @cached_property
    def place(self) -> dict[str, int]:
        return {feature: at for at, feature in enumerate(self.features)}

    @classmethod
    def stored(cls, file: str, labels: type[Label]) -> Model[Label]:
        """The model as it was fitted, from a file beside this module."""
        with files(__package__).joinpath(file).open("rb") as opened, np.load(opened, allow_pickle=False) as weights:
            return cls(
                tuple(str(weights["features"]).split("\n")),
                weights["of_features"].astype(np.float32),
                weights["of_vector"].astype(np.float32),
                weights["constants"].astype(np.float32),
                tuple(map(labels, str(weights["asks"]).split("\n"))),
                str(weights["fingerprint"]),
            )

    def likelihoods(self, tokens: Sequence[Token], vector: Floats | None = None) -> list[tuple[Label, float]]:
        """Each reading with its likelihood, the likeliest first; without the vector by the words alone, less surely."""
        found = [feature for feature in features(tokens, self.known) if feature in self.place]
        places = [self.place[feature] for feature in found]
        sums = self.constants + self.of_features[places].sum(axis=0) * scale(len(found))
        if vector is not None and len(vector) == len(self.of_vector):
            sums = sums + vector @ self.of_vector
        likely = np.exp(sums - sums.max())
        likely /= likely.sum()
        return [(self.labels[at], float(likely[at])) for at in np.argsort(-likely, kind="stable")]

    def read(self, text: str, vector: Floats | None = None) -> list[tuple[Label, float]]:
        """The likelihoods of a question."""
        return self.likelihoods(tokens_of(text), vector)

    @cached_property
    def by_stem(self) -> dict[str, Floats]:
        """How much the words of a stem speak for each reading (a,), beyond what they do for others: their most."""
        found: dict[str, Floats] = {}
        for word in self.known:
            weights = self.of_features[self.place[word]]
            speaks = weights - weights.mean()
            found[stem(word)] = np.maximum(speaks, found.get(stem(word), speaks))
        return found


def scale(count: int) -> float:
    """What each of so many features counts, so that long questions weigh no more than short ones."""
    return float(1 / np.sqrt(max(count, 1)))


def tokens_of(text: str) -> list[Token]:
    """The words of a question, contractions cut in two, numbers all alike."""
    straight = text.replace("’", "'")
    return [
        Token(
            NUMBER if match["number"] else match[0].lower(), *match.span(), match.start() > 0 and match[0][0].isupper()
        )
        for match in _TOKEN.finditer(straight)
    ]


def features(tokens: Sequence[Token], known: frozenset[str]) -> list[str]:
    """Runs of a question's words, each once; words that aren't known are one mark, however many stand together."""
    marks = ["^"]
    for token in tokens:
        if token.said in known:
            marks.append(token.said)
        elif marks[-1] != SUBJECT:
            marks.append(SUBJECT)
    marks.append("$")
    runs = (marks[at : at + size] for size in range(1, LONGEST_RUN + 1) for at in range(len(marks) - size + 1))
    return list(dict.fromkeys(" ".join(run) for run in runs))


@lru_cache(maxsize=1)
def model() -> Model[Asks]:
    """The model of what is asked for."""
    return Model.stored(WEIGHTS, Asks)


def _frames(tokens: Sequence[Token]) -> tuple[tuple[Asks, tuple[tuple[int, int], ...]], ...]:
    """For each reading the words that speak for it by themselves, in this form or another."""
    by_stem, readings = model().by_stem, model().labels
    known = [token for token in tokens if stem(token.said) in by_stem and not token.is_name]
    needed = np.array([IF_SEARCHED if asks in SEARCHED else OF_THE_FRAME for asks in readings])
    others = np.array([asks not in SEARCHED for asks in readings])
    spoken = [by_stem[stem(token.said)] for token in known]
    speaks = [(each > needed) | (others & (each[others].max() > OF_ANOTHER)) for each in spoken]
    return tuple(
        (
            asks,
            tuple((token.start, token.end) for token, spoken in zip(known, speaks, strict=True) if spoken[which]),
        )
        for which, asks in enumerate(readings)
    )


def speaks_for(asks: Asks, word: str, least: float = 0.0) -> bool:
    """Whether a word speaks for a reading rather than against it: "running" for the owner. Where nothing but a row that
    is known is asked of, it needn't do so as plainly as where it may be what is asked about."""
    spoken = model().by_stem.get(stem(word))
    return spoken is not None and bool(spoken[model().labels.index(asks)] > least)


def asking_of(text: str, vector: Floats | None = None, aside: Sequence[tuple[int, int]] = ()) -> Asking:
    """How a question reads. `vector` is its sentence vector, by the encoder of the index; `aside` are character ranges
    that name documents and so say nothing of what is asked for."""
    tokens = [each for each in tokens_of(text) if not any(start <= each.start < end for start, end in aside)]
    return Asking(tuple(model().likelihoods(tokens, vector)), _frames(tokens))
