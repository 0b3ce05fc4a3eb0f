"""Where things are: settings from the environment, and the documents folder of the first run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import WrongUse

DOCUMENTS = Path("data/documents")
INDEX = Path("data/index")
LANGUAGE_MODEL_KEY = "PLANS_LANGUAGE_MODEL_KEY"  # read where it is used, and kept in no settings: it is a secret
PATIENCE = 30.0  # seconds
KEPT_DAYS, MOST_DAYS = 90, 3_650
_HOW_MANY_DAYS = f"Say a whole number of days from 1 to {MOST_DAYS:,}."


@dataclass(frozen=True, slots=True)
class Settings:
    """What a council may set. Each field is read from `PLANS_` and its name in capitals; relative paths start at the
    folder that the program is started in.

    `model` is a sentence-transformers model's folder or hub name; empty for the one that is installed with the
    product. A hub name is looked up among the models already on this machine: nothing is fetched.

    `language_model` is the name of a model, and `language_model_url` the address of an OpenAI-compatible service that
    runs it; empty for none, and then nothing is ever sent anywhere. It is given `language_model_seconds` for a reply.

    `kept` is the folder for conversations and feedback; where none is said, `kept` beside the index. A conversation is
    deleted, with the feedback on it, `kept_days` days after its last question.
    """

    documents: Path = DOCUMENTS
    index: Path = INDEX
    model: str = ""
    language_model: str = ""
    language_model_url: str = ""
    language_model_seconds: float = PATIENCE
    kept: Path | None = None
    kept_days: int = KEPT_DAYS

    def __post_init__(self) -> None:
        named = (("PLANS_DOCUMENTS", self.documents), ("PLANS_INDEX", self.index), ("PLANS_KEPT", self.keeping))
        for name, folder in named:
            if folder.exists() and not folder.is_dir():
                raise WrongUse(f"{name} names {folder}, which is a file. Name a folder.")
        for name, folder in named[1:]:
            if folder.resolve() == self.documents.resolve():
                raise WrongUse(f"PLANS_DOCUMENTS and {name} both name {folder}. Name two folders.")
        if not 1 <= self.kept_days <= MOST_DAYS:
            raise WrongUse(f"PLANS_KEPT_DAYS is {self.kept_days}. {_HOW_MANY_DAYS}")
        self._check_language_model()

    def _check_language_model(self) -> None:
        if bool(self.language_model) != bool(self.language_model_url):
            raise WrongUse(
                "PLANS_LANGUAGE_MODEL and PLANS_LANGUAGE_MODEL_URL belong together: the model’s name and the address "
                "of the service that runs it. Set both, or neither."
            )
        address = urlsplit(self.language_model_url)
        if self.language_model_url and (address.scheme not in ("http", "https") or not address.hostname):
            raise WrongUse("PLANS_LANGUAGE_MODEL_URL is no address such as https://models.example.org/v1.")
        if address.username or address.password:
            raise WrongUse(
                f"PLANS_LANGUAGE_MODEL_URL holds a user name. Put the key into {LANGUAGE_MODEL_KEY} instead."
            )
        if not 0 < self.language_model_seconds < float("inf"):
            raise WrongUse("PLANS_LANGUAGE_MODEL_SECONDS must be a number of seconds above 0.")

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The defaults, and over them what the environment says. Raises WrongUse for values that can't be meant."""
        known = {f"PLANS_{field.name.upper()}": field for field in fields(cls)}
        unknown = sorted(
            name for name in environment if name.startswith("PLANS_") and name not in (*known, LANGUAGE_MODEL_KEY)
        )
        if unknown:
            raise WrongUse(f"{', '.join(unknown)}: no such setting. There are {', '.join(known)}.")
        said = {field.name: environment[name] for name, field in known.items() if environment.get(name)}
        return cls(
            documents=Path(said.get("documents", DOCUMENTS)),
            index=Path(said.get("index", INDEX)),
            model=said.get("model", ""),
            language_model=said.get("language_model", ""),
            language_model_url=said.get("language_model_url", ""),
            language_model_seconds=_seconds(said.get("language_model_seconds", "")),
            kept=Path(said["kept"]) if "kept" in said else None,
            kept_days=_days(said.get("kept_days", "")),
        )

    def at(self, documents: str | Path | None = None, index: str | Path | None = None) -> Settings:
        """The same with other folders, where they are named."""
        return replace(self, documents=Path(documents or self.documents), index=Path(index or self.index))

    @property
    def keeping(self) -> Path:
        """Where conversations and feedback are kept: not inside the index, so that rebuilding it loses nothing."""
        return self.kept or self.index.parent / "kept"

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


def _seconds(said: str) -> float:
    try:
        return float(said or PATIENCE)
    except ValueError:
        raise WrongUse(f"PLANS_LANGUAGE_MODEL_SECONDS is “{said}”. Say a number of seconds, such as 30.") from None


def _days(said: str) -> int:
    try:
        return int(said or KEPT_DAYS)
    except ValueError:
        raise WrongUse(f"PLANS_KEPT_DAYS is “{said}”. {_HOW_MANY_DAYS}") from None
