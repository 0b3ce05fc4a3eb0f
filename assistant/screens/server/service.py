"""The state that all sessions of the web app share: the index in use, the model, and the build."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

import streamlit as st

from assistant import Assistant, Receipt
from assistant.drafting.service import LanguageModel
from assistant.news.mail import tell
from assistant.roles import Role
from assistant.screens.server.documents_folder import document_files
from assistant.screens.server.rates import Questions
from assistant.screens.server.rebuild import Nameless, Note, Rebuild
from assistant.screens.server.watching import FolderWatch, Schedule
from assistant.settings import LANGUAGE_MODEL_KEY, Settings
from assistant.store.audit import Audit
from assistant.store.conversations import Conversations, Turn
from assistant.store.database import Database
from assistant.store.people import Person
from corpus.access import ACCESS, may_see, read_access
from corpus.errors import IndexNotFound, NotStored, PlansError, StoreUnreachable, UnreadableFile, WrongUse
from corpus.records import Document
from index import Encoder, build, load_encoder, open_index, redo, roll_back, store_at

HOUR = 3_600.0  # seconds
# For glibc's `mallopt`, by its own numbers for both. Left alone, it keeps what a build and large answers took: when 25
# people asked 1,000 questions, and a build was among them, the server's own memory rose from 240 MB to 380; with these,
# from 212 to 290. With the size alone it was some 8 MB more. 128 kB instead of 1 MB change neither that nor how long
# answers take.
MMAP_THRESHOLD, LARGE = -3, 2**20  # bytes from which memory is the system's again as soon as it isn't used
ARENA_MAX, ARENAS = -8, 2  # places from which threads take the rest; there would be eight for each processor
UNKNOWN = "unknown"  # which generation is in use, while the store doesn't answer: it is opened again when it does
NOBODY_KNOWS = "We can’t tell at the moment which documents you may see. Ask those who look after the documents."


class Service:
    """One for each server. Pages read `assistant` once in a run, so that it sees only one generation of the index."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.rebuild = Rebuild(self._build)
        self.trouble = ""  # why the index can't be used, as a message for people; "" if it just doesn't exist yet
        self.database = Database(settings.kept_folder)
        self.conversations = Conversations(self.database)
        self.audit = Audit(settings.kept_folder, self.database)
        self.questions = Questions()
        self.watched: FolderWatch | None = None
        self.language_model, self.language_model_trouble = _language_model(settings)
        self._store = store_at(settings.place)
        self._opening = threading.Lock()
        self._assistant: Assistant | None = None
        self._opened = ""  # the pointer's content when the index was opened
        self._loading = threading.Lock()
        self._model: Encoder | None = None
        self._loaded = threading.Event()

    @classmethod
    def start(cls, settings: Settings) -> Service:
        """Open the index, or build it if there is none, load the model, and delete old conversations, all in the
        background."""
        settings.prepare()
        service = cls(settings)
        waiting = document_files(settings.documents) or not settings.documents.is_dir()  # then it says what is wrong
        if service.assistant is None and not service.trouble and waiting:
            service.rebuild.start()
        threading.Thread(target=service._load, name="model", daemon=True).start()
        threading.Thread(target=service._delete_hourly, name="deleting", daemon=True).start()
        return service

    @property
    def assistant(self) -> Assistant | None:
        """The index in use, opened again if another generation has been published; None while there is none."""
        try:
            pointer = self._store.in_use()
        except PlansError as error:
            self.trouble, self._opened = str(error), UNKNOWN
            return None
        if pointer != self._opened:
            with self._opening:
                if pointer != self._opened:
                    self._open(pointer)
        return self._assistant

    @property
    def loaded(self) -> bool:
        """Whether questions can be answered without waiting for the model."""
        return self._loaded.is_set()

    def ready(self) -> Assistant:
        """The index in use, once the model is loaded so that it can be asked. Raises IndexNotFound."""
        self._loaded.wait()
        assistant = self.assistant
        if assistant is None:
            raise IndexNotFound("Nothing has been read yet. Open Documents to see what is being read.")
        return assistant

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier index to go back to."""
        try:
            return len(self._store.published()) > 1
        except PlansError:
            return False

    def documents_before(self) -> Sequence[Document]:
        """The documents as going back puts them in use. Raises IndexNotFound, IndexDamaged, IndexMismatch."""
        entries = self._store.published()
        if len(entries) < 2:
            raise IndexNotFound("There is no earlier update of the documents to go back to.")
        return self._store.open(entries[-2].generation).library.documents

    def go_back(self) -> None:
        """Put the index before in use again. Raises IndexNotFound, BuildRunning."""
        roll_back(self._store)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone since the last build."""
        try:
            return bool(self._store.undone())
        except PlansError:
            return False

    def documents_undone(self) -> Sequence[Document]:
        """The documents as redoing puts them in use. Raises IndexNotFound, IndexDamaged, IndexMismatch."""
        left = self._store.undone()
        if not left:
            raise IndexNotFound("Nothing was undone since the documents were read last.")
        return self._store.open(left[-1].generation).library.documents

    def redo(self) -> None:
        """Put the index in use again that was undone last. Raises IndexNotFound, BuildRunning."""
        redo(self._store)

    def watch(self, schedule: Schedule) -> None:
        """Watch the documents folder from now on, until the server ends."""
        folder, stores = self.settings.documents, (self.database, self.audit)
        self.watched = FolderWatch(folder, self.rebuild, self._documents, *stores, schedule)
        self.watched.start()

    def _documents(self) -> Sequence[Document]:
        """The documents of the index in use."""
        assistant = self.assistant
        return assistant.library.documents if assistant else ()

    def seen_by(self, person: Person) -> Service:
        """The service as somebody may use it: editors see all documents, readers those of their groups."""
        return self if person.role >= Role.EDITOR else ReadersService(self, person.groups)

    def reopen(self) -> None:
        """Open the index again at the next use, with staff's latest corrections of the glossary."""
        self._opened = ""

    def delete_old_conversations(self, now: datetime) -> None:
        """Delete the conversations that are older than the settings allow, with the feedback on them."""
        try:
            self.conversations.delete_older(timedelta(days=self.settings.kept_days), now)
        except NotStored as error:
            logging.warning("%s", error)  # users see the same message

    def shorten_audit(self, now: datetime) -> None:
        """Remove records of the audit log that are older than the settings allow, if they say so."""
        try:
            if self.settings.audit_days:
                self.audit.forget_older(timedelta(days=self.settings.audit_days), now)
        except NotStored as error:
            logging.warning("%s", error)

    def _delete_hourly(self) -> None:
        while True:
            self.delete_old_conversations(datetime.now(UTC))
            self.shorten_audit(datetime.now(UTC))
            time.sleep(HOUR)
            settle()  # pages held the index before for as long as they showed it

    def _load(self) -> None:
        """Load the model, so that the first question doesn't have to wait for it."""
        try:
            self._encoder().encode(["ready"])
        except PlansError as error:
            logging.warning("%s", error)  # users see the same message
        finally:
            self._loaded.set()

    def _open(self, pointer: str) -> None:
        self.trouble = ""
        try:
            self._assistant = Assistant(open_index(self._store, self._encoder), self.settings.documents)
        except IndexNotFound:
            self._assistant = None
        except PlansError as error:
            self.trouble = str(error)
            pointer = UNKNOWN if isinstance(error, StoreUnreachable) else pointer
        self._opened = pointer
        if self._assistant is not None:
            threading.Thread(target=self._prepare, args=(self._assistant,), name="comparing", daemon=True).start()

    def _prepare(self, assistant: Assistant) -> None:
        """What the overview and the watch list need of all plans, so that nobody waits for it: where rows stand, and
        what has changed. Then those are told who want to know what is new for what they saved."""
        assistant.lineage.facts(date.today())
        for plan in assistant.plans():
            assistant.lineage.news(plan)
        for plan in assistant.plans():
            assistant.lineage.watch_list(plan, date.today())
        self._loaded.wait()
        settle()  # nobody is being answered from the index before any more, which took some 8 MB
        tell(assistant, self.database, self.settings)

    def _encoder(self) -> Encoder:
        """The only encoder of this process, loaded at its first use."""
        with self._loading:
            if self._model is None:
                self._model = load_encoder(self.settings.model, self.settings.model_cache)
            return self._model

    def _build(self, note: Note, accept: bool) -> Receipt:
        return build(self.settings.documents, self._store, encoder=self._encoder, progress=note, accept=accept)


class ReadersService(Service):
    """The service as readers of some groups use it. Pages are given this one, so that none has to look whose a document
    is: the plans in use are those that the groups may see, and what is told of a build names no files."""

    def __init__(self, whole: Service, groups: tuple[str, ...]) -> None:
        vars(self).update(vars(whole))
        self._whole = whole
        self._groups = groups
        self.rebuild = Nameless(whole.rebuild)
        try:
            self._rules = read_access(whole.settings.documents)
            relevant = tuple(sorted(self._rules.relevant(groups)))
            self.conversations = Conversations(whole.database, relevant, self._shows)
        except UnreadableFile:
            logging.warning("%s can’t be read: until it is mended, only editors see documents.", ACCESS)
            self.conversations = Conversations(whole.database, (), lambda _: False)

    @property
    def assistant(self) -> Assistant | None:
        whole = self._whole.assistant
        self.trouble = self._whole.trouble
        try:
            return whole.seen_by(self._groups) if whole else None
        except UnreadableFile:
            self.trouble = NOBODY_KNOWS
            return None

    def _shows(self, turn: Turn) -> bool:
        """Whether all that an answer was searched in, and all that it quotes, may still be seen."""
        places = {(citation.file, citation.plan) for citation in turn.citations}
        return set(turn.groups or ()) <= set(self._groups) and all(
            may_see(self._rules.needed(*place), self._groups) for place in places
        )


def settle() -> None:
    """From now on, every garbage collection skips what is in memory: most of it stays for good. What did so until now,
    such as the index before, may be freed first, and is the system's again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if trim := _of_glibc("malloc_trim"):
        trim(0)


def give_memory_back() -> None:
    """From now on, have large pieces of memory given back to the system as soon as they aren't used any more."""
    if set_to := _of_glibc("mallopt"):
        set_to(MMAP_THRESHOLD, LARGE)
        set_to(ARENA_MAX, ARENAS)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function by which glibc is told how to deal with memory; other C libraries have none."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None


@cache
def shared_service() -> Service:
    """The service of this server: all sessions share the index and the model."""
    return Service.start(Settings.load())


def _language_model(settings: Settings) -> tuple[LanguageModel | None, str]:
    """The configured language model, or why it can't be used; None and "" if none is configured."""
    if not settings.language_model:
        return None, ""
    key = os.environ.get(LANGUAGE_MODEL_KEY, "")
    if not key and st.secrets.load_if_toml_exists():
        key = str(st.secrets.get(LANGUAGE_MODEL_KEY, ""))
    try:
        return LanguageModel.configured(settings, key), ""
    except WrongUse as error:
        return None, str(error)
