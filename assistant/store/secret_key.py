"""A random key of this installation, in a file that only its account reads: for cookies and the audit log."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

KEY = ".key"
LENGTH = 32  # bytes


def secret_key(folder: Path) -> bytes:
    """The key in a folder; the first call makes it. Where it can't be stored, another one after each start.

    Whoever has it can name themselves any visitor, and write an audit log anew; a backup, which has it, is for the same
    eyes as the server.
    """
    path = folder / KEY
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make(path)
        key = path.read_bytes()
    except OSError as error:
        logging.warning("%s can’t be used: %s. Visitors are forgotten when the server stops.", path, error.strerror)
        return secrets.token_bytes(LENGTH)
    return key if len(key) == LENGTH else _afresh(path)


def _make(path: Path) -> None:
    """Write a key unless there is one, whole or not at all, also if two processes do so at once."""
    if path.exists():
        return
    beside = path.with_name(f"{KEY}-{secrets.token_hex(8)}")
    with open(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(secrets.token_bytes(LENGTH))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # the other process was faster: its key is the one
    finally:
        beside.unlink()


def _afresh(path: Path) -> bytes:
    logging.warning("%s is damaged and is made afresh: visitors are forgotten.", path)
    path.unlink(missing_ok=True)
    return secret_key(path.parent)
