"""Takes modules of detection from their compiled form where there is one that was made of just these sources.

`python -m discovery.compiling` makes it. The Python source is the truth: without a compiler, or after a change of a
source, that is what runs, and the answers are the same. A compiled form lies in a folder named after a digest of the
sources, so an old one is never taken.
"""

from __future__ import annotations

import hashlib
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / ".compiled"
SWITCH: Final = "DSAR_COMPILED"  # "no" runs the sources
SUFFIX: Final = importlib.machinery.EXTENSION_SUFFIXES[0]  # names the Python and the machine that it is for
_HOW: Final = "3"  # counts changes of how it is compiled
MODULES: Final = (
    "discovery.detection.automata.reaching",
    "discovery.detection.automata.walking",
    "discovery.detection.asking",
    "discovery.detection.scanning",
    "discovery.detection.recogniser",
    "discovery.detection.context",
    "discovery.detection.doubts",
    "discovery.detection.conflicts",
    "discovery.detection.folding",
    "discovery.detection.engine",
    "discovery.detection.language",
    "discovery.detection.parallel",
    "discovery.detection.describing",
    "discovery.detection.risk",
    "discovery.detection.validators",
    "discovery.detection.numbering",
    "discovery.detection.recognisers.address",
    "discovery.detection.recognisers.address_forms",
    "discovery.detection.recognisers.address_growth",
    "discovery.detection.recognisers.address_loose",
    "discovery.detection.recognisers.contact",
    "discovery.detection.recognisers.dates",
    "discovery.detection.recognisers.iban",
    "discovery.detection.recognisers.online",
    "discovery.detection.recognisers.passages",
    "discovery.detection.recognisers.person",
    "discovery.detection.recognisers.person_beside",
    "discovery.detection.recognisers.phone",
    "discovery.detection.recognisers.place_names",
)
# Written for Cython alone, with the library that each is linked with, if any; whoever uses one can do without.
NATIVE: Final = {
    "discovery.detection.native": "pcre2-8",
    "discovery.detection.near": "",
    "discovery.detection.glances": "",
    "discovery.detection.words": "",
    "discovery.detection.parcels": "",
    "discovery.detection.automata.lanes": "",
}


def source_of(module: str) -> Path:
    """The source of a module."""
    return ROOT.joinpath(*module.split(".")).with_suffix(".pyx" if module in NATIVE else ".py")


def folder_for_sources() -> Path:
    """Where the compiled form of the sources lies that stand there now, if it was made."""
    digest = hashlib.sha256(f"{_HOW} {SUFFIX} {sys.version}".encode())
    for module in (*MODULES, *NATIVE):
        source = source_of(module)
        for part in (source, source.with_suffix(".pxd")):
            if part.exists():
                digest.update(b"\0" + part.name.encode() + b"\0" + part.read_bytes())
    return FOLDER / digest.hexdigest()[:20]


class CompiledModules:
    """Finds the compiled form of the modules named here (the finder of `importlib`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where to load a module from; None for every other module."""
        if fullname not in MODULES and fullname not in NATIVE:
            return None
        place = self._folder / f"{fullname}{SUFFIX}"
        if not place.exists():  # compiled anew in between: the source runs
            return None
        loader = importlib.machinery.ExtensionFileLoader(fullname, str(place))
        return importlib.util.spec_from_file_location(fullname, place, loader=loader)


def use_compiled() -> bool:
    """Take the compiled modules from now on, where all of them are there; says whether they are."""
    if os.environ.get(SWITCH) == "no" or not FOLDER.is_dir():
        return False
    folder = folder_for_sources()
    if not all((folder / f"{module}{SUFFIX}").exists() for module in MODULES):
        return False
    sys.meta_path.insert(0, CompiledModules(folder))
    return True
