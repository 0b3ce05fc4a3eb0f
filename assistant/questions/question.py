"""What a question asks for: its topic, the kind of answer, and the conditions that a quote must meet to answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.answer_kinds import AnswerKind
from assistant.language.prompt_injection import speaks_to_a_machine
from assistant.language.words import stem, stems, terms
from assistant.questions.asking import Asking, Asks, Floats, asking_of
from assistant.questions.wanted import Kinds, wanted
from corpus.errors import QuestionRefused

LONGEST = 2000  # characters
ANY_KIND, OPEN = Kinds(), Asking(((Asks.OPEN, 1.0),))


# The stems of words in a question, with stems of the same meaning in the documents: an acronym, or its words.
Equivalents = tuple[tuple[frozenset[str], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    `text` is the question as typed; `asked` is the same with follow-ups resolved and spelling corrected. `kinds` are
    the kinds of thing that may answer it, and `heads` are the stems of what is counted: "referral" in "how many
    referrals". `own` are the stems of a follow-up's own words, empty if all are its own.
    """

    text: str
    asked: str
    kinds: Kinds = ANY_KIND
    heads: tuple[str, ...] = ()
    understood: str = ""
    own: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()  # keys of rows that the conversation is about
    places: frozenset[tuple[str, str, int]] = frozenset()  # row, column and item quoted before, where it points back
    relation: str = ""  # the stem of the verb after "who": a quote must say that the person does this
    columns: frozenset[str] = frozenset()  # the headings that the question's words point to, at most one a plan
    also: Equivalents = ()
    reference: str = ""  # of the only row that it is about
    unknown_names: frozenset[str] = frozenset()  # the stems of its names that occur nowhere in the documents
    asking: Asking = OPEN  # how its wording was read
    says: frozenset[str] = frozenset()  # if those columns hold a value in each row: the stems that only ask for it

    @property
    def answer_kind(self) -> AnswerKind:
        """The kind of thing that it asks for."""
        return self.kinds.likeliest

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
_COUNTED = re.compile(rf"\b(?:how many(?: more)?|(?<!\ba )(?:number|nos?\.?) of)\s+{_NOUNS}", re.IGNORECASE)


def what_is_counted(question: str) -> tuple[str, ...]:
    """The stems of what is counted, the last one the noun itself; () where nothing is."""
    match = _COUNTED.search(question)
    return _heads(match["noun"]) if match else ()


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
    r"^(?:and |so |but )?who(?:['’]s| (?:is|are|was|were|has|have|had|will|would|can|could|should))?\s+(?P<does>\w+)",
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
    vector: Floats | None = None,
) -> Question:
    """What the question asks for; `text` as it was typed last, with its sentence's `vector`; `asked` complete in
    itself."""
    kinds = wanted(text, vector)
    return Question(
        text,
        _without_documents(asked),
        kinds,
        what_is_counted(text),
        understood,
        own,
        relation=relation_of(text, kinds.likeliest),
        also=also,
        asking=asking_of(text, vector),
    )
