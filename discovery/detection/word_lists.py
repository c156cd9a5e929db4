"""The word lists that stand beside the code, read once."""

from __future__ import annotations

from importlib import resources


def word_list(name: str) -> frozenset[str]:
    """The words of a list in `lists/`, in small letters; lines that begin with # are remarks."""
    text = resources.files("discovery.detection").joinpath("lists", name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def listed(words: str, by: str = " ") -> frozenset[str]:
    """The words of one text, cut at `by`."""
    return frozenset(words.split(by))
