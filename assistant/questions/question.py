"""What a question asks for: its topic, the kind of answer, and the conditions that a quote must meet to answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile

from assistant.language.answer_kinds import AnswerKind
from assistant.language.prompt_injection import speaks_to_a_machine
from assistant.language.words import terms
from assistant.questions.asking import Asking, Asks, Floats, model
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
        return not self.typed and self.asking.asks is Asks.OPEN

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


_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|might|should|must|shall|get|gets|got)\b",
    re.IGNORECASE,
)


def asks_whether(question: str) -> bool:
    """Whether it can be answered by yes or no, by how it opens."""
    return opens_with(question) > 0


def opens_with(question: str) -> int:
    """Characters of the verb with which a question opens that can be answered by yes or no; 0: it's no such one."""
    verb = _AUXILIARY.search(question)
    return verb.end() if verb and question[: verb.start()].strip().lower() in ("", "and", "so", "but") else 0


_ALL = re.compile(r"(?<!\bat )\b(?:all|every|each|everything|everyone|everybody)\b", re.IGNORECASE)


def asks_whether_all(question: str) -> bool:
    """Whether it is yes or no that something is so of all: "are all actions on track?"."""
    return asks_whether(question) and _ALL.search(question) is not None


def has_a_verb(question: str) -> bool:
    """Whether it says what is asked for by a verb of its own: "is it full?", not "and the north?"."""
    return _AUXILIARY.search(question) is not None


_COUNTS = (("how", "mani"), ("number", "of"))


def what_is_counted(question: str) -> tuple[str, ...]:
    """The stems of what is counted, the last one the noun itself; () where nothing is."""
    said = terms(question)
    pairs = pairwise(said)
    after = next((at for at, (one, other) in enumerate(pairs, 2) if (one.stem, other.stem) in _COUNTS), len(said))
    return tuple(term.stem for term in takewhile(lambda term: term.telling, said[after:]))[-3:]


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
        asked,
        kinds,
        what_is_counted(text),
        understood,
        own,
        also=also,
        asking=Asking(tuple(model().read(text, vector))),
    )
