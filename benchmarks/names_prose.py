"""Real sentences in other languages: the translations that ship with Django and packages beside it (BSD, MIT)."""

import ast
import functools
import importlib
import re
from pathlib import Path

LANGUAGES = ("de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi")
_PACKAGES = ("django", "rest_framework", "allauth", "axes", "guardian")
_STRING = re.compile(r'^(msgid|msgstr(?:\[\d\])?|)\s*(".*")$')
_SLOT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]{1,80}>|&\w+;")


@functools.cache
def translations(code: str) -> tuple[str, ...]:
    """The sentences of a language, each once, in a fixed order."""
    root = Path(importlib.import_module("django").__file__).parents[1]
    found: dict[str, None] = {}
    for package in _PACKAGES:
        for path in sorted((root / package).rglob(f"locale/{code}/LC_MESSAGES/*.po")):
            for text in _translated(path):
                plain = " ".join(_SLOT.sub("", text).replace("&", "").split())
                if len(plain) > 3:
                    found[plain] = None
    return tuple(found)


def _translated(path: Path, wanted: str = "msgstr"):
    kind, text = "", ""
    for line in path.read_text(encoding="utf-8").splitlines():
        hit = _STRING.match(line.strip())
        if hit is None or hit[1]:
            if kind.startswith(wanted) and text:
                yield text
            kind, text = (hit[1], "") if hit else ("", "")
        if hit:
            text += ast.literal_eval(hit[2])
    if kind.startswith(wanted) and text:
        yield text


@functools.cache
def english() -> tuple[str, ...]:
    """The English sentences that are translated."""
    root = Path(importlib.import_module("django").__file__).parents[1]
    found: dict[str, None] = {}
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("locale/de/LC_MESSAGES/*.po")):
            for text in _translated(path, "msgid"):
                found[" ".join(_SLOT.sub("", text).replace("&", "").split())] = None
    return tuple(found)
