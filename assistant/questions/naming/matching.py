"""How names are found in a text, in whatever words: runs of them, initials, years, words cut short, small words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from assistant.language.words import Term, stems, terms
from corpus.language.lexicon import is_english

# What plans are called besides what they are about; as stems, none of them tells one plan from another.
GENERIC = stems(
    """plan plans action actions strategy improvement programme delivery tracker board council borough county city
    district metropolitan unitary royal update service services year years annual document partnership authority
    progress report review"""
)

_SMALL = ("and", "n", "of", "in", "the", "for")
_CUT = 4  # letters that a word cut short has at least

Name = TypeVar("Name")


class ByStem(Generic[Name]):
    """Names by stems of their words: a question is compared with those alone that share one with it, and not with
    those of hundreds of plans."""

    def __init__(self, stems_of: Mapping[Name, Iterable[str]]) -> None:
        self._order = {name: at for at, name in enumerate(stems_of)}
        self._names: dict[str, set[Name]] = defaultdict(set)
        for name, words in stems_of.items():
            for word in words:
                self._names[word].add(name)

    def with_any(self, words: Iterable[str]) -> list[Name]:
        """The names with at least one of some stems, in their order."""
        return self._ordered(set[Name]().union(*(self._names.get(word, ()) for word in words)))

    def with_all(self, words: Collection[str]) -> list[Name]:
        """The names with all of some stems, in their order; all names for none."""
        having = [self._names.get(word, set()) for word in words]
        return self._ordered(set.intersection(*having)) if having else list(self._order)

    def beginning(self, starts: tuple[str, ...]) -> list[str]:
        """The stems that begin with one of these."""
        return [word for word in self._names if word.startswith(starts)] if starts else []

    def _ordered(self, found: Iterable[Name]) -> list[Name]:
        return sorted(found, key=self._order.__getitem__)


def telling(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in terms(text) if term.telling)


def about(name: str) -> frozenset[str]:
    """The stems of a plan's name that may tell it from others."""
    return telling(name) - GENERIC


def names_a_plan(text: str) -> bool:
    """Whether words say that something is a plan: "the strategy", "our documents"."""
    return bool(stems(text) & GENERIC)


def initials_of(name: str) -> str:
    """The letters that words of a plan's name begin with: "dap" of a "Domestic Abuse Partnership plan"."""
    return "".join(term.word[0] for term in terms(name) if term.telling and term.word[0].isalpha()).lower()


def places_of(name: str) -> frozenset[str]:
    """The stems of a plan's name that name its council: what stands before that word, and words that are no English."""
    before = re.match(r"(?P<place>.{1,100}?)\s++(?:(?:Borough|District|County|City|Metropolitan)\s+)*Council\b", name)
    strange = [
        term.stem
        for term in terms(name)
        if term.word.isalpha() and not term.is_acronym and not is_english(term.word.lower())
    ]
    return (stems(before["place"]) if before else frozenset()) | frozenset(strange)


def runs(text: str, distinctive: frozenset[str], all_of: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of words of a name, or of what people cut them to ("crem"), of which one at least is its alone; small words
    only between others."""
    run: list[Term] = []
    for term in [*terms(text), None]:
        word = _whole(term, distinctive) if term is not None else ""
        if term is not None and ((word in all_of - GENERIC and (run or term.telling)) or (run and word in _SMALL)):
            run.append(term)
            continue
        while run and run[-1].stem in _SMALL:
            run.pop()
        if any(_whole(each, distinctive) in distinctive for each in run):
            yield run[0].start, run[-1].end
        run = []


def cut_short(text: str) -> tuple[str, ...]:
    """Words that are no English and so may be cut from longer ones."""
    words = (term.word.lower() for term in terms(text))
    return tuple(word for word in words if len(word) >= _CUT and not is_english(word))


def _whole(term: Term, words: frozenset[str]) -> str:
    """The one of these stems that a term is cut from; or its own stem."""
    cut = cut_short(term.word) if term.stem not in words else ()
    return next((word for word in words if word.startswith(cut)), term.stem) if cut else term.stem


def written(name: str) -> str:
    """An update's name in whatever way it is written: 2023-24, 23-24, 2023/24."""
    words = re.findall(r"[^\W_]+", name)
    return r"[\W_]{1,2}".join(
        rf"(?:20)?{word[2:]}" if re.fullmatch(r"20\d\d", word) and len(words) > 1 else re.escape(word) for word in words
    )


def ending(name: str) -> str:
    """What an update's name ends with in lower case, in whatever way it is written: a text without it doesn't name
    the update, which is found out much sooner than by the pattern."""
    words = re.findall(r"[^\W_]+", name.lower())
    return words[-1].removeprefix("20") if words else ""


def titles_in(text: str, title: str, others: ByStem[str]) -> Iterator[tuple[int, int]]:
    """Where a heading is named: all its telling words, those before or in its brackets, or two that no other has."""
    for called in (title, re.sub(r"\([^()]*+\)", "", title), *re.findall(r"\(([^()]*+)\)", title)):
        words = telling(called)
        for start, end in covers(text, words, words) if words else ():
            if len(words) > 1 or as_written(text[start:end], called):  # "work" doesn't name "Working together"
                yield start, end
    words = telling(title)
    for start, end in covers(text, words, frozenset()):
        said = telling(text[start:end])
        if len(said) >= 2 and others.with_all(said) in ([], [title]):
            yield start, end


def as_written(word: str, name: str) -> bool:
    """Whether a name has a word in this form, but for its plural."""
    return _singular(word) in {_singular(term.word) for term in terms(name)}


def _singular(word: str) -> str:
    said = word.lower()
    return f"{said.removesuffix('ies')}y" if said.endswith("ies") else said.removesuffix("s")


def covers(text: str, words: frozenset[str], least: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of a question's words that are all of a title, function words between them aside, and have the `least`."""
    run: list[Term] = []
    for term in [*terms(text), None]:
        if term is not None and (term.stem in words or (run and not term.telling)):
            run.append(term)
            continue
        while run and not run[-1].telling:
            run.pop()
        if run and least <= {each.stem for each in run}:
            yield run[0].start, run[-1].end
        run = [] if term is None or term.stem not in words else [term]


def with_lead(text: str, start: int) -> int:
    """Where the small words before begin that tie a place to what is asked: "under", "in the"."""
    lead = re.search(
        r"\b(?:(?:comes?|sits?|falls?)\s+)?(?:under|in|of|for|within|from|on|about|with|relating to)\s+(?:the\s+)?$"
        r"|\bthe\s+$",
        text[:start],
        re.I,
    )
    return lead.start() if lead else start
