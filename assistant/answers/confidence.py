"""How sure an answer is: logistic curves over a few signs of the question and its best evidence.

`python -m bench.answers.calibration` fitted their coefficients on questions over many unlike documents, answerable and
not; docs/confidence.md shows what they are worth on documents that they weren't fitted on. All signs are 0 to 1:

- topic: how alike the best passage and the question's telling words are
- few: how far the question is from four telling words, with fewer of which chance makes more of likeness
- coverage: the weighted share of the telling words that the clause, or what stands around it, meets
- alike: how alike the whole passage and the whole question are
- ahead: by how much the passage is more on the topic than the weaker half of the best found: what stands out among
  many like it is the more surely meant, however many documents there are
- behind: by how much another clause, without the thing asked for, covers more of the question
- unsaid: 1 where the clause lacks a number of the question, or the relation asked for ("who chairs")
"""

from __future__ import annotations

import math

STATED = 0.45  # from which a question for a kind of thing is answered
SPOKEN_OF = 0.33  # from which any other is; lower, as people say much in words that documents lack
ABOUT = 0.5  # below which nothing was found, unless the question is answered
HARDLY_ABOUT = 0.27  # below which it isn't answered either


def about(topic: float, alike: float, ahead: float) -> float:
    """How likely it is that the documents have anything on the question's subject."""
    return _logistic(-6.81 + 7.10 * topic + 8.43 * alike + 2.94 * ahead)


def spoken_of(topic: float, few: float, alike: float, ahead: float) -> float:
    """How likely it is that a question for no kind of thing in particular is answered."""
    return _logistic(-4.83 + 6.04 * topic - 3.34 * few + 3.33 * alike + 6.21 * ahead)


def stated(coverage: float, behind: float, unsaid: float, alike: float, ahead: float) -> float:
    """How likely it is that a clause answers which holds the kind of thing that the question asks for."""
    return _logistic(-5.58 + 4.70 * coverage - 3.93 * behind - 6.05 * unsaid + 2.86 * alike + 7.14 * ahead)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
