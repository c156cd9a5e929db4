"""What rooms of rights say alike: the refusal, lists of names, and that no recipient waits to be told."""

from collections.abc import Iterable

from dsar.cases.models import Case
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.rooms import LetterOrder

NOTHING = "–"


def refusal(decision: RightDecision, right: str) -> LetterOrder:
    """The refusal with its reasons; `right` is what was asked for, a phrase of dsar.notices.phrases."""
    return LetterOrder("right_refused", {"right": right, "reasons": decision.words})


def listed(names: Iterable[str], nothing: str = NOTHING) -> str:
    """Names as lines of a letter; `nothing` where there is none."""
    return "\n".join(f"- {name}" for name in names) or nothing


def nobody_waits(_case: Case) -> str:
    """Art. 19 asks for recipients to be told of rectification, erasure and restriction alone.

    Not of an objection, nor of a withdrawal, of which webhooks of the ledger tell connected systems.
    """
    return ""
