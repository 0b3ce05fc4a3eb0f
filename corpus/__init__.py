"""Files to rows: reading documents and saying what couldn't be read."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

PRODUCT = "plans-assistant"  # the name of the package, and of a user's own folders for its cache and its data


@lru_cache(maxsize=1)
def reading_rules() -> str:
    """Names the rules by which documents are read: a digest of the code itself, so that no change of it is forgotten,
    and of the plug-ins that read documents.

    What was read by other rules is read again, however unchanged its file is.
    """
    from corpus.plugins import READERS, plugins

    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    for plugin in plugins(READERS):
        digest.update(f"{plugin.label}\0{plugin.entry.value}\0".encode())
    return digest.hexdigest()
