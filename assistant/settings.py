"""Where things are: settings from the environment, and the documents folder of the first run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

from corpus.errors import WrongUse

DOCUMENTS = Path("data/documents")
INDEX = Path("data/index")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a council may set. Each field is read from `PLANS_` and its name in capitals; relative paths start at the
    folder that the program is started in.

    `model` is a sentence-transformers model's folder or hub name; empty for the one that is installed with the
    product. A hub name is looked up among the models already on this machine: nothing is fetched.
    """

    documents: Path = DOCUMENTS
    index: Path = INDEX
    model: str = ""

    def __post_init__(self) -> None:
        for name, folder in (("PLANS_DOCUMENTS", self.documents), ("PLANS_INDEX", self.index)):
            if folder.exists() and not folder.is_dir():
                raise WrongUse(f"{name} names {folder}, which is a file. Name a folder.")
        if self.index.resolve() == self.documents.resolve():
            raise WrongUse(f"PLANS_DOCUMENTS and PLANS_INDEX both name {self.index}. Name two folders.")

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The defaults, and over them what the environment says. Raises WrongUse for values that can't be meant."""
        known = {f"PLANS_{field.name.upper()}": field for field in fields(cls)}
        unknown = sorted(name for name in environment if name.startswith("PLANS_") and name not in known)
        if unknown:
            raise WrongUse(f"{', '.join(unknown)}: no such setting. There are {', '.join(known)}.")
        said = {field.name: environment[name] for name, field in known.items() if environment.get(name)}
        return cls(
            documents=Path(said.get("documents", DOCUMENTS)),
            index=Path(said.get("index", INDEX)),
            model=said.get("model", ""),
        )

    def prepare(self) -> bool:
        """Make the default documents folder with the sample plan in it, if it doesn't exist; True if it was made.

        A folder that somebody named is never made: a slip in its name should be noticed.
        """
        if self.documents != DOCUMENTS or self.documents.exists():
            return False
        self.documents.mkdir(parents=True)
        for rendering in resources.files("corpus").joinpath("sample").iterdir():
            if rendering.name.endswith(".txt"):
                (self.documents / rendering.name).write_bytes(rendering.read_bytes())
        return True
