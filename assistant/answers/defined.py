"""What an acronym stands for, answered from the definitions that the documents themselves give."""

from __future__ import annotations

from assistant.answers.answer import Answer, Claim, listed
from assistant.language.clauses import Span, clauses, quotable
from assistant.language.words import terms
from assistant.questions.asking import Asks, speaks_for
from assistant.questions.query import Query
from corpus.glossary import Entry, Glossary
from corpus.records import Citation

SURE = 0.6  # likelihood from which a meaning is asked for: of readings as likely as that, 9 in 10 are right


def define(query: Query, glossary: Glossary) -> Answer | None:
    """Every meaning that is known of the one acronym that a question asks about, or that it is; None where it says
    more than that, or none is known."""
    sure = query.asks is Asks.DEFINE and query.likelihood >= SURE
    told = [term for term in terms(query.text) if term.telling and not (sure and speaks_for(Asks.DEFINE, term.word))]
    if len(told) != 1 or not (sure or told[0].is_acronym):
        return None
    meanings = glossary.meanings(told[0].word) or glossary.meanings(told[0].word.removesuffix("s"))
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
