"""The page Documents."""

from assistant.screens.documents.page import draw

__all__ = ["draw"]
