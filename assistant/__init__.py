"""The object that scripts, screens and tests use: plans to search, ask and compare.

from assistant import Assistant
plans = Assistant.open()
plans.ask("When does the youth housing contract end?").claims[0].citations[0].label
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.answers.answer import Answer, Claim, Status
from assistant.answers.answering import Answerer
from assistant.answers.combined import together
from assistant.answers.follow_ups import Turns
from assistant.answers.sources import Searchable
from assistant.briefing.brief import Briefer
from assistant.briefing.requests import briefing_asked
from assistant.briefing.subject import Subject
from assistant.questions.question import checked
from assistant.settings import Settings
from assistant.tracking.changes import RowChange
from assistant.tracking.lineage import Comparison, Lineage
from assistant.tracking.status_words import StatusMeanings
from corpus.access import AccessRules, read_access
from corpus.errors import WrongUse
from corpus.glossary import Glossary
from corpus.library import Library
from corpus.records import Citation, Plan, Update, fold
from index import Filters, Hit, Progress, Receipt, load_encoder, open_index, plans_named
from index import build as build_index
from index.relevance import AT_MOST, relevant

__all__ = ["Answer", "Assistant", "Citation", "Claim", "Filters", "Hit", "Progress", "Receipt", "RowChange", "Status"]

MOST_VIEWS = 32  # of what some may see, kept at once: each holds vectors and words of its own, tens of megabytes


class Assistant:
    """Indexed plans, ready for questions; safe to share between threads.

    Opening reads the index but doesn't load the model: the first question does, unless `warm` has been called.
    """

    def __init__(self, index: Searchable, documents: Path | None = None, part: bool = False) -> None:
        """`documents` is the folder of staff's glossary and of who may see what; None for none. `part`: the index
        holds only what somebody may see."""
        self._stored = index
        self._documents = documents
        stored = index.snapshot.library
        library = stored.together()
        self._index = index if library is stored else index.seen(library)
        self._answerer = Answerer(self._index, documents, part)
        self._opening = threading.Lock()
        self._views = lru_cache(maxsize=MOST_VIEWS)(self._view)

    @classmethod
    def open(cls, index: str | Path | None = None, settings: Settings | None = None) -> Assistant:
        """The index in a folder, or in the store that the settings name. Raises IndexNotFound, IndexDamaged,
        IndexMismatch or StoreUnreachable, which say what to do."""
        settings = (settings or Settings.load()).at(index=index)
        opened = open_index(settings.place, lambda: load_encoder(settings.model, settings.model_cache))
        return cls(opened, settings.documents)

    @classmethod
    def build(
        cls,
        documents: str | Path | None = None,
        index: str | Path | None = None,
        progress: Callable[[Progress], None] | None = None,
        settings: Settings | None = None,
    ) -> Assistant:
        """Build the index of a folder of documents, or bring it up to date, and open it.

        Raises NoDocuments, BuildRunning or ModelDamaged, and WrongUse if both folders are the same.
        """
        settings = (settings or Settings.load()).at(documents, index)
        build_index(
            settings.documents,
            settings.place,
            encoder=lambda: load_encoder(settings.model, settings.model_cache),
            progress=progress,
        )
        return cls.open(settings=settings)

    def seen_by(self, groups: Collection[str]) -> Assistant:
        """The assistant for somebody in these groups: opened over what they may see alone, so that nothing else is
        found, counted, suggested or known to it in any other way. One is kept for all who may see the same.

        Raises UnreadableFile where it can't be read who may see what.
        """
        rules = read_access(self._documents) if self._documents else AccessRules()
        with self._opening:
            return self._views(rules, rules.relevant(groups))

    def _view(self, rules: AccessRules, groups: frozenset[str]) -> Assistant:
        stored = self._stored.snapshot.library
        library = stored.seen_by(groups, rules)
        if library is stored:
            return self
        return Assistant(self._stored.seen(library), self._documents, part=True)

    @property
    def library(self) -> Library:
        """The documents as they were read."""
        return self._index.snapshot.library

    @property
    def generation(self) -> str:
        """Identifies the build of the index that answers come from."""
        return self._index.snapshot.generation

    def warm(self) -> None:
        """Load everything that the first question would otherwise wait for."""
        self.ask("What is in the plan?")

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        category: str | None = None,
        reference: str | None = None,
        column: str | None = None,
        plan: str | None = None,
        update: str = "latest",
    ) -> list[Hit]:
        """The k passages that fit the question best. Raises QuestionRefused, or WrongUse for an unknown update."""
        return self._index.search(checked(question), k, Filters(category, reference, column, plan, update))

    def ask(
        self, question: str, history: Turns = (), filters: Filters | None = None, *, literally: bool = False
    ) -> Answer:
        """The answer in the documents' own words. `history`: the earlier (question, Answer) pairs, oldest first.
        `filters` limit where to search. `literally` asks the question exactly as typed and by itself, without the
        changes that `Answer.understood` describes.

        Raises QuestionRefused for an empty question or one of more than 2,000 characters.
        """
        asked = briefing_asked(checked(question), self.plans()) if not literally else None
        if asked and asked[1] and asked[0].words:
            return self._both(question, (asked[0], asked[1]), filters or Filters())
        return self._answerer.answer(checked(question), history, filters or Filters(), literally)

    def _both(self, question: str, subjects: tuple[Subject, Subject], filters: Filters) -> Answer:
        """What is said of each of two subjects, each quote with the name of its own."""
        found = []
        for subject in subjects:
            within = replace(filters, plan=subject.plan or filters.plan)
            answer = self._answerer.answer(subject.words, (), within)
            found.append(replace(answer, claims=tuple(replace(claim, note=subject.title) for claim in answer.claims)))
        return together(question, [subject.title for subject in subjects], found) or found[0]

    def plans(self) -> tuple[Plan, ...]:
        """Every plan with its updates, the latest last."""
        return self.library.plans

    def changes(self, plan: str | None = None, old: str | None = None, new: str | None = None) -> list[RowChange]:
        """How every row changed from an earlier update to a newer one: by default the latest two of a plan.

        `plan` may be left out if only one has several updates. Raises WrongUse if there is nothing to compare.
        """
        return list(self.comparison(plan, old, new).changes)

    def comparison(self, plan: str | None = None, old: str | None = None, new: str | None = None) -> Comparison:
        """Like `changes`, with the plan and the two updates that were compared."""
        chosen = self._comparable(plan)
        later = _update(chosen, new) if new else chosen.latest
        earlier = _update(chosen, old) if old else _previous(chosen, later)
        return self.lineage.comparison(chosen, earlier, later)

    @property
    def lineage(self) -> Lineage:
        """The plans through their updates; comparisons are cached."""
        return self._answerer.sources.lineage

    @property
    def meanings(self) -> StatusMeanings:
        """What the plans' status words mean: done, not done, or not clear."""
        return self._answerer.sources.meanings

    @property
    def glossary(self) -> Glossary:
        """The meanings of acronyms, from the documents' latest updates and from staff."""
        return self._answerer.sources.glossary

    def briefer(self, day: date) -> Briefer:
        """Writes briefings as of a day; the quotes of those that it writes are numbered through."""

        def near(words: str) -> frozenset[str]:
            return frozenset(hit.passage.row_key for hit in relevant(self.search(words, AT_MOST)))

        return Briefer(self.library, self.lineage, self.glossary, self.meanings, day, near)

    def _comparable(self, plan: str | None) -> Plan:
        named = plans_named(self.library, plan)
        several = [each for each in named if len(each.updates) > 1]
        if len(several) == 1:
            return several[0]
        if not several:
            known = "the plan" if len(named) > 1 else named[0].name
            raise WrongUse(f"There is only one update of {known}. Add another update’s document and build again.")
        raise WrongUse(f"Several plans have updates; name one: {'; '.join(each.name for each in several)}.")


def _update(plan: Plan, name: str) -> Update:
    found = next((update for update in plan.updates if fold(update.name) == fold(name)), None)
    if found is None:
        raise WrongUse(f"There is no update “{name}”. There are: {', '.join(each.name for each in plan.updates)}.")
    return found


def _previous(plan: Plan, later: Update) -> Update:
    at = plan.updates.index(later)
    if at == 0:
        raise WrongUse(f"No update is earlier than {later.name}: name both that you want to compare.")
    return plan.updates[at - 1]
