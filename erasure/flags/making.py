"""Which kinds of targets can carry a flag, and the flagger of one."""

from __future__ import annotations

from erasure.flags.databases import DatabaseFlagger
from erasure.flags.keys import KeyFlagger
from erasure.flags.ports import Flagger
from erasure.targets.keys import KeysTarget
from erasure.targets.ports import Target
from erasure.targets.sql.target import SqlTarget

_KINDS = frozenset({"sql", "redis"})


def can_flag(kind: str) -> bool:
    """Whether targets of this kind can carry flags; all others are done by hand."""
    return kind in _KINDS


def flagger_for(target: Target) -> Flagger | None:
    """What flags this target; None where a person has to do it."""
    if isinstance(target, SqlTarget):
        return DatabaseFlagger(target.url, target.secret)
    if isinstance(target, KeysTarget):
        return KeyFlagger(target.url, target.secret)
    return None
