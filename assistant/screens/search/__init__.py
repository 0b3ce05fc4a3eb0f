"""The page Search."""

from assistant.screens.search.page import draw

__all__ = ["draw"]
