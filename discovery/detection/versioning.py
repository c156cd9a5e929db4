"""Which engine found something: a short name that changes whenever what it finds could change."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Final

from discovery.detection import ner
from discovery.detection.engine import Options, model_in_use

_HERE: Final = Path(__file__).parent
_FOLDERS: Final = (_HERE, _HERE.parent / "matching")
_NOT_READ: Final = frozenset({".pyc"})
_LETTERS: Final = 8


@functools.cache
def engine_digest() -> str:
    """Eight letters that stand for the code, lists and weights of detection and matching as they are installed."""
    whole = hashlib.sha256()
    files = [path for folder in _FOLDERS for path in folder.rglob("*") if path.is_file()]
    for path in sorted(path for path in files if path.suffix not in _NOT_READ):
        whole.update(path.relative_to(_HERE.parent).as_posix().encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:_LETTERS]


def names_version(options: Options) -> str:
    """Who finds names: a model with its version, "network" (the engine's own), "rules" or "none"."""
    if model_in_use(options):
        return ner.model_version()
    return "network" if options.names == "auto" else options.names


def engine_version(options: Options) -> str:
    """The engine and its way of finding names, for instance "engine 1a2b3c4d, names by network"."""
    return f"engine {engine_digest()}, names by {names_version(options)}"
