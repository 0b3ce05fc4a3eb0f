"""`python -m bench.answers.calibration [FOLDER]`: fits the curves of answers/confidence.py, writes docs/confidence.md.

Questions are asked over unlike documents, each in an index of its own: the sample plan, made-up plans, and real climate
plans where they are beside the checkout. Each curve is judged on documents that it wasn't fitted on (leave one out).
What a table states is learnt from tables alone: in the flat text of the climate plans, numbers stand far from what
they belong to.
FOLDER keeps the indexes for the next time. Fitting needs scikit-learn, which nothing else here uses.
"""

from __future__ import annotations

import csv
import json
import lzma
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.answers.answering import Answerer
from assistant.answers.confidence import ABOUT, SPOKEN_OF, STATED
from assistant.answers.evidence import ahead, leading, weighed
from assistant.evaluation import TABLE, Case, load_cases, plain
from bench.places import ROOT, SHARED
from bench.tables import Table, share
from corpus.records import Citation
from index import Encoder, Filters, build, load_encoder, open_index
from tests.fictional.two_updates import TRUTH, table

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

OWN = ROOT / "tests" / "data" / "calibration"
ANSWERS = OWN / "answers.jsonl"  # with what answers them; the tuning part is used here
CAPE = SHARED / "cape"
STAFF = SHARED / "questions" / "staff"
STAFF_PLANS = "staff"  # the plans of these questions, all together
REPORT = ROOT / "docs" / "confidence.md"
SAMPLE, NORTHMERE = "sample", "northmere"
BOTH = "northmere both"  # of its updates
TABLES = (NORTHMERE, "libraries_fictional.csv", "streets_fictional.csv")  # made-up plans
STAFF_STYLE = OWN / "staff_style.jsonl"  # in the words of people who have the plan in front of them, near misses too
LIBRARY = "library"  # all made-up plans together: what a council has
IN_LIBRARY = (*TABLES[1:], "museums_fictional.csv", "flooding_fictional.csv", "skills_fictional.md")
ANSWERABLE, MISLED, NEAR_MISS, FAR = "answerable", "wrong quote", "near_miss", "far"
# What each kind counts as in a fit: wrong quotes are few, and no better than near misses.
WEIGHED_AS = {ANSWERABLE: ANSWERABLE, NEAR_MISS: NEAR_MISS, MISLED: NEAR_MISS, FAR: FAR}
SHOWN = 3  # quotes of which one has to be right

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of a document; `kind` says whether the document can answer it."""

    document: str
    kind: str
    question: str
    origin: str = ""  # the document that it was written for, where that is another
    gold: tuple[str, ...] = ()  # references of rows that answer
    must_contain: tuple[str, ...] = ()  # words of which the quote has to hold one

    def is_answered_by(self, citation: Citation) -> bool:
        """Where nothing says what answers it, what was found is taken to."""
        said = plain(f"{citation.category} {citation.priority} {citation.quote}")
        holds = not self.must_contain or any(plain(words) in said for words in self.must_contain)
        return not self.gold or (citation.reference in self.gold and holds)


@dataclass(frozen=True, slots=True)
class Signs:
    """What `answers.confidence` judges by. `typed`: a kind of thing is asked for; `found`: the clause holds one."""

    typed: bool
    found: bool
    topic: float
    few: float
    coverage: float
    unsaid: float
    alike: float
    ahead: float
    point: float
    right: bool  # one of the quotes shown answers


@dataclass(frozen=True, slots=True)
class Fit:
    """A curve, and each question's probability from the curve that was fitted without its document."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    constant: float
    held_out: Floats
    kinds: Sequence[str]

    def area(self, against: str) -> float:
        """The area under the ROC curve of answerable questions against those of another kind."""
        from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

        chosen = [at for at, kind in enumerate(self.kinds) if kind in (ANSWERABLE, against)]
        return float(roc_auc_score([self.kinds[at] == ANSWERABLE for at in chosen], self.held_out[chosen]))

    def share_from(self, least: float, kind: str) -> str:
        """The number of questions of a kind that reach a probability."""
        of_kind = [float(p) for p, each in zip(self.held_out, self.kinds, strict=True) if each == kind]
        return share(sum(p >= least for p in of_kind), len(of_kind))


# --- questions -------------------------------------------------------------------------------------


def questions() -> list[Asked]:
    """All questions, and as many more as are answerable: one document's put to another, which knows nothing of them."""
    asked = [*_written(), *_of_sample(), *_of_cape(), *_of_staff()]
    return [*asked, *_foreign([each for each in asked if each.kind == ANSWERABLE])]


def _written() -> Iterator[Asked]:
    lines = [json.loads(line) for line in (OWN / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    known = dict.fromkeys(told["document"] for told in lines if "document" in told)
    for told in lines:
        for document in (
            [told["document"]] if "document" in told else known
        ):  # questions about something else are asked of all documents
            if CAPE.exists() or not document.startswith("cape"):
                yield Asked(document, told["kind"], told["question"])
    documents = [json.loads(line)["document"] for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    for document, case in zip(documents, load_cases(ANSWERS), strict=True):
        if case.tuning and case.kind != TABLE:
            yield _asked(document, case)
    told = [json.loads(line) for line in STAFF_STYLE.read_text(encoding="utf-8").splitlines()]
    for each, case in zip(told, load_cases(STAFF_STYLE), strict=True):
        yield _asked(each["document"], case)
        yield replace(_asked(LIBRARY, case), origin=each["document"])


def _asked(document: str, case: Case) -> Asked:
    kind = ANSWERABLE if case.gold else case.kind
    return Asked(document, kind, case.question, gold=tuple(sorted(case.gold)), must_contain=case.must_contain)


def _of_sample() -> Iterator[Asked]:
    """The tuning part of the sample's question sets, without lists and follow-ups."""
    for folder in (ROOT / "tests" / "data", SHARED / "questions"):
        for file in ("questions.jsonl", "unanswerable.jsonl"):
            for case in load_cases(folder / file) if (folder / file).exists() else ():
                if case.tuning and not case.previous and case.kind not in (TABLE, "injection", "followup"):
                    yield _asked(SAMPLE, case)


def _of_cape() -> Iterator[Asked]:
    """The tuning part of the climate plans' questions that name the council whose plan it is."""
    file = CAPE / "dev.jsonl"
    for case in load_cases(file) if file.exists() else ():
        if case.tuning and case.kind == "specific":
            yield Asked(min(case.gold), ANSWERABLE, case.question)


def _of_staff() -> Iterator[Asked]:
    """Questions in staff's own words for quotes, put to all of their plans together."""
    file = STAFF / "questions.jsonl"
    for told in map(json.loads, file.read_text(encoding="utf-8").splitlines() if file.exists() else ()):
        kind = ANSWERABLE if told["gold"] else FAR if told["kind"] == FAR else NEAR_MISS
        lists = {"rows", "value", "need", "after"} & set(told) or told["kind"] in ("old-update", "update", "acronym")
        if not lists and told["plan"] in "SHCA" and (told.get("unans") or told["must"]):
            gold = tuple(reference.split(":")[1] for reference in told["gold"])
            text = told.get("all_q", told["question"])
            yield Asked(STAFF_PLANS, kind, text, f"staff {told['plan']}", gold, tuple(told["must"]))


def _foreign(answerable: Sequence[Asked]) -> Iterator[Asked]:
    """Questions asked of unrelated documents, but not of climate plans or street cleaning, which are too similar."""
    tables = [SAMPLE, NORTHMERE, "libraries_fictional.csv"]
    for number, each in enumerate(answerable):
        others = [document for document in tables if document != each.document]
        yield Asked(others[number % len(others)], FAR, each.question)


# --- documents -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """An index for each document, in a folder that may already contain them."""

    folder: Path
    encoder: Encoder

    def answerer(self, document: str) -> Answerer:
        index = self.folder / "index" / document
        if not index.exists():
            build(_file(document, self.folder / "documents" / document).parent, index, encoder=lambda: self.encoder)
        return Answerer(open_index(index, lambda: self.encoder), None)


def _file(document: str, folder: Path) -> Path:
    """The document, copied to a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    if document == BOTH:
        _northmere(folder, "old")
    if document == STAFF_PLANS:
        for path in (STAFF / "plans").iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        return next(folder.iterdir())
    if document == LIBRARY:
        for name in IN_LIBRARY:
            (folder / name).write_text((OWN / name).read_text(encoding="utf-8"), encoding="utf-8")
    if document in (NORTHMERE, BOTH, LIBRARY):
        return _northmere(folder, "new")
    if document == SAMPLE:
        for path in (ROOT / "corpus" / "sample").glob("*.txt"):
            (folder / path.name).write_bytes(path.read_bytes())
        return next(folder.iterdir())
    path = folder / (f"{_climate_plans()[document][0]}.txt" if document.startswith("cape") else document)
    path.write_text(
        _climate_plans()[document][1] if document.startswith("cape") else (OWN / document).read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    return path


def _northmere(folder: Path, side: str) -> Path:
    path, rows = folder / f"{TRUTH['plan']} {TRUTH[f'{side}_update']}.csv", table(side)
    headings = list(dict.fromkeys(column.heading for row in rows for column in row.columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Category", "Priority", *headings])
        for row in rows:
            columns = [row.column(heading) for heading in headings]
            cells = ["\n".join(f"• {item.text}" for item in column.items) if column else "" for column in columns]
            writer.writerow([row.category.label, row.priority.label, *cells])
    return path


@cache
def _climate_plans() -> Mapping[str, tuple[str, str]]:
    """Council and title, and the text, by id."""
    with lzma.open(CAPE / "plans.jsonl.xz", "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    return {
        each["id"]: (" ".join(f"{each['council']} {each['title']}".replace("/", "-").split())[:100], each["text"])
        for each in told
    }


# --- fitting ---------------------------------------------------------------------------------------


def signs(answerer: Answerer, asked: Asked) -> Signs | None:
    """The signs of the evidence that an answer would start with; None if nothing was found."""
    understood = answerer.read(answerer.vocabulary.correct(asked.question)[0])
    hits = answerer.hits(understood, Filters())
    found = weighed(understood, hits)
    if not found:
        return None
    best = leading(understood, found)
    return Signs(
        typed=understood.typed,
        found=bool(best.found),
        topic=best.topic,
        few=best.few,
        coverage=best.coverage,
        unsaid=best.unsaid,
        alike=best.hit.alike,
        ahead=ahead(best, found),
        point=best.point,
        right=any(asked.is_answered_by(each.hit.citation) for each in (best, *found[: SHOWN - 1])),
    )


def _kind(asked: Asked, each: Signs) -> str:
    return MISLED if asked.kind == ANSWERABLE and not each.right else asked.kind


def fit(told: Sequence[tuple[Asked, Signs]], names: tuple[str, ...]) -> Fit:
    """The curve that tells questions whose quote answers from all others: near misses (with wrong quotes) and far ones
    weigh alike, and together as much as the right ones."""
    values = np.array([[getattr(each, name) for name in names] for _, each in told])
    kinds = [_kind(asked, each) for asked, each in told]
    truth = np.array([kind == ANSWERABLE for kind in kinds])
    counts = Counter(WEIGHED_AS[kind] for kind in kinds)
    parts = {kind: 1.0 if kind == ANSWERABLE else 1 / max(1, len(counts) - 1) for kind in counts}
    weights = np.array([parts[kind] * len(kinds) / 2 / counts[kind] for kind in (WEIGHED_AS[each] for each in kinds)])
    documents = np.array(_groups([asked.origin or asked.document for asked, _ in told]))
    held_out = np.zeros(len(kinds))
    for document in set(documents.tolist()):
        here = documents == document
        held_out[here] = _model(values[~here], truth[~here], weights[~here]).predict_proba(values[here])[:, 1]
    model = _model(values, truth, weights)
    return Fit(names, tuple(model.coef_[0]), float(model.intercept_[0]), held_out, kinds)


def _model(values: Floats, truth: npt.NDArray[np.bool_], weights: Floats) -> LogisticRegression:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10, max_iter=5000).fit(values, truth, sample_weight=weights)


def _groups(documents: list[str]) -> list[str]:
    """Groups of documents for cross-validation: those with few questions form one group."""
    counts = Counter(documents)
    return [document if counts[document] >= 5 else "others" for document in documents]


# --- report ----------------------------------------------------------------------------------------


def report(told: Sequence[tuple[Asked, Signs]]) -> str:
    counts = Counter(asked.kind for asked, _ in told)
    tables = [(asked, each) for asked, each in told if not asked.document.startswith("cape")]
    parts = (
        (
            "about: do the documents speak of it?",
            [(pair[0], replace(pair[1], right=True)) for pair in tables if pair[0].kind != NEAR_MISS],
            ("topic", "alike", "ahead"),
            ABOUT,
        ),
        (
            "spoken_of: is a question for nothing in particular answered?",
            [pair for pair in told if not pair[1].typed],
            ("topic", "few", "alike", "point"),
            SPOKEN_OF,
        ),
        (
            "stated: does the clause that holds the kind of thing asked for answer?",
            [pair for pair in tables if pair[1].typed and pair[1].found],
            ("coverage", "unsaid", "alike", "point"),
            STATED,
        ),
    )
    documents = len({asked.document for asked, _ in told})
    opening = (
        "# Confidence\n\nWritten by `python -m bench.answers.calibration`. `assistant/answers/confidence.py` says "
        "what the signs mean and holds the curves. "
        f"{counts[ANSWERABLE]} answerable questions, {counts[NEAR_MISS]} near misses (on the "
        f"documents’ topics, but not answered by them) and {counts[FAR]} far ones over {documents} "
        "documents. All figures are of documents that the curve wasn’t fitted on.\n"
    )
    return "\n".join([opening, *(_part(title, fit(pairs, names), limit) for title, pairs, names, limit in parts)])


def _part(title: str, fitted: Fit, limit: float) -> str:
    areas = [f"{fitted.area(kind):.3f} against {kind.replace('_', ' ')} questions" for kind in _others(fitted)]
    reached = [
        f"{fitted.share_from(limit, kind)} of the {kind.replace('_', ' ')}" for kind in dict.fromkeys(fitted.kinds)
    ]
    weights = ", ".join(f"{name} {weight:+.2f}" for name, weight in zip(fitted.names, fitted.weights, strict=True))
    note = (
        f"Constant {fitted.constant:+.2f}, {weights}. Area under the curve {', '.join(areas)}. From {limit} on: "
        f"{'; '.join(reached)} questions. Where the curve is right, the share answerable, both halves counting alike, "
        "lies within the bounds of the confidence."
    )
    return Table(
        title, note, ("confidence", "answerable", "others", "share answerable", ""), _fifths(fitted)
    ).markdown()


def _others(fitted: Fit) -> list[str]:
    return [kind for kind in (NEAR_MISS, FAR, MISLED) if kind in fitted.kinds]


def _fifths(fitted: Fit) -> list[tuple[str, ...]]:
    counts, others = Counter(fitted.kinds), _others(fitted)
    rows: list[tuple[str, ...]] = []
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = Counter(
            kind
            for p, kind in zip(fitted.held_out, fitted.kinds, strict=True)
            if low <= p < low + 0.2 or p == low + 0.2 == 1
        )
        right = inside[ANSWERABLE] / counts[ANSWERABLE]
        wrong = sum(inside[kind] / counts[kind] for kind in others) / len(others)
        part = right / (right + wrong) if right + wrong else 0.0
        many = str(sum(inside[kind] for kind in others))
        rows.append(
            (f"{low:.1f} to {low + 0.2:.1f}", str(inside[ANSWERABLE]), many, f"{part:.2f}", "█" * round(20 * part))
        )
    return rows


def main(folder: Path) -> None:
    shelf = Shelf(folder, load_encoder())
    answerers = {
        document: shelf.answerer(document) for document in dict.fromkeys(each.document for each in questions())
    }
    told = [(each, found) for each in questions() if (found := signs(answerers[each.document], each))]
    written = report(told)
    REPORT.write_text(written, encoding="utf-8")
    sys.stdout.write(written)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
