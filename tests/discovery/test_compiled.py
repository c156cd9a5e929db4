"""Detection compiled and from its sources: the same answers, and no compiled form of other sources is ever taken."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from benchmarks.detection_corpus import documents
from discovery import compiled, compiling
from discovery.detection import Options, detect_many
from tests.discovery.detection.labelled import passages

ANSWERS = (
    "from tests.discovery.test_compiled import answers; from discovery.detection.automata.walking import IS_COMPILED; "
    "print(IS_COMPILED, answers())"
)


def answers():
    """A digest of what is found in text of many sorts, in every field."""
    texts = [
        *documents("mixed", 40_000, seed=6),
        *documents("dense", 15_000, seed=6),
        *documents("logs", 15_000, seed=6),
    ]
    texts += [text for text, _ in passages("structured")[::6]]
    texts += [
        "Straße 5 – né le 3 mai 1980 à Évry, tél. 01 23 45 67 89",
        "٠١٢٣ ４１１１ 1111 1111 1111",
        "a\\nb 1.2.3.4",
        "",
    ]
    found = detect_many(texts, options=Options(names="none", min_score=0.0))
    return hashlib.sha256(repr([tuple(one) for ones in found for one in ones]).encode()).hexdigest()


def test_both_find_the_same_in_every_field():
    told = subprocess.run(
        [sys.executable, "-c", ANSWERS],
        env={**os.environ, compiled.SWITCH: "no"},
        cwd=compiled.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["False", answers()]


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A checkout of our own with a compiled form of its sources, of which nothing is really compiled."""
    for module in compiled.MODULES:
        source = compiled.source_of(module)
        copy = tmp_path / source.relative_to(compiled.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    monkeypatch.setattr(compiled, "ROOT", tmp_path)
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / ".compiled")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.delenv(compiled.SWITCH, raising=False)
    folder = compiled.folder_for_sources()
    folder.mkdir(parents=True)
    for module in compiled.MODULES:
        (folder / f"{module}{compiled.SUFFIX}").touch()
    return tmp_path


def test_the_form_of_these_sources_is_taken(copied):
    assert compiled.use_compiled()
    assert sys.meta_path[0].find_spec(compiled.MODULES[0]).origin.startswith(str(copied))
    assert sys.meta_path[0].find_spec("discovery.detection.kinds") is None


def test_after_a_change_of_one_source_the_sources_run(copied):
    source = compiled.source_of(compiled.MODULES[-1])
    source.write_text(source.read_text() + "\n# another engine\n")

    assert not compiled.use_compiled()


def test_without_one_of_the_modules_the_sources_run(copied):
    (compiled.folder_for_sources() / f"{compiled.MODULES[3]}{compiled.SUFFIX}").unlink()

    assert not compiled.use_compiled()


def test_an_operator_can_choose_the_sources(copied, monkeypatch):
    monkeypatch.setenv(compiled.SWITCH, "no")

    assert not compiled.use_compiled()


def test_without_a_compiler_it_says_so_in_a_line_and_goes_on(copied, monkeypatch, capsys):
    shutil.rmtree(copied / ".compiled")
    monkeypatch.setattr(compiling, "_compiler", lambda: ["no-such-compiler"])

    status = compiling.main()

    assert status == 0
    assert capsys.readouterr().out.count("\n") == 1
