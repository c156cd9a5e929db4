"""What a target that can be flagged must offer. PURE: no target is opened here.

Flags are set in two steps, so that an interruption can always be taken up: `plan` says what would be set and what
stood there before; the caller keeps that; `set_flags` does it, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from discovery.documents import SubjectProfile
from erasure.plan import Outcome
from erasure.targets.ports import Pace


@dataclass(frozen=True, slots=True)
class FlagRule:
    """How a set is flagged.

    Attributes:
        set: a table, or the name of a marker key with a value of the person in braces ("restricted:{email}").
        value: what says "restricted".
        column: the column of the table; "" for a key store.
    """

    set: str
    value: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One flag: where, what stood there before (None: nothing), what says "restricted". Personal: it is kept sealed."""

    set: str
    key: Mapping[str, Any] = field(repr=False)
    column: str
    before: str | None = field(repr=False)
    value: str

    def as_json(self) -> dict[str, Any]:
        """As a plain dict."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Receipt:
        """What `as_json` gave."""
        return cls(**raw)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be flagged.

    Attributes:
        receipts: every flag that is ours, those known before included.
        already: places that said "restricted" before us; they are left alone, now and when the flags are taken away.
        unsure: rows that may be the person's: a person has to look.
        missing: rules whose table or column is not there.
    """

    receipts: tuple[Receipt, ...] = ()
    already: int = 0
    unsure: int = 0
    missing: tuple[str, ...] = ()


class Flagger(Protocol):
    """A target that can carry flags. Every method may raise `TargetFailed`."""

    def plan(self, person: SubjectProfile, rules: Sequence[FlagRule], known: Sequence[Receipt]) -> Plan:
        """Which flags would be set; changes nothing. `known` are those of an earlier try, which stay as they are."""

    def set_flags(self, receipts: Sequence[Receipt], pace: Pace) -> Outcome:
        """Set them; what is set counts as already done."""

    def lift_flags(self, receipts: Sequence[Receipt], pace: Pace) -> Outcome:
        """Put back what stood there before; what somebody else has changed since is left (it counts as already)."""

    def standing(self, receipts: Sequence[Receipt]) -> int:
        """How many of these flags stand now: read again."""
