"""Strings in which patterns occur, made at random from the patterns taken apart."""

from __future__ import annotations

import random
import string
from typing import Final

from discovery.detection.automata.layout import FORK, MET, Layout

_LONGEST: Final = 120
_USUAL: Final = string.ascii_letters + string.digits * 4 + " " * 8
_PRINTED: Final = "".join(map(chr, range(0x20, 0x7F)))
_MOST_BEYOND_ASCII: Final = 24


class Sampler:
    """Makes strings for the patterns of a layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._width = len(layout.bounds) + 1
        self._signs: dict[int, str] = {}

    def one(self, rng: random.Random) -> str:
        """A string in which one of the patterns occurs; or how it begins, where it would be long."""
        layout, made = self._layout, ""
        part = rng.choice(layout.starts)
        while len(made) < _LONGEST:
            row, behind = layout.row[part], layout.behind[part]
            if row == MET:
                break
            if row == FORK:
                part = layout.ways[behind + 1 + rng.randrange(layout.ways[behind])]
                continue
            if row >= 0:
                made += rng.choice(self._signs.get(row) or self._signs_of(row))
            part = behind
        return made

    def _signs_of(self, row: int) -> str:
        """Signs of a set: those of ASCII, letters, digits and spaces more often; a few of the others."""
        bounds, width = self._layout.bounds, self._width
        signs = "".join(one for one in _PRINTED + _USUAL if self._has(row, one))
        if not signs:
            classes = [at for at in range(width - 1) if self._layout.is_in[row + at]][:_MOST_BEYOND_ASCII]
            signs = "".join(chr(bounds[at]) for at in classes) or " "
        self._signs[row] = signs
        return signs

    def _has(self, row: int, sign: str) -> bool:
        bounds, code = self._layout.bounds, ord(sign)
        at = max(number for number in range(self._width - 1) if bounds[number] <= code)
        return bool(self._layout.is_in[row + at])
