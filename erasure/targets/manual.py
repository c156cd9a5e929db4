"""A system without a connector: a person erases there and signs that it was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discovery.documents import SubjectProfile
from discovery.sources.ports import ConnectionTest
from discovery.sources.registry import Setting
from dsar.foundation.words import Words as _
from erasure.plan import Action, Change, Outcome, Preview, Terms, digest_of
from erasure.targets.ports import Pace
from erasure.targets.registry import TargetKind, register

KIND = "manual"


@dataclass(frozen=True)
class ManualTarget:
    """A task for a person. Its step is done when somebody has signed it, not when a worker ran."""

    instructions: str
    owner: str = ""

    def test(self) -> ConnectionTest:
        """There is nothing to reach."""
        return ConnectionTest(ok=True, message=_("Nothing is connected: a person does it and signs."))

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """One task."""
        task = {"task": self.instructions, "owner": self.owner}
        return Preview((Change("task", task, Action.CONFIRM, digest_of(task), self.instructions),))

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """Nothing: the signature is the erasure."""
        return Outcome(already=len(changes))

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """Nothing can be looked at from here."""
        return Preview()

    def people(self) -> Iterator[SubjectProfile]:
        """Nobody can be seen from here: whoever came back elsewhere is looked for here by a person."""
        return iter(())


def _make(settings: Mapping[str, Any], _secret: str | None) -> ManualTarget:
    return ManualTarget(str(settings["instructions"]), str(settings["owner"] or ""))


MANUAL = TargetKind(
    name=KIND,
    label=_("By hand: no connector"),
    settings=(
        Setting("instructions", _("What is to be done there"), required=True, hint=_("Where to look, what to delete.")),
        Setting("owner", _("Who does it"), hint=_("A role or a team.")),
    ),
    make=_make,
)
register(MANUAL)
