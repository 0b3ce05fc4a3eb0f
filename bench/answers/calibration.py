"""`python -m bench.answers.calibration [FOLDER]`: fits the weights of quotes/confidence.py, writes docs/confidence.md.

Questions whose right quotes are known are asked over unlike documents, each in an index of its own. First the weights
that order clauses are fitted, so that the right one comes first; then those which say how sure the first is. All
figures
are of plans that the weights were not fitted on: the plans are dealt into parts, and each is judged by the fit of all
others. FOLDER keeps the indexes for the next time. Fitting needs scikit-learn, which nothing else here uses.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]

from assistant.answers.answering import Answerer
from assistant.answers.quotes.confidence import (
    ANSWERS,
    BY_CLAUSES,
    BY_HAND,
    BY_ROWS,
    CONSTANT,
    STRENGTH,
    SURENESS,
    Leads,
)
from assistant.answers.quotes.evidence import WORTH_SHOWING, Evidence, weighed
from assistant.answers.quotes.gravity import GRAVITY, LEADING
from assistant.language.clauses import quotable
from bench.answers.asked import ANSWERABLE, FAR, FOREIGN, NEAR_MISS, Asked, questions
from bench.answers.documents import ARROWMARCH, ELLBROOK, RAVENSHOLME, RAVENSMERE, Shelf
from bench.places import ROOT
from bench.tables import Table, share
from index import Filters, load_encoder

REPORT = ROOT / "docs" / "confidence.md"
UNFITTED = (ELLBROOK, RAVENSMERE, ARROWMARCH, RAVENSHOLME)  # libraries that came after the weights in use
PARTS = 8  # that plans are dealt into
SHOWN = 3  # quotes of which one has to be right
SHRINKING_ORDER, SHRINKING_SURENESS = 10.0, 1 / 0.3  # of the squares of weights, for signs of variance 1
# How much less the dimensions of what is missed vary than other signs, so that each alone counts for little; and what a
# question counts for whose answer is left out. Of answers by fresh plans of which at most 8% are wrong, 41 of 80 are
# right ones with both, 36 without what is missed, 28 without either.
FAINT, OF_LEFT_OUT = 0.35, 0.5
LEFT_OUT = "left_out"
# Signs that are too rare for a fit to be sure of, which take away 1 at least.
HARMFUL = ("against", "to_come", "echo", "unsaid")

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tried:
    """A question and the n clauses found for it: their signs (n, s), which are right, and the row and quote of each."""

    asked: Asked
    signs: Floats
    missed: Floats  # (n, LEADING)
    right: Bools
    rows: tuple[str, ...]
    quotes: tuple[str, ...]


def tried(answerer: Answerer, asked: Asked) -> Iterator[Tried]:
    """The question as it is asked, and if it is answerable, the same where the passages that answer it are taken out,
    which makes it a near miss; nothing where it is a question for rows, or nothing is found."""
    text, _ = answerer.sources.vocabulary.correct(asked.question)
    question, hits = answerer.finder.hits(text, Filters()) or (None, [])
    if question is None or not hits:
        return
    found = weighed(question, hits)
    whole = _tried(asked, found)
    yield whole
    answering = {each.hit.passage.id for each, right in zip(found, whole.right, strict=True) if right}
    others = [hit for hit in hits if hit.passage.id not in answering]
    if answering and others and asked.kind == ANSWERABLE:
        missing = replace(asked, kind=LEFT_OUT, gold=(), must_contain=(), weight=asked.weight * OF_LEFT_OUT)
        yield _tried(missing, weighed(question, others))


def _tried(asked: Asked, found: Sequence[Evidence]) -> Tried:
    quotes = tuple(_quote(each) for each in found)
    right = [asked.is_answered_by(each.hit.citation, quote) for each, quote in zip(found, quotes, strict=True)]
    rows = tuple(each.hit.passage.row_key for each in found)
    signs = np.array([[float(getattr(each.signs, name)) for name in NAMES] for each in found])
    missed = np.array([each.missed for each in found], np.float64)
    return Tried(asked, signs, missed, np.array(right), rows, quotes)


NAMES = tuple(dict.fromkeys([*STRENGTH, *SURENESS, *BY_HAND]))
ORDERING = [NAMES.index(name) for name in STRENGTH]
JUDGING = [NAMES.index(name) for name in SURENESS]
GIVEN = [NAMES.index(name) for name in BY_HAND]


def _quote(evidence: Evidence) -> str:
    text = evidence.hit.passage.text
    return quotable(text, evidence.clause).of(text)


# --- which clause comes first -----------------------------------------------------------------------


def order_weights(sets: Sequence[Tried]) -> Floats:
    """The weights with which the right clauses are likeliest to come first, after McFadden's conditional logit."""
    sets = [each for each in sets if each.right.any()]
    signs = np.concatenate([each.signs[:, ORDERING] for each in sets])
    right = np.concatenate([each.right for each in sets])
    sizes = np.array([len(each.right) for each in sets])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    of = np.repeat(np.arange(len(sets)), sizes)
    weights = np.array([each.asked.weight for each in sets])
    spread = signs.std(axis=0) + 1e-9
    scaled = (signs - signs.mean(axis=0)) / spread

    def loss(coefficients: Floats) -> tuple[float, Floats]:
        scores = scaled @ coefficients
        scores -= np.maximum.reduceat(scores, starts)[of]
        chances = np.exp(scores)
        chances /= np.add.reduceat(chances, starts)[of]
        hit = np.where(right, chances, 0.0)
        hits = np.add.reduceat(hit, starts)
        slope = scaled.T @ (weights[of] * (hit / hits[of] - chances))
        value = -float(weights @ np.log(hits)) + SHRINKING_ORDER / 2 * float(coefficients @ coefficients)
        return value, SHRINKING_ORDER * coefficients - slope

    start = np.where(np.isin(list(STRENGTH), HARMFUL), -spread, 0.0)
    most = [(None, -each if name in HARMFUL else None) for name, each in zip(STRENGTH, spread, strict=True)]
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=most).x / spread
    return found


# --- how sure the first is --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class First:
    """The clause that comes first: the signs that it is judged by, with its leads, and whether one of those shown is
    right.

    `first`: whether the very first is."""

    asked: Asked
    signs: Floats
    missed: Floats
    given: float  # what signs count for whose weights aren't fitted
    right: bool
    first: bool


def first_of(each: Tried, weights: Floats) -> First:
    strengths = each.signs[:, ORDERING] @ weights
    order = np.argsort(-strengths, kind="stable")
    best = int(order[0])
    near = [at for at in order if strengths[at] >= strengths[best] - WORTH_SHOWING]
    shown = list(dict.fromkeys(each.quotes[at] for at in near))[:SHOWN]
    right = any(each.right[at] for at in near if each.quotes[at] in shown)
    leads = Leads.of(float(strengths[best]), *_next(each, strengths, order))
    signs = np.array([*each.signs[best, JUDGING], leads.rows, leads.clauses])
    given = float(each.signs[best, GIVEN] @ np.array(list(BY_HAND.values())))
    return First(each.asked, signs, each.missed[best], given, right, bool(each.right[best]))


def _next(each: Tried, strengths: Floats, order: npt.NDArray[np.int64]) -> tuple[float | None, float | None]:
    best = order[0]
    others = (float(strengths[at]) for at in order if each.rows[at] != each.rows[best])
    same = (float(strengths[at]) for at in order[1:] if each.rows[at] == each.rows[best])
    return next(others, None), next(same, None)


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over signs."""

    weights: Floats
    gravity: Floats
    constant: float

    def chance(self, first: First) -> float:
        signed = first.signs @ self.weights - first.missed @ self.gravity
        return float(1 / (1 + np.exp(-(self.constant + signed + first.given))))


def curve(firsts: Sequence[First]) -> Curve:
    """The curve that tells firsts that are right from others, but for those that weights given by hand decide."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    firsts = [each for each in firsts if not each.given]
    signs = np.array([[*each.signs, *each.missed] for each in firsts])
    right = np.array([each.right for each in firsts])
    weights = np.array([each.asked.weight for each in firsts])
    middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    spread[-LEADING:] /= FAINT
    fitted = LogisticRegression(C=1 / SHRINKING_SURENESS, max_iter=5000).fit(
        (signs - middle) / spread, right, sample_weight=weights
    )
    # Steepness and height are those of questions as they are asked, of which fewer can't be answered.
    put = [at for at, each in enumerate(firsts) if each.asked.kind != LEFT_OUT]
    level = LogisticRegression(C=1e6).fit(
        ((signs - middle) / spread @ fitted.coef_[0])[put, None], right[put], sample_weight=weights[put]
    )
    slopes = fitted.coef_[0] / spread * level.coef_[0, 0]
    return Curve(slopes[:-LEADING], -slopes[-LEADING:], float(level.intercept_[0] - middle @ slopes))


# --- held out by plan -------------------------------------------------------------------------------


def parts_of(sets: Iterable[Tried]) -> Mapping[str, int]:
    """The part of each plan: the plans with most questions are dealt first."""
    counts = Counter(each.asked.plan for each in sets)
    parts, sizes = dict[str, int](), [0] * PARTS
    for plan, count in counts.most_common():
        parts[plan] = sizes.index(min(sizes))
        sizes[parts[plan]] += count
    return parts


def firsts(sets: Sequence[Tried]) -> list[tuple[First, int]]:
    """Each question's first clause, by weights that were fitted without its plan, and the part of its plan."""
    parts = parts_of(sets)
    weights = [order_weights([each for each in sets if parts[each.asked.plan] != part]) for part in range(PARTS)]
    return [(first_of(each, weights[parts[each.asked.plan]]), parts[each.asked.plan]) for each in sets]


def held_out(found: Sequence[tuple[First, int]]) -> list[tuple[First, float]]:
    """How sure each is, by a curve that was fitted without its plan."""
    curves = [curve([each for each, part in found if part != here]) for here in range(PARTS)]
    return [(each, curves[part].chance(each)) for each, part in found]


# --- report -----------------------------------------------------------------------------------------


def report(sets: Sequence[Tried]) -> str:
    """What the weights in use are worth on plans that they weren't fitted on, and what refitted ones would be."""
    unfitted = [each for each in sets if each.asked.document in UNFITTED]
    used = [pair for pair in in_use(unfitted) if _counts(pair[0].asked)]
    found = firsts(sets)
    refitted = [pair for pair in held_out(found) if _counts(pair[0].asked)]
    opening = (
        "# Confidence\n\nWritten by `python -m bench.answers.calibration`. `quotes/signs.py` says what the signs are, "
        f"`quotes/confidence.py` holds their weights. {_told(used)} that these weights weren’t fitted on (near misses "
        "are on a plan’s topics, but it doesn’t answer them). What is answered from rows is left out.\n"
    )
    again = (
        f"## Fitted again\n\nWeights that are fitted to {_told(refitted)}, each plan judged by the fit to the others. "
        "They are used only where they are better than those in use.\n"
    )
    parts = [_reliability(used), _by_plan(used), again, _reliability(refitted, "Reliability of these"), _all(refitted)]
    return "\n".join([opening, *parts, _weights(sets, found)])


def in_use(sets: Iterable[Tried]) -> list[tuple[First, float]]:
    """How sure each is by the weights in use."""
    weights = np.array(list(STRENGTH.values()))
    judging = np.array([*SURENESS.values(), BY_ROWS, BY_CLAUSES])
    curve = Curve(judging, np.array(GRAVITY, np.float64), CONSTANT)
    return [(first, curve.chance(first)) for first in (first_of(each, weights) for each in sets)]


def _told(judged: Sequence[tuple[First, float]]) -> str:
    counts = Counter(each.asked.kind for each, _ in judged)
    plans = len({each.asked.plan for each, _ in judged})
    return f"{counts[ANSWERABLE]} answerable questions and {counts[NEAR_MISS] + counts[FAR]} others about {plans} plans"


def _counts(asked: Asked) -> bool:
    """Whether it is a question as somebody asked it of these documents."""
    return asked.weight > FOREIGN and asked.kind != LEFT_OUT


def _reliability(judged: Sequence[tuple[First, float]], title: str = "Reliability") -> str:
    rows = []
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, ANSWERS), (ANSWERS, 0.9), (0.9, 1.01)):
        here = [each for each, sure in judged if low <= sure < high]
        right = sum(each.right for each in here)
        part = right / len(here) if here else 0.0
        rows.append(
            (f"{low:.2f} to {min(high, 1):.2f}", str(len(here)), share(right, len(here)), "█" * round(20 * part))
        )
    note = (
        "How many of the answers with such a confidence have a right quote among the first three. From "
        f"{ANSWERS} on, a question is called answered."
    )
    return Table(title, note, ("confidence", "questions", "right", ""), rows).markdown()


def _by_plan(judged: Sequence[tuple[First, float]]) -> str:
    plans = sorted({each.asked.plan for each, _ in judged})
    rows = [_plan_row(plan, judged, lambda each, plan=plan: each.plan == plan) for plan in plans]  # type: ignore[misc]
    rows.append(_plan_row("all", judged, lambda each: True))
    note = "An answer to a question that the documents can’t answer is wrong."
    return Table("By plan", note, _HEADS, rows).markdown()


def _all(judged: Sequence[tuple[First, float]]) -> str:
    rows = [
        _plan_row("all", judged, lambda each: True),
        _plan_row("of these: in staff’s words", judged, lambda each: each.weight > 1),
    ]
    return Table("All plans", "As above.", _HEADS, rows).markdown()


_HEADS = ("plan", "answerable", "right quote first", "answered", "wrong of them", "at 0.9", "wrong of them")


def _plan_row(name: str, judged: Sequence[tuple[First, float]], holds: Callable[[Asked], bool]) -> tuple[str, ...]:
    here = [(each, sure) for each, sure in judged if holds(each.asked)]
    asked = [each for each, _ in here if each.asked.kind == ANSWERABLE]
    cells = [name, str(len(asked)), share(sum(each.first for each in asked), len(asked))]
    for least in (ANSWERS, 0.9):
        given = [each for each, sure in here if sure >= least]
        cells += [str(len(given)), share(sum(not each.right for each in given), len(given))]
    return tuple(cells)


def _weights(sets: Sequence[Tried], found: Sequence[tuple[First, int]]) -> str:
    ordering, fitted = order_weights(sets), curve([each for each, _ in found])
    judging = dict(
        zip([*SURENESS, "by rows", "by clauses", "constant"], [*fitted.weights, fitted.constant], strict=True)
    )
    order = dict(zip(STRENGTH, ordering, strict=True))
    rows = [
        (name, *(f"{told[name]:+.2f}" if name in told else "" for told in (order, judging)))
        for name in dict.fromkeys([*order, *judging])
    ]
    note = "What each sign counts for in the order of clauses, and in how sure the first is."
    gravity = ", ".join(f"{each:.2f}" for each in fitted.gravity)
    told = f"What is missed counts for, by dimension (`GRAVITY`): {gravity}\n"
    return "\n".join([Table("Weights", note, ("sign", "order", "sureness"), rows).markdown(), told])


def main(folder: Path) -> None:
    """Asks the questions, fits, and writes the report."""
    shelf, asked = Shelf(folder, load_encoder()), questions()
    answerers = {name: shelf.answerer(name) for name in dict.fromkeys(each.document for each in asked)}
    sets = [found for each in asked for found in tried(answerers[each.document], each)]
    written = report(sets)
    REPORT.write_text(written, encoding="utf-8")
    sys.stdout.write(written)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
