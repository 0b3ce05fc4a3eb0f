"""The page Overview."""

from assistant.screens.overview.page import draw

__all__ = ["draw"]
