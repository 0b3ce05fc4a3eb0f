"""Plug-ins as other packages bring them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent


def install(folder: Path, group: str, module: str, code: str) -> Path:
    """A package as pip leaves it in a folder: the module, and what says that it is a plug-in."""
    folder.mkdir(exist_ok=True)
    (folder / f"{module}.py").write_text(dedent(code), encoding="utf-8")
    about = folder / f"{module}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: plans-{module}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{module} = {module}\n")
    return folder
