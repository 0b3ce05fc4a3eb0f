"""The optional language model: any OpenAI-compatible service, used only if it is configured; off by default.

The only module that sends anything anywhere, and the only one that imports openai, when the first question is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.settings import LANGUAGE_MODEL_KEY, Settings
from corpus.errors import NoReply, WrongUse

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam

LONGEST_REPLY = 8_000  # characters: five sentences are asked for, so a longer reply has gone wrong
NO_KEY = "none"  # for services that need no key: the client must send something
END = None


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model that a service runs. `seconds` is the time limit for a whole reply, including retries."""

    model: str
    url: str
    seconds: float
    key: str = field(default=NO_KEY, repr=False)

    @classmethod
    def configured(cls, settings: Settings, key: str = "") -> LanguageModel | None:
        """The configured model, or None. Imports and sends nothing.

        `key` comes from the environment or from the app's secrets. Raises WrongUse if it can't be a key, or if openai
        isn't installed.
        """
        if not settings.language_model:
            return None
        if find_spec("openai") is None:
            raise WrongUse("PLANS_LANGUAGE_MODEL is set, but openai isn’t installed. Run pip install -e '.[model]'.")
        secret = key.strip() or NO_KEY
        if not secret.isascii() or len(secret.split()) > 1:
            raise WrongUse(f"{LANGUAGE_MODEL_KEY} holds spaces or letters that no key has. Copy it once more.")
        return cls(settings.language_model, settings.language_model_url, settings.language_model_seconds, secret)

    @property
    def name(self) -> str:
        """`qwen3 at models.example.org`: the model's name as users see it."""
        return f"{self.model} at {urlsplit(self.url).hostname}"

    def reply(self, instructions: str, material: str) -> Iterator[str]:
        """The reply piece by piece, as it arrives. Raises NoReply if it is incomplete after `seconds`."""
        call = _Call(self, instructions, material)
        until = monotonic() + self.seconds
        length = 0
        try:
            while (piece := call.next(until)) is not END:
                length += len(piece)
                if length > LONGEST_REPLY:
                    raise NoReply(f"The language model {self.name} wrote more than {LONGEST_REPLY:,} characters.")
                yield piece
        finally:
            call.stop()


class _Call:
    """One reply, read in a thread of its own, so that no service can keep its caller waiting beyond the time limit."""

    def __init__(self, model: LanguageModel, instructions: str, material: str) -> None:
        self._model = model
        self._messages: tuple[ChatCompletionMessageParam, ...] = (
            {"role": "system", "content": instructions},
            {"role": "user", "content": material},
        )
        self._pieces: SimpleQueue[str | Exception | None] = SimpleQueue()
        self._stopped = threading.Event()
        self._begun = False
        threading.Thread(target=self._read, name="language model", daemon=True).start()

    def next(self, until: float) -> str | None:
        """The next piece, or END. Raises NoReply."""
        try:
            piece = self._pieces.get(timeout=max(0.0, until - monotonic()))
        except Empty:
            piece = TimeoutError()
        if isinstance(piece, Exception):
            raise NoReply(_why(self._model, piece, self._begun)) from piece
        return piece

    def stop(self) -> None:
        """Stop reading at the next piece; the thread for a silent service ends with the client's own time limit."""
        self._stopped.set()

    def _read(self) -> None:
        try:
            for piece in self._stream():
                if self._stopped.is_set():
                    return
                self._pieces.put(piece)
            self._pieces.put(END)
        except Exception as error:  # a service may send anything: the caller gets a message, and shows the quotes
            self._pieces.put(error)

    def _stream(self) -> Iterator[str]:
        from openai import DefaultHttpxClient, OpenAI

        model = self._model
        # A redirect would carry the documents' words to an address that nobody configured.
        http = DefaultHttpxClient(follow_redirects=False)
        with (
            OpenAI(api_key=model.key, base_url=model.url, timeout=model.seconds, http_client=http) as client,
            client.chat.completions.create(model=model.model, messages=self._messages, stream=True) as chunks,
        ):
            finish = None
            for choice in (choice for chunk in chunks for choice in chunk.choices or ()):
                finish = choice.finish_reason or finish
                if choice.delta.content:
                    self._begun = True
                    yield choice.delta.content
        if finish != "stop":
            raise _Unfinished(finish or "")


class _Unfinished(Exception):
    """A stream that ended before the reply did, with the service's reason, or "" if it gave none."""


NOT_UNDERSTOOD = "sent something that can’t be understood"
BROKE_OFF = "broke off in the middle of its reply"
_REASONS = {
    "length": "broke off its reply, which was longer than its service allows",
    "content_filter": "was kept from replying by its service",
}


def _why(model: LanguageModel, error: Exception, begun: bool) -> str:
    """What went wrong, without any words that the service sent. `begun`: part of the reply had arrived."""
    import openai

    match error:
        case _Unfinished():
            what = _REASONS.get(str(error), BROKE_OFF if begun else NOT_UNDERSTOOD)
        case TimeoutError() | openai.APITimeoutError():
            what = f"took longer than {model.seconds:g} seconds"
        case openai.RateLimitError():
            what = "takes no more questions for now: too many were asked, or its budget is used up"
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            what = f"did not accept the key; {LANGUAGE_MODEL_KEY} must hold a valid one"
        case openai.NotFoundError():
            what = "is not there; check PLANS_LANGUAGE_MODEL and PLANS_LANGUAGE_MODEL_URL"
        case openai.APIStatusError():
            what = f"answered with an error (status {error.status_code})"
        case openai.APIConnectionError():
            what = BROKE_OFF if begun else "could not be reached"
        case openai.APIError():
            what = "answered with an error"
        case ValueError() | TypeError() | AttributeError():
            what = NOT_UNDERSTOOD
        case _:
            what = BROKE_OFF if begun else f"could not be asked ({type(error).__name__})"
    return f"The language model {model.name} {what}."
