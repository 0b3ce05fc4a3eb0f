"""What all sessions of the web app share: the index in use, the model loading beside it, and the build."""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import cache

import streamlit as st

from assistant import Assistant, Receipt
from assistant.drafting.service import LanguageModel
from assistant.screens.server.documents_folder import document_files
from assistant.screens.server.rebuild import Note, Rebuild
from assistant.settings import LANGUAGE_MODEL_KEY, Settings
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from corpus.errors import IndexNotFound, NotStored, PlansError, WrongUse
from index import Encoder, build, load_encoder, open_index, roll_back
from index.snapshot import POINTER, published

HOUR = 3_600.0  # seconds


class Service:
    """One a server. Pages take `assistant` once per run, so that a run sees one generation of the index throughout."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.rebuild = Rebuild(self._build)
        self.trouble = ""  # why there is no index in use, as a message for people; "" where it is only missing yet
        self.database = Database(settings.store)
        self.conversations = Conversations(self.database)
        self.language_model, self.language_model_trouble = _language_model(settings)
        self._opening = threading.Lock()
        self._assistant: Assistant | None = None
        self._opened = ""  # what the pointer said when the index was opened
        self._loading = threading.Lock()
        self._model: Encoder | None = None
        self._loaded = threading.Event()

    @classmethod
    def start(cls, settings: Settings) -> Service:
        """Open the index, or build it if there is none, load the model, and delete what was kept long enough; none
        of this is waited for."""
        settings.prepare()
        service = cls(settings)
        waiting = document_files(settings.documents) or not settings.documents.is_dir()  # then it says what is wrong
        if service.assistant is None and not service.trouble and waiting:
            service.rebuild.start()
        threading.Thread(target=service._load, name="model", daemon=True).start()
        threading.Thread(target=service._forget_hourly, name="forgetting", daemon=True).start()
        return service

    @property
    def assistant(self) -> Assistant | None:
        """The index in use, opened anew if another generation was published since; None while there is none."""
        pointer = self._pointer()
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
            raise IndexNotFound("There is no index yet. Open Documents to see what is being read.")
        return assistant

    @property
    def can_go_back(self) -> bool:
        """Whether an index was in use before this one and is still kept."""
        try:
            return len(published(self.settings.index)) > 1
        except PlansError:
            return False

    def go_back(self) -> None:
        """Put the index before in use again. Raises IndexNotFound, BuildRunning."""
        roll_back(self.settings.index)

    def read_anew(self) -> None:
        """Open the index again when it is next asked for, with what staff wrote beside the documents since."""
        self._opened = ""

    def forget(self, now: datetime) -> None:
        """Delete the conversations that were kept as long as the settings say, with the feedback on them."""
        try:
            self.conversations.delete_older(now - timedelta(days=self.settings.kept_days))
        except NotStored as error:
            logging.warning("%s", error)  # whoever asks is told the same

    def _forget_hourly(self) -> None:
        while True:
            self.forget(datetime.now(UTC))
            time.sleep(HOUR)

    def _load(self) -> None:
        """Load the model, so that the first question needn't."""
        try:
            self._encoder().encode(["ready"])
        except PlansError as error:
            logging.warning("%s", error)  # whoever asks is told the same
        finally:
            self._loaded.set()

    def _open(self, pointer: str) -> None:
        try:
            self._assistant = Assistant(open_index(self.settings.index, self._encoder), self.settings.documents)
            self.trouble = ""
        except IndexNotFound:
            self._assistant = None
        except PlansError as error:
            self.trouble = str(error)
        self._opened = pointer
        # Streamlit collects garbage in full after every rerun: what stays for good is to be passed over.
        gc.unfreeze()  # the index before this one may go
        gc.collect()
        gc.freeze()

    def _encoder(self) -> Encoder:
        """The one encoder of this process, loaded when first asked for."""
        with self._loading:
            if self._model is None:
                self._model = load_encoder(self.settings.model, self.settings.model_cache)
            return self._model

    def _pointer(self) -> str:
        """Which generation is published; reading it costs microseconds."""
        try:
            return (self.settings.index / POINTER).read_text(encoding="utf-8")
        except OSError:
            return ""

    def _build(self, note: Note, accept: bool) -> Receipt:
        folders = self.settings.documents, self.settings.index
        return build(*folders, encoder=self._encoder, progress=note, accept=accept)


@cache
def shared_service() -> Service:
    """The one of this server: all sessions share the index and the model."""
    return Service.start(Settings.load())


def _language_model(settings: Settings) -> tuple[LanguageModel | None, str]:
    """The one that the settings name, if any; else why it can't be used, "" where none is named."""
    if not settings.language_model:
        return None, ""
    key = os.environ.get(LANGUAGE_MODEL_KEY, "")
    if not key and st.secrets.load_if_toml_exists():
        key = str(st.secrets.get(LANGUAGE_MODEL_KEY, ""))
    try:
        return LanguageModel.configured(settings, key), ""
    except WrongUse as error:
        return None, str(error)
