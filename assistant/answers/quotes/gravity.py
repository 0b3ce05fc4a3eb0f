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
        -0.06,
        6.43,
        6.36,
        -2.55,
        -4.43,
        2.78,
        -6.89,
        3.98,
        -2.37,
        -3.19,
        -2.97,
        1.72,
        -0.90,
        0.20,
        1.67,
        2.18,
        -0.02,
        -3.14,
        1.52,
        -0.58,
        -0.11,
        -1.85,
        -0.42,
        0.94,
        -2.45,
        1.06,
        -2.98,
        0.00,
        2.22,
        -2.45,
        -3.28,
        -2.60,
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
