"""Which plan a document belongs to, and which update of it: from titles and headings by general rules.

    "Leaving Care Strategy 2026-29 Action Plan – 2026-27 update" -> the plan without its last part, "2026-27"

A range of several years is the plan's own time and stays in its name; the update is the more specific part.
Whatever was found is said in words, and staff can put it right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from corpus.language.dates import NamedDate, Precision, named_dates
from corpus.records import fold, words_of


@dataclass(frozen=True, slots=True)
class Identity:
    """`update` is "" where none was found; `starts` is the first day that it names; `notes` say how both were found."""

    plan: str
    update: str
    starts: date | None
    notes: tuple[str, ...]


def identify(title: str, headings: Sequence[str], file: str, paragraphs: Collection[int] = ()) -> Identity:
    """The plan and the update of a document.

    `title` is the file's own metadata (or ""), `headings` its first headings or lines in order, `file` its name;
    `paragraphs` says by place which of them aren't set as headings. The text that is likest to be a plan's title names
    it. What stands in the document counts before its metadata, which a copied file keeps from the year before.
    The update comes from the text that names the plan, else from a heading, the metadata or the file's name.
    """
    texts = _texts(title, headings, file, paragraphs)
    named = max((text for text in texts if text.plan), key=_Likeness(title, file), default=None)
    named = _with_line_before(named or _Title(_FILE, file, _stem(file), "", ""), texts)
    dated = next((text for text in [named, *texts] if (text is named and text.update) or text.is_about_update), None)
    update = dated.update if dated else ""
    return Identity(named.plan, update, starts(update), _notes(named, dated, texts))


def _with_line_before(named: _Title, texts: Sequence[_Title]) -> _Title:
    """A heading that says no more than that it is a plan, with the line that it goes on from: "ACTION PLAN" below
    "Fenmoor Council – Climate Emergency"."""
    at = next((at for at, text in enumerate(texts) if text is named), 0)
    before = texts[at - 1] if at else named
    stand = before is not named and {before.place, named.place} <= {_HEADING, _LINE}
    if not (stand and named.is_any_plan and before.plan) or before.is_sentence:
        return named
    return replace(named, plan=f"{before.plan} {named.plan}", update=named.update or before.update)


def plan_key(plan: str) -> str:
    """What two spellings of one plan's name have in common: letters' case, dashes, `&` and small words put aside. A
    word or a year more is another plan."""
    words = words_of(plan.replace("&", " and ").replace("’", "").replace("'", ""))
    return " ".join(word for word in words if word not in _SMALL)


def one_spelling(plans: Sequence[str]) -> dict[str, str]:
    """Each of these names with the one that its plan goes by, the first. Names that differ only by their council's are
    one plan's, unless several councils have a plan of that name."""
    councils: dict[str, set[str]] = {}
    for plan in plans:
        council, own = _without_council(plan)
        councils.setdefault(plan_key(own), set()).update({plan_key(council)} - {""})
    spelling: dict[str, str] = {}
    found = {}
    for plan in plans:
        own = plan_key(_without_council(plan)[1])
        found[plan] = spelling.setdefault(own if len(councils[own]) < 2 else plan_key(plan), plan)
    return found


def _without_council(plan: str) -> tuple[str, str]:
    """The council that a plan's name begins or ends with, "" for none, and the rest: "Ashby Council: Play Plan", "Play
    Plan. Ashby Council"."""
    own, _, last = plan.rpartition(". ")
    named = _COUNCIL.fullmatch(_IN_BRACKETS.sub("", last)) if own else None
    if named is None and (named := _COUNCIL.match(plan)):
        own = plan[named.end() :]
    place = fold(named["place"]).split() if named else []
    if not place or set(place) <= set(_ANY_COUNCIL) or len(own.split()) < 2 or _DOCUMENT.search(own) is None:
        return "", plan
    return " ".join(place), own


def starts(update: str) -> date | None:
    """The first day that an update's label names; None for `version 3`."""
    return min((named.first for named in named_dates(update)), default=None)


def ends(update: str) -> date | None:
    """The last day that an update's label names; None for `version 3`."""
    return max((named.last for named in named_dates(update)), default=None)


def update_order(update: str) -> tuple[date, tuple[int, ...], str]:
    """Sorts the labels of one plan's updates in time: by date, then by version or year number; undated ones first."""
    numbers = [int(number) for number in re.findall(r"\d+", _without_dates(update))]
    return starts(update) or date.min, tuple(numbers or _spelt_number(update)), update


# --- one title ------------------------------------------------------------------------------------

_SMALL = {"the", "a", "an", "of", "for", "and"}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_DOCUMENT = re.compile(
    r"\b(?:plan|strategy|programme|framework|policy|road\s?map|charter|pledge|tracker|agreement|commitment)s?\b",
    re.IGNORECASE,
)
# Words of a title that tell no plan from another.
_OF_ANY_PLAN = frozenset(
    fold(
        "the action delivery improvement implementation business corporate strategic plan strategy programme policy"
        " version and to list log tracker register"
    ).split()
)
_COUNCIL = re.compile(r"(?P<place>[^.]{1,80}?)(?<!\s)\s{1,9}council\b(?:['’]s)?[\s:|,–—-]{0,4}", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s?\([^()]*+\)$")
_ANY_COUNCIL = fold("the our your this parish town county city district borough metropolitan unitary royal").split()
_EDITION = re.compile(
    r"(?:\b(?:version|ver|issue|revision|rev|edition)\.?\s*|\bv\.?\s?)(?P<version>\d+(?:\.\d+)*)\b"
    r"|\bupdate\s+(?:no\.?\s*)?(?P<update>\d{1,2})\b"
    r"|\byear\s+(?P<year>\d{1,2}|one|two|three|four|five|six)\b"
    r"|\b(?:q|quarter\s*)(?P<quarter>[1-4])\b"
    r"|\b(?P<draft>(?:final |consultation |working )?draft(?: for (?:consultation|comment|approval))?)\b",
    re.IGNORECASE,
)
_WHEN = (  # what papers of one plan are told apart by
    r"(?:annual|yearly|quarterly|monthly|latest|interim|spring|summer|autumn|winter|year[- ]end|six[- ]?month(?:ly)?"
    r"|(?:mid|half|full|first|second|third|fourth|fifth|end[- ]of)[- ]?year(?:ly)?)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\s+\d"
# A review or a report is another paper about the same time, so its name belongs to the label.
_REVIEW = re.compile(
    rf"\b(?P<review>(?:{_WHEN}|first|second|third|fourth|fifth) (?:(?:progress|monitoring) )?(?:review|report))\b",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    rf"\b(?:(?:first|second|third|fourth|fifth|last) )?(?:{_WHEN} )?(?:(?:progress|position|status) )?"
    r"(?:update|refresh|updated|refreshed)\b(?!\s+(?:on|of|and|&))"
    rf"|\b(?:{_WHEN} )?(?:(?:position|correct|progress|status)\s+)?as (?:at|of)\b"
    rf"|\b(?:{_WHEN} )?position\b(?:\s+(?:at|on|in)\b|(?=[\s,:]*(?:\d|{_MONTH})))",
    re.IGNORECASE,
)
# A date of something else: "following the inspection of October 2025".
_OF = re.compile(r"(?<!as)(?<!at)(?<!\bend)(?<!start)(?<!beginning)(?<!close) of(?: the)?\s*$", re.IGNORECASE)
_FINAL = re.compile(r"\bfinal(?: version)?\b[\s)\]]*$", re.IGNORECASE)
# A paper's own date is the plan's update: "Report to the Scrutiny Committee, 16 October 2025".
_PAPER = re.compile(r"(?:[A-Za-z]{1,20} ){0,3}?(?:report|note|paper|briefing|update) (?:to|for)\b", re.IGNORECASE)
_GENERIC = re.compile(
    r"untitled|\(?anonymous\)?|(?:document|layout|presentation|book|sheet|page)\s?\d*|powerpoint presentation|template"
    r"|cover|contents|(?:appendix|annex|enclosure)\s*\w{0,3}|agenda item.*|introduction|foreword|background|notes?"
    r"|(?:executive )?summary|read ?me|contacts?(?: us)?|document control|version (?:control|history)|b?rag key"
    r"|on this page|skip to .*|cookies.*",
    re.IGNORECASE,
)
# Words of papers that are much like a plan: a title has them, and so may other texts.
_PAPER_WORD = re.compile(
    r"\b(?:actions?|commitments|directions|log|measures|milestones|objectives|pledges|priorities|promises?"
    r"|recommendations|register|report|response|review|scheme|schedule|scorecard|statement|tracking|update)s?\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|will|can|may|must|should|shows|sets|lists|gives|explains|describes|we|you|it"
    r"|they|this|these)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 25  # words
_LATER_SENTENCES = re.compile(r"(?<=[.!?])\s+(?:[^\s.]+\s+){3,}[^\s.]+[.!?].*", re.DOTALL)
_PARTS = frozenset(fold("aim area goal objective outcome part pledge priority recommendation section theme").split())
_NO_TITLE = re.compile(r"\s>\s|@|:$")  # the way to a web page, an address, a label
_BODY = re.compile(
    r"^(?:borough|city|county|department|ministry|office|university) (?:of|for)\b"
    r"|\b(?:agency|association|authority|board|cabinet|college|commission|committee|constabulary|council|department|federation|forum|foundation|group|homes"
    r"|panel|partners|partnership|police|school|service|team|trust|university)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Title:
    """A text taken apart into the plan's name and the update's label; `place` says in words where it stood."""

    place: str
    text: str
    plan: str
    update: str
    rest: str  # what names the update, without it
    at: int = 0  # its place among the texts

    @property
    def is_any_plan(self) -> bool:
        """Whether it says no more than that it is a plan: "Action plan"."""
        return _OF_ANY_PLAN.issuperset(re.findall(r"[^\W\d_]+", _IN_BRACKETS.sub("", self.plan).lower()))

    @property
    def is_part(self) -> bool:
        """Whether it is a numbered part of a document: "Priority area 2: …"."""
        words = self.text.lower().split()
        named = (at for at, word in enumerate(words[:3], 1) if word in _PARTS)
        return any(re.search(r"\d", "".join(words[at : at + 2])) for at in named)

    @property
    def is_sentence(self) -> bool:
        return _is_sentence(self.plan)

    @property
    def names_document(self) -> bool:
        """Whether it reads like a plan's title: "… Strategy", "… Action Plan"."""
        return _is_document(self.plan)

    @property
    def is_about_update(self) -> bool:
        """Whether its date says which update this is: a section's heading may name any date."""
        papers = (_ISSUE.search(self.text), _REVIEW.search(self.text), _PAPER.match(self.text))
        bare = (len(self.rest.split()) <= 3 and not _VERB.search(self.rest)) or any(papers)
        named = _is_document(self.rest) and not _is_sentence(self.rest)
        return bool(self.update and (bare or named or self.place == _FILE))


def _is_document(plan: str) -> bool:
    return _DOCUMENT.search(plan) is not None and len(plan.split()) > 1


def _is_sentence(text: str) -> bool:
    words = len(text.split())
    return words > _LONGEST_TITLE or (words > 3 and text.endswith((".", "!", "?", ":")) and bool(_VERB.search(text)))


_HEADING, _LINE, _OWN, _FILE = "heading", "line", "file's title", "file's name"


@dataclass(frozen=True)
class _Likeness:
    """How much a text is like a plan's title, in points: set by hand on 390 fictional documents, of which all but five
    are then called by what a person would call them. Four of these say nothing of a plan."""

    title: str
    file: str

    def __call__(self, title: _Title) -> float:
        words = set(words_of(title.text)) - _SMALL
        others = {_OWN: self.title, _FILE: _stem(self.file)}
        told = [set(words_of(other)) for place, other in others.items() if place != title.place]
        plain = _IN_BRACKETS.sub("", title.plan)
        points = {
            "is set as a heading": 2.0 * (title.place == _HEADING),
            "is the file's name": -2.0 * (title.place == _FILE),
            "says that it is a plan": 4.0 * title.names_document,
            "says what a plan's papers do": 1.5 * (not title.names_document and bool(_PAPER_WORD.search(title.plan))),
            "says no more": -1.5 * title.is_any_plan,
            "has the words of the file's title and name": sum(
                2.0 * len(words & own) / max(len(words), 1) for own in told
            ),
            "is a sentence": -6.0 * title.is_sentence,
            "is a line with a verb": -1.0 * (title.place == _LINE and bool(_VERB.search(title.plan))),
            "names a part": -4.0 * title.is_part,
            "is no title": -4.0 * bool(_NO_TITLE.search(title.text)),
            "names who it is of": -5.0 * (not title.names_document and bool(_BODY.search(plain))),
            "stands late": -0.25 * title.at,
        }
        return sum(points.values())


def _texts(title: str, headings: Sequence[str], file: str, paragraphs: Collection[int]) -> list[_Title]:
    own = re.sub(r"^microsoft \w+ - |\.(?:docx?|pdf|xlsx?|txt|pptx?)$", "", title, flags=re.IGNORECASE)
    visible = [(_LINE if at in paragraphs else _HEADING, heading) for at, heading in enumerate(headings[:6])]
    texts = [*visible[:3], (_OWN, own), *visible[3:], (_FILE, _stem(file))]
    fitting = [(place, text) for place, text in texts if len(text) <= 250 and not _GENERIC.fullmatch(text.strip())]
    return [replace(_split(place, text), at=at) for at, (place, text) in enumerate(fitting)]


def _stem(file: str) -> str:
    """The file's name in words: `plan_v2-2024-25.docx` keeps its hyphens between figures."""
    words = re.sub(r"_+|(?<!\d)-+|-+(?!\d)", " ", PurePath(file).stem)
    return " ".join(words.split())


def _split(place: str, text: str) -> _Title:
    """The text taken apart. Of a line of several sentences the first names the plan, and the update if it says one."""
    text = " ".join(text.split())
    first = _LATER_SENTENCES.sub("", text) if place == _LINE else text
    named, whole = _taken_apart(place, text, first), _taken_apart(place, text, text)
    if first == text:
        return whole
    return replace(named if named.update else whole, plan=named.plan.removesuffix("."))


def _taken_apart(place: str, text: str, said: str) -> _Title:
    dates = _update_dates(said)
    marks = [match for pattern in (_REVIEW, _EDITION) for match in pattern.finditer(said)]
    marks = [match for match in marks if not any(d.start < match.end() and match.start() < d.end for d in dates)]
    spans = [(named.start, named.end) for named in dates] + [match.span() for match in marks]
    spans += [match.span() for pattern in (_ISSUE, _FINAL) for match in pattern.finditer(said)]
    plan = _tidy(_cut(said, spans))
    return _Title(place, text, plan, _label(dates, marks), plan)


def _update_dates(text: str) -> list[NamedDate]:
    """The date that names the update, if one does: the most specific, behind the years that it lies in, as "2024
    update (July 2024)" has them; others belong to the plan's name."""
    dates = [named for named in named_dates(text) if _may_name_update(text, named)]
    if not dates:
        return []
    beside = [named for named in dates if _is_beside_issue_word(text, named)]
    finest = min(_RANKS[named.precision] for named in dates)
    found = (beside or [named for named in dates if _RANKS[named.precision] == finest])[-1]
    return [named for named in dates if named is found or (named.first <= found.first and found.last <= named.last)]


_RANKS = {
    Precision.DAY: 0,
    Precision.MONTH: 0,
    Precision.QUARTER: 0,
    Precision.HALF: 0,
    Precision.SEASON: 0,
    Precision.FINANCIAL_YEAR: 1,
    Precision.ACADEMIC_YEAR: 1,
    Precision.YEAR: 2,
    Precision.RANGE: 3,
}


def _may_name_update(text: str, named: NamedDate) -> bool:
    if _OF.search(text[: named.start]):
        return False
    if named.precision is Precision.RANGE:
        return (named.last - named.first).days <= 366
    if named.precision is not Precision.YEAR or _is_beside_issue_word(text, named):
        return True
    # A lone year is often the plan's aim ("Net Zero 2030 Plan", "by 2030"): it counts only where it closes the title.
    aims = named.relation in {"by", "before", "until"} or (named.first.year >= 2030 and named.first.year % 5 == 0)
    return not aims and re.match(r"[\s)\]]*(?:$|[,(])", text[named.end :]) is not None


def _is_beside_issue_word(text: str, named: NamedDate) -> bool:
    words = [match.span() for pattern in (_ISSUE, _REVIEW) for match in pattern.finditer(text)]
    return any(not re.search(r"\w", text[min(end, named.end) : max(start, named.start)]) for start, end in words)


def _label(dates: Sequence[NamedDate], marks: Sequence[re.Match[str]]) -> str:
    found = {kind: written.lower() for match in marks for kind, written in match.groupdict().items() if written}
    told = dict.fromkeys(map(_plain_date, dates))
    when = ", ".join(text for text in told if not any(text in other for other in told if other != text))
    if "quarter" in found:
        when = f"Q{found['quarter']} {when}".strip()
    if "review" in found:
        when = f"{found['review'].capitalize()} {when}".strip()
    numbered = [f"{kind.capitalize()} {found[kind]}" for kind in ("year", "update") if kind in found]
    label = [*numbered, when, f"version {found['version']}" if "version" in found else ""]
    known = [part for part in label if part]
    return ", ".join([*known, found["draft"]] if known and "draft" in found else known)


def _plain_date(named: NamedDate) -> str:
    """The date as written, but so that `2023–2024` and `2023-24`, or `Quarter 3 2024/25` and `2024/25 Q3`, are one."""
    text = re.sub(r"((?:19|20)\d\d)\s*[–—-]\s*(?=\d)", r"\1-", named.text)
    text = re.sub(r"((?:19|20)\d\d)([-/])(?:19|20)(\d\d)\b", r"\1\2\3", text)
    quarter = re.search(r"(?:q|quarter)\s*([1-4])(?!\d)", text, re.IGNORECASE)
    years = re.search(r"(?:19|20)\d\d(?:[-/]\d\d)?", text)
    return f"Q{quarter[1]} {years[0]}" if quarter and years else text


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    return text


_LOOSE_END = re.compile(
    r"(?<![\s,:;–—|(-])[\s,:;–—|(-]++$|(?<!\s)\s++(?:on|for|at|dated|to|in|from)\s*$", re.IGNORECASE
)


def _tidy(cut: str) -> str:
    """What is left of a title, without the marks and small words that tied the update to it."""
    text = re.sub(r"[(\[]\s*+(?:up\s++)?(?:to|at|for|of|until)?[\s,–—:-]*+[)\]]", "\n", cut)
    text = re.sub(r"\(\s*\n[\s,]*", "(", re.sub(r"[\s,]{0,9}\n\s{0,9}\)", ")", text))
    text = re.sub(r"\A(?=[\s,:;–—|-]*?\n)[\s,:;–—|-]*+", "", text)
    text = re.sub(r"\s{0,9}([,:;–—|-]?)\s{0,9}\n\s{0,9}+([.,:;–—|-]?)\s{0,9}+(\(?)", _rejoin, text)
    text = " ".join(text.split())
    while (shorter := _LOOSE_END.sub("", text)) != text:
        text = shorter
    return text


def _rejoin(match: re.Match[str]) -> str:
    mark = "" if match[3] else match[2] or match[1]
    return f"{'' if mark in '.,:;' else ' '}{mark} {match[3]}"


def _without_dates(text: str) -> str:
    return _cut(text, [(named.start, named.end) for named in named_dates(text)])


def _spelt_number(update: str) -> list[int]:
    return [number for word, number in _NUMBERS.items() if word in update.lower().split()]


def _notes(named: _Title, dated: _Title | None, texts: Sequence[_Title]) -> tuple[str, ...]:
    notes = [f"The plan's name was read from the {named.place} “{named.text}”."]
    if dated is None:
        notes.append(
            "No update (a year, quarter, month or version) stands in the first headings, the file's title or its name: "
            "say which update it is on the page Documents."
        )
        return tuple(notes)
    notes.append(f"The update “{dated.update}” was read from the {dated.place} “{dated.text}”.")
    others = [text for text in texts if text.is_about_update and fold(text.update) != fold(dated.update)]
    notes += [f"The {text.place} “{text.text}” names another one: “{text.update}”." for text in others]
    return tuple(notes)
