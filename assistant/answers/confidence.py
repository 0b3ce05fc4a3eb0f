"""How sure an answer is: logistic curves over a few signs of the question and its best evidence.

`python -m bench.answers.calibration` fitted their coefficients on questions over many unlike documents, answerable and
not; docs/confidence.md shows what they are worth on documents that they weren't fitted on. All signs are 0 to 1:

- topic: how alike the best passage and the question's telling words are
- few: how far the question is from four telling words, with fewer of which chance makes more of likeness
- coverage: the weighted share of the telling words that the clause, or what stands around it, meets
- alike: how alike the whole passage and the whole question are
- said: the weighted share of the telling words that the sentence itself says, headings aside
- point: how well the word that the question turns on ("rent" of "what is the rent of …") is met
- ahead: by how much the passage is more on the topic than the weaker half of the best found: what stands out among
  many like it is the more surely meant, however many documents there are
- behind: by how much another clause, without the thing asked for, covers more of the question
- unsaid: 1 where the clause lacks a number of the question, or the relation asked for ("who chairs"); ½ where a count
  stands beside all but the noun of what is counted
"""

from __future__ import annotations

import math

STATED = 0.6  # from which a question for a kind of thing is answered
SPOKEN_OF = 0.55  # from which any other is; lower, as people say much in words that documents lack
ABOUT = 0.5  # below which nothing was found, unless the question is answered
HARDLY_ABOUT = 0.27  # below which it isn't answered either


def about(topic: float, alike: float, ahead: float) -> float:
    """How likely it is that the documents have anything on the question's subject."""
    return _logistic(-6.81 + 7.10 * topic + 8.43 * alike + 2.94 * ahead)


def spoken_of(topic: float, few: float, alike: float, said: float, point: float) -> float:
    """How likely it is that a question for no kind of thing in particular is answered."""
    return _logistic(-5.43 + 4.16 * topic - 2.90 * few + 3.30 * alike + 1.24 * said + 2.44 * point)


def stated(coverage: float, behind: float, unsaid: float, alike: float, point: float) -> float:
    """How likely it is that a clause answers which holds the kind of thing that the question asks for."""
    return _logistic(-5.98 + 5.05 * coverage - 1.81 * behind - 3.10 * unsaid + 2.14 * alike + 2.69 * point)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
