"""Lists of numbers as one row."""

from __future__ import annotations

from array import array


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
