"""Which of the documents' own columns a question's words point to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.language.words import find_phrase, stems, terms

# What people say for a column of what is to be done, and for one of how far it has come: the words of a question, and
# stems that such columns' headings hold. A heading's own words come first.
_SAID: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"\bactions?\b|\b(?:steps?|tasks?) (?:for|under|in|of|to)\b"
            r"|\b(?:needs?|has|have|got|is|are) to (?:happen|be done)\b"
            r"|\bneeds? doing\b|\bmust (?:happen|be done)\b|\b(?:got|have|need) to do\b|\bto-do\b",
            re.IGNORECASE,
        ),
        stems("action actions task tasks step steps happen need needs do deliver activity activities"),
    ),
    (
        re.compile(
            r"\bprogress\b|\b(?:has|have) been (?:done|achieved)\b|\bachiev\w+\b"
            r"|^(?:and |so |but )?(?:has|have)\b.+\byet\b|\bdone so far\b|\bupdates? on\b|\bhow far\b",
            re.IGNORECASE,
        ),
        stems("progress update updates achieved achievements done comment comments commentary outcome position"),
    ),
    (
        re.compile(
            r"^(?:and |so |but )?who(?:['’]s| is| are| will be)? (?:the )?(?:responsible|accountable|lead\w*|own\w*"
            r"|in charge|run\w*|manag\w+|looks? after|looking after|deliver\w*)\b"
            r"|\b(?:is|are|be) (?:responsible|accountable|in charge)\b|\b(?:led|owned|managed|run) by\b|\bassigned to\b"
            r"|^(?:what|which)\b.+\b(?:does|do|is|are)\b.+\b(?:leads?|leading|owns?|owning)\b"
            r"|^(?:list|show|all)\b.*\b(?:leads|owners|lead officers)\W*$",
            re.IGNORECASE,
        ),
        stems("lead leads responsible responsibility owner owners officer accountable who"),
    ),
    (
        re.compile(
            r"^(?:and |so |but )?(?:by )?when\b(?! (?:was|were|did|has|have|had)\b)"
            r".*\b(?:due|done|finish\w*|complete\w*|deliver\w*)\b|\bdeadlines?\b"
            r"|\b(?:is|are|fall|falls) due\b",
            re.IGNORECASE,
        ),
        stems("due timescale timescales deadline target when"),
    ),
    (
        re.compile(
            r"\bon track\b|\bbehind schedule\b|\bgoing well\b|\bstatus\b|\b(?:rated|marked|flagged)\b", re.IGNORECASE
        ),
        stems("status rag rating brag"),
    ),
)
_WHETHER = re.compile(r"(?:and |so |but )?(?:do|does|did|can|could|has|have|had|how|why|where)\b", re.IGNORECASE)
# The words of a question by which it asks for a column's value, and not of what.
ASKING_FOR_VALUES = stems(
    """lead leads led leading own owns owned owner owners responsible responsibility accountable charge run runs manage
    manages managed assigned officer due deadline timescale target date finish finished complete completed deliver
    delivered done look looks looking track behind schedule well status rated rating ratings rag marked flagged
    leads owners deadlines"""
)


def column_called(words: str, headings: Iterable[str]) -> str:
    """The heading that has one of these few words ("due date"), or else one that people say for it ("owner"); "" where
    none or several would do."""
    known = [heading for heading in dict.fromkeys(headings) if heading]
    meant = stems(words)
    for holds in [meant, *(holds for _, holds in _SAID if meant & holds)]:
        called = [heading for heading in known if stems(heading) & holds]
        if called:
            return called[0] if len(called) == 1 else ""
    return ""


def column_meant(question: str, headings: Iterable[str]) -> str:
    """The heading that the question names, or describes in everyday words; "" where none or several would do."""
    known = [heading for heading in dict.fromkeys(headings) if heading]
    named = [
        heading
        for heading in known
        if any(term.telling for term in terms(heading))  # "When", "Who": every other question has such words
        and find_phrase(tuple(term.stem for term in terms(heading)), question)
    ]
    if named:
        return max(named, key=len)
    for said, holds in _SAID:
        if said.search(question):
            described = [heading for heading in known if stems(heading) & holds]
            if described:
                return described[0] if len(described) == 1 else ""
    return ""


def asks_for_value(question: str, heading: str) -> bool:
    """Whether the question asks what the column says: "the status of …", "who leads …"; not where its heading is but a
    word among others ("before they start")."""
    if _WHETHER.match(question):
        return False
    if any(said.search(question) and stems(heading) & holds for said, holds in _SAID):
        return True
    words = r"\W+".join(map(re.escape, re.findall(r"\w+", heading)))
    return re.search(rf"\b(?:the|its|their|what|which)\s+(?:\w+\s+)?{words}\b", question, re.IGNORECASE) is not None
