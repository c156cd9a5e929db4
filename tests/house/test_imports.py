"""The arrows between the packages, and what a light import must not load."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house import sources

FRAMEWORKS = ("django", "rest_framework", "celery", "guardian")
PURE_FOLDERS = ("dsar/deadlines/", "dsar/cases/lifecycle/", "discovery/detection/", "discovery/matching/")
PURE_FILES = ("discovery/documents.py", "dsar/audit/chain.py")


def is_pure(name: str) -> bool:
    return name.startswith(PURE_FOLDERS) or name in PURE_FILES or name.endswith("/rules.py")


def test_the_import_contracts_hold():
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([linter, "--no-cache"], cwd=sources.CHECKOUT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-4000:]


def test_no_contract_was_dropped():
    contracts = tomllib.loads((sources.CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    kinds = [contract["type"] for contract in contracts]

    assert kinds.count("layers") >= 3
    assert kinds.count("forbidden") >= 1


def test_law_and_arithmetic_are_plain_python():
    pure = [path for path in sources.python_files() if is_pure(sources.name(path))]
    impure = {
        sources.name(path): sorted(names)
        for path in pure
        if (names := {name for name in sources.imported(path) if name.split(".")[0] in FRAMEWORKS})
    }

    assert len(pure) > 5
    assert impure == {}


@pytest.mark.parametrize("package", ["discovery", "consent", "erasure"])
def test_a_tool_knows_only_the_slab_of_the_house(package):
    strays = {
        sources.name(path): sorted(names)
        for path in sources.python_files()
        if sources.name(path).startswith(f"{package}/")
        and (names := {name for name in sources.imported(path) if knows_the_house(name)})
    }

    assert strays == {}


def knows_the_house(name: str) -> bool:
    return name.split(".")[0] == "dsar" and name != "dsar" and not name.startswith("dsar.foundation")


@pytest.mark.parametrize(
    "module, heavy",
    [
        ("discovery.detection", ["django", "spacy", "onnxruntime", "weasyprint", "numpy", "pypdfium2"]),
        ("discovery.documents", ["django", "spacy"]),
        ("dsar.deadlines", ["django", "spacy", "weasyprint"]),
        ("dsar.foundation.supervisor", ["django", "celery"]),
    ],
)
def test_plain_parts_load_nothing_heavy(module, heavy):
    assert loaded_by(f"import {module}") & set(heavy) == set()


def test_the_url_map_loads_no_model_and_no_renderer():
    loaded = loaded_by("import django; django.setup(); import dsar.config.urls")

    assert loaded & {"spacy", "onnxruntime", "weasyprint", "pypdfium2", "tesserocr", "numpy"} == set()
    assert "django" in loaded  # the check itself looks at the right place


def loaded_by(code: str) -> set[str]:
    """Top-level modules in memory after running the code in a fresh interpreter."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=sources.CHECKOUT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return set(json.loads(done.stdout.splitlines()[-1]))
