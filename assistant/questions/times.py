"""Which update a question is about (the latest, one before, both, what came, went or moved): a linear model, fitted by
`bench times`.

It reads the wording as `questions.asking` does: that tells what is asked for, and this of when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.language.words import stem
from assistant.questions.asking import NUMBER, Floats, Model, tokens_of

WEIGHTS = "times.npz"
# Likelihood from which a question is about the latest update alone. Of 1,751 questions by three authors, each read by
# weights fitted to others (and not to the tenth, who had seen what was misread of them), 22 of 1,243 about that alone
# are less likely to be, and 409 of 508 others, of which 351 are read rightly.
NOW_SURE = 0.7
LEAST = 0.3  # likelihood below which no other reading is taken: "nobody named as lead at the moment" is new at 0.16
# How much more a word has to speak for what is read than for the latest update to say only that: "previous", "since".
# Lower, and subjects that many such questions were about are taken for it. `IF_LEFT`: of words that nothing explains.
OF_THE_FRAME, IF_LEFT = 5.0, 2.0


class Time(StrEnum):
    """Which updates a question is about, and what of them, as the labelled questions have it."""

    NOW = "now"
    THEN = "then"
    BOTH = "both"  # what each says of one thing
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"  # statuses that are others than they were: any, better or worse ones
    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"  # whatever is

    @property
    def in_words(self) -> str:
        """What a reader is told of it."""
        return _TOLD[self]

    @property
    def compares(self) -> bool:
        """Whether two updates are compared."""
        return self not in (Time.NOW, Time.THEN)


_TOLD = {
    Time.NOW: "the latest update",
    Time.THEN: "an earlier update",
    Time.BOTH: "two updates",
    Time.NEW: "what is new",
    Time.GONE: "what is gone",
    Time.MOVED: "statuses that moved",
    Time.BETTER: "better than before",
    Time.WORSE: "worse than before",
    Time.CHANGED: "what changed",
}
MOVES = (Time.MOVED, Time.BETTER, Time.WORSE)


@dataclass(frozen=True, slots=True)
class Times:
    """How a question was read: what is meant, with its likelihood, and the words, as character ranges, that say so."""

    time: Time
    likelihood: float
    frame: tuple[tuple[int, int], ...] = ()


@lru_cache(maxsize=1)
def model() -> Model[Time]:
    """The model of the updates that are meant."""
    return Model.stored(WEIGHTS, Time)


def times_of(text: str, vector: Floats | None = None, aside: Sequence[tuple[int, int]] = ()) -> Times:
    """How a question reads. `vector` is its sentence vector, by the encoder of the index; `aside` are character ranges
    that name documents and so say nothing of when."""
    tokens = [each for each in tokens_of(text) if not any(start <= each.start < end for start, end in aside)]
    likely = dict(model().likelihoods(tokens, vector))
    if (now := likely.pop(Time.NOW)) >= NOW_SURE:
        return Times(Time.NOW, now)
    moves = sum(likely[each] for each in MOVES)
    time = max(likely, key=lambda each: (moves if each in MOVES else likely[each], likely[each]))
    if max(likely[time], moves) < LEAST:
        return Times(Time.NOW, now)
    frame = [
        (each.start, each.end)
        for each in tokens
        if not each.is_name and each.said != NUMBER and speaks_of(time, each.said, OF_THE_FRAME)
    ]
    return Times(time, likely[time], tuple(frame))


def speaks_of(time: Time, word: str, least: float = IF_LEFT) -> bool:
    """Whether a word speaks for a reading, or for any other that compares, rather than for the latest update alone."""
    spoken = model().by_stem.get(stem(word))
    if spoken is None:
        return False
    said = dict(zip(model().labels, spoken, strict=True))
    most = max(weight for each, weight in said.items() if each is time or (each.compares and time.compares))
    return bool(most - said[Time.NOW] >= least)
