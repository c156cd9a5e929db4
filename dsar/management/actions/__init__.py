"""The actions of `manage.py dsar`, one file each: NAME, HELP, add_arguments(parser), run(options) -> Answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What an action gives back: a JSON value, the same in words, and the exit code."""

    value: Any
    words: str
    exit_code: int = 0


class Refused(Exception):
    """The input cannot be used; the message says what to give instead."""


class Parser(Protocol):
    """What an action needs of an argument parser."""

    add_argument: Callable[..., Any]


Options = Mapping[str, Any]
