"""Words of questions that are closed or values (not, more than, overdue, red, "by owner"), each with its examples.

A phrase says what one thing in a question means and nothing about the rest; what is asked for, `asking` reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.questions.query import Role
from corpus.records import Meaning


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean one thing. `words` are alternatives, regular expressions between word borders, apostrophes
    straight; each of `examples` has one of them, none of `not_examples` does."""

    role: Role
    value: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


ROW_NOUN = (
    "(?:actions?|priorit(?:y|ies)|projects?|tasks?|rows?|objectives?|goals?|aims?|recommendations?|schemes?"
    "|activit(?:y|ies)|commitments?|pledges|promises|(?:pledge|promise)(?= (?:has|is|was|costs?)\\b)"
    "|improvements|(?:piece|item)s? of work|jobs?"
    "|lines?|entr(?:y|ies)|initiatives?|workstreams?|deliverables?)"
)

# What a cell may be said to hold: "no figure for visits".
_OF_A_CELL = "(?: (?:figures?|entry|values?|details?|information|data) (?:for|of|on|under|in|against))?"

PHRASES: tuple[Phrase, ...] = (
    Phrase(
        Role.BETWEEN,
        "",
        ("difference(?: between)?", "(?:over|under) ?spend", "how much (?:more|less)(?=[^?]* than )"),
        ("the difference between the budget and the spend for HS2", "how much more do gates cost than stiles"),
        ("it makes us different", "how much more will it cost"),
    ),
    Phrase(
        Role.AGAINST,
        "",
        ("vs", "versus", "compared (?:with|to)", "or"),
        ("budget for gates vs stiles", "gates compared with stiles", "gates or stiles"),
    ),
    Phrase(
        Role.MORE,
        "",
        ("more", "most", "less", "least", "fewer", "(?:bigg|larg|high|low|long|small|dear|cheap)er"),
        ("which costs more, gates or stiles", "which has the bigger budget"),
        ("moreover",),
    ),
    Phrase(
        Role.RECKONED,
        "sum",
        (
            "totals?",
            "totall?ing",
            "sum(?= of)",
            "altogether",
            "combined",
            "add(?:s|ed|ing)? up",
            "how much",
            "money",
            "whole",
            "bill",
        ),
        ("total for the weirs", "what do they add up to", "how much is that altogether"),
        ("a sum", "adding gates"),
    ),
    Phrase(
        Role.RECKONED,
        "average",
        ("averages?", "avg"),
        ("avg cost of the done ones",),
    ),
    Phrase(
        Role.RECKONED,
        "most",
        ("(?<!at )most(?! of)", "(?:bigg|larg|high|great|long|dear)est"),
        ("the biggest budget line", "which has the most money"),
        ("at most £10k", "most of them"),
    ),
    Phrase(
        Role.RECKONED,
        "least",
        ("(?<!at )least", "(?:small|low|few|short|cheap|earli)est"),
        ("the lowest tender", "whose is the cheapest"),
        ("at least £10k",),
    ),
    Phrase(Role.NOUN, "rows", (ROW_NOUN, "ones?"), ("which actions are red", "how many priorities"), ("reaction",)),
    Phrase(
        Role.NOUN,
        "categories",
        (
            "categor(?:y|ies)",
            "themes?",
            "sections?",
            r"(?:strand|pillar|area|outcome|part)(?= (?:\d|[ivx]+\b|(?-i:[A-H])\b))",
        ),
        ("what categories are there",),
    ),
    Phrase(
        Role.NOUN,
        "plans",
        ("plans", "(?:which|what) plan", "(?:(?<=each )|(?<=every )|(?<=per )|(?<=by ))plan", "documents"),
        ("which plans have actions due",),
        ("the plan",),
    ),
    Phrase(
        Role.COLUMN,
        Meaning.OWNER,
        (
            "(?:(?:is|are|be) )?(?:responsible|accountable|in charge)(?: (?:for|of))?",
            "(?:(?:is|are) leading|leads?)(?: on)?",
            "owners?",
            "(?:owns|owned|led)(?: by)?",
            "look(?:s|ing)? after",
            "(?<=who )(?:runs?|manages?|delivers?|coordinates?|oversees?)",
        ),
        ("who leads on garden waste", "who is responsible for it", "actions with no owner", "all Ann is leading on"),
        ("misleading", "how many children travel on their own"),
    ),
    Phrase(
        Role.COLUMN,
        Meaning.DUE,
        (
            "(?:is |are |was |be |falls? |fall |falling )?due(?: dates?)?",
            "deadlines?",
            "(?:target|completion|finish|end) dates?",
            r"(?:to )?(?:finish(?:es|ed|ing)?|end(?:s|ing)?|complete)"
            r"(?= (?:by|before|after|in|on|between|from|first|last)\b)",
            "(?:is |are )?(?:due|meant|supposed|expected|planned) to (?:be (?:done|finished|completed?)|finish|end)",
        ),
        ("what's due in March", "deadline for the pedestrian signs", "actions to complete before May"),
        ("overdue",),
    ),
    Phrase(
        Role.COLUMN,
        Meaning.STATUS,
        ("status(?:es)?", "b?rag(?: rating| status)?", "rating"),
        ("whats the rag for money advice", "its rating"),
        ("raging",),
    ),
    Phrase(
        Role.COLUMN,
        Meaning.COST,
        ("costs?", "budgets?", "price", "funding", "dearest", "cheapest", "expensive", "costly"),
        ("which actions cost more than £1m", "total budget"),
    ),
    Phrase(
        Role.COLUMN,
        "spent",
        (
            "spent",
            "(?<!approved )(?<!agreed )(?<!planned )(?:spend|spending|expenditure)",
            "actuals?",
            "outturn",
            "costs? to date",
        ),
        ("how much has been spent",),
        ("approved spend",),
    ),
    Phrase(Role.COLUMN, Meaning.RESULT, ("results?(?: so far)?",), ("which measures have no result so far",)),
    Phrase(Role.COLUMN, Meaning.TARGET, ("targets?",), ("what is the target for champions",)),
    Phrase(Role.COLUMN, "percent", ("(?<=% )(?:complete|done)",), ("more than 50% complete", "the % done of WA1")),
    Phrase(
        Role.STATE,
        "done",
        (
            "(?:(?:is|are|was|were|be|been|being|has been|have been|'s) )?(?:complete|completed|finished|closed)",
            "(?<!being )(?<!been )(?<!be )(?<!get )done",
        ),
        ("list everything that's complete", "what has been completed"),
        ("incomplete",),
    ),
    Phrase(
        Role.STATE,
        "not started",
        ("(?:not|never|yet to|[a-z]+n't)(?: yet)?(?: been| be)? (?:start(?:ed)?|begun|begin)",),
        ("which climate actions haven't been started", "what is not started"),
    ),
    Phrase(
        Role.STATE,
        "undone",
        ("incomplete", "unfinished", "outstanding", "still to (?:do|be done)", "still open", "remaining"),
        ("what is still outstanding",),
    ),
    Phrase(
        Role.OVERDUE,
        "",
        ("overdue", "past (?:its|their|the) (?:deadlines?|due dates?)", "(?:have|has) (?:already )?(?:passed|gone by)"),
        ("what is overdue",),
    ),
    Phrase(
        Role.OVERDUE,
        "soon",
        ("(?:coming |falling )?due (?:soon|shortly)", "coming up"),
        ("what is due soon",),
        ("due in March",),
    ),
    Phrase(
        Role.OVERSPENT,
        "under",
        ("under (?:their |its |the )?budget", "under ?spent"),
        ("which projects are under budget",),
        ("under the bridge",),
    ),
    Phrase(
        Role.OVERSPENT,
        "",
        ("(?:over|spent more than) (?:their |its |the )?budget", "over ?sp(?:ent|end)"),
        ("which projects have gone over budget", "what has spent more than its budget"),
    ),
    Phrase(
        Role.MET,
        "",
        (
            "(?:\\w+ or )?(?:met|meet|meeting|hit|reached) (?:(?:the|their|its|our|a) )?targets?",
            "targets?(?: have)?(?: we|they)?(?: been)? (?:met|hit|reached)",
        ),
        ("which measures have met their target", "where have we beaten or met the target", "which targets have we hit"),
        ("what is the target",),
    ),
    Phrase(
        Role.MET,
        "beaten",
        (
            "(?:beat|beaten|exceeded|bettered) (?:(?:the|their|its|our|a) )?targets?",
            "targets?(?: have)?(?: we|they)?(?: been)? (?:beaten|exceeded|bettered)",
        ),
        ("which targets have we beaten", "what exceeded its target"),
        ("which targets have we met",),
    ),
    Phrase(
        Role.MET,
        "missed",
        (
            "(?:missed|missing|short of|failed to (?:meet|reach|hit)) (?:(?:the|their|its|our|a) )?targets?",
            "targets?(?: have)?(?: we|they)?(?: been)? missed",
        ),
        ("which measures missed their target", "which targets have we missed"),
        ("what is the target",),
    ),
    Phrase(
        Role.NOT,
        "",
        (
            "not",
            "never",
            "neither",
            "nor",
            "[a-z]+n't",
            "other than",
            "except(?: for)?",
            "apart from",
            r"outside(?: of)?(?= (?:the|our)\b)",
            "(?:yet|still) to(?: be)?",
        ),
        (
            "which actions aren't green",
            "neither red nor amber",
            "yet to be completed",
            "still to be finished",
            "outside the streets plan",
        ),
        ("knot", "outside Marlow"),
    ),
    Phrase(
        Role.EMPTY,
        "",
        (
            rf"(?:(?:have|has|having|with) )?no{_OF_A_CELL}",
            rf"without(?: an?| any)?{_OF_A_CELL}",
            "missing(?: an?)?",
            "(?:has|have|do|does)(?:n't| not) (?:got|have|had) (?:an?|any)",
            "nobody",
            "no ?one",
        ),
        ("which priorities have no lead", "without a due date", "no figure for visits"),
    ),
    Phrase(Role.GIVEN, "", ("(?:have|has|having|with) (?:an?|any)",), ("which actions have a target",)),
    Phrase(
        Role.COMPARE,
        "more",
        ("(?:more|greater|higher|bigger) than", r"(?:over|above)(?= ?[£\d])"),
        ("cost more than £1m", "budget over 250k"),
        ("over budget",),
    ),
    Phrase(
        Role.COMPARE,
        "less",
        ("(?:less|fewer|lower|smaller) than", r"(?:under|below)(?= ?[£\d])"),
        ("below 50%",),
        ("under housing",),
    ),
    Phrase(Role.COMPARE, "at least", ("at least", "or more", "no less than"), ("at least £1m",)),
    Phrase(
        Role.COMPARE,
        "at most",
        ("at most", r"up to(?= ?[£\d])", "or less", "no more than"),
        ("no more than £10k",),
    ),
    Phrase(Role.COMPARE, "between", (r"between(?= ?[£\d])",), ("between £10k and £1m",), ("between March and May",)),
    Phrase(Role.BY, "", ("by", "per", "(?:for |in |of |on |at )?(?:each|every)"), ("how many actions by owner",)),
    Phrase(Role.AMONG, "", ("of (?:those|these|them)", "those"), ("which of those are red",)),
    Phrase(
        Role.FIRST,
        "",
        (
            rf"(?:that|this|the same) (?:{ROW_NOUN}|one|work)",
            "(?-i:it|its)",
            "(?:they|their|them|he|him|his|she|her|both)",
            "(?<!is )(?<!are )(?<!was )(?<!were )there",
            r"(?:that|this)(?=\W*$| (?:one|is|was)\b)",
            "the (?:same|former|latter|rest|others?)",
        ),
        ("what rag is it", "who looks after that action"),
        ("italic",),
    ),
    Phrase(
        Role.MENTION,
        "",
        (
            "mention(?:s|ed|ing)?(?: of)?",
            "talk(?:s|ing)? about",
            "contain(?:s|ing)?",
            "(?:comes?|came|crop(?:s|ped)?) up",
            "appears?",
            "with the words?",
        ),
        ("which priorities mention Tollgate", "where does Tollgate come up"),
    ),
    Phrase(
        Role.FILLER,
        "",
        (
            "(?:across |in |of |over |from )?(?:all )?(?:the |our )?(?:plans?|documents?|tracker|strategy|library)",
            "ok(?:ay)?",
            "(?:please|pls|plz)",
            "(?:thanks|thank you|thx|cheers)",
            "currently",
            "inclusive",
            "whichever plan(?: (?:it'?s|it is|they'?re|they are) in)?",
            "(?:paid for|funded|financed) by",
            "written(?: (?:in|up|down))?",
            "at the moment",
            "so far",
            "this time(?: a?round)?",
            "all of them",
            "(?:every|any)?things?",
            "(?:items?|points?|bits?|parts?|times)",
            "work(?:s|ed|ing)?",
        ),
        ("how many are there in the plan please", "the deadline pls"),
        ("pleased with it", "the cheerless hall"),
    ),
)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Phrase], ...]:
    """Each alternative by itself: where one begins as another does, both are readings."""
    return tuple(
        (re.compile(rf"(?<![\w£]){words}(?!\w)", re.IGNORECASE), phrase) for phrase in PHRASES for words in phrase.words
    )


@lru_cache(maxsize=256)
def phrases_in(text: str) -> tuple[tuple[int, int, Phrase], ...]:
    """Where each phrase stands in a question."""
    straight = text.replace("’", "'")
    return tuple(
        (match.start(), match.end(), phrase) for pattern, phrase in _compiled() for match in pattern.finditer(straight)
    )
