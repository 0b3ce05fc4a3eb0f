"""Draws a page's picture in a process of its own, because a malicious file can do harm when it is drawn, too."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers import allowance

SECONDS = 10  # of processor time; a page takes a tenth of a second
PATIENCE = 60.0  # seconds of wall-clock time
MEMORY = 700_000_000  # bytes on top of what the process starts with
SCALE = 2.0  # pixels a point
_CACHED = 24  # pictures, of some 300 kB each
_PNG = b"\x89PNG\r\n\x1a\n"

Boxes = tuple[tuple[float, float, float, float], ...]


@lru_cache(maxsize=_CACHED)
def draw(path: Path, digest: str, page: int, boxes: Boxes) -> bytes:
    """Page `page` (from 1) of a PDF as PNG, with the boxes (points from the page's top left) marked.

    `digest` is that of the file's content, so that a changed file's picture isn't taken from the cache.
    Raises UnreadableFile if the page can't be drawn.
    """
    request = json.dumps([str(path.absolute()), page, boxes])
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=request.encode(),
            capture_output=True,
            timeout=PATIENCE,
            cwd=Path(__file__).parents[1],
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode or not done.stdout.startswith(_PNG):
        raise UnreadableFile(f"Page {page} can't be shown as a picture. Open the file itself and look there.")
    return done.stdout


def _main() -> None:
    allowance.limit_memory(MEMORY)
    allowance.grant(SECONDS)
    from corpus.readers.pdf.page_image import render  # imports PDFium, within the limits

    path, page, boxes = json.load(sys.stdin)
    sys.stdout.buffer.write(render(Path(path), page, boxes, SCALE))


if __name__ == "__main__":
    _main()
