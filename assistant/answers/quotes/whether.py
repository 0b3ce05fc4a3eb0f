"""Yes or no, where a quote settles it: its words affirm or deny what is asked, and nothing in them qualifies that."""

from __future__ import annotations

import re

from assistant.language.negation import affirmed, denied, denies, is_negative
from assistant.language.words import stems, terms

# What makes a plain yes or no too much: a part of it, a condition, a time to come.
_QUALIFIED = re.compile(
    r"\b(?:(?:(?<![\d,])\d[\d,]*+|one|two|three|four|five|six|seven|eight|nine|ten) (?:out )?of"
    r"|some|most|many|half|part(?:s|ly)?|only|almost|nearly|but|although|though|except|unless|if|until|will|would|may|might|could|should|plan(?:s|ned)?"
    r"|due|expect\w*|hop\w+|aim\w*|propos\w+|pilot\w*|trial\w*)\b|%",
    re.IGNORECASE,
)
MET = 0.5  # of the question's telling words, that the quote or its headings must have
_OF_ALL = re.compile(r"\b(?:all|every|each|any|anyone|everyone|ever|or|more|less|better|worse|enough)\b", re.IGNORECASE)


def verdict(question: str, quote: str, headings: str) -> str:
    """ "Yes" or "No" to a question that can be answered so, by a quote that answers it and the headings that it stands
    under; "" where it isn't plain."""
    telling = {term.stem for term in terms(question) if term.telling}
    if len(telling & (stems(quote) | stems(headings))) < MET * len(telling):
        return ""
    if denies(question) or _OF_ALL.search(question):
        return ""
    asked, said = stems(question), re.sub(r"\bMay\b", "", quote)  # the month, not what may be
    if _QUALIFIED.search(said):
        return ""
    if denied(said) & asked:
        return "No"
    plain = not is_negative(said) and len(telling & stems(quote)) > 1
    return "Yes" if plain and affirmed(said) & asked else ""
