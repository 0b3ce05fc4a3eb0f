"""What a question asks for: its topic, the kind of answer, and the conditions that a quote must meet to answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.answer_kinds import AnswerKind, as_number
from assistant.language.prompt_injection import speaks_to_a_machine
from assistant.language.words import stem, stems, terms
from assistant.questions.asking import Asks
from corpus.errors import QuestionRefused

LONGEST = 2000  # characters


# The stems of words in a question, with stems of the same meaning in the documents: an acronym, or its words.
Equivalents = tuple[tuple[frozenset[str], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    `text` is the question as typed; `asked` is the same with follow-ups resolved and spelling corrected. `answer_kind`
    is the kind of thing that it asks for, and `heads` are the stems of what is counted or named: "referral" in "how
    many referrals". `own` are the stems of a follow-up's own words, empty if all are its own.
    """

    text: str
    asked: str
    answer_kind: AnswerKind = AnswerKind.ANYTHING
    heads: tuple[str, ...] = ()
    number: int | None = None  # "which four providers": how many names there should be
    understood: str = ""
    own: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()  # keys of rows that the conversation is about
    places: frozenset[tuple[str, str, int]] = frozenset()  # row, column and item quoted before, where it points back
    relation: str = ""  # the stem of the verb after "who": a quote must say that the person does this
    columns: frozenset[str] = frozenset()  # the headings that the question's words point to, at most one a plan
    also: Equivalents = ()
    reference: str = ""  # of the only row that it is about
    unknown_names: frozenset[str] = frozenset()  # the stems of its names that occur nowhere in the documents
    asks: Asks | None = None  # what its wording asks for; None: as its words alone read
    says: frozenset[str] = frozenset()  # if those columns hold a value in each row: the stems that only ask for it

    @property
    def typed(self) -> bool:
        """Whether it asks for a kind of thing, or for a row's value in a column."""
        return self.answer_kind is not AnswerKind.ANYTHING or bool(self.says)

    @property
    def whether(self) -> bool:
        """Whether it can be answered by yes or no."""
        return asks_whether(self.text)

    @property
    def orders(self) -> bool:
        """Whether it is an instruction to a machine, not a question about the documents."""
        return speaks_to_a_machine(self.text)

    @property
    def broad(self) -> bool:
        """Whether it asks for everything that is done about something, which many rows may contain."""
        return not self.typed and _BROAD.search(self.text) is not None

    @property
    def length(self) -> int:
        """The number of its content words."""
        return sum(term.telling for term in terms(self.asked))


def checked(text: str) -> str:
    """The question with its white space folded. Raises QuestionRefused if it is empty or too long."""
    question = " ".join(text.split())
    if not question:
        raise QuestionRefused("The question is empty. Type what you want to know about the plans.")
    if len(question) > LONGEST:
        raise QuestionRefused(
            f"The question has {len(question):,} characters; at most {LONGEST:,} are read. Ask for one thing at a time."
        )
    return question


_LOST_APOSTROPHE = re.compile(
    r"\b(?:(?P<is>(?:what|where|who|how|when|that|there))(?=s\b)|(?P<not>(?:do|does|did|is|are|was|were|has|have|had"
    r"|wo|ca|could|should|would))(?=nt\b))(?P<rest>s|nt)\b",
    re.IGNORECASE,
)


def with_apostrophes(text: str) -> str:
    """The question with "what's" and "don't" for "whats" and "dont"."""

    def spelt(match: re.Match[str]) -> str:
        return f"{match['is']}'s" if match["is"] else f"{match['not']}n't"

    return _LOST_APOSTROPHE.sub(spelt, text)


_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|might|should|must|shall|get|gets|got)"
)
_WHETHER = re.compile(rf"(?:and |so |but )?{_AUXILIARY}\b", re.IGNORECASE)


def asks_whether(question: str) -> bool:
    """Whether it can be answered by yes or no, by how it opens."""
    return opens_with(question) > 0


def opens_with(question: str) -> int:
    """Characters of the verb with which a question opens that can be answered by yes or no; 0: it's no such one."""
    opening = _WHETHER.match(question)
    return opening.end() if opening else 0


_NOUNS = (
    rf"(?P<noun>(?:(?!{_AUXILIARY}\b|(?:of|in|on|at|for|to|from|with|under|by|since|who|that|there)\b)"
    r"[\w'’-]+\s*){0,6})"
)
_MEASURES = (
    r"(?:rate|percentage|percent|proportion|share|number|total|average|level|occupancy|turnover|increase|decrease|rise|"
    r"reduction)"
)
_MONEY_NOUNS = (
    r"(?:cost|price|budget|fee|fees|grant|funding|value|worth|spend|spent|spending|salary|wage|wages|pay|paid|charge|bill"
    r"|rent|fine|allowance)"
)
_SO = r"^(?:and |so |but )?"
# Who may have done something, other than a person.
_AGENTS = (
    r"(?:compan(?:y|ies)|(?:firm|organisation|agenc(?:y|ie)|charit(?:y|ie)|provider|supplier|contractor|builder|partner"
    r"|council|authorit(?:y|ie)|team|officer|manager|director)s?)"
)

_PLACES = (
    r"(?:towns?|cit(?:y|ies)|places?|countr(?:y|ies)|count(?:y|ies)|areas?|districts?|wards?|villages?|boroughs?|schools?"
    r"|colleges?|branch(?:es)?|hubs?|sites?)"
)
_PEOPLE = (
    r"(?:head|manager|officer|director|lead|leader|chair|chairman|worker|inspector|adviser|commissioner|councillor|nurse"
    r"|teacher|judge|solicitor|carer|child|children|young (?:person|people))s?"
)

_BROAD = re.compile(
    r"^(?:and |so |but )?(?:"
    r"what(?:['’]s| is| are| have| has| else is| else are)?\b(?: [\w'’-]+){0,4}? (?:doing|done|happening|planned"
    r"|going on|in place|available|on offer|offered|provided|said|say)\b"
    r"|what (?:about|sort|kind|support|help|work|services?|plans?|progress|steps)\b"
    r"|how (?:are|is|will) (?!(?:that|this|it)\b)"
    r"|how do(?:es)? (?:we|the council|they|you) (?:support|help|work|improve|reduce|make|keep|deal|look after)\b"
    r"|tell me|(?:any|all|every)thing (?:about|on)\b)",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\A(?:[a-z-]+[^s]s|people|children|men|women|staff)")

# The first that matches gives the kind of answer; each is tried anywhere in the question.
_ASKS: tuple[tuple[re.Pattern[str], AnswerKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), answer_kind)
    for pattern, answer_kind in (
        (
            r"\bwhy\b|\bhow come\b|\bwhat(?:'s| is| was| has| are)?(?: been)? (?:stopp?|hold|delay|block|prevent|keep|"
            r"putt?|slow)(?:s|ing|ed)?\b|\bwhat (?:held|kept|caused|led to)\b"
            r"|\b(?:what|the|which) (?:reasons?|cause)\b",
            AnswerKind.CAUSE,
        ),
        (
            r"\b(?:stands?|short) for\b|\bmeaning of\b|\bwhat (?:does|do|is|are) [\w&/ -]{1,40}\bmean\b",
            AnswerKind.MEANING,
        ),
        (r"\b(?:percentage|percent|per cent|proportion|share|fraction)\b|%", AnswerKind.SHARE),
        (
            rf"(?:\bhow many\s+(?:more\s+)?|(?<!\ba )\b(?:number|no\.?|nos\.?) of\s+){_NOUNS}",
            AnswerKind.COUNT,
        ),
        (r"\b(?:what|which) times?\b|\bat what hour\b", AnswerKind.TIME),
        (r"\bhow far (?:from|away|(?:is|are|do|does|did|can)\b(?! (?:we|you)\b))", AnswerKind.DISTANCE),
        (rf"\bnames? of (?:the |our |an? |this )?(?:[\w'’-]+ ){{0,3}}?{_PEOPLE}\b", AnswerKind.CALLED),
        (r"\bhow (?:long|old)\b", AnswerKind.DURATION),
        (r"\bhow (?:often|frequently|regularly)\b|\bhow many times\b", AnswerKind.FREQUENCY),
        (
            rf"\bhow much (?:money|cash|funding)\b|\bhow much\b.*\b{_MONEY_NOUNS}\b"
            r"|\bhow much (?:is|was|are|were) (?:.*\bcost|an?\b|one\b|each\b)"
            r"|\bwhat (?:does|do|did|will|would) (?:.*\b(?:cost|charge|(?:get|be|is|are) paid|earn)\b|\w+ pay\b)"
            rf"|\bwhat {_MONEY_NOUNS} (?:does|do|did|will|would|is|are|was|were)\b"
            rf"|\bwhat(?: is| was|'s| are| were)? (?:the |our )?(?:\w+ )?{_MONEY_NOUNS} (?:of|for|at|in|per|on)\b"
            rf"|\bwhat (?:will|would|should) (?:the |our )?(?:\w+ )?{_MONEY_NOUNS} be\b"
            r"|\bwhat(?:'s| is| are| was|'re| were)\b.*\b(?:cost(?:s|ing)?|paid)\b",
            AnswerKind.MONEY,
        ),
        (
            rf"\bhow (?:much|full|big|large|high|low)\b"
            rf"|{_SO}what(?:'s| is| was| are| were) the (?:most|least|maximum|minimum|highest|lowest|limit|cap)\b"
            rf"|{_SO}what(?:'s)?(?: (?:is|was|are|were|will be))?(?: (?:the|our|their|its))?"
            rf"(?: (?!(?:did|do|does)\b)[\w'’-]+){{0,3}}? {_MEASURES}\b(?! (?:of )?(?:service|support)\b)",
            AnswerKind.AMOUNT,
        ),
        (
            r"\b(?:tell me|says?|(?<!how do we )(?<!how do you )know|find out|see|by|since|until|exactly) when\b"
            r"|\bwhen (?:is|are|was|were|will|does|do|did|has|have|had|should|must)\b(?! (?:they|we|it|you)\b)"
            rf"|{_SO}when\b|\bwhen\W*$"
            r"|\b(?:what|which) (?:date|day|month|year)\b|\b(?:closing|end|start|due|expiry) date\b|\bdeadline\b",
            AnswerKind.DATE,
        ),
        (
            rf"{_SO}(?:who|whom|whose)\b|\bwho (?:is|are|was|will|chairs?|runs?|leads?)\b"
            rf"|{_SO}(?:which|what) {_AGENTS}\b",
            AnswerKind.PERSON,
        ),
        (
            rf"{_SO}where\b|\b(?:which|what) {_PLACES}\b",
            AnswerKind.PLACE,
        ),
        (
            r"\b(?:which|what are the names of the|name the)\s+"
            r"(?P<number>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+" + _NOUNS,
            AnswerKind.NAMES,
        ),
    )
)

# What words alone ask for, where no question is put: "total capacity of the hub", "heat pump cost".
_PUTS_A_QUESTION = re.compile(
    rf"^(?:list|show|tell|give)\b|\b(?:what|which|who\w*|whether|why|how|where|any|anything|{_AUXILIARY})\b",
    re.IGNORECASE,
)
_KEYWORDS: tuple[tuple[re.Pattern[str], AnswerKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), answer_kind)
    for pattern, answer_kind in (
        (r"\b(?:cost|price|salary)\W*$|^(?:the )?(?:cost|price|salary) of\b", AnswerKind.MONEY),
        (r"\b(?:length|duration)\b", AnswerKind.DURATION),
        (
            rf"\b(?:{_MEASURES}|capacity|cap|attendance|headcount)\W*$|\b(?:total|average|maximum|minimum)\b"
            rf"|^(?:the |our )?(?:(?:current|latest) )?(?:{_MEASURES}|cap) (?:of|on|for|at)\b",
            AnswerKind.AMOUNT,
        ),
    )
)


def answer_kind_of(question: str) -> tuple[AnswerKind, tuple[str, ...], int | None]:
    """What kind of thing is asked for, the stems of what is counted or named, and how many names are asked for."""
    if named := re.search(_ASKS[-1][0].pattern, question, re.IGNORECASE):
        return AnswerKind.NAMES, _heads(named["noun"]), as_number(named["number"])
    for pattern, answer_kind in _ASKS:
        if match := pattern.search(question):
            return answer_kind, _heads(match.groupdict().get("noun") or ""), None
    if not _PUTS_A_QUESTION.search(question):
        return (
            next((answer_kind for pattern, answer_kind in _KEYWORDS if pattern.search(question)), AnswerKind.ANYTHING),
            (),
            None,
        )
    return AnswerKind.ANYTHING, (), None


def _heads(noun: str) -> tuple[str, ...]:
    """The stems up to the first plural, which is what is counted: "employers" of "employers signed the pledge"."""
    found = []
    for term in terms(noun):
        if term.telling:
            found.append(term.stem)
            if _PLURAL.fullmatch(term.word) and noun[term.end : term.end + 1] not in ("'", "’"):
                break
    return tuple(found[-3:])


_WHO = re.compile(
    _SO + r"who(?:['’]s| (?:is|are|was|were|has|have|had|will|would|can|could|should))?\s+(?P<does>\w+)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    rf"\bwhen {_AUXILIARY} (?P<event>.+?) (?:be|take place|taking place|happen|happening|held|due|scheduled|planned"
    r"|expected)\W*$|\bdates? (?:of|for) (?P<of>.+)$",
    re.IGNORECASE,
)
# Verbs that say little by themselves: "who keeps an eye on …".
LIGHT = stems("keep make take put look help work come bring want know involved deal handle sort")
# Words that say which kind of thing is asked for: where it is found they are met.
ASKING = stems(
    "percentage percent proportion share fraction number figure rate amount total date time often long many much cent"
)
# Where a date is, a year or a month is met, though "19-21 year olds" have the word.
ASKING_WHEN = stems("year month day")


def relation_of(question: str, answer_kind: AnswerKind) -> str:
    """The stem of what must be said with what is asked for: "chair" of "Who chairs …?", "occupancy" of "What is the
    occupancy …?"; "" where nothing stands out."""
    if answer_kind is AnswerKind.PERSON:
        match = _WHO.match(question)
        return (
            next((term.stem for term in terms(match["does"]) if term.telling and term.stem not in LIGHT), "")
            if match
            else ""
        )
    if answer_kind is AnswerKind.DATE and (match := _EVENT.search(question)):
        return next((term.stem for term in reversed(terms(match["event"] or match["of"])) if term.telling), "")
    if answer_kind is AnswerKind.AMOUNT and (match := re.search(rf"\b{_MEASURES}\b", question, re.IGNORECASE)):
        return stem(match[0]) if stem(match[0]) not in ASKING else ""
    return ""


# "What does the plan say about …": words for the documents themselves, which say nothing of what they should tell.
_OF_DOCUMENTS = re.compile(
    r"\b(?:does|do|did|has|have) (?:the|this|these|our) (?:action )?(?:plan|document|strategy|report|update)s? "
    r"(?:say|said|tell us|mention|state)\b"
    r"|\b(?:in|according to) (?:the|this|our) (?:action )?(?:plan|document|report)\b",
    re.IGNORECASE,
)


def _without_documents(asked: str) -> str:
    rest = " ".join(_OF_DOCUMENTS.sub(" ", asked).split())
    return rest if any(term.telling for term in terms(rest)) else asked


def read(
    text: str,
    asked: str,
    understood: str = "",
    own: frozenset[str] = frozenset(),
    also: Equivalents = (),
) -> Question:
    """What the question asks for; `text` as it was typed last, `asked` complete in itself."""
    answer_kind, heads, number = answer_kind_of(text)
    return Question(
        text,
        _without_documents(asked),
        answer_kind,
        heads,
        number,
        understood,
        own,
        relation=relation_of(text, answer_kind),
        also=also,
    )
