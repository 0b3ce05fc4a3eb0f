"""The page Audit log."""

from assistant.screens.audit.page import draw

__all__ = ["draw"]
