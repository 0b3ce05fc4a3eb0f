"""What pages work out from one generation of the index: kept for all sessions, and forgotten with the generation."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary, ref

from assistant import Assistant

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
KEPT = 32  # of one function's results for one generation, the latest used


class Work(Protocol[P, R]):
    """A function of an Assistant and further arguments."""

    def __call__(self, assistant: Assistant, /, *args: P.args, **kwargs: P.kwargs) -> R: ...


def per_generation(work: Work[P, R]) -> Work[P, R]:
    """`work` done once for each Assistant and set of arguments, which must be hashable.

    What it returns is shared between sessions: nobody may change it, and it must not hold the Assistant.
    """
    known: WeakKeyDictionary[Assistant, Callable[..., R]] = WeakKeyDictionary()

    def kept(assistant: Assistant, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if assistant not in known:
            known[assistant] = _remembering(work, ref(assistant))
        return known[assistant](*args, **kwargs)

    return kept


def _remembering(work: Work[P, R], weakly: ref[Assistant]) -> Callable[..., R]:
    """`work` for one Assistant, which is held by whoever calls."""

    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        assistant = weakly()
        assert assistant is not None
        return work(assistant, *args, **kwargs)

    return lru_cache(maxsize=KEPT)(done)
