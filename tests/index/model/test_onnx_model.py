"""The real model's export gives the model's own vectors, and knows when its files are no longer what they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.model.cache import load_encoder
from index.model.onnx_model import DESCRIPTION, Description, OnnxEncoder
from index.model.weights import MODEL_FILE, ModelFolder
from tests.places import MODELS

TEXTS = [
    "How many beds will the new home have?",
    "41 NTS referrals have been accepted since April 2023; Lincolnshire’s UASC make up 10.9% of children in care.",
    "£1,200",
    "word " * 400,
]


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return load_encoder(cache=MODELS)


def test_exported_vectors_are_the_models_own(encoder: OnnxEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    from index.model.export import _quiet, token_basis

    with _quiet():
        model = SentenceTransformer(str(ModelFolder.installed().path), device="cpu")
        sentences = model.encode(TEXTS)
        tokens = model.encode(TEXTS, output_value="token_embeddings")
        basis = token_basis(model).numpy()
    for ours, sentence, vectors in zip(encoder.encode(TEXTS), sentences, tokens, strict=True):
        inner = vectors.numpy()[1:-1] @ basis
        theirs = inner / np.linalg.norm(inner, axis=1, keepdims=True)
        assert np.abs(ours.sentence - sentence).max() < 1e-4
        assert ours.tokens.shape == theirs.shape
        assert np.abs(ours.tokens - theirs).max() < 1e-4


def test_each_token_knows_its_characters(encoder: OnnxEncoder) -> None:
    text = "Ofsted rated it ‘Good’."
    spans = encoder.encode([text])[0].spans
    assert [text[start:end] for start, end in spans] == ["Of", "sted", "rated", "it", "‘", "Good", "’", "."]


def test_a_text_is_counted_whole_and_encoded_up_to_the_window(encoder: OnnxEncoder) -> None:
    assert encoder.window == 256
    assert encoder.count(TEXTS[3]) == 402
    assert len(encoder.encode([TEXTS[3]])[0].ids) == 254


def test_meaning_is_near(encoder: OnnxEncoder) -> None:
    question, near, far = encoder.encode(["Where do teenagers live?", "Homes of young people", "Fee increase panel"])
    assert question.sentence @ near.sentence > question.sentence @ far.sentence


def test_a_damaged_export_is_noticed(encoder: OnnxEncoder, tmp_path: Path) -> None:
    copy = tmp_path / "export"
    shutil.copytree(next(MODELS.glob(f"*/{DESCRIPTION}")).parent, copy)
    assert Description.read(copy) is not None
    with (copy / MODEL_FILE).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"damage")
    assert Description.read(copy) is None
