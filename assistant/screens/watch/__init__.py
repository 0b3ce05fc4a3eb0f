"""The page Watch list."""

from assistant.screens.watch.page import draw

__all__ = ["draw"]
