"""Which endpoints the text gate stands before, and what it does there. Plain Python.

The setting DSAR_TEXT_GATE holds entries parted by semicolons, each of four words:

    /api/v1/notes/* request mask 40; /hooks/* both block 60

a path (* stands for anything), request, response or both, report, mask or block, and the risk (1 to 100) from which.
"""

import enum
import fnmatch
from dataclasses import dataclass


class Side(enum.StrEnum):
    """What the gate reads."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"


class GateAct(enum.StrEnum):
    """What the gate does from the threshold on."""

    REPORT = "report"
    MASK = "mask"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class GateRule:
    """One entry of the setting."""

    path: str
    side: Side
    act: GateAct
    threshold: int

    def reads(self, side: Side) -> bool:
        """Whether it reads requests, or responses."""
        return self.side in (side, Side.BOTH)


def rules_from(setting: str) -> tuple[GateRule, ...]:
    """The rules of a setting, in its order.

    Raises:
        ValueError: an entry cannot be read; the message quotes it.
    """
    return tuple(_rule(entry) for entry in setting.split(";") if entry.strip())


def rule_for(path: str, rules: tuple[GateRule, ...]) -> GateRule | None:
    """The first rule whose path fits."""
    return next((rule for rule in rules if fnmatch.fnmatchcase(path, rule.path)), None)


def _rule(entry: str) -> GateRule:
    words = entry.split()
    try:
        path, side, act, threshold = words
        rule = GateRule(path, Side(side), GateAct(act), int(threshold))
    except ValueError as error:
        raise ValueError(_refusal(entry)) from error
    if not path.startswith("/") or not 1 <= rule.threshold <= 100:
        raise ValueError(_refusal(entry))
    return rule


def _refusal(entry: str) -> str:
    return (
        f"DSAR_TEXT_GATE: '{entry.strip()}' is not 'path request|response|both report|mask|block risk' with a path "
        "that starts with / and a risk from 1 to 100"
    )
