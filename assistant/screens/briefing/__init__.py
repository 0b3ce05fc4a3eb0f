"""The page Briefing."""

from assistant.screens.briefing.page import draw

__all__ = ["draw"]
