"""Answers, passages and their places as other programs are given them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self

from pydantic import Field

from assistant.answers.answer import Status
from assistant.api.shapes import Shape
from assistant.questions.query import Output, Role

if TYPE_CHECKING:
    import index
    from assistant.answers import answer as answers
    from assistant.drafting import draft as drafts
    from assistant.questions import query as queries
    from corpus import records


class Citation(Shape):
    """The address of a quote: enough to find it in the document."""

    plan: str
    update: str
    reference: str
    category: str
    priority: str
    column: str
    item: int | None = Field(description="Counts from 1 within the column; null for words of a heading.")
    quote: str = Field(description="The document's own words, character by character.")
    file: str
    page: int | None
    line: int | None
    sheet: str | None
    doubt: str = Field(description="Why to compare the row with the document; empty where nothing raises doubt.")
    label: str = Field(description="The place in words.")


class Hit(Shape):
    """A passage that fits a question."""

    score: float = Field(description="From 0 to 1, comparable between questions.", ge=0, le=1)
    id: str
    text: str
    citation: Citation

    @classmethod
    def of(cls, found: index.Hit) -> Self:
        passage = found.passage
        return cls(
            score=round(found.score, 4),
            id=passage.id,
            text=passage.text,
            citation=Citation.model_validate(found.citation),
        )


class Claim(Shape):
    """One thing that the documents say, an exact quote, and every place where they say it."""

    text: str
    citations: list[Citation]


class Reading(Shape):
    """What some words of a question were taken to mean."""

    text: str
    meaning: Role
    told: str


class Query(Shape):
    """How a question was understood: what it asks for, of which rows, what its words mean, and which are unused."""

    output: Output
    filters: list[str]
    readings: list[Reading]
    rest: list[str]

    @classmethod
    def of(cls, made: queries.Query) -> Self:
        return cls(
            output=made.output,
            filters=[condition.in_words() for condition in made.where],
            readings=[
                Reading(text=made.text[each.start : each.end], meaning=each.role, told=each.in_words)
                for each in made.readings
                if each.role is not Role.FILLER
            ],
            rest=list(made.rest),
        )


class Sentence(Shape):
    """A sentence of a language model. Only one that is supported may be shown as what the documents say."""

    text: str
    supported: bool
    reason: str = Field(description="Why it isn't supported.")
    citations: list[Citation]

    @classmethod
    def of(cls, sentence: drafts.Sentence, sources: Sequence[records.Citation]) -> Self:
        numbers = sentence.sources if sentence.supported else ()
        cited = [Citation.model_validate(sources[number - 1]) for number in numbers]
        return cls(text=sentence.text, supported=sentence.supported, reason=sentence.reason, citations=cited)


class Draft(Shape):
    """A language model's wording of an answer. Without sentences, `note` says why."""

    writer: str
    note: str
    sentences: list[Sentence]

    @classmethod
    def of(cls, made: drafts.Draft) -> Self:
        sentences = [Sentence.of(each, made.sources) for each in made.sentences]
        return cls(writer=made.writer, note=made.note, sentences=sentences)


class Answer(Shape):
    """The answer to a question, in quotes."""

    question: str
    status: Status = Field(description="`partial`: on the topic, but what was asked for isn't stated.")
    confidence: float = Field(description="From 0 to 1: how many answers with such evidence are right.", ge=0, le=1)
    text: str = Field(description="The whole answer as text.")
    claims: list[Claim]
    citations: list[Citation]
    query: Query | None = Field(description="Null where it was compared or looked up in the glossary.")
    draft: Draft | None = Field(default=None, description="Only there if a language model was asked to word it.")

    @classmethod
    def of(cls, question: str, given: answers.Answer, draft: drafts.Draft | None = None) -> Self:
        worded = {"draft": Draft.of(draft)} if draft else {}
        return cls(
            question=question,
            status=given.status,
            confidence=round(given.confidence, 4),
            text=given.text,
            claims=[
                Claim(text=claim.text, citations=[Citation.model_validate(each) for each in claim.citations])
                for claim in given.claims
            ],
            citations=[Citation.model_validate(each) for each in given.citations],
            query=Query.of(given.query) if given.query else None,
            **worded,
        )


def conversation(
    history: Iterable[tuple[str, answers.Answer]], made: Sequence[drafts.Draft] | None = None
) -> list[Answer]:
    """The answers of a conversation, each with a language model's draft of it if any were `made`."""
    if made is None:
        return [Answer.of(question, given) for question, given in history]
    return [Answer.of(question, given, draft) for (question, given), draft in zip(history, made, strict=True)]
