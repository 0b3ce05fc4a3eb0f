"""Describes the machine that the figures were measured on."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("numpy", "torch", "sentence-transformers", "onnxruntime", "faiss-cpu", "bm25s", "streamlit")


def description() -> str:
    """Date, processor, memory, Python and libraries, as one paragraph."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{date.today():%d %B %Y}. {_processor()}, {os.cpu_count()} cores, {_memory():.0f} GB of memory; "
        f"{platform.system()}, Python {platform.python_version()}, {libraries}. "
        f"Other work kept {os.getloadavg()[1]:.1f} processors busy at the start, which makes wall-clock times longer, "
        "and processor times hardly."
    )


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
