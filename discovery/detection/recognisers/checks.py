"""Checks by python-stdnum, in the shape that recognisers take."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from discovery.detection.validators import compact


def valid(*rules: ModuleType) -> Callable[[str], bool]:
    """A check that any of the rules of python-stdnum accepts the value."""

    def check(value: str) -> bool:
        return any(rule.is_valid(compact(value)) for rule in rules)

    return check
