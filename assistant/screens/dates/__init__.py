"""The page Dates and figures."""

from assistant.screens.dates.page import draw

__all__ = ["draw"]
