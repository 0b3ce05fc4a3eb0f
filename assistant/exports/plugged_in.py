"""Exporters from plug-ins: further kinds of files for quotes with their citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from assistant.exports.quoted import Origin, Quoted
from corpus.errors import PluginUnusable
from corpus.plugins import EXPORTERS, Plugin, plugins


class PluginExporter(Protocol):
    """What an entry point of the group `plans_assistant.exporters` names: a module, or an object, with these.

    `label` is what people call such a file, as "LaTeX" on the button “Download as LaTeX”; `ending` is that of the
    file's name, without its dot; `media_type` is what browsers are told, such as `application/x-tex`.
    """

    label: str
    ending: str
    media_type: str

    def export(self, title: str, lead: Sequence[str], quotes: Sequence[Quoted], origin: Origin) -> bytes:
        """A file of a title, its opening lines, quotes, and where they come from. Quotes are given word for word, each
        with its citation. Texts of documents and users may hold anything: none may act as markup of the file."""


@dataclass(frozen=True, slots=True)
class Exports:
    """The exporters that can be used, and the plug-ins that can't, as messages for people."""

    usable: tuple[Export, ...] = ()
    unusable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """An exporter, and the plug-in that it is from."""

    plugin: Plugin
    exporter: PluginExporter

    def export(self, title: str, lead: Sequence[str], quotes: Sequence[Quoted], origin: Origin) -> bytes:
        """The file. Raises PluginUnusable, whatever the plug-in raises."""
        try:
            content = self.exporter.export(title, lead, quotes, origin)
            if not isinstance(content, bytes):
                raise TypeError(f"{type(content).__name__} instead of bytes")
        except Exception as error:
            raise self.plugin.unusable(error) from error
        return content


@cache
def exports() -> Exports:
    """The exporters of all plug-ins; loaded once for each run of the program."""
    usable, unusable = [], []
    for plugin in plugins(EXPORTERS):
        try:
            usable.append(Export(plugin, plugin.load("label", "ending", "media_type", "export")))
        except PluginUnusable as error:
            unusable.append(str(error))
    return Exports(tuple(usable), tuple(unusable))
