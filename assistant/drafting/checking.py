"""Checks whether texts support a sentence that cites them: its figures, dates, names and words, and its meaning.

A sentence is supported only if the texts contain each of its figures and dates, next to one of the words that it is
next to in the sentence; each of its names, in one piece; and the stem of every other word that carries meaning. Words
of the texts that change the meaning ("not", "will", "if", "says that") may not be left out, and what is to be done may
not be reported as done. A supported sentence can still mislead, so its source is always shown with it. A sentence that
says the same in other words fails. That is deliberate: nothing is lost, because the quotes are shown too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import dropwhile

from text_to_num import alpha2digit

from assistant.language.clauses import Span, clauses
from assistant.language.words import Term, find_phrase, stems, terms
from corpus.language.dates import NamedDate, named_dates

FEWEST_WORDS = 2  # content words: with fewer there is nothing to check; at 8, short true sentences are refused


@dataclass(frozen=True, slots=True)
class Support:
    """The faults of a sentence: `missing` words that the texts don't contain, and `dropped` words that change the
    texts' meaning and that it leaves out. Numbers are in digits."""

    missing: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.missing and not self.dropped


def supported(sentence: str, texts: Sequence[str], headings: Sequence[str] = ()) -> Support:
    """Whether the texts, taken together, support the sentence.

    `headings` are those above the texts. They support names and nothing else: their numbers are mostly the document's
    own numbering, and a priority such as "Children are placed near home" is an aim, not a fact.
    """
    said, known = _read(sentence), [_read(text) for text in texts]
    if len({term.stem for term in said.words if term.telling}) < FEWEST_WORDS:
        return Support(missing=(sentence.strip(),))
    above = [_canonical(heading) for heading in headings]
    missing = [
        *(value.text for value in said.values if not any(_holds(text, value) for text in known)),
        *_unknown_words(said, known, above),
        *_torn_names(said, [*(text.text for text in known), *above]),
    ]
    turned, dropped = _turned(said, known)
    return Support(tuple(dict.fromkeys([*missing, *turned])), tuple(dict.fromkeys(dropped)))


# --- a text as it is compared ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Value:
    """A figure or date as written. `beside` are the stems of the words around it, up to the next comma or full stop."""

    text: str
    meaning: NamedDate | tuple[str, Decimal]
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Read:
    """A text in a uniform spelling, its figures and dates, and its other words."""

    text: str
    values: tuple[_Value, ...]
    words: tuple[Term, ...]
    blanked: str  # the text with spaces in place of its values, so that positions stay the same


_SPELLINGS = (
    (re.compile(r"(\d)\s?(?:per ?cent\b|percent\b|%)", re.IGNORECASE), r"\1%"),
    (re.compile(r"(\d)\s?(?:million|mn)\b", re.IGNORECASE), r"\1m"),
    (re.compile(r"(\d)\s?billion\b", re.IGNORECASE), r"\1bn"),
    (re.compile(r"(\d)\s?thousand\b", re.IGNORECASE), r"\1k"),
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"\bcan(?:['’]t|not)\b", re.IGNORECASE), "can not"),
    (re.compile(r"n['’]t\b", re.IGNORECASE), " not"),
)
_FIGURE = re.compile(
    r"(?<!\w)(?<!\d[.,])(?P<sign>[-−])?(?P<money>[£€$])?\s?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<scale>m|bn|k)?(?P<share>%)?(?!\w)"
)
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
_NEAR = 300  # characters on either side: no part of a sentence is so long
_PARTING = re.compile(r"[,;:.()](?=\s|$)|\s[–—-]\s")


def _canonical(text: str) -> str:
    """Numbers in digits ("forty-one": 41), one spelling for per cent, millions and "not"."""
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return str(alpha2digit(text, "en", 0))


@lru_cache(maxsize=1024)
def _read(text: str) -> _Read:
    text = _canonical(text)
    found = _values(text)
    pieces, at = [], 0
    for start, end, _ in found:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    blanked = "".join([*pieces, text[at:]])
    beside = _beside(text, blanked, [(start, end) for start, end, _ in found])
    values = (
        _Value(text[start:end].strip(), meaning, near)
        for (start, end, meaning), near in zip(found, beside, strict=True)
    )
    return _Read(text, tuple(values), terms(blanked), blanked)


def _values(text: str) -> list[tuple[int, int, NamedDate | tuple[str, Decimal]]]:
    """The dates, and the figures outside of them, with where they begin and end, in the text's order."""
    found: list[tuple[int, int, NamedDate | tuple[str, Decimal]]] = [
        (date.start, date.end, date) for date in named_dates(text)
    ]
    starts, ends = [start for start, _, _ in found], [end for _, end, _ in found]
    for match in _FIGURE.finditer(text):
        before = bisect_left(starts, match.end())
        if before == 0 or ends[before - 1] <= match.start():
            found.append((*match.span(), _amount(match)))
    return sorted(found, key=lambda value: value[0])


def _amount(match: re.Match[str]) -> tuple[str, Decimal]:
    """The kind of figure, and its value: 35% is neither 35 children nor £35."""
    size = Decimal(match["digits"].replace(",", "")) * _SCALES[match["scale"] or ""]
    return (match["money"] or "") + (match["share"] or ""), -size if match["sign"] else size


def _beside(text: str, blanked: str, values: Sequence[tuple[int, int]]) -> Iterator[frozenset[str]]:
    """For each value the stems of the content words between the commas and full stops around it, _NEAR at most."""
    marks = [mark.span() for mark in _PARTING.finditer(text)]
    opens, closes = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(text)]
    telling = [term for term in terms(blanked) if term.telling]
    places = [term.start for term in telling]
    for start, end in values:
        left, right = opens[bisect_right(opens, start) - 1], closes[bisect_left(closes, end)]
        near = telling[bisect_left(places, max(left, start - _NEAR)) : bisect_left(places, min(right, end + _NEAR))]
        yield frozenset(term.stem for term in near)


# --- figures, words and names ----------------------------------------------------------------------

# Function words that still carry meaning: how much, how far, how certain.
_WEIGHTY = stems(
    "all any each every both few more most none no not nobody neither nor never without only other over under above "
    "below before after until since will would should could may might must shall can"
)
_PAST = re.compile(r"\A\w{3,}ed", re.IGNORECASE)


def _holds(text: _Read, said: _Value) -> bool:
    return any(
        _means(known.meaning, said.meaning) and (not said.beside or not known.beside or said.beside & known.beside)
        for known in text.values
    )


def _means(known: NamedDate | tuple[str, Decimal], said: NamedDate | tuple[str, Decimal]) -> bool:
    """Whether a value supports another: the same figure, or a date within it ("15th March 2024" supports "2024")."""
    if isinstance(known, NamedDate) and isinstance(said, NamedDate):
        extended = said.extended is None or said.extended == known.extended
        return said.first <= known.first and known.last <= said.last and extended
    return known == said


def _unknown_words(said: _Read, known: Sequence[_Read], above: Sequence[str]) -> Iterator[str]:
    """Words whose stem no text contains; words in the past tense ("agreed") must be there exactly as written."""
    inside = [term for text in known for term in terms(text.text)]
    roots, written = {term.stem for term in inside}, {term.word.lower() for term in inside}
    names = {term.stem for heading in above for term in terms(heading)}
    for term in said.words:
        if not term.telling and term.stem not in _WEIGHTY:
            continue
        past = _PAST.fullmatch(term.word) is not None
        there = term.word.lower() in written if past else term.stem in roots
        if not there and not (term.word[0].isupper() and term.stem in names):
            yield term.word


_NAME = re.compile(r"[A-Z][\w’'&-]{0,40}+(?: (?:& )?[A-Z][\w’'&-]*+)++")


def _torn_names(said: _Read, texts: Sequence[str]) -> Iterator[str]:
    """Names of several words that no text contains in one piece."""
    for match in _NAME.finditer(said.blanked):
        words = list(dropwhile(lambda term: not term.telling, terms(match[0])))
        if words and not said.blanked[: match.start()].strip() and _is_common(words[0].word, texts):
            words = words[1:]  # it has a capital only because it starts the sentence
        name = tuple(term.stem for term in words)
        if name and not any(find_phrase(name, text) for text in texts):
            yield match[0]


def _is_common(word: str, texts: Sequence[str]) -> bool:
    """Whether the texts also write a word without a capital."""
    return any(term.word == word.lower() for text in texts for term in terms(text))


# --- what turns the meaning ------------------------------------------------------------------------

_NEGATIVE = re.compile(
    r"\b(?:not|no|none|nobody|nothing|never|neither|nor|without|unable|unlikely|hardly|fail(?:s|ed|ing|ure)?|"
    r"lack(?:s|ed|ing)?|ceas(?:e|es|ed|ing)|refus(?:e|es|ed|ing|al)|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:will|would|shall|should|might|could|if|unless|pending|(?:am|is|are|be) to|may(?! \d)|"
    r"(?:propos|intend|aim|expect|hop|explor|consider|await|potential|possib|anticipat)\w*)\b"
)
_ATTRIBUTED = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|claim(?:s|ed|ing)?|alleg\w+|report(?:s|ed|ing|edly)?|repl(?:y|ies|ied)|"
    r"respond(?:s|ed|ing)?|answer(?:s|ed|ing)?|writ(?:e|es|ten|ing)|repeat(?:s|ed|ing)?|print|output|pretend|"
    r"believ(?:e|es|ed|ing)|felt|suggest(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_TURNING = (_NEGATIVE, _OPEN, _ATTRIBUTED)
_DONE = re.compile(r"\b(?:was|were|has|have|had|been|did)\b", re.IGNORECASE)
_AS_DONE = re.compile(rf"{_DONE.pattern}|\b\w{{3,}}(?:ed|en)\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"\b\w+(?: that\b|:(?=\s))", re.IGNORECASE)
_AFTER = re.compile(r"[,;:.()–—]|\b(?:and|but|which|while|whereas)\b")


def _turned(said: _Read, known: Sequence[_Read]) -> tuple[list[str], list[str]]:
    """Changes of meaning between each clause of the sentence and the most similar clause of each text.

    First the words that the sentence adds, then those of the text that it leaves out.
    """
    added: list[str] = []
    dropped: list[str] = []
    for clause in clauses(said.text):
        mine = clause.of(said.text)
        bases = [base for text in known if (base := _base(mine, text.text))]
        for turning in _TURNING:
            if not turning.search(mine):
                dropped += [found[0] for base in bases for found in turning.finditer(base)]
        dropped += [found[0] for base in bases if (found := _lead_in(base, mine))]
        for saying, needed in ((_NEGATIVE, _NEGATIVE), (_DONE, _AS_DONE)):
            if (found := saying.search(mine)) and bases and not any(needed.search(base) for base in bases):
                added.append(found[0])
    return added, dropped


def _lead_in(base: str, said: str) -> re.Match[str] | None:
    """`ensure that` in "ensure that homes are inspected", or `Plan:` in "Plan: a home opens", if left out."""
    wanted = _telling(said)
    first = next((term.start for term in terms(base) if term.stem in wanted), 0)
    return _LEAD_IN.search(base[:first])


def _base(said: str, text: str) -> str:
    """The clause of the text that is most similar to a clause, up to where they part; "" if none is similar."""
    wanted = _telling(said)

    def likeness(clause: Span) -> tuple[int, float]:
        words = _telling(clause.of(text))
        return len(wanted & words), len(wanted & words) / (len(wanted | words) or 1)

    best = max(clauses(text), key=likeness)
    if not likeness(best)[0]:
        return ""
    words = best.of(text)
    end = max(term.end for term in terms(words) if term.stem in wanted)
    leaves = _AFTER.search(words, end)
    return words[: leaves.start()] if leaves else words


def _telling(text: str) -> frozenset[str]:
    return stems(text) & frozenset(term.stem for term in terms(text) if term.telling)
