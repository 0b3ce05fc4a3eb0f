"""A page's picture with places marked: what the source view shows."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

MARKER = (255, 214, 0, 90)  # see-through yellow
BORDER = (176, 96, 0, 255)
LARGEST = 4_000  # pixels along a side
AIR = 1.5  # points left free around a marked box


def render(path: Path, page: int, boxes: Iterable[tuple[float, float, float, float]], scale: float = 1.5) -> bytes:
    """Page `page` (from 1) as PNG, `scale` pixels a point, each box (points from the page's top left) marked."""
    source = pypdfium2.PdfDocument(path)
    try:
        handle = source[page - 1]
        fitting = min(scale, LARGEST / max(handle.get_width(), handle.get_height()))
        picture = handle.render(scale=fitting).to_pil().convert("RGBA")
        handle.close()
    finally:
        source.close()
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for left, top, right, bottom in boxes:
        corners = (left - AIR, top - AIR, right + AIR, bottom + AIR)
        draw.rectangle(
            [value * fitting for value in corners], fill=MARKER, outline=BORDER, width=max(round(fitting), 1)
        )
    file = io.BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(file, format="PNG")
    return file.getvalue()
