"""Rows of numbers: noughts that take no memory until they are written to, and lists as one row."""

from __future__ import annotations

import mmap
from array import array
from typing import Final, cast

_IS_LAZY: Final = hasattr(mmap, "MAP_ANONYMOUS")


def zeros(count: int) -> array[int]:
    """A row of so many C integers, all 0; what nothing was written to takes no memory, and is nobody else's."""
    row = array("i")
    if not _IS_LAZY:
        return array("i", [0]) * count
    held = mmap.mmap(-1, max(1, count) * row.itemsize, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return cast("array[int]", memoryview(held).cast("i"))


def packed(lists: list[tuple[int, ...]]) -> array[int]:
    """All of them in a row, each behind its length."""
    return array("i", [one for ones in lists for one in (len(ones), *ones)])


def unpacked(packed: array[int]) -> list[tuple[int, ...]]:
    """The lists that were packed."""
    lists: list[tuple[int, ...]] = []
    at = 0
    while at < len(packed):
        lists.append(tuple(packed[at + 1 : at + 1 + packed[at]]))
        at += 1 + packed[at]
    return lists
