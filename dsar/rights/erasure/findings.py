"""What an access case of the same person found, used again after a fresh look: is it in the rehearsal?

The findings are never taken as they are: the rehearsal searches every target anew. What was found before and is not in
it was deleted since, or lies where no target reaches; a person says which.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discovery.documents import SubjectProfile
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.keys import keys_at_hand
from dsar.review.models import ReviewItem, Verdict
from dsar.search.models import Exhibit
from dsar.search.services import subject_profile
from erasure.plan import Preview
from erasure.runs.models import ErasureRun, ErasureStep, RunState

_LOOKED_AT = (RunState.REHEARSED, RunState.PROPOSED)
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundBefore:
    """What one source of an access case held, and how much of it the rehearsal sees again."""

    source: str
    found: int
    seen: int

    @property
    def unreached(self) -> int:
        """How many findings are not in the rehearsal."""
        return self.found - self.seen


@dataclass(frozen=True, slots=True)
class Reused:
    """An access case of the person with its findings by source, and identifiers that this case does not know yet."""

    case: Case
    sources: list[FoundBefore]
    identifiers: int


def reused_findings(case: Case, cases: Iterable[Case], run: ErasureRun | None) -> list[Reused]:
    """The access cases among these with what they found; an erased one has nothing left to compare."""
    places = _places(run) if run and run.state in _LOOKED_AT else None
    found = []
    for other in cases:
        if other.right != RightAsked.ACCESS or other.pk == case.pk:
            continue
        try:
            with keys_at_hand([other.key_id]):
                sources = _compared(other, places) if places is not None else []
                more = len(unknown_details(case, other))
        except KeyDestroyed:
            continue
        if sources or more:
            found.append(Reused(other, sources, more))
    return found


def unreached(case: Case, cases: Iterable[Case], run: ErasureRun | None) -> int:
    """How many findings of access cases the rehearsal does not see again."""
    return sum(row.unreached for one in reused_findings(case, cases, run) for row in one.sources)


def unknown_details(case: Case, other: Case) -> list[tuple[str, Any]]:
    """Names, addresses and numbers of the data subject that the other case knows and this one does not."""
    own, theirs = subject_profile(case), subject_profile(other)
    return [
        (name, value)
        for name in ("names", "emails", "phones", "addresses", "dates_of_birth", "identifiers")
        for value in getattr(theirs, name)
        if value not in getattr(own, name)
    ]


def same_person(one: SubjectProfile, other: SubjectProfile) -> bool:
    """Whether the profiles share something that tells people apart: a name alone does not."""
    return bool(_telling(one) & _telling(other))


def _telling(person: SubjectProfile) -> set[str]:
    values = (*person.emails, *person.phones, *person.identifiers)
    return {str(value).casefold() for value in values}


def _compared(other: Case, places: set[Place]) -> list[FoundBefore]:
    not_theirs = ReviewItem.objects.filter(case=other, verdict=Verdict.NOT_SUBJECT).values("exhibit_id")
    rows = Exhibit.objects.filter(case=other, decision="confirmed").exclude(pk__in=not_theirs)
    found: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for row in rows.only("pk", "case_id", "source_name", "locator"):
        row.case = other
        place = _place(row.locator)
        if place is not None:
            found[row.source_name] += 1
            seen[row.source_name] += place in places
    return [FoundBefore(name, count, seen[name]) for name, count in sorted(found.items())]


def _places(run: ErasureRun) -> set[Place]:
    steps: Sequence[ErasureStep] = list(run.steps.all())
    found = set()
    for step in steps:
        step.run = run
        preview = Preview.from_json(step.preview)
        # what stays in a database is named by its set and its key alone
        stays = [one.locator if "path" in one.locator else {"table": one.set.rpartition(".")[2], "key": one.locator}
                 for one in preview.stays]  # fmt: skip
        locators: list[Mapping[str, Any]] = [*(one.locator for one in preview.changes), *stays]
        found |= {place for locator in locators if (place := _place(locator)) is not None}
    return found


def _place(locator: Mapping[str, Any]) -> Place | None:
    """Where a thing is, alike in a finding and in a plan: a row by table and key, a file by its path."""
    if "table" in locator and isinstance(locator.get("key"), Mapping):
        key = sorted((str(name), str(cell)) for name, cell in locator["key"].items())
        return ("row", str(locator["table"]).casefold(), *(f"{name}={cell}" for name, cell in key))
    if "path" in locator:
        return ("file", str(locator["path"]))
    return None
