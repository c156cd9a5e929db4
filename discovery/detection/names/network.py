"""The network that reads names: a window of tokens, one hidden layer, numpy only. Its weights ship with the lists."""

from __future__ import annotations

import functools
import json
import threading
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from discovery.detection.names import features
from discovery.detection.names.tokens import EDGE

REACH: Final = 4  # tokens that are read before and after
TAGS: Final = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
WEIGHTS: Final = "names.npz"
_CHUNK: Final = 4096  # candidates that are read at once
_REMEMBERED: Final = 40_000  # tokens whose vectors are kept

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found: the table of features, the hidden layer and the layer of tags."""

    table: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    vocabulary: dict[str, int]


@functools.cache
def weights() -> Weights:
    """The shipped weights, read once a process."""
    with resources.files("discovery.detection").joinpath("lists", WEIGHTS).open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        table = stored["table"].astype(np.float32) * stored["table_scale"].astype(np.float32)[:, None]
        words: list[str] = json.loads(bytes(stored["vocabulary"]).decode())
        return Weights(
            table=table,
            hidden=stored["hidden"].astype(np.float32),
            hidden_bias=stored["hidden_bias"].astype(np.float32),
            out=stored["out"].astype(np.float32),
            out_bias=stored["out_bias"].astype(np.float32),
            vocabulary={word: number for number, word in enumerate(words)},
        )


class Numbers(dict[str, int]):
    """Numbers the tokens met so far; the vectors and what else is known of them stand in arrays by number."""

    def __init__(self, trained: Weights) -> None:
        super().__init__()
        self._trained = trained
        width = trained.table.shape[1]
        self.vectors: Floats = np.zeros((1024, width), np.float32)
        self.candidates: npt.NDArray[np.bool_] = np.zeros(1024, bool)
        self._new: list[str] = []
        self.edge = self[EDGE]

    def __missing__(self, token: str) -> int:
        number = len(self)
        self[token] = number
        self._new.append(token)
        return number

    def settle(self) -> None:
        """Work out the vectors of the tokens that are new since the last time."""
        if not self._new:
            return
        first, new = len(self) - len(self._new), self._new
        self._new = []
        if len(self) > len(self.candidates):
            room = max(2 * len(self.candidates), len(self))
            self.vectors = np.concatenate(
                [self.vectors, np.zeros((room - len(self.vectors), self.vectors.shape[1]), np.float32)]
            )
            self.candidates = np.concatenate([self.candidates, np.zeros(room - len(self.candidates), bool)])
        seen = [features.looked_at(token, self._trained.vocabulary) for token in new]
        self.vectors[first : len(self)] = self._trained.table[np.array([rows for rows, _ in seen], np.int32)].sum(
            axis=1
        )
        self.candidates[first : len(self)] = [candidate for _, candidate in seen]


_numbers: list[Numbers] = []
NUMBERING: Final = threading.Lock()  # held while tokens are numbered: a worker may have several threads


def numbers() -> Numbers:
    """The numbering of this process; begun anew when it has grown large."""
    if not _numbers or len(_numbers[0]) > _REMEMBERED:
        _numbers[:] = [Numbers(weights())]
    return _numbers[0]


def forget() -> None:
    """Begin the numbering anew, as after 40,000 tokens."""
    with NUMBERING:
        _numbers.clear()


def read(ids: Ints, vectors: Floats, candidates: npt.NDArray[np.intp]) -> Floats:
    """The chances of every tag, (candidates x tags), for the places in `ids` that are candidates.

    Args:
        ids: numbers of the tokens, with REACH edges before and after.
        vectors: the vector of each number.
        candidates: places in `ids` to be read, at least REACH from both ends.
    """
    trained = weights()
    window = np.arange(-REACH, REACH + 1)
    parts = []
    for low in range(0, len(candidates), _CHUNK):
        seen = ids[candidates[low : low + _CHUNK, None] + window]
        inner = vectors[seen].reshape(len(seen), -1) @ trained.hidden + trained.hidden_bias
        np.maximum(inner, 0, out=inner)
        logits = inner @ trained.out + trained.out_bias
        logits -= logits.max(axis=1, keepdims=True)
        np.exp(logits, out=logits)
        parts.append(logits / logits.sum(axis=1, keepdims=True))
    made: Any = np.concatenate(parts) if parts else np.zeros((0, len(TAGS)), np.float32)
    return made  # type: ignore[no-any-return]
