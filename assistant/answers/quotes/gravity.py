"""How grave it is that a row has nothing like a word of the question: more for some kinds of words than for others.

"How many couples are in B&B?" isn't answered by a row on families in B&B, while "what did we blow on B&B?" may be by
one that says what it cost. Which words are which, their vectors tell: `python -m bench.answers.calibration` fits what
the leading dimensions of the encoder's token vectors count for.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# More dimensions were no better on plans that nothing was fitted on (64: as without any), and 16 less so.
LEADING, DIMENSIONS = 32, 128  # of the vectors, by the encoder that this was fitted to
GRAVITY: Floats = np.array(
    [
        2.13,
        7.20,
        5.67,
        -2.14,
        -2.68,
        0.55,
        -7.12,
        0.18,
        0.24,
        -3.31,
        -2.98,
        1.94,
        -3.29,
        0.32,
        4.04,
        0.95,
        0.26,
        -2.92,
        0.09,
        -3.74,
        -2.68,
        -0.48,
        1.16,
        0.60,
        -1.24,
        -1.78,
        -3.25,
        0.25,
        3.19,
        -1.65,
        -2.92,
        -1.04,
    ],
    np.float32,
)


def missed(vectors: Floats, weights: Floats, unmet: Floats) -> Floats:
    """The sum `(LEADING,)` of the vectors `(n, e)` of a question's n words, each as it weighs and isn't met; zeros for
    another encoder."""
    if vectors.shape[1] != DIMENSIONS:
        return np.zeros(LEADING, np.float32)
    found: Floats = (weights * unmet).astype(np.float32) @ vectors[:, :LEADING]
    return found


def grave(words_missed: Floats) -> float:
    """How grave that is, in the measure of sureness: above 0 for what takes away from it."""
    return float(words_missed @ GRAVITY)
