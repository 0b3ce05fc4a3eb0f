"""What the signs of an answer count for: which clause is the best, and how sure it is that it answers.

`python -m bench.answers.calibration` fits the weights on questions over many unlike documents, answerable and not,
whose right quotes are known; docs/confidence.md shows what they are worth on plans that they weren't fitted on. What
each sign is, `assistant.answers.quotes.signs` says. Signs that made no difference there have no weight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter, mul

from assistant.answers.quotes.signs import Signs

# From which a question is answered: of the answers that reach it, 5% are wrong on fresh plans that nothing was fitted
# on. Lower, more right ones are given, and wrong ones sooner: at 0.6 12%.
ANSWERS = 0.75
ABOUT = 0.4  # below which nothing was found, unless the question is answered
HARDLY_ABOUT = 0.2  # below which it isn't answered either
# Leads beyond which it makes no difference how far behind the next is.
FAR_AHEAD, FAR_AHEAD_IN_ROW = 6.0, 4.0

STRENGTH: Mapping[str, float] = {
    "passage": 6.32,
    "row": 6.36,
    "mean": 12.35,
    "near": 7.54,
    "found": 2.38,
    "fits": 2.28,
    "own": 1.63,
    "money": 2.53,
    "against": -1.86,
    "turn": 1.07,
    "length": -0.29,
    "in_kind": 2.02,
    "settles": 1.33,
    "to_come": -1.61,
    "echo": -2.53,
    "unsaid": -1.19,
}
_ORDERING = attrgetter(*STRENGTH)
SURENESS: Mapping[str, float] = {
    "mean": 3.47,
    "alike": 3.41,
    "unmet": -2.57,
    "turn": 1.06,
    "lacks": -2.49,
    "unknown": -2.08,
    "fits": 1.96,
    "whether": 0.78,
}
BY_ROWS, BY_CLAUSES, CONSTANT = 0.11, 0.02, -4.25

# Signs that are too rare among the questions for a fit, and whose answers do harm: the contrary of what is asked, and
# what was said of another year, number or doing. Each alone takes the surest answer below ANSWERS.
BY_HAND: Mapping[str, float] = {"against": -4.0, "unsaid": -3.0}


@dataclass(frozen=True, slots=True)
class Leads:
    """By how much the best clause is stronger than the next of another row, and than the next of its own."""

    rows: float
    clauses: float

    @classmethod
    def of(cls, best: float, other_row: float | None, same_row: float | None) -> Leads:
        rows = FAR_AHEAD if other_row is None else min(best - other_row, FAR_AHEAD)
        return cls(rows, FAR_AHEAD_IN_ROW if same_row is None else min(best - same_row, FAR_AHEAD_IN_ROW))


def strength(signs: Signs) -> float:
    """By what clauses are ordered: the higher, the likelier it is that this one answers, if any does."""
    return float(sum(map(mul, STRENGTH.values(), _ORDERING(signs))))


def sureness(signs: Signs, leads: Leads) -> float:
    """How likely it is that the strongest clause, or one of those shown with it, answers: 0 to 1."""
    weights = (*SURENESS.items(), *BY_HAND.items())
    signed = sum(weight * float(getattr(signs, name)) for name, weight in weights)
    return _logistic(CONSTANT + signed + BY_ROWS * leads.rows + BY_CLAUSES * leads.clauses)


def about(topic: float, alike: float, ahead: float) -> float:
    """How likely it is that the documents have anything on the question's subject.

    `topic`: how alike its telling words and the best passage are; `alike`: the whole of both; `ahead`: by how much the
    passage is more on the topic than the weaker half of the best found. What stands out among many like it is the more
    surely meant, however many documents there are.
    """
    return _logistic(-7.58 + 8.59 * topic + 7.85 * alike + 1.28 * ahead)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
