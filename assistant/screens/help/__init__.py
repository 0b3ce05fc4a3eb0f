"""The page Help."""

from assistant.screens.help.page import draw

__all__ = ["draw"]
