"""Compiles the modules of detection that most of its time is spent in: `python -m discovery.compiling`.

It needs Cython (requirements-build.txt), a C compiler and the headers of this Python. Where one is missing it says so
in a line and ends well: detection then runs from its sources, with the same answers.
"""

from __future__ import annotations

import concurrent.futures
import functools
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Final

from discovery.compiled import FOLDER, MODULES, NATIVE, ROOT, SUFFIX, folder_for_sources, source_of

_DIRECTIVES: Final = ("language_level=3", "annotation_typing=False", "binding=True", "cdivision=True")
_OPTIONS: Final = ("-O2", "-fno-plt", "-fPIC", "-fwrapv", "-shared", "-w", "-DNDEBUG")
_LONGEST: Final = 300  # seconds for one module


def missing() -> str:
    """What is missing for compiling; "" where nothing is."""
    if importlib.util.find_spec("Cython") is None:
        return "Cython is not installed"
    if shutil.which(_compiler()[0]) is None:
        return "there is no C compiler"
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        return "the headers of this Python are not installed"
    return ""


def compile_all() -> Path:
    """Compile every module, and put the products where they are looked for, all at once.

    Raises:
        subprocess.CalledProcessError: a source could not be compiled.
        subprocess.TimeoutExpired: the compiler did not end.
    """
    FOLDER.mkdir(exist_ok=True)
    place = folder_for_sources()
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        work = Path(name)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(functools.partial(_compile, work), MODULES))
        if not place.exists():
            (work / "made").rename(place)
    for other in FOLDER.iterdir():
        if other != place:  # of sources that are no more; a process that runs has them loaded
            shutil.rmtree(other, ignore_errors=True)
    compile_natives(place)
    return place


def compile_natives(place: Path) -> None:
    """Compile what detection can do without; what lacks its library is left out, and said."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        work = Path(name)
        for module, library in NATIVE.items():
            if (place / f"{module}{SUFFIX}").exists():
                continue
            try:
                _compile(work, module, *([f"-l{library}"] if library else []))
            except subprocess.CalledProcessError as error:
                told = (error.stderr or str(error)).strip().splitlines()
                sys.stdout.write(f"{module} is not compiled, and detection slower: {told[0] if told else error}\n")
                continue
            (work / "made" / f"{module}{SUFFIX}").replace(place / f"{module}{SUFFIX}")


def _compile(work: Path, module: str, *libraries: str) -> None:
    code, product = work / f"{module}.c", work / "made" / f"{module}{SUFFIX}"
    product.parent.mkdir(exist_ok=True)
    directives = [part for directive in _DIRECTIVES for part in ("-X", directive)]
    source = source_of(module).relative_to(ROOT)
    _run([sys.executable, "-m", "cython", "-3", *directives, "--module-name", module, str(source), "-o", str(code)])
    include = [f"-I{path}" for path in {sysconfig.get_path("include"), sysconfig.get_path("platinclude")}]
    apart = ["-undefined", "dynamic_lookup"] if sys.platform == "darwin" else []
    _run([*_compiler(), *_OPTIONS, *apart, *include, str(code), "-o", str(product), *libraries])


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=_LONGEST)


def _compiler() -> list[str]:
    """The C compiler of the environment, else the one that this Python was built with, else `cc`."""
    for command in (os.environ.get("CC"), sysconfig.get_config_var("CC"), "cc"):
        words = shlex.split(command or "")
        if words and shutil.which(words[0]):
            return words
    return ["cc"]


def main() -> int:
    """Compile where that is not done yet; 1 where a source could not be compiled."""
    place = folder_for_sources()
    is_made = all((place / f"{module}{SUFFIX}").exists() for module in MODULES)
    if is_made and all((place / f"{module}{SUFFIX}").exists() for module in NATIVE):
        return _learn()
    if lacking := missing():
        sys.stdout.write(f"Detection is not compiled, and slower: {lacking}.\n")
        return 0
    try:
        if is_made:
            compile_natives(place)
        else:
            compile_all()
    except (subprocess.SubprocessError, OSError) as error:
        told = getattr(error, "stderr", "") or str(error)
        sys.stdout.write(f"Detection is not compiled, and slower: {told.strip().splitlines()[-1]}\n")
        return 1
    return _learn()


def _learn() -> int:
    """Let the automata learn what new processes then know (discovery.detection.warming), where that is not done yet."""
    try:
        _run([sys.executable, "-m", "discovery.detection.warming"])
    except subprocess.SubprocessError as error:
        told = getattr(error, "stdout", "") or getattr(error, "stderr", "") or str(error)
        sys.stdout.write(
            f"Detection learns while it reads, new processes are slower: {told.strip().splitlines()[-1]}\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
