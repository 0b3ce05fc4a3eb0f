"""A model that runs as an ONNX export.

sentence-transformers reads the model once, to export it. From then on only onnxruntime and tokenizers are needed, which
start 20 times faster and give the same vectors.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.model.encoder import Encoded, Floats
from index.model.weights import MODEL_FILE, TOKENIZER_FILE, digest_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Encoding, Tokenizer

FORMAT = 3  # of the export: if it changes, every model is exported again
DESCRIPTION = "encoder.json"
BATCH = 8  # texts; on 2 cores larger ones were slower: they outgrow the processor's cache and pad more


@dataclass(frozen=True, slots=True)
class Description:
    """The description of an export. `files`: name -> (size in bytes, time in ns, SHA-256)."""

    format: int
    name: str
    fingerprint: str
    window: int
    dimensions: int
    files: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Description | None:
        """The export in a folder; None if there is none, or it has another format or damaged files."""
        try:
            found = cls(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
            return found if found.format == FORMAT and found._whole(folder) else None
        except (OSError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> Description:
        """Writes the description beside the export's files, with their sizes, times and digests."""
        stats = {name: (folder / name).stat() for name in (MODEL_FILE, TOKENIZER_FILE)}
        files = {name: (stat.st_size, stat.st_mtime_ns, digest_of(folder / name)) for name, stat in stats.items()}
        sealed = replace(self, files=files)
        (folder / DESCRIPTION).write_text(json.dumps(asdict(sealed), indent=1), encoding="utf-8")
        return sealed

    def _whole(self, folder: Path) -> bool:
        """Whether the files are those described. Files with the same size and time aren't read: 90 MB take longer than
        answering a question."""
        for name, (size, written, digest) in self.files.items():
            stat = (folder / name).stat()
            if (stat.st_size, stat.st_mtime_ns) != (size, written) and digest_of(folder / name) != digest:
                return False
        return True


class OnnxEncoder:
    """An exported model. Opening it is fast, because it is loaded when the first text is encoded. Safe to share between
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
        whole = self._tokenizer.encode(text)
        beyond = (np.asarray(part.special_tokens_mask) == 0 for part in whole.overflowing)  # what the window cuts off
        return len(whole.ids) + sum(int(own.sum()) for own in beyond)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """The vectors of texts, in their order. Batches contain texts of similar length, so that little is padded."""
        tokenised = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda at: len(tokenised[at].ids))
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        results: list[Encoded | None] = [None] * len(texts)
        for batch, encoded in zip(batches, self._run_all([[tokenised[at] for at in b] for b in batches]), strict=True):
            for at, one in zip(batch, encoded, strict=True):
                results[at] = one
        return [one for one in results if one is not None]

    def _run_all(self, batches: list[list[Encoding]]) -> list[list[Encoded]]:
        """Runs each batch in one thread: on several cores that is faster than threads within a batch, and cheaper."""
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
        inputs = {each.name: given[each.name] for each in self._session.get_inputs()}
        outputs: Any = self._session.run(["sentence", "tokens"], inputs)
        return [_encoded(text, *vectors) for text, *vectors in zip(batch, *outputs, strict=True)]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer: Tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
        tokenizer.no_padding()
        tokenizer.enable_truncation(self.window)
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
        # It would keep the memory of the largest batch for good: after the 158 passages of the sample, 100 MB more, and
        # no faster.
        options.enable_cpu_mem_arena = False
        return InferenceSession(str(self._folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])


def _encoded(text: Encoding, sentence: Floats, tokens: Floats) -> Encoded:
    own = np.flatnonzero(np.asarray(text.special_tokens_mask) == 0)
    ids = np.asarray(text.ids, dtype=np.int32)[own]
    return Encoded(sentence, tokens[own], ids, np.asarray(text.offsets, dtype=np.int32).reshape(-1, 2)[own])
