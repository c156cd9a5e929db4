"""What recognisers of numbers share: checks by python-stdnum, edges of a number, and two short ways to write one."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import compact
from discovery.documents import Kind

BEFORE: Final = r"(?<![\w+.-])"
AFTER: Final = r"(?![\w-]|\.\d)"
MONTH: Final = r"(?:0[1-9]|1[0-2])"
DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"

_LONG: Final = 6

Check = Callable[[str], bool]


def valid(*rules: ModuleType) -> Check:
    """A check that any of the rules of python-stdnum accepts the value."""

    def check(value: str) -> bool:
        return any(rule.is_valid(compact(value)) for rule in rules)

    return check


def digit_shares(value: str) -> bool:
    """Whether no digit makes up all of a long number, as in 111 111 111; letters make it another matter."""
    signs = re.sub(r"\W", "", value)
    return len(signs) < _LONG or len(set(signs)) > 1


def labelled(
    name: str,
    kind: Kind,
    what: str,
    shape: str,
    source: str,
    words: tuple[str, ...],
    *,
    check: Check | None = None,
    check_name: str = "",
    score: float = 0.5,
    against: tuple[str, ...] = (),
) -> PatternRecogniser:
    """A number that is known by a word near it; its shape alone says too little."""
    return PatternRecogniser(
        name=name,
        kind=kind,
        what=what,
        pattern=f"{BEFORE}{shape}{AFTER}",
        score=score,
        source=source,
        check=check or digit_shares,
        check_name=check_name,
        context=words,
        context_required=True,
        against=against,
    )


def shaped(
    name: str,
    kind: Kind,
    what: str,
    shape: str,
    source: str,
    words: tuple[str, ...],
    *,
    check: Check | None = None,
    check_name: str = "",
    score: float = 0.6,
    against: tuple[str, ...] = (),
) -> PatternRecogniser:
    """A number that is known by its shape and check; a word near it makes it surer."""
    return PatternRecogniser(
        name=name,
        kind=kind,
        what=what,
        pattern=f"{BEFORE}{shape}{AFTER}",
        score=score,
        source=source,
        check=check,
        check_name=check_name,
        context=words,
        against=against,
    )
