"""The licences of what is installed, as lines to read, from a list in the format CycloneDX."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def lines(listed: dict[str, Any]) -> list[str]:
    """`numpy 2.4.6: BSD-3-Clause`, by name; what declares no licence comes first, to be looked up by hand."""
    known = [(f"{part['name']} {part['version']}", licences_of(part)) for part in listed.get("components", ())]
    known.sort(key=lambda each: (bool(each[1]), each[0].lower()))
    return [f"{name}: {licences or 'says none'}" for name, licences in known]


def licences_of(part: dict[str, Any]) -> str:
    """The licences that a package declares: each once, the short names if there are any."""
    said = part.get("licenses", ())
    licences = [entry["license"] for entry in said if "license" in entry]
    short = [entry["expression"] for entry in said if "expression" in entry]
    short += [licence["id"] for licence in licences if "id" in licence]
    long = [licence.get("name", "").removeprefix("License :: OSI Approved :: ") for licence in licences]
    return ", ".join(dict.fromkeys(filter(None, short or long)))


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))) + "\n")
