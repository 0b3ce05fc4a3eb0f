"""Fits the reading of what questions ask for, and of which kind of thing answers, to labelled, fictional questions, and
measures it on other authors’."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Generic

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from assistant.language.answer_kinds import AnswerKind
from assistant.questions.asking import WEIGHTS, Asks, Floats, Label, Model, Token, features, scale, tokens_of
from assistant.questions.question import with_apostrophes
from assistant.questions.times import WEIGHTS as TIMES
from assistant.questions.times import Time
from assistant.questions.wanted import WEIGHTS as KINDS
from bench.places import ROOT
from bench.tables import Table, share
from index import Encoder

DATA = ROOT / "tests" / "data"
REPORT = ROOT / "docs" / "asking.md"
# Questions that a word must stand in to be no subject, and that a run of words must stand in to be a feature.
SHARED, SEEN = 3, 3
PURE = 0.75  # share of a word's questions with one label, from which it asks although one author alone uses it
OF_WORDS, OF_VECTOR, STRENGTH = 5.0, 5.0, 3.0  # of features, of the vector, and inverse of what a weight costs
SURE = 0.6
CHANGES = "changes"  # what questions ask for that are only about how two updates differ
# The kind of thing that answers, where it follows from what is asked for.
OF_ASKS: Mapping[Asks, AnswerKind] = {
    Asks.OWNER: AnswerKind.PERSON,
    Asks.DUE: AnswerKind.DATE,
    Asks.COST: AnswerKind.MONEY,
    Asks.SPENT: AnswerKind.MONEY,
    Asks.WHY: AnswerKind.CAUSE,
    **dict.fromkeys(
        (Asks.WHETHER, Asks.OPEN, Asks.STATUS, Asks.DONE, Asks.PLAN, Asks.MEASURE, Asks.OTHER), AnswerKind.ANYTHING
    ),
}
SEARCHED = frozenset({Asks.FACT, Asks.WHETHER, Asks.WHY, Asks.OPEN, Asks.OTHER, Asks.DEFINE})


@dataclass(frozen=True, slots=True)
class Labelled(Generic[Label]):
    """A question by one of the authors, what it asks for, and its sentence vector."""

    text: str
    label: Label
    author: str
    vector: Floats

    @property
    def held_back(self) -> bool:
        return zlib.crc32(self.text.encode()) % 5 == 0


def asking(encoder: Encoder) -> Table:
    """Fits the weights to all questions and writes them; the figures are of questions that weren't fitted to."""
    found = labelled(encoder, _asks())
    note = (
        f"the likeliest of {len(Asks)} readings is the label. *Told apart*: the same, where readings that all end in a "
        "search count as one."
    )
    table = _table("What a question asks for", note, found)
    reliability = _reliability(found)
    _write(fitted(found, Asks, encoder.fingerprint), WEIGHTS)
    title = "# What questions ask for\n\nWritten by `python -m bench asking`.\n"
    REPORT.write_text("\n".join([title, table.markdown(), reliability.markdown()]), "utf-8")
    return table


def kinds(encoder: Encoder) -> Table:
    """The same of the kinds of thing that answer."""
    found = labelled(encoder, _kinds())
    table = _table("Which kind of thing answers", "the likeliest kind is the label.", found)
    _write(fitted(found, AnswerKind, encoder.fingerprint), KINDS)
    return table


def times(encoder: Encoder) -> Table:
    """The same of the updates that are meant."""
    found = labelled(encoder, _times())
    table = _table("Which update is meant", "the likeliest is the label.", found)
    _write(fitted(found, Time, encoder.fingerprint), TIMES)
    return table


def _table(title: str, note: str, found: Sequence[Labelled[Label]]) -> Table:
    return Table(
        title,
        f"{len(found)} labelled questions by {len({each.author for each in found})} authors, all fictional. "
        f"*Right*: {note} *Sure*: a likelihood of {SURE} or more.",
        ("held back", "questions", "right", "told apart", "right where sure", "sure", "by words alone"),
        list(_figures(found)),
    )


def _lines(folder: str) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted((DATA / folder).glob("*.jsonl")):
        yield from ((path.stem, json.loads(line)) for line in path.read_text("utf-8").splitlines())


def _asks() -> list[tuple[str, Asks, str]]:
    """What changed between updates is read by itself (`times`)."""
    asked = ((author, line) for author, line in _lines("asking") if line["asks"] != CHANGES)
    return [(line["question"], Asks(line["asks"]), author) for author, line in asked]


def _times() -> list[tuple[str, Time, str]]:
    """Of statuses that moved, those for the better and for the worse by themselves."""
    said = [(author, line, line.get("time", Time.NOW)) for author, line in _lines("asking")]
    return [
        (line["question"], Time(line["to"] if line.get("to", "any") != "any" else time), author)
        for author, line, time in said
    ]


def _kinds() -> list[tuple[str, AnswerKind, str]]:
    """Questions for what rows say are left out: what they ask for is read from columns."""
    both = ((author, line) for author, line in _both() if line.get("asks") != CHANGES)
    said = [(author, line, Asks(line.get("asks", Asks.FACT))) for author, line in both]
    return [
        (line["question"], AnswerKind[line["holds"].upper()] if "holds" in line else OF_ASKS[asks], author)
        for author, line, asks in said
        if "holds" in line or asks in OF_ASKS
    ]


def _both() -> Iterator[tuple[str, dict[str, str]]]:
    yield from _lines("asking")
    yield from _lines("answer_kinds")


def labelled(encoder: Encoder, lines: Sequence[tuple[str, Label, str]]) -> list[Labelled[Label]]:
    """The questions of all authors."""
    texts = [with_apostrophes(text) for text, _, _ in lines]
    vectors = [each.sentence for at in range(0, len(texts), 64) for each in encoder.encode(texts[at : at + 64])]
    return [
        Labelled(text, label, author, vector)
        for text, (_, label, author), vector in zip(texts, lines, vectors, strict=True)
    ]


def _figures(found: Sequence[Labelled[Label]]) -> Iterable[tuple[str, ...]]:
    yield _figure("a fifth", found, lambda each: each.held_back)
    for author in sorted({each.author for each in found}):
        yield _figure(f"author “{author}”", found, lambda each, author=author: each.author == author)  # type: ignore[misc]


def _figure(name: str, found: Sequence[Labelled[Label]], held: Callable[[Labelled[Label]], bool]) -> tuple[str, ...]:
    model = fitted([each for each in found if not held(each)], type(found[0].label))
    tests = [each for each in found if held(each)]
    read = [model.read(each.text, each.vector) for each in tests]
    pairs = list(zip(tests, read, strict=True))
    sure = [(each, got) for each, got in pairs if got[0][1] >= SURE]
    return (
        name,
        str(len(tests)),
        share(sum(got[0][0] is each.label for each, got in pairs), len(tests)),
        share(sum(_same(got[0][0], each.label) for each, got in pairs), len(tests)),
        share(sum(got[0][0] is each.label for each, got in sure), len(sure)),
        share(len(sure), len(tests)),
        share(sum(model.read(each.text)[0][0] is each.label for each in tests), len(tests)),
    )


def _same(one: StrEnum, other: StrEnum) -> bool:
    return one is other or {one, other} <= SEARCHED


def _reliability(found: Sequence[Labelled[Label]]) -> Table:
    """How often readings of some likelihood are right, each author's by a model fitted to the others."""
    pairs = []
    for author in sorted({each.author for each in found}):
        model = fitted([each for each in found if each.author != author], type(found[0].label))
        for each in (each for each in found if each.author == author):
            got = model.read(each.text, each.vector)
            pairs.append((got[0][1], got[0][0] is each.label))
    bounds = [0.0, 0.3, 0.5, 0.7, 0.9, 1.01]
    rows = []
    for low, high in pairwise(bounds):
        right = [good for likely, good in pairs if low <= likely < high]
        rows.append((f"{low:.1f} to {min(high, 1):.1f}", str(len(right)), share(sum(right), len(right))))
    return Table(
        "Likelihood and what came of it", "Each author by the others.", ("likelihood", "questions", "right"), rows
    )


def fitted(found: Sequence[Labelled[Label]], labels: type[Label], fingerprint: str = "") -> Model[Label]:
    """The weights that fit questions best, each with and without its vector."""
    said = [tokens_of(each.text) for each in found]
    known = _known(found, said)
    runs = [features(tokens, known) for tokens in said]
    counts = Counter(feature for run in runs for feature in run)
    chosen = tuple(feature for feature, count in counts.items() if count >= SEEN or feature in known)
    place = {feature: at for at, feature in enumerate(chosen)}
    matrix = np.zeros((len(found), len(chosen)), dtype=np.float32)
    for row, run in enumerate(runs):
        at = [place[feature] for feature in run if feature in place]
        matrix[row, at] = OF_WORDS * scale(len(at))
    vectors = OF_VECTOR * np.stack([each.vector for each in found])
    both = np.vstack([np.hstack([matrix, vectors]), np.hstack([matrix, 0 * vectors])])
    given = [each.label.value for each in found] * 2
    fit = LogisticRegression(C=STRENGTH, max_iter=400).fit(
        both, given, sample_weight=[1.0] * len(found) + [0.3] * len(found)
    )
    weights = fit.coef_.T.astype(np.float32)
    return Model(
        chosen,
        OF_WORDS * weights[: len(chosen)],
        OF_VECTOR * weights[len(chosen) :],
        fit.intercept_.astype(np.float32),
        tuple(map(labels, fit.classes_)),
        fingerprint,
    )


def _known(found: Sequence[Labelled[Label]], said: Sequence[Sequence[Token]]) -> frozenset[str]:
    """The words that many questions share: those of more than one author, as a subject is seldom two authors', or that
    nearly always ask for the same."""
    counts, authors, asked = Counter[str](), dict[str, set[str]](), dict[str, Counter[Label]]()
    for each, tokens in zip(found, said, strict=True):
        for word in {token.said for token in tokens}:
            counts[word] += 1
            authors.setdefault(word, set()).add(each.author)
            asked.setdefault(word, Counter())[each.label] += 1
    shared = (word for word, count in counts.items() if count >= SHARED)
    return frozenset(
        word for word in shared if len(authors[word]) > 1 or max(asked[word].values()) >= PURE * counts[word]
    )


def _write(model: Model[Label], file: str) -> None:
    np.savez_compressed(
        ROOT / "assistant" / "questions" / file,
        features="\n".join(model.features),
        of_features=model.of_features.astype(np.float16),
        of_vector=model.of_vector.astype(np.float16),
        constants=model.constants,
        asks="\n".join(model.labels),
        fingerprint=model.fingerprint,
    )
