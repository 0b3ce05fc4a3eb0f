"""Words of questions that are closed or values (not, more than, overdue, red, "by owner"), each with its examples.

A phrase says what one thing in a question means and nothing about the rest; what is asked for, `asking` reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.questions.query import Output, Role
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


_BE = r"(?:is|are|was|were|be|been|being|has been|have been|'s)"
ROW_NOUN = (
    "(?:actions?|priorit(?:y|ies)|projects?|tasks?|rows?|objectives?|goals?|aims?|recommendations?|schemes?"
    "|activit(?:y|ies)|commitments?|pledges|promises|(?:piece|item)s? of work|jobs?"
    "|lines?|entr(?:y|ies)|initiatives?|workstreams?|deliverables?)"
)

_REACHED = "(?:met|meeting|meets?|hit|hitting|beaten|beat|beating|reached|reaching|achieved|exceeded)"

PHRASES: tuple[Phrase, ...] = (
    Phrase(
        Role.BETWEEN,
        Output.DIFFERENCE,
        ("difference(?: between)?", "(?:over|under) ?spend", "left(?= (?:in the budget|to spend))"),
        ("the difference between the budget and the spend for HS2",),
        ("it makes us different",),
    ),
    Phrase(Role.NOUN, "rows", (ROW_NOUN, "ones?"), ("which actions are red", "how many priorities"), ("reaction",)),
    Phrase(
        Role.NOUN,
        "categories",
        ("categor(?:y|ies)", "themes?", "sections?"),
        ("what categories are there",),
    ),
    Phrase(
        Role.NOUN,
        "plans",
        ("plans", "(?:which|what) plan", "(?:(?<=each )|(?<=every )|(?<=per )|(?<=by ))plan", "documents"),
        ("which plans have actions due",),
        ("the plan",),
    ),
    Phrase(Role.NOUN, "titles", ("titles?", "called", "headings?", "names"), ("what's the title of 2.i",)),
    Phrase(
        Role.NOUN,
        "items",
        ("items?", "points?", "bits?", "parts?", "times", "everything", "anything", "things"),
        ("how many items are there under 3.ii",),
    ),
    Phrase(Role.NOUN, "dates", ("dates", "deadlines"), ("what dates are in 1.iv",)),
    Phrase(
        Role.COLUMN,
        Meaning.OWNER,
        (
            "(?:(?:is|are|be) )?(?:responsible|accountable|in charge)(?: (?:for|of))?",
            "leads?(?: on)?",
            "owners?",
            "(?<!my )(?<!our )(?<!its )(?<!your )(?<!their )owns?",
            "look(?:s|ing)? after",
            "(?<=who )(?:runs?|manages?|delivers?|coordinates?|oversees?)",
            "lead officers?",
            "(?:is |are |being )?(?:(?:managed|run) by|(?:led|owned)(?: by)?)",
            "belong(?:s|ing)? to",
        ),
        ("who leads on garden waste", "who is responsible for it", "actions with no owner"),
        ("misleading", "how many children travel on their own"),
    ),
    Phrase(
        Role.COLUMN,
        Meaning.DUE,
        (
            "(?:is |are |was |be |falls? |fall |falling )?due(?: dates?)?",
            "deadlines?",
            "target dates?",
            "completion dates?",
            "end dates?",
            r"(?:finish(?:es|ed|ing)?|end(?:s|ing)?|complete)(?= (?:by|before|after|in|on|between|from)\b)",
            "(?:is |are )?(?:due|meant|supposed|expected|planned) to (?:be (?:done|finished|completed?)|finish|end)",
            "(?:finish|end)(?:es|s)(?= (?:first|last|next|soonest))",
        ),
        ("what's due in March", "deadline for the pedestrian signs"),
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
        ("costs?", "budgets?", "price", "funding", "dearest", "cheapest", "priciest", "expensive"),
        ("which actions cost more than £1m", "total budget"),
    ),
    Phrase(Role.COLUMN, "spent", ("spent", "spend", "spending"), ("how much has been spent",)),
    Phrase(Role.COLUMN, Meaning.TARGET, ("targets?",), ("what is the target for champions",)),
    Phrase(
        Role.COLUMN,
        "percent",
        (
            "(?<=% )(?:complete|done)",
            "(?:what |the )?% (?:complete|done)",
        ),
        ("more than 50% complete", "the % done of WA1"),
        ("which are complete",),
    ),
    Phrase(
        Role.COLUMN,
        Meaning.PROGRESS,
        ("progress",),
        ("list all progress for 2.iii",),
    ),
    Phrase(
        Role.STATE,
        "done",
        (rf"(?:{_BE} )?(?:complete|completed|finished|closed)", "(?<!being )(?<!been )(?<!be )(?<!get )done"),
        ("list everything that's complete", "what has been completed"),
        ("incomplete",),
    ),
    Phrase(
        Role.STATE,
        "not started",
        (
            "(?:(?:has|have|had|is|are|was|were)(?:n'?t| not)|not|never|yet to)(?: yet)?(?: been| be)? "
            "(?:start(?:ed)?|begun|begin)",
        ),
        ("which climate actions haven't been started", "what is not started"),
    ),
    Phrase(
        Role.STATE,
        "undone",
        (
            "incomplete",
            "outstanding",
            "still to (?:do|be done)",
            "left to do",
            "still open",
            "remaining",
            "still needs? (?:doing|to be done|to happen)",
        ),
        ("what is still outstanding",),
    ),
    Phrase(Role.STATE, "going", ("in progress", "under ?way", "ongoing", "on ?going"), ("what is in progress",)),
    Phrase(Role.STATE, "on track", ("on (?:track|target|schedule|course)",), ("what's on track",)),
    Phrase(
        Role.STATE,
        "late",
        ("(?:delayed|running late|late|behind(?: schedule)?|slipp(?:ed|ing))",),
        ("which safeguarding actions are delayed",),
        ("latest",),
    ),
    Phrase(Role.STATE, "red", ("reds?",), ("which actions are red",), ("referred",)),
    Phrase(Role.STATE, "amber", ("ambers?",), ("what's still amber",)),
    Phrase(Role.STATE, "green", ("greens?",), ("what is green",)),
    Phrase(
        Role.OVERDUE,
        "",
        (
            "overdue",
            "past (?:its|their|the) (?:deadlines?|due dates?)",
        ),
        ("what is overdue",),
    ),
    Phrase(
        Role.OVERDUE,
        "soon",
        ("(?:coming |falling )?due (?:soon|shortly)",),
        ("what is due soon",),
        ("what is due in March",),
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
        ("(?:over|spent more than) (?:their |its |the )?budget", "overspent"),
        ("which projects have gone over budget", "what has spent more than its budget"),
    ),
    Phrase(
        Role.MET,
        "",
        (rf"(?:have |has |are |is )?{_REACHED}(?: (?:or|and) {_REACHED})? (?:(?:the|their|its|our|a) )?targets?",),
        ("which measures have met their target", "where have we beaten or met the target"),
        ("what is the target",),
    ),
    Phrase(
        Role.MET,
        "missed",
        (
            "(?:have |has |are |is )?(?:missed|missing|short of|fallen short of|failed to (?:meet|reach|hit)) "
            "(?:(?:the|their|its|our) )?targets?",
        ),
        ("which measures missed their target",),
        ("what is the target",),
    ),
    Phrase(
        Role.TIME,
        "to come",
        (
            "(?:still |yet )?to come",
            "coming up",
            "(?:still )?ahead(?: of us)?",
            "from now on",
        ),
        ("which dates are still to come",),
        ("welcome",),
    ),
    Phrase(
        Role.TIME,
        "gone by",
        ("(?:have |has )?(?:already )?(?:passed|gone by|gone past)", "in the past"),
        ("which deadlines have passed",),
    ),
    Phrase(
        Role.NOT,
        "",
        (
            "not",
            "never",
            "neither",
            "nor",
            "(?:is|are|was|were|has|have|does|do|did|wo|ca|could|would|should)n'?t",
            "other than",
            "except(?: for)?",
            "apart from",
            "outside(?: of)?",
            "(?:yet|still) to(?: be)?(?! come)",
        ),
        ("which actions aren't green", "neither red nor amber", "yet to be completed", "still to be finished"),
        ("knot",),
    ),
    Phrase(
        Role.EMPTY,
        "",
        (
            "(?:(?:have|has|having|with) )?no",
            "without(?: an?| any)?",
            "missing(?: an?)?",
            "(?:has|have|do|does)(?:n'?t| not) (?:got|have|had) (?:an?|any)",
            "lack(?:s|ing)?(?: an?)?",
            "nobody",
            "no ?one",
        ),
        ("which priorities have no lead", "without a due date"),
    ),
    Phrase(
        Role.GIVEN,
        "",
        ("(?:have|has|having|with) (?:an?|any)",),
        ("which actions have a target",),
    ),
    Phrase(
        Role.COMPARE,
        "more",
        (
            "more than",
            r"(?:over|above|exceeding|exceeds?)(?= ?[£\d])",
            "greater than",
            "higher than",
            "bigger than",
            "upwards of",
        ),
        ("cost more than £1m", "budget over 250k"),
        ("over budget",),
    ),
    Phrase(
        Role.COMPARE,
        "less",
        ("less than", r"(?:under|below)(?= ?[£\d])", "fewer than", "lower than", "cheaper than"),
        ("below 50%",),
        ("under housing",),
    ),
    Phrase(Role.COMPARE, "at least", ("at least", "or more", "minimum of", "no less than"), ("at least £1m",)),
    Phrase(
        Role.COMPARE,
        "at most",
        ("at most", r"up to(?= ?[£\d])", "or less", "no more than", "maximum of"),
        ("no more than £10k",),
    ),
    Phrase(Role.COMPARE, "between", (r"between(?= ?[£\d])",), ("between £10k and £1m",), ("between March and May",)),
    Phrase(Role.COMPARE, "equal", ("exactly", "(?:costs?|costing|budget of)(?= £)"), ("exactly 50%",)),
    Phrase(Role.BY, "before", ("breakdown", "split"), ("status breakdown of the plan",), ("they broke down",)),
    Phrase(
        Role.BY,
        "",
        ("by", "per", "(?:for |in |of )?(?:each|every)", "breakdown (?:by|of)"),
        ("how many actions by owner",),
    ),
    Phrase(
        Role.AMONG,
        "",
        (
            "(?:which|what|how many|any|all) of (?:those|these|them)",
            "of (?:those|these|them)",
            "those",
            "these(?= are| have)",
        ),
        ("which of those are red",),
    ),
    Phrase(
        Role.FIRST,
        "",
        (rf"(?:that|this|the same) (?:{ROW_NOUN}|one|work)", "(?-i:it|its)", "they", "their", "that", "this"),
        ("what rag is it", "who looks after that action"),
        ("italic",),
    ),
    Phrase(
        Role.MENTION,
        "",
        (
            "mention(?:s|ed|ing)?(?: of)?",
            "refer(?:s|red|ring)? to",
            "talk(?:s|ing)? about",
            "nam(?:e|es|ing)(?= (?-i:[A-Z]))",
            "contain(?:s|ing)?",
            "comes? up",
            "crops? up",
            "appears?",
            "with the words?",
        ),
        ("which priorities mention Tollgate", "where does Tollgate come up"),
    ),
    Phrase(
        Role.DATED,
        "",
        (
            "dated",
            "with (?:a )?dates?",
        ),
        ("list everything dated 2026",),
        ("updated",),
    ),
    Phrase(
        Role.FILLER,
        "",
        (
            "(?:across|in|of|over|from) (?:(?:all|any|both)(?: of)? )?(?:the |our )?(?:plans|documents)",
            "across (?:the board|everything)",
            "(?:in )?(?:the )?(?:plans?|documents?|tracker|table|strategy|library)",
            "ok(?:ay)?",
            "please",
            "pl[sz]",
            "currently",
            "at the moment",
            "so far",
            "this time(?: a?round)?",
            "overall",
            "today",
            "happen(?:s|ing)?",
            "worked",
            "work(?:s|ing)?",
            "complete list",
        ),
        ("how many are there in the plan please",),
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
