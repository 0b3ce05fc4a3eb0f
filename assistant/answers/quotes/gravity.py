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
        3.80,
        7.35,
        5.03,
        -2.85,
        -4.47,
        0.56,
        -5.71,
        -1.31,
        -0.27,
        -3.36,
        -3.62,
        0.38,
        -1.27,
        1.18,
        2.71,
        1.53,
        -2.49,
        -2.84,
        -1.33,
        -1.71,
        -4.34,
        -0.16,
        2.14,
        0.53,
        -1.02,
        -1.72,
        -1.57,
        1.53,
        3.92,
        -0.62,
        -0.71,
        -1.34,
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
