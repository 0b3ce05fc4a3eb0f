"""Ways in which a file can be damaged: cut, filled with noise, doubled, written by another program."""

from __future__ import annotations

import random

# What somebody's editor, another program or a failing disk leaves in place of what was there.
_OTHERS = (
    *(b"", b"\0" * 4096, b"\xff\xfe[\0", b"[" * 5000, b"a = " + b"[" * 3000),
    *(b"x = 1", b"[[a]]\nx = 1", b"{}", b"[add]\nA = [1]"),
)


def damaged(content: bytes, way: int, chance: random.Random) -> bytes:
    """The content, damaged in one of eight ways, at places left to chance."""
    at, length = chance.randrange(len(content)), chance.randrange(1, 200)
    noise = chance.randbytes(length)
    ways = (
        lambda: content[:at],
        lambda: content[:at] + noise + content[at + length :],
        lambda: content[:at] + content[at + length :],
        lambda: content[:at] + noise + content[at:],
        lambda: content + content,
        lambda: content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :],
        lambda: content.replace(b'"', chance.choice((b"", b"'", b"[", b"1")), chance.randrange(1, 4)),
        lambda: chance.choice(_OTHERS),
    )
    return ways[way % len(ways)]()
