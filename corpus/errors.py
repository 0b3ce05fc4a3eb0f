"""All errors that users can cause or mend. Every message says what was seen, where, and what to do next."""

from __future__ import annotations


class PlansError(Exception):
    """Anything the product can explain to its user; shown as a message, never as a stack trace."""


class UnreadableFile(PlansError):
    """A document could not be read; the others still are."""


class UnknownFormat(UnreadableFile):
    """A document is of a kind that no reader of our own reads."""


class PluginUnusable(PlansError):
    """A plug-in can't be loaded or doesn't offer what it should; the message names its package and says what to do."""


class NoDocuments(PlansError):
    """The documents folder is missing, or nothing in it could be read."""


class IndexNotFound(PlansError):
    """There is no index in the given folder; the message says which command builds one."""


class IndexDamaged(PlansError):
    """A file of the index is missing or differs from its manifest."""


class StoreUnreachable(PlansError):
    """The server that stores the index doesn't answer; the message says which, and what to look at."""


class IndexMismatch(PlansError):
    """The index was built with another model or in another format."""


class BuildRunning(PlansError):
    """Somebody else is building this index; the message says who and since when."""


class ModelDamaged(PlansError):
    """The model's weights are missing, or are not those whose digest is known."""


class QuestionRefused(PlansError):
    """A question is empty or too long."""


class WrongUse(PlansError):
    """An argument doesn't fit: an unknown update, a malformed question set."""


class NoReply(PlansError):
    """The configured language model gave no complete reply; the message says why."""


class NotChanged(PlansError):
    """The documents folder couldn't be changed: the message says why, and that nothing is lost."""


class NotAllowed(PlansError):
    """Somebody is signed out, or has a role that doesn't allow this."""


class TooBusy(PlansError):
    """A question wasn't answered, because its asker or all together have asked too much; the message says when to ask
    again, and `wait` how many seconds that is."""

    def __init__(self, message: str, wait: float) -> None:
        super().__init__(message)
        self.wait = wait


class NotStored(PlansError):
    """Conversations or feedback can't be stored or read; the message says where and why."""
