"""Writes a sentence-transformers model as an ONNX file; the only module that imports that library.

It runs in a process of its own, `python -m index.model.export MODEL FOLDER`, so that no other process spends time and
memory on torch.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from index.model.weights import MODEL_FILE, TOKENIZER_FILE

OUTPUTS = ("sentence", "tokens")
TOKEN_DIMENSIONS = 128
VOCABULARY_SAMPLE = 6_000  # words: enough for 128 directions of 384, and two seconds' work


class _Vectors(nn.Module):
    """A model's own modules in sequence, with token vectors in a given basis; both results have length 1."""

    basis: Tensor

    def __init__(self, model: SentenceTransformer, inputs: list[str], basis: Tensor) -> None:
        super().__init__()
        self.steps = nn.ModuleList(model.children())
        self.inputs = inputs
        self.register_buffer("basis", basis)

    def forward(self, *tensors: Tensor) -> tuple[Tensor, Tensor]:
        features: dict[str, Tensor] = dict(zip(self.inputs, tensors, strict=True))
        for step in self.steps:
            features = step(features)
        unit = nn.functional.normalize
        return unit(features["sentence_embedding"], dim=-1), unit(features["token_embeddings"] @ self.basis, dim=-1)


def export(source: Path, target: Path) -> tuple[int, int]:
    """Write `model.onnx` (float32) and `tokenizer.json` into the folder `target`; returns the model's window in tokens
    and its dimensions.

    Inputs are those of the model's tokenizer, `(batch, sequence) int64`; outputs are `sentence`, `(batch, d) float32`,
    and `tokens`, `(batch, sequence, t) float32` in the model's `token_basis`, rows of length 1.
    """
    with _quiet():
        model = SentenceTransformer(
            str(source),
            device="cpu",
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "attn_implementation": "eager"},
        )
        example = model.tokenizer(["One sentence.", "Another, longer one."], padding=True, return_tensors="pt")
        inputs = list(example)
        batch, sequence = torch.export.Dim("batch"), torch.export.Dim("sequence")
        torch.onnx.export(
            _Vectors(
                model, inputs, token_basis(model)
            ).eval(),  # the exporter restores the outer module's mode in all modules inside it
            tuple(example[name] for name in inputs),
            target / MODEL_FILE,
            input_names=inputs,
            output_names=OUTPUTS,
            dynamic_shapes=(tuple({0: batch, 1: sequence} for _ in inputs),),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        model.tokenizer.backend_tokenizer.save(str(target / TOKENIZER_FILE))
        sentence = model.encode("One sentence.")
    return int(model.max_seq_length or model.tokenizer.model_max_length), len(sentence)


def token_basis(model: SentenceTransformer) -> Tensor:
    """`(d, t) float32`: the directions in which the model's token vectors differ most, t = TOKEN_DIMENSIONS at most.

    A third of the size for the same ranking: on 3,028 passages of 43 council plans, 40 questions' mean reciprocal
    rank was .77 in 128 and in 192 such dimensions and .76 in the model's 384; in a random basis of 128 it was .73. It
    comes from the model's own words and from no document, so a passage has the same vectors whatever else is indexed.
    """
    unit = nn.functional.normalize
    vectors = [
        unit(tokens.float(), dim=-1) for tokens in model.encode(_sentences(model), output_value="token_embeddings")
    ]
    _, directions = torch.linalg.eigh(sum(each.T.double() @ each.double() for each in vectors))
    basis = directions.flip(1)[:, :TOKEN_DIMENSIONS]
    largest = basis.gather(0, basis.abs().argmax(dim=0, keepdim=True))
    signed: Tensor = basis * largest.sign()
    return signed.float()  # a direction and its opposite are equally good: choosing one makes exports reproducible


def _sentences(model: SentenceTransformer) -> list[str]:
    """Sentences of a few of the model's words each, mixed."""
    known = sorted((at, token.lstrip("#▁Ġ")) for token, at in model.tokenizer.get_vocab().items())
    words = [word for _, word in known if word.isalpha()]
    mixed = np.random.default_rng(0).permutation(len(words))[:VOCABULARY_SAMPLE]
    return [" ".join(words[at] for at in mixed[start : start + 15]) for start in range(0, len(mixed), 15)]


@contextmanager
def _quiet() -> Iterator[None]:
    """Hides the libraries' own notices, which users can't act on."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    from transformers.utils import logging as notices

    registry = logging.getLogger("torch.onnx")
    level, bars = registry.level, notices.is_progress_bar_enabled()
    registry.setLevel(logging.ERROR)
    notices.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            yield
    finally:
        registry.setLevel(level)
        if bars:
            notices.enable_progress_bar()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(export(Path(sys.argv[1]), Path(sys.argv[2]))))
