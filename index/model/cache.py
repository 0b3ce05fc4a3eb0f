"""Exports of models, kept for all indexes of a user: found by the model's fingerprint, made where there is none yet."""

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

from corpus.errors import ModelDamaged
from index.model.onnx_model import FORMAT, Description, OnnxEncoder
from index.model.weights import ModelFolder

PRODUCT = "plans-assistant"
UNFINISHED = "plans-export-"  # begins the name of a folder that an export is being written to
ABANDONED = 3600.0  # seconds after which an export, which takes half a minute, must have been killed
PATIENCE = 900.0  # seconds by the clock for an export: no machine that can run the app takes so long
STAMPS = "stamps"  # a folder: each file is called as a model folder's stamp, and holds its fingerprint

Export = Callable[[Path, Path], tuple[int, int]]  # a model's folder to a folder of ours; its window and its dimensions


def load_encoder(model: str = "", cache: Path | None = None) -> OnnxEncoder:
    """The encoder of a model: "" for the installed one, else a sentence-transformers model's folder or hub name.

    The model is exported where no index of this user has needed it yet (some 25 seconds); later calls take
    milliseconds, as the model's files are read again only when their sizes or times changed. `cache` is the folder
    where exports are kept; None for the user's own. Raises ModelDamaged.
    """
    return ExportCache(cache or users_cache()).encoder(ModelFolder.find(model))


def users_cache() -> Path:
    """Where this platform wants what a program can make again, for the user that runs it."""
    from platformdirs import user_cache_path

    return user_cache_path(PRODUCT, appauthor=False) / "models"


def exported_apart(source: Path, target: Path) -> tuple[int, int]:
    """The export by a process of its own: torch is imported in no other. Raises ModelDamaged, which says why not."""
    command = [sys.executable, "-m", "index.model.export", str(source), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
        window, dimensions = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise ModelDamaged(f"The model at {source} was not ready for use after {PATIENCE / 60:.0f} minutes.") from None
    except (subprocess.CalledProcessError, ValueError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise ModelDamaged(
            f"The model at {source} can't be made ready for use: {said[-1] if said else 'it gave no reason'}. "
            f"It needs some 200 MB in {target.parent} and 2 GB of memory; if it has both, name another model."
        ) from None
    return window, dimensions


class ExportCache:
    """A folder of exports that several processes may use at once; an export is whole there, or isn't there.

    Where the folder can't be written, exports last as long as the process, and a warning says so.
    """

    def __init__(self, folder: Path, export: Export = exported_apart) -> None:
        self._folder = folder
        self._export = export

    def encoder(self, source: ModelFolder) -> OnnxEncoder:
        """The encoder of a model, exported now if it wasn't. Raises ModelDamaged."""
        fingerprint = self._fingerprint(source)
        folder = self._folder / f"{fingerprint[:16]}-{FORMAT}"
        if known := Description.read(folder):
            return OnnxEncoder(folder, known)
        with self._sole_exporter(folder):
            if known := Description.read(folder):  # made while this process waited
                return OnnxEncoder(folder, known)
            return self._made(source, fingerprint, folder)

    def _fingerprint(self, source: ModelFolder) -> str:
        """Reading 90 MB for it takes longer than a question: what it was is kept by the files' sizes and times."""
        stamp = self._folder / STAMPS / source.stamp
        with suppress(OSError, UnicodeDecodeError):
            if re.fullmatch(r"[0-9a-f]{64}", kept := stamp.read_text(encoding="utf-8")):
                return kept
        fingerprint = source.fingerprint()
        with suppress(OSError):  # then it is worked out each time
            stamp.parent.mkdir(parents=True, exist_ok=True)
            new = stamp.with_suffix(f".{os.getpid()}")
            new.write_text(fingerprint, encoding="utf-8")
            os.replace(new, stamp)
        return fingerprint

    @contextmanager
    def _sole_exporter(self, folder: Path) -> Iterator[None]:
        """Spares others the same work; the system frees a dead process's lock. Without one, both make the export."""
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
            return OnnxEncoder(folder, self._kept(work, description, folder))
        except OSError as error:
            logging.warning(
                "The model can't be kept in %s: %s. It will be made ready anew at each start, which takes half a "
                "minute. Make room there, or let PLANS_MODEL_CACHE name a folder that can be written.",
                self._folder,
                error.strerror or error,
            )
            return OnnxEncoder(work, description.write(work))

    def _kept(self, work: Path, description: Description, folder: Path) -> Description:
        """The export, copied beside its place and then put there in one step."""
        self._folder.mkdir(parents=True, exist_ok=True)
        new = _workplace(self._folder)
        try:
            for file in work.iterdir():
                shutil.copyfile(file, new / file.name)
            description = description.write(new)
            shutil.rmtree(folder, ignore_errors=True)  # a damaged one
            os.rename(new, folder)
        except OSError:
            if (others := Description.read(folder)) is None:  # no other process was faster
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
    """Removes what killed exports left; one that may still be at work is left alone."""
    for left in parent.glob(f"{UNFINISHED}*"):
        with suppress(OSError):  # somebody else's, or gone meanwhile
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
