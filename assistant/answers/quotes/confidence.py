"""What the signs of an answer count for: which clause is the best, and how sure it is that it answers.

`python -m bench.answers.calibration` fits the weights on questions over many unlike documents, answerable and not,
whose right quotes are known; docs/confidence.md shows what they are worth on plans that they weren't fitted on. What
each sign is, `assistant.answers.quotes.signs` says. Signs that made no difference there have no weight.

The weights are those that were fitted before four more councils' plans were among the documents: refitted with two of
these, 8 of 67 answers about the other two were wrong; with the weights as they are, 4 of 58. So they stayed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter, mul

from assistant.answers.quotes.signs import Signs

# From which a question is answered: of the answers that reach it to questions in staff's words about 21 plans that
# nothing was fitted on, 2 of 53 are wrong, and of those at 0.9 and more none of 19. When the weights were fitted, 4% of
# such answers were wrong, and 6% would have been at 0.77.
ANSWERS = 0.8
# Below which nothing was found. "Not in the documents" is wrong where it is said of what they do say: so of 13 of 362
# answerable questions about five libraries (30 at 0.4), while of 63 others 6 are told so (9).
ABOUT = 0.2
# Leads beyond which it makes no difference how far behind the next is.
FAR_AHEAD, FAR_AHEAD_IN_ROW = 6.0, 4.0

STRENGTH: Mapping[str, float] = {
    "passage": 5.49,
    "row": 6.15,
    "mean": 14.46,
    "near": 8.68,
    "found": 2.44,
    "fits": 3.06,
    "own": 3.39,
    "counted": 0.78,
    "against": -1.49,
    "length": -0.49,
    "in_kind": 1.49,
    "settles": 1.13,
    "to_come": -1.00,
    "echo": -2.14,
    "unsaid": -1.00,
    "cause": 1.38,
    "misplaced": -1.06,
    "prose": -4.00,  # fitted with the others it is -4.3
    "hollow": -6.00,  # by hand: behind whatever its row says besides
}
_ORDERING = attrgetter(*STRENGTH)
SURENESS: Mapping[str, float] = {
    "mean": 5.91,
    "fits": 4.57,
    "alike": 0.50,
    "unmet": -2.29,
    "away": -1.17,
    "whether": 0.72,
    "lacks": -2.09,
}
BY_ROWS, BY_CLAUSES, CONSTANT = 0.26, -0.07, -5.26

# Signs whose answers do harm: the contrary of what is asked, what was said of another year, number or doing, and what
# isn't of the thing that is named, or a name alone. Each alone takes the surest answer below ANSWERS.
BY_HAND: Mapping[str, float] = {"against": -4.0, "unsaid": -3.0, "unknown": -3.0, "hollow": -4.0}


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


def of_kind(signs: Signs) -> float:
    """What of a clause's strength comes from its holding the kind of thing asked for."""
    return sum(STRENGTH[name] * float(getattr(signs, name)) for name in ("found", "own", "cause", "counted"))


def sureness(signs: Signs, leads: Leads) -> float:
    """How likely it is that the strongest clause, or one of those shown with it, answers: 0 to 1."""
    weights = (*SURENESS.items(), *BY_HAND.items())
    signed = sum(weight * float(getattr(signs, name)) for name, weight in weights) - signs.grave
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
