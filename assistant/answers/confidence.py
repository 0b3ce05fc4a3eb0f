"""How sure an answer is: logistic curves over a few signs of the question and its best evidence.

`python -m bench.answers.calibration` fitted their coefficients on questions over many unlike documents, answerable and
not; docs/confidence.md shows what they are worth on documents that they weren't fitted on. All signs are 0 to 1:

- topic: how alike the best passage and the question's telling words are
- few: how far the question is from four telling words, with fewer of which chance makes more of likeness
- coverage: the weighted share of the telling words that the clause, or what stands around it, meets
- alike: how alike the whole passage and the whole question are
- point: how well the word that the question turns on ("rent" of "what is the rent of …") is met
- ahead: by how much the passage is more on the topic than the weaker half of the best found: what stands out among
  many like it is the more surely meant, however many documents there are
- unsaid: 1 where the clause lacks a number of the question, or the relation asked for ("who chairs"); ½ where a count
  stands beside all but the noun of what is counted
"""

from __future__ import annotations

import math

STATED = 0.6  # from which a question for a kind of thing is answered
SPOKEN_OF = 0.5  # from which any other is; lower, as people say much in words that documents lack
ABOUT = 0.4  # below which nothing was found, unless the question is answered
HARDLY_ABOUT = 0.2  # below which it isn't answered either


def about(topic: float, alike: float, ahead: float) -> float:
    """How likely it is that the documents have anything on the question's subject."""
    return _logistic(-7.58 + 8.59 * topic + 7.85 * alike + 1.28 * ahead)


def spoken_of(topic: float, few: float, alike: float, point: float) -> float:
    """How likely it is that a question for no kind of thing in particular is answered."""
    return _logistic(-8.22 + 7.27 * topic - 0.63 * few + 0.44 * alike + 4.16 * point)


def stated(coverage: float, unsaid: float, alike: float, point: float) -> float:
    """How likely it is that a clause answers which holds the kind of thing that the question asks for."""
    return _logistic(-9.13 + 7.07 * coverage - 4.15 * unsaid + 4.51 * alike + 3.11 * point)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
