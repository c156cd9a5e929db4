"""What a target of an erasure must offer. It is written to, so it has credentials of its own, never a source's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from discovery.documents import SubjectProfile
from discovery.sources.ports import ConnectionTest
from erasure.plan import Change, Outcome, Preview, Terms

# Called between two pieces of work: keeps the lease; False where the work was taken away, so that it must stop.
Pace = Callable[[], bool]


class TakenAway(Exception):
    """Somebody else holds the step now, or it was stopped: what was not committed is undone."""


class Target(Protocol):
    """A system from which a person is erased. A worker asks `preview`, later `erase`, then `verify`.

    Every method may raise `TargetFailed`. `erase` is safe to run again after an interruption: what is gone counts as
    done, what has become something else since the preview is refused ("changed_meanwhile") and nothing is changed.
    """

    def test(self) -> ConnectionTest:
        """Whether the target can be reached and would allow a change; changes nothing, never raises."""

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """What would go, what would stay and why; changes nothing. The same content gives the same fingerprint."""

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """Carry the changes out."""

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """What the same search finds afterwards: `changes` and `questions` in it are leftovers."""

    def people(self) -> Iterator[SubjectProfile]:
        """Whoever can be told from what stands there: so erased people who came back are found. Changes nothing."""


def keep_pace(pace: Pace) -> None:
    """Raise `TakenAway` where the work is no longer ours."""
    if not pace():
        raise TakenAway
