"""The real model's export gives the model's own vectors, and a question needs neither torch nor the model itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelDamaged
from index.encoder import ABANDONED, DESCRIPTION, OnnxEncoder, clear_abandoned, load_encoder
from index.weights import MODEL_FILE, ModelFolder

TEXTS = [
    "How many beds will the new home have?",
    "41 NTS referrals have been accepted since April 2023; Lincolnshire’s UASC make up 10.9% of children in care.",
    "£1,200",
    "word " * 400,
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("model")


@pytest.fixture(scope="module")
def encoder(cache: Path) -> OnnxEncoder:
    return load_encoder("", cache)


def test_exported_vectors_are_the_models_own(encoder: OnnxEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    from index.export import _quiet, token_basis

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


def test_a_question_imports_neither_torch_nor_sentence_transformers(encoder: OnnxEncoder, cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index import load_encoder\n"
        f"load_encoder('', Path({str(cache)!r})).encode(['How many beds?'])\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_second_load_uses_the_export(encoder: OnnxEncoder, cache: Path) -> None:
    before = [path.stat().st_mtime_ns for path in sorted(cache.glob("*/*"))]
    assert load_encoder("", cache).fingerprint == encoder.fingerprint
    assert [path.stat().st_mtime_ns for path in sorted(cache.glob("*/*"))] == before


def test_the_same_weights_in_another_folder_have_the_same_fingerprint(encoder: OnnxEncoder, tmp_path: Path) -> None:
    copied = tmp_path / "a model"
    shutil.copytree(ModelFolder.installed().path, copied)
    assert ModelFolder.find(str(copied)).fingerprint() == encoder.fingerprint


def test_a_damaged_export_is_noticed(encoder: OnnxEncoder, cache: Path, tmp_path: Path) -> None:
    copy = tmp_path / "export"
    shutil.copytree(next(cache.glob(f"*/{DESCRIPTION}")).parent, copy)
    from index.encoder import Description

    assert Description.read(copy) is not None
    with (copy / MODEL_FILE).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"damage")
    assert Description.read(copy) is None


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelDamaged, match=r"model\.safetensors isn't the published model.*Reinstall"):
        ModelFolder("all-MiniLM-L6-v2", tmp_path, ModelFolder.installed().weights).fingerprint()


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(ModelDamaged, match=r"holds no model\.safetensors"):
        load_encoder(str(tmp_path), tmp_path / "cache")


def test_a_model_that_is_not_here_is_refused_without_a_network(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="neither a folder nor among the models downloaded"):
        load_encoder("nobody/no-such-model", tmp_path)


def test_what_a_killed_export_left_is_cleared_and_one_at_work_is_not(tmp_path: Path) -> None:
    for name in ("new-killed", "new-at-work"):
        (tmp_path / name).mkdir()
        (tmp_path / name / MODEL_FILE).write_bytes(b"half a model")
    long_ago = time.time() - ABANDONED - 1
    os.utime(tmp_path / "new-killed", (long_ago, long_ago))
    clear_abandoned(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["new-at-work"]
