"""Which of the documents' own columns a question's words point to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.terms import find_phrase, stems, terms

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
            r"|\bdone so far\b|\bupdates? on\b|\bhow far\b",
            re.IGNORECASE,
        ),
        stems("progress update updates achieved achievements done comment comments outcome position"),
    ),
    (
        re.compile(
            r"^(?:and |so |but )?who(?:'s| is| are| will be)? (?:responsible|accountable|lead\w*|own\w*|in charge"
            r"|run\w*|manag\w+|looks? after|looking after|deliver\w*)\b",
            re.IGNORECASE,
        ),
        stems("lead leads responsible responsibility owner owners officer accountable who"),
    ),
    (
        re.compile(
            r"^(?:and |so |but )?(?:by )?when\b.*\b(?:due|done|finish\w*|complete\w*|deliver\w*)\b|\bdeadline\b",
            re.IGNORECASE,
        ),
        stems("due timescale timescales deadline target when"),
    ),
    (
        re.compile(r"\bon track\b|\bbehind schedule\b|\bgoing well\b|\bstatus\b", re.IGNORECASE),
        stems("status rag rating brag"),
    ),
)


def column_meant(question: str, headings: Iterable[str]) -> str:
    """The heading that the question names, or describes in everyday words; "" where none or several would do."""
    known = [heading for heading in dict.fromkeys(headings) if heading]
    named = [heading for heading in known if find_phrase(tuple(term.stem for term in terms(heading)), question)]
    if named:
        return max(named, key=len)
    for said, holds in _SAID:
        if said.search(question):
            described = [heading for heading in known if stems(heading) & holds]
            return described[0] if len(described) == 1 else ""
    return ""
