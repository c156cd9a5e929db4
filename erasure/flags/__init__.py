"""Flags of a restriction in the targets that can carry one (GDPR Art. 18): planned, set, read again, taken away."""

from erasure.flags.making import can_flag, flagger_for
from erasure.flags.ports import Flagger, FlagRule, Plan, Receipt

__all__ = ["FlagRule", "Flagger", "Plan", "Receipt", "can_flag", "flagger_for"]
