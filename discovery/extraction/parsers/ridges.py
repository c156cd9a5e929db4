"""Ridge patterns in a grey picture: parallel lines of one width that bend, as fingertips have them. Plain numpy.

A picture is cut into overlapping squares. In each the spectrum says whether waves of one direction and one length make
up most of it; neighbouring squares with waves that go on into each other become one region. A fingerprint is one of
limited size, well filled, whose waves keep their length and turn, and whose lines end and fork: hatching, cloth and
lines of text do not turn, hair and grass keep no length, rings and stripes have no endings. No model, nothing learnt;
`benchmarks/fingerprints.py` says how good that is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from discovery.extraction.parsers.fingerprints import FINEST

Floats = npt.NDArray[np.float32]
_Cell = tuple[int, int]

_SMALL: Final = 900  # pictures below it are looked at enlarged, too
_SIDE: Final = 32  # of a square, in pixels
_HOP: Final = 16
_FAINT: Final = 6.0  # standard deviation of grey values below which a square is empty
_PURE: Final = 0.45  # least share of the spectrum that waves of one direction and length have
_WAVES: Final = (3.3, 10.5)  # in a square: ridges of three to ten pixels
_BEND: Final = 0.55  # radians that the direction may change from square to square
_STRETCH: Final = 0.3  # how much the logarithm of the length may change from square to square
_SQUARES: Final = 14  # of a region, at least
_BREADTH: Final = 5  # squares of its shorter side
_FILLED: Final = 0.42  # of the rectangle around it
_TURNED: Final = 0.95  # length of the mean direction, 1 for lines that are all parallel
_SMOOTH: Final = 0.3  # radians between neighbours, on average
_EVEN: Final = 0.3  # standard deviation of the logarithm of the length
_ENDINGS: Final = 0.07  # ridges that end or fork in a square: rings, stripes and guilloches have none
_RIDGES: Final = 80  # a rolled fingertip has no more of them along


@dataclass(frozen=True, slots=True)
class Ridges:
    """A region that looks like a fingerprint, in pixels of the picture; `purity` 0..1 of its waves."""

    x0: float
    y0: float
    x1: float
    y1: float
    purity: float


def ridges_in(image: Image.Image) -> list[Ridges]:
    """The fingerprints of a picture from top to bottom, at most once each; a third of a second for a page."""
    grey = image.convert("L")
    shrunk = min(1.0, FINEST / max(grey.size))
    if shrunk < 1:
        grey = grey.resize((round(grey.width * shrunk), round(grey.height * shrunk)), Image.Resampling.LANCZOS)
    found: list[Ridges] = []
    for scale, seen in _scales(grey):
        for cells, waves in _regions(seen):
            if _is_fingerprint(cells, waves):
                found.append(_placed(cells, waves, scale / shrunk, image.size))
    apart: list[Ridges] = []
    for one in found:
        same = [other for other in apart if _shared(one, other) >= 0.3 * min(_area(one), _area(other))]
        apart = [other for other in apart if other not in same] + [_together([one, *same])]
    return sorted(apart, key=lambda one: (one.y0, one.x0))


def _scales(grey: Image.Image) -> Iterator[tuple[float, Floats]]:
    """The picture as it is, at half its size, and small ones at twice their size; each with its pixels a pixel."""
    sizes = [(1.0, grey), (2.0, grey.resize((max(1, grey.width // 2), max(1, grey.height // 2)), Image.Resampling.BOX))]
    if max(grey.size) < _SMALL:
        sizes.append((0.5, grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)))
    for scale, picture in sizes:
        if min(picture.size) >= _SIDE + (_BREADTH - 1) * _HOP:
            yield scale, np.ascontiguousarray(np.asarray(picture), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Waves:
    """Of each square: the share of its strongest waves, their direction (0..π) and how many there are in it."""

    purity: Floats
    direction: Floats
    number: Floats

    def vector(self, cell: _Cell) -> Floats:
        """Waves a pixel, down and across."""
        turn = float(self.direction[cell])
        long = float(self.number[cell]) / _SIDE
        return np.array((np.sin(turn) * long, np.cos(turn) * long), np.float32)


@dataclass(frozen=True, slots=True)
class _Grid:
    """What is the same for every square: its window and the places of its spectrum."""

    window: Floats
    down: Floats
    across: Floats
    band: Any
    above: Any


@functools.cache
def _grid() -> _Grid:
    slope = np.hanning(_SIDE + 2)[1:-1].astype(np.float32)
    down = (np.fft.fftfreq(_SIDE) * _SIDE).astype(np.float32)[:, None]
    across = (np.fft.rfftfreq(_SIDE) * _SIDE).astype(np.float32)[None, :]
    reach = np.hypot(down, across)
    return _Grid(np.outer(slope, slope), down, across, (reach >= 2.0) & (reach <= 10.8), reach >= 1.6)


def _waves_of(pixels: Floats) -> _Waves:
    high, wide = pixels.shape
    shape = ((high - _SIDE) // _HOP + 1, (wide - _SIDE) // _HOP + 1)
    step = pixels.strides
    squares = np.lib.stride_tricks.as_strided(
        pixels, (*shape, _SIDE, _SIDE), (step[0] * _HOP, step[1] * _HOP, *step), writeable=False
    )
    waves = _Waves(*(np.zeros(shape, np.float32) for _ in range(3)))
    for row in range(shape[0]):
        line = squares[row]
        drawn = np.nonzero(line.std(axis=(1, 2)) > _FAINT)[0]
        if len(drawn):
            told = _strongest(line[drawn])
            waves.purity[row, drawn], waves.direction[row, drawn], waves.number[row, drawn] = told
    return waves


def _strongest(squares: Floats) -> tuple[Floats, Floats, Floats]:
    """Share, direction and number of the strongest waves of each square."""
    grid = _grid()
    flat = (squares - squares.mean(axis=(1, 2), keepdims=True)) * grid.window
    power = (np.abs(np.fft.rfft2(flat)) ** 2).astype(np.float32)
    power[:, :, 1:-1] *= 2  # the half of the spectrum that is left out
    whole = (power * grid.above).sum(axis=(1, 2)) + 1e-6
    peak = (power * grid.band).reshape(len(power), -1).argmax(axis=1)
    y, x = np.unravel_index(peak, grid.band.shape)
    down, across = grid.down[y, 0][:, None, None], grid.across[0, x][:, None, None]
    near = np.hypot(grid.down - down, grid.across - across) < 1.9
    mirrored = np.hypot(grid.down + down, grid.across + across) < 1.9
    one, other = power * near, power * (mirrored & ~near)
    both = (one + other).sum(axis=(1, 2))
    mean_down = ((one - other) * grid.down).sum(axis=(1, 2)) / (both + 1e-6)
    mean_across = ((one - other) * grid.across).sum(axis=(1, 2)) / (both + 1e-6)
    return both / whole, np.arctan2(mean_down, mean_across) % np.pi, np.hypot(mean_down, mean_across)


def _regions(pixels: Floats) -> Iterator[tuple[list[_Cell], _Waves]]:
    """Squares whose waves go on into each other, as regions."""
    waves = _waves_of(pixels)
    least, most = _WAVES
    wavy = (waves.purity > _PURE) & (waves.number > least) & (waves.number < most)
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(wavy), strict=True)}
    while left:
        waiting = [left.pop()]
        cells: list[_Cell] = []
        while waiting:
            here = waiting.pop()
            cells.append(here)
            for there in _beside(here):
                if there in left and _goes_on(waves, here, there):
                    left.remove(there)
                    waiting.append(there)
        if len(cells) >= _SQUARES:
            yield sorted(cells), waves


def _beside(cell: _Cell) -> tuple[_Cell, ...]:
    y, x = cell
    return (y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)


def _goes_on(waves: _Waves, one: _Cell, other: _Cell) -> bool:
    stretch = abs(float(np.log(waves.number[one] / waves.number[other])))
    return stretch < _STRETCH and _turn(waves, one, other) < _BEND


def _turn(waves: _Waves, one: _Cell, other: _Cell) -> float:
    turn = abs(float(waves.direction[one] - waves.direction[other]))
    return min(turn, float(np.pi) - turn)


def _is_fingerprint(cells: list[_Cell], waves: _Waves) -> bool:
    rows, columns = np.array(cells).T
    high, wide = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    if min(high, wide) < _BREADTH or len(cells) < _FILLED * high * wide:
        return False
    number = waves.number[rows, columns]
    ridges = ((max(high, wide) - 1) * _HOP + _SIDE) * float(np.exp(np.median(np.log(number)))) / _SIDE
    mean = abs(np.exp(2j * waves.direction[rows, columns]).mean())
    if ridges > _RIDGES or mean > _TURNED or float(np.log(number).std()) > _EVEN:
        return False
    here = set(cells)
    turns = [_turn(waves, one, other) for one in cells for other in _beside(one)[1::2] if other in here]
    return bool(turns) and float(np.mean(turns)) < _SMOOTH and _endings(here, waves) > _ENDINGS


def _endings(cells: set[_Cell], waves: _Waves) -> float:
    """How many ridges more leave a square than enter it, on average: they end and fork in fingerprints alone.

    Round a square the waves of lines that neither end nor fork add up to nothing.
    """
    left = []
    for y, x in cells:
        corners = [(y, x), (y, x + 1), (y + 1, x + 1), (y + 1, x)]
        if not cells.issuperset(corners):
            continue
        vectors = [waves.vector(corner) for corner in corners]
        for at in range(1, 4):  # a wave has no sign: each is turned to the side of the one before it
            if float(vectors[at] @ vectors[at - 1]) < 0:
                vectors[at] = -vectors[at]
        (y0, x0), (y1, x1), (y2, x2), (y3, x3) = ((float(v[0]), float(v[1])) for v in vectors)
        left.append(abs(x0 + x1 + y1 + y2 - x2 - x3 - y3 - y0) * _HOP / 2)
    return float(np.mean(left)) if left else 0.0


def _placed(cells: list[_Cell], waves: _Waves, scale: float, size: tuple[int, int]) -> Ridges:
    rows, columns = np.array(cells).T
    purity = float(waves.purity[rows, columns].mean())
    left, top = float(columns.min() * _HOP), float(rows.min() * _HOP)
    right, bottom = float(columns.max() * _HOP + _SIDE), float(rows.max() * _HOP + _SIDE)
    edge = float(_HOP)  # squares at the rim are half empty and fall out
    return Ridges(
        max(0.0, (left - edge) * scale), max(0.0, (top - edge) * scale),
        min(float(size[0]), (right + edge) * scale), min(float(size[1]), (bottom + edge) * scale),
        min(1.0, purity),
    )  # fmt: skip


def _together(ones: list[Ridges]) -> Ridges:
    """The place that all of them have together: what goes black must not leave a part of the print."""
    return Ridges(
        min(one.x0 for one in ones), min(one.y0 for one in ones),
        max(one.x1 for one in ones), max(one.y1 for one in ones),
        max(one.purity for one in ones),
    )  # fmt: skip


def _area(one: Ridges) -> float:
    return (one.x1 - one.x0) * (one.y1 - one.y0)


def _shared(one: Ridges, other: Ridges) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(0.0, across) * max(0.0, down)
