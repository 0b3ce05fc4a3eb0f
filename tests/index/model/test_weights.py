"""Where a model's files are, and whether they are the right ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpus.errors import ModelDamaged
from index.model.weights import ModelFolder


def test_the_same_weights_in_another_folder_have_the_same_fingerprint(tmp_path: Path) -> None:
    copied = tmp_path / "a model"
    shutil.copytree(ModelFolder.installed().path, copied)
    assert ModelFolder.find(str(copied)).fingerprint() == ModelFolder.installed().fingerprint()
    assert ModelFolder.find(str(copied)).stamp != ModelFolder.installed().stamp


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelDamaged, match=r"model\.safetensors isn't the published model.*Reinstall"):
        ModelFolder("all-MiniLM-L6-v2", tmp_path, ModelFolder.installed().weights).fingerprint()


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(ModelDamaged, match=r"contains no model\.safetensors"):
        ModelFolder.find(str(tmp_path)).fingerprint()


def test_a_model_that_is_not_here_is_refused_without_a_network() -> None:
    with pytest.raises(ModelDamaged, match="neither a folder nor among the models downloaded"):
        ModelFolder.find("nobody/no-such-model")
