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
        -1.07,
        5.41,
        4.90,
        0.45,
        -6.14,
        0.57,
        -5.73,
        4.58,
        -0.69,
        -0.99,
        -1.30,
        2.72,
        3.21,
        -1.43,
        1.44,
        0.37,
        0.60,
        -5.34,
        1.51,
        0.04,
        -0.46,
        -3.19,
        -0.09,
        5.03,
        0.17,
        -2.07,
        -0.44,
        0.11,
        -0.67,
        -2.68,
        -1.73,
        -2.90,
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
