"""A cache of models' exports that all indexes of a user share: found by the model's fingerprint, or made."""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from corpus import PRODUCT
from corpus.errors import ModelDamaged
from index.model.onnx_model import FORMAT, Description, OnnxEncoder
from index.model.weights import ModelFolder

UNFINISHED = "plans-export-"  # start of the name of a folder that an export is being written to
ABANDONED = 3600.0  # seconds after which an export, which takes half a minute, must have been killed
PATIENCE = 900.0  # seconds of wall-clock time for an export: no machine that can run the app takes as long
STAMPS = "stamps"  # a folder of files, each named by a model folder's stamp, that contain the fingerprint

Export = Callable[[Path, Path], tuple[int, int]]  # a model's folder to a folder of ours; its window and its dimensions


def load_encoder(model: str = "", cache: Path | None = None) -> OnnxEncoder:
    """The encoder of a model: "" for the installed one, else a sentence-transformers model's folder or hub name.

    If no index of this user has needed the model before, it is exported, which takes about 25 seconds. Later calls take
    milliseconds, because the model's files are read again only if their sizes or times have changed. `cache` is the
    folder of exports; None for the user's own. Raises ModelDamaged.
    """
    return ExportCache(cache or users_cache()).encoder(ModelFolder.find(model))


def users_cache() -> Path:
    """The platform's cache folder of the user who runs this program."""
    from platformdirs import user_cache_path

    return user_cache_path(PRODUCT, appauthor=False) / "models"


def exported_apart(source: Path, target: Path) -> tuple[int, int]:
    """Exports a model in a process of its own, the only one that imports torch. Raises ModelDamaged with the reason."""
    command = [sys.executable, "-m", "index.model.export", str(source), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
        window, dimensions = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise ModelDamaged(f"The model at {source} was not ready for use after {PATIENCE / 60:.0f} minutes.") from None
    except (subprocess.CalledProcessError, ValueError) as error:
        lines = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise ModelDamaged(
            f"The model at {source} can't be made ready for use: {lines[-1] if lines else 'it gave no reason'}. "
            f"It needs some 200 MB in {target.parent} and 2 GB of memory; if it has both, name another model."
        ) from None
    return window, dimensions


class ExportCache:
    """A folder of exports that several processes may use at once; it never contains an incomplete export.

    If the folder can't be written, exports last only as long as the process, and a warning says so.
    """

    def __init__(self, folder: Path, export: Export = exported_apart) -> None:
        self._folder = folder
        self._export = export

    def encoder(self, source: ModelFolder) -> OnnxEncoder:
        """The encoder of a model, which is exported now if it hasn't been. Raises ModelDamaged."""
        fingerprint = self._fingerprint(source)
        folder = self._folder / f"{fingerprint[:16]}-{FORMAT}"
        if known := Description.read(folder):
            return OnnxEncoder(folder, known)
        with self._sole_exporter(folder):
            if known := Description.read(folder):  # another process made it while this one waited
                return OnnxEncoder(folder, known)
            return self._made(source, fingerprint, folder)

    def _fingerprint(self, source: ModelFolder) -> str:
        """The model's fingerprint, stored under the sizes and times of its files, because reading 90 MB takes longer
        than answering a question."""
        stamp = self._folder / STAMPS / source.stamp
        with suppress(OSError, UnicodeDecodeError):
            if re.fullmatch(r"[0-9a-f]{64}", known := stamp.read_text(encoding="utf-8")):
                return known
        fingerprint = source.fingerprint()
        with suppress(OSError):  # if it can't be stored, it is computed each time
            stamp.parent.mkdir(parents=True, exist_ok=True)
            new = stamp.with_suffix(f".{os.getpid()}")
            new.write_text(fingerprint, encoding="utf-8")
            os.replace(new, stamp)
        return fingerprint

    @contextmanager
    def _sole_exporter(self, folder: Path) -> Iterator[None]:
        """A lock that spares other processes the same work; a dead process releases it. Without it, each exports."""
        from filelock import FileLock

        with ExitStack() as held:
            with suppress(OSError, NotImplementedError):
                self._folder.mkdir(parents=True, exist_ok=True)
                held.enter_context(FileLock(folder.with_suffix(".lock")))
            yield

    def _made(self, source: ModelFolder, fingerprint: str, folder: Path) -> OnnxEncoder:
        work = _workplace(Path(tempfile.gettempdir()))
        atexit.register(shutil.rmtree, work, ignore_errors=True)
        description = Description(FORMAT, source.name, fingerprint, *self._export(source.path, work))
        try:
            return OnnxEncoder(folder, self._stored(work, description, folder))
        except OSError as error:
            logging.warning(
                "The model can't be stored in %s: %s. It will be made ready again at each start, which takes half a "
                "minute. Make room there, or set PLANS_MODEL_CACHE to a folder that can be written.",
                self._folder,
                error.strerror or error,
            )
            return OnnxEncoder(work, description.write(work))

    def _stored(self, work: Path, description: Description, folder: Path) -> Description:
        """Copies the export next to its place, and then moves it there in one step."""
        self._folder.mkdir(parents=True, exist_ok=True)
        new = _workplace(self._folder)
        try:
            for file in work.iterdir():
                shutil.copyfile(file, new / file.name)
            description = description.write(new)
            shutil.rmtree(folder, ignore_errors=True)  # if it is there, it is damaged
            os.rename(new, folder)
        except OSError:
            if (others := Description.read(folder)) is None:  # unless another process was faster
                raise
            return others
        finally:
            shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)
        return description


def _workplace(parent: Path) -> Path:
    clear_abandoned(parent)
    return Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=parent))


def clear_abandoned(parent: Path) -> None:
    """Removes the remains of killed exports, but none that may still be running."""
    for left in parent.glob(f"{UNFINISHED}*"):
        with suppress(OSError):  # another user's, or removed meanwhile
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
