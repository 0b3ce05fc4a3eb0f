"""Texts to vectors: what the index asks of a model, and the model that runs as an ONNX export.

The model itself is read by sentence-transformers once, to be exported; from then on a question needs onnxruntime and
tokenizers alone, which start 20 times faster and give the same vectors.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from index.weights import MODEL_FILE, TOKENIZER_FILE, ModelFolder, digest_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Encoding, Tokenizer

FORMAT = 2  # of the export: a change makes every model be exported anew
DESCRIPTION = "encoder.json"
UNFINISHED = "new-"  # begins the name of a folder that an export is being written to
ABANDONED = 3600.0  # seconds after which an export, which takes half a minute, must have been killed
BATCH = 8  # texts; larger ones were slower: they outgrow the processor's cache and pad more

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's vectors. Marks that the model adds ([CLS] and the like) are left out of the tokens.

    Token vectors may be in fewer dimensions than the model's own; only those of one encoder can be compared.

    `sentence` (d,) and `tokens` (t, e) are float32 of length 1; `ids` (t,) are the tokens' numbers in the model's
    vocabulary; `spans` (t, 2) their first character in the text and the one after their last.
    """

    sentence: Floats
    tokens: Floats
    ids: Integers
    spans: Integers


class Encoder(Protocol):
    """What the index needs of a model. A text of `count(text) <= window` tokens is encoded whole; of a longer one the
    end is left out."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str:
        """Equal for two encoders only if they give the same vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """Of the sentence vector."""
        ...

    @property
    def window(self) -> int: ...

    def count(self, text: str) -> int:
        """Tokens of a text, with those that the model adds."""
        ...

    def encode(self, texts: Sequence[str]) -> list[Encoded]: ...


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of an export without opening it. `files`: name -> (size in bytes, time in ns, SHA-256)."""

    format: int
    name: str
    fingerprint: str
    stamp: str
    window: int
    dimensions: int
    files: dict[str, tuple[int, int, str]]

    @classmethod
    def read(cls, folder: Path) -> Description | None:
        """None where there is none, one of another format, or one whose files aren't those that were written."""
        try:
            told = cls(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
            return told if told.format == FORMAT and told._whole(folder) else None
        except (OSError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        new = folder / f"{DESCRIPTION}.{os.getpid()}"
        new.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        os.replace(new, folder / DESCRIPTION)

    def _whole(self, folder: Path) -> bool:
        """Files whose size and time are as they were aren't read again: 90 MB take longer than the question."""
        for name, (size, written, digest) in self.files.items():
            stat = (folder / name).stat()
            if (stat.st_size, stat.st_mtime_ns) != (size, written) and digest_of(folder / name) != digest:
                return False
        return True


class OnnxEncoder:
    """An exported model. Opening is cheap: the model is loaded when the first text is encoded. Safe to share between
    threads."""

    def __init__(self, folder: Path, description: Description) -> None:
        self._folder = folder
        self._description = description
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        return self._description.name

    @property
    def fingerprint(self) -> str:
        return self._description.fingerprint

    @property
    def dimensions(self) -> int:
        return self._description.dimensions

    @property
    def window(self) -> int:
        return self._description.window

    def count(self, text: str) -> int:
        return len(self._counter.encode(text).ids)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Vectors of texts, in their order. Batches hold texts of like length, so that little is padded."""
        tokenised = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda at: len(tokenised[at].ids))
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        results: list[Encoded | None] = [None] * len(texts)
        for batch, encoded in zip(batches, self._run_all([[tokenised[at] for at in b] for b in batches]), strict=True):
            for at, one in zip(batch, encoded, strict=True):
                results[at] = one
        return [one for one in results if one is not None]

    def _run_all(self, batches: list[list[Encoding]]) -> list[list[Encoded]]:
        """One thread a batch: on several cores faster, and on processor time cheaper, than threads within a batch."""
        if len(batches) < 2:
            return [self._run(batch) for batch in batches]
        _ = self._session  # loaded once, before threads ask for it
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self._run, batches))

    def _run(self, batch: list[Encoding]) -> list[Encoded]:
        longest = max(len(text.ids) for text in batch)
        padded = {name: np.zeros((len(batch), longest), dtype=np.int64) for name in ("ids", "attention_mask")}
        for at, text in enumerate(batch):
            padded["ids"][at, : len(text.ids)] = text.ids
            padded["attention_mask"][at, : len(text.ids)] = 1
        given = {
            "input_ids": padded["ids"],
            "attention_mask": padded["attention_mask"],
            "token_type_ids": np.zeros_like(padded["ids"]),
        }
        wanted = {put.name: given[put.name] for put in self._session.get_inputs()}
        outputs: Any = self._session.run(["sentence", "tokens"], wanted)
        return [_encoded(text, *vectors) for text, *vectors in zip(batch, *outputs, strict=True)]

    @cached_property
    def _counter(self) -> Tokenizer:
        """For counting a text's tokens however many they are."""
        tokenizer = self._open_tokenizer()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = self._open_tokenizer()
        tokenizer.enable_truncation(self.window)
        return tokenizer

    def _open_tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer: Tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
        tokenizer.no_padding()
        return tokenizer

    @property
    def _session(self) -> InferenceSession:
        with self._loading:
            return self._opened

    @cached_property
    def _opened(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1
        return InferenceSession(str(self._folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])


def load_encoder(model: str = "", cache: Path = Path("data/index/model")) -> OnnxEncoder:
    """The encoder of a model: "" for the installed one, else a sentence-transformers model's folder or hub name.

    The model is exported into `cache` when it isn't there yet (some 25 seconds); later calls take milliseconds, as the
    model's files are read again only when their sizes or times changed. Raises ModelDamaged.
    """
    source = ModelFolder.find(model)
    stamp = source.stamp
    for folder in sorted(path.parent for path in cache.glob(f"*/{DESCRIPTION}")):
        known = Description.read(folder)
        if known is not None and known.stamp == stamp:
            return OnnxEncoder(folder, known)
    fingerprint = source.fingerprint()
    folder = cache / fingerprint[:16]
    same = Description.read(folder)
    description = replace(same, stamp=stamp) if same else _export(source, fingerprint, stamp, folder)
    description.write(folder)
    return OnnxEncoder(folder, description)


def _export(source: ModelFolder, fingerprint: str, stamp: str, folder: Path) -> Description:
    """Files come into the folder whole; the description, which makes them count, is written last by the caller."""
    from index.export import export

    folder.mkdir(parents=True, exist_ok=True)
    clear_abandoned(folder)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as work:
        window, dimensions = export(source.path, Path(work))
        for file in Path(work).iterdir():
            os.replace(file, folder / file.name)
    stats = {name: (folder / name).stat() for name in (MODEL_FILE, TOKENIZER_FILE)}
    files = {name: (stat.st_size, stat.st_mtime_ns, digest_of(folder / name)) for name, stat in stats.items()}
    return Description(FORMAT, source.name, fingerprint, stamp, window, dimensions, files)


def clear_abandoned(folder: Path) -> None:
    """Removes what killed exports left; one that may still be at work is left alone."""
    for left in folder.glob(f"{UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _encoded(text: Encoding, sentence: Floats, tokens: Floats) -> Encoded:
    own = np.flatnonzero(np.asarray(text.special_tokens_mask) == 0)
    ids = np.asarray(text.ids, dtype=np.int32)[own]
    return Encoded(sentence, tokens[own], ids, np.asarray(text.offsets, dtype=np.int32).reshape(-1, 2)[own])
