"""`python -m bench.answers.libraries FOLDER … [--details]`: questions in staff's words, put to a library of plans.

A folder has `plans/`, `rows.json` (`{key: {"file", "ref"}}`) and `questions.jsonl`, a question a line: `id`, `kind`,
`question` (`all_q`: the same where other plans are in the library too), and what answers it. `gold` are keys of rows
of which a quote has one of the words `must`; or `rows` are all that have to be listed (`rows_alt`: or these), `value`
the number that is reckoned (or the ways to write it), `need` what the first quotes must hold, each in one of several
wordings. `unans`: nothing answers it, but a quote with words of `corrects` may say so. `after` is the question before
it in a conversation.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answers.answer import Answer, Status
from assistant.answers.answering import Answerer
from assistant.evaluation import plain
from bench.answers.documents import LIBRARIES, STAFF_PLANS, Shelf
from bench.tables import Table, share
from corpus.records import Citation
from index import Filters, load_encoder

SHOWN = 3  # quotes that a reader looks at
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it was put, its answer, and what that is worth. `first`: the first quote, or the list, is right;
    `shown`: one of the first three is; `row`: the first is of a right row."""

    told: Mapping[str, Any]
    answer: Answer
    first: bool
    shown: bool
    row: bool

    @property
    def kind(self) -> str:
        return str(self.told["kind"])

    @property
    def answerable(self) -> bool:
        return not self.told.get("unans")

    @property
    def answered(self) -> bool:
        return self.answer.status is Status.ANSWERED

    @property
    def wrong(self) -> bool:
        """Whether it is called answered, and nothing that a reader looks at answers."""
        return self.answered and not self.shown

    @property
    def shy(self) -> bool:
        """Whether it answers, and isn't called answered."""
        return self.answerable and self.first and not self.answered


def put_all(folder: Path, answerer: Answerer) -> list[Put]:
    """Each of a folder's questions, follow-ups after those before them."""
    keys = _keys(folder)
    asked: dict[str, tuple[Mapping[str, Any], str, Answer]] = {}
    found = []
    for told in map(json.loads, (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()):
        text, history = told.get("all_q", told["question"]), list[tuple[str, Answer]]()
        before = told.get("after")
        while before:
            line, said, answer = asked[before]
            history.insert(0, (said, answer))
            before = line.get("after")
        answer = answerer.answer(text, tuple(history), Filters())
        asked[told["id"]] = told, text, answer
        found.append(judged(told, answer, keys))
    return found


def _keys(folder: Path) -> Mapping[tuple[str, str], str]:
    """The key of each row, by its file and its reference or title."""
    rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    return {(row["file"], row["ref"].strip().lower()): key for key, row in rows.items()}


def judged(told: Mapping[str, Any], answer: Answer, keys: Mapping[tuple[str, str], str]) -> Put:
    """What an answer is worth."""
    cited = answer.citations
    of = [_key(each, keys) for each in cited]
    gold, must = set(told.get("gold") or told.get("rows") or ()), told.get("must") or ()
    row = bool(of) and of[0] in gold
    if told.get("unans"):
        corrects = bool(cited) and _holds(cited[0].quote, told.get("corrects") or ())
        return Put(told, answer, *(answer.status is not Status.ANSWERED or corrects,) * 2, row=True)
    if "rows" in told or "value" in told:
        listed = "rows" in told and set(of) in (set(told["rows"]), set(told.get("rows_alt") or told["rows"]))
        right = listed or ("value" in told and _has_number(answer.text, _written(told["value"])))
        return Put(told, answer, right, right, row)
    if "need" in told:
        quotes = " ".join(each.quote for each in cited[:SHOWN])
        held = [_holds(quotes, each) for each in told["need"]]
        return Put(told, answer, all(held), held[0], row)
    with_title = told["kind"] in ("table", "superlative", "compare")
    good = [
        key in gold and _holds(f"{each.quote} {each.priority if with_title else ''}", must)
        for key, each in zip(of, cited, strict=True)
    ]
    return Put(told, answer, any(good[:1]), any(good[:SHOWN]), row)


def _key(cited: Citation, keys: Mapping[tuple[str, str], str]) -> str:
    """Of the row that is cited, which is known by its reference or, where that is ours, by its title."""
    known = [keys.get((cited.file, said.strip().lower())) for said in (cited.reference, cited.priority)]
    return next(filter(None, known), f"{cited.file}:{cited.reference}")


def _holds(text: str, words: Iterable[str]) -> bool:
    said = plain(text).lower()
    return any(plain(each).lower() in said for each in words)


def _written(value: float | str | Sequence[str]) -> Sequence[str]:
    """A number in the ways that it is written in, unless these are given."""
    if isinstance(value, int | float):
        return [f"{value:g}" if value < 1e6 else f"{value:.0f}", f"{value:,}".removesuffix(".0")]
    return [value] if isinstance(value, str) else value


def _has_number(text: str, wanted: Sequence[str]) -> bool:
    said = plain(text).lower()
    return any(
        re.search(rf"(?<![\d.,£])£?{re.escape(each.lower())}(?!\d|[.,]\d)", said) if each[0].isdigit() else each in said
        for each in (plain(each).lower() for each in wanted)
    )


# --- report -----------------------------------------------------------------------------------------


def table(name: str, found: Sequence[Put]) -> Table:
    """The figures by kind of question, and for all."""
    kinds = dict.fromkeys(each.kind for each in found)
    rows = [_row(kind, [each for each in found if each.kind == kind]) for kind in kinds]
    for of, holds in _PARTS:
        rows.append(_row(of, [each for each in found if holds(each)]))
    return Table(
        f"Questions to {name}",
        "*Shy*: right, but not called answered. *Wrong*: called answered, and none of the first three quotes is right.",
        (
            "questions",
            "how many",
            "right first",
            "in first 3",
            "right row",
            "answered",
            "shy",
            "wrong",
            "at 0.9",
            "wrong",
        ),
        rows,
    )


_PARTS: tuple[tuple[str, Callable[[Put], bool]], ...] = (
    ("answerable", lambda each: each.answerable),
    ("not answerable", lambda each: not each.answerable),
    ("all", lambda each: True),
)


def _row(name: str, here: Sequence[Put]) -> tuple[str, ...]:
    given = [each for each in here if each.answered]
    sure = [each for each in given if each.answer.confidence >= SURE]
    return (
        name,
        str(len(here)),
        *(share(sum(getattr(each, what) for each in here), len(here)) for what in ("first", "shown", "row")),
        str(len(given)),
        str(sum(each.shy for each in here)),
        share(sum(each.wrong for each in given), len(given)),
        str(len(sure)),
        share(sum(each.wrong for each in sure), len(sure)),
    )


def details(found: Iterable[Put]) -> str:
    """The questions that were answered wrongly, shyly or not, each with what was quoted."""
    lines = []
    for each in found:
        if each.first and not each.shy and not each.wrong:
            continue
        what = "WRONG" if each.wrong else "shy" if each.shy else "second" if each.shown else "miss"
        told, answer = each.told, each.answer
        wanted = [told.get(name) for name in ("gold", "rows", "must", "value", "need", "corrects") if told.get(name)]
        asks = f"{answer.query.asks} {answer.query.likelihood:.2f} {answer.query.output}" if answer.query else "-"
        lines.append(
            f"\n{what} {told['id']} [{each.kind}] {told.get('all_q', told['question'])!r} -> {answer.status} "
            f"{answer.confidence} ({asks}; missing {answer.missing!r}; {answer.understood}) wanted {wanted}"
        )
        lines += [f"    - {_place(cited)} {cited.quote[:150]!r}" for cited in answer.citations[:SHOWN]]
    return "\n".join(lines)


def _place(cited: Citation) -> str:
    return f"{cited.file[:12]} {cited.update} {cited.reference} [{cited.column}]"


def main(arguments: Sequence[str]) -> None:
    """Asks the questions of each folder, by default of those that may be looked at."""
    folders = [Path(each) for each in arguments if not each.startswith("-")]
    folders = folders or [folder for name, folder in LIBRARIES.items() if name != STAFF_PLANS]
    with tempfile.TemporaryDirectory() as temporary:
        shelf = Shelf(Path(temporary), load_encoder())
        for folder in folders:
            found = put_all(folder, shelf.of_folder(folder))
            sys.stdout.write(f"{table(folder.name, found).markdown()}\n")
            sys.stdout.write(f"{details(found)}\n" if "--details" in arguments else "")


if __name__ == "__main__":
    main(sys.argv[1:])
