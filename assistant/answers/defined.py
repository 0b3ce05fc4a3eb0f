"""What an acronym stands for, answered from the definitions that the documents themselves give."""

from __future__ import annotations

import re

from assistant.answers.answer import Answer, Claim, listed
from assistant.language.clauses import Span, clauses, quotable
from assistant.questions.asking import Asks
from assistant.questions.query import Query
from corpus.glossary import Entry, Glossary
from corpus.records import Citation

SURE = 0.6  # likelihood from which a meaning is asked for: of readings as likely as that, 9 in 10 are right
_ASKS = re.compile(
    r"^(?:and |so )?(?:what (?:do|does|did) \w+ mean by"
    r"|what(?:'s|’s| is| does| do| are| did)?|define|explain|spell out|tell me what|meaning of)\s+"
    r"(?:the |an? )?(?:(?:meaning|full form|expansion) of (?:the )?)?(?:acronym |abbreviation |term |letters )?"
    r"[\"'“‘]?(?P<term>[\w&/-]+)[\"'”’]?"
    r"(?:\s+(?:stands? for|short for|means?|is|acronym|abbreviation))*\s*[?.!]*$",
    re.IGNORECASE,
)


_ALONE = re.compile(r"\A\W*+(?P<term>[A-Z][\w&/-]*[A-Z]s?)\W*+")


def asked_to_define(query: Query) -> str:
    """The one word, in capitals, that a question asks the meaning of by its wording: "nfm meaning"; "" for none."""
    sure = query.asks is Asks.DEFINE and query.likelihood >= SURE
    return query.rest[0].upper() if sure and len(query.rest) == 1 else ""


def define(question: str, glossary: Glossary) -> Answer | None:
    """Every meaning that is known of the one acronym asked about; None where none is asked or known."""
    match = _ASKS.match(question) or _ALONE.fullmatch(question)
    term = match["term"] if match else ""
    meanings = glossary.meanings(term) or glossary.meanings(term.removesuffix("s"))
    if not meanings:
        return None
    claims = tuple(_claim(entry) for entry in meanings if entry.source is not None)
    summary = " ".join(_says(entry) for entry in meanings)
    return listed(summary, claims)


def _says(entry: Entry) -> str:
    added = "" if entry.source else " (added by staff to the glossary)"
    return f"{entry.acronym} stands for {entry.expansion}{added}."


def _claim(entry: Entry) -> Claim:
    citation = _citation(entry)
    return Claim(citation.quote, (citation,))


def _citation(entry: Entry) -> Citation:
    source = entry.source
    assert source is not None
    if source.item is None:
        return Citation.of_heading(source.row, source.text)
    column = source.row.column(source.column)
    assert column is not None
    held = next((clause for clause in clauses(source.text) if clause.holds(source.start, source.end)), None)
    span = quotable(source.text, held) if held else Span(0, len(source.text))
    return Citation.of_item(source.row, column, source.item, span.of(source.text))
