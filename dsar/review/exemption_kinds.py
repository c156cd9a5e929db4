"""What an exemption is: the vocabulary of the catalogue. Plain Python."""

from dataclasses import dataclass
from typing import Final

WITHHOLD: Final = "withhold"
REDACT: Final = "redact"
BOTH: Final = (REDACT, WITHHOLD)


@dataclass(frozen=True, slots=True)
class Exemption:
    """One row of the catalogue.

    Attributes:
        id: stable key, "uk.lpp"; stored with proposals.
        label: its short name on screens.
        basis: the provision, as it stands in the schedule that stays inside.
        regime: regime of dsar.deadlines it belongs to.
        actions: what it can lead to, the usual one first.
        test: the questions that a proposal answers.
        told: what the data subject is told, in general words; empty where nothing may be said.
        countries: ISO codes; empty where it holds in all countries of the regime.
        prejudice: "likely" needs real harm, "class" does not, "balance" weighs rights, "" where neither applies.
        may_deny: whether even the existence of the data may be neither confirmed nor denied.
    """

    id: str
    label: str
    basis: str
    regime: str
    actions: tuple[str, ...]
    test: tuple[str, ...]
    told: str
    countries: tuple[str, ...] = ()
    prejudice: str = "likely"
    may_deny: bool = False
