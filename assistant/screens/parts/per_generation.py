"""A cache for what pages compute from one generation of the index: shared by all sessions, dropped with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary, ref

from assistant import Assistant

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
LARGEST_CACHE = 32  # results of one function for one generation: some can be large, as a page's whole HTML


class Work(Protocol[P, R]):
    """A function of an Assistant and further arguments."""

    def __call__(self, assistant: Assistant, /, *args: P.args, **kwargs: P.kwargs) -> R: ...


def per_generation(work: Work[P, R]) -> Work[P, R]:
    """`work`, done once for each Assistant and set of arguments, which must be hashable.

    Its result is shared between sessions: nobody may change it, and it must not refer to the Assistant, or the old
    generation would never be freed.
    """
    known: WeakKeyDictionary[Assistant, Callable[..., R]] = WeakKeyDictionary()

    def cached(assistant: Assistant, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if assistant not in known:
            known[assistant] = _remembering(work, ref(assistant))
        return known[assistant](*args, **kwargs)

    return cached


def _remembering(work: Work[P, R], weakly: ref[Assistant]) -> Callable[..., R]:
    """`work` for one Assistant, which the caller keeps alive."""

    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        assistant = weakly()
        assert assistant is not None
        return work(assistant, *args, **kwargs)

    return lru_cache(maxsize=LARGEST_CACHE)(done)
