"""The page Browse."""

from assistant.screens.browse.page import draw

__all__ = ["draw"]
