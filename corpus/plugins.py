"""Plug-ins: packages installed beside this one that offer a reader, an exporter or a store under an entry point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from corpus.errors import PluginUnusable

READERS = "plans_assistant.readers"  # the groups of entry points
EXPORTERS = "plans_assistant.exporters"
STORES = "plans_assistant.stores"  # by the scheme of their addresses


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a package offers, under the name that it has given to it. Nothing of it is imported until it is loaded."""

    name: str
    package: str
    version: str
    entry: EntryPoint

    @property
    def label(self) -> str:
        """`“odt” of the package plans-odt 0.1`, for people."""
        return f"“{self.name}” of the package {self.package} {self.version}".rstrip()

    def load(self, *members: str) -> Any:  # noqa: ANN401, what it is depends on the group
        """What it offers. Raises PluginUnusable if it can't be imported, or lacks one of the members that it should
        have."""
        try:
            offered = self.entry.load()
        except (Exception, SystemExit) as error:
            raise self.unusable(error) from error
        if missing := ", ".join(member for member in members if not hasattr(offered, member)):
            raise PluginUnusable(f"The plug-in {self.label} can’t be used: it has no {missing}. {self._advice}")
        return offered

    def unusable(self, error: BaseException) -> PluginUnusable:
        """That it stopped at an error, and what to do."""
        seen = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return PluginUnusable(f"The plug-in {self.label} can’t be used: it stopped at “{seen}”. {self._advice}")

    @property
    def _advice(self) -> str:
        return f"Install {self.package} again with the libraries that it needs, or remove it with pip uninstall."


@cache
def plugins(group: str) -> tuple[Plugin, ...]:
    """The plug-ins of a group by name; found once for each run of the program."""
    found = (
        Plugin(entry.name, entry.dist.name if entry.dist else "?", entry.dist.version if entry.dist else "", entry)
        for entry in entry_points(group=group)
    )
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.package)))
