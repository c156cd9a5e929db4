"""What the plan of a search must hold, and what the end of a scan means for a system. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from discovery.documents import SubjectProfile

OTHER_PLACES = "Files added by hand"  # the system that stands for places which the register does not know
_LISTS = ("emails", "phones", "addresses", "dates_of_birth")


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What the scan of one source came to: counts of findings and of items by how far they were read."""

    findings: int
    failed: int
    not_whole: int


def profile_from(details: Mapping[str, Any]) -> SubjectProfile:
    """The profile that the details of a person give (form of CasePerson.details); blanks and doubles left out."""
    names = _texts([details.get("name", ""), *details.get("names", [])])
    lists = {key: _texts(details.get(key, [])) for key in _LISTS}
    pairs = tuple(
        (str(entry.get("type", "")).strip() or "reference", str(entry["value"]).strip())
        for entry in details.get("identifiers", [])
        if str(entry.get("value", "")).strip()
    )
    return SubjectProfile(names=names, identifiers=pairs, **lists)


def is_searchable(profile: SubjectProfile) -> bool:
    """Whether there is anything to look for: a name or an identifier."""
    return bool(profile.names or profile.emails or profile.phones or profile.identifiers)


def state_after(outcome: SourceOutcome) -> str:
    """The state of a planned system once its scan has ended.

    Nothing found counts as "nothing held" only where every item was read whole.
    """
    if outcome.failed:
        return "failed"
    return "nil" if not outcome.findings and not outcome.not_whole else "done"


def _texts(values: Any) -> tuple[str, ...]:
    given = [values] if isinstance(values, str) else values
    return tuple(dict.fromkeys(text for value in given if (text := str(value).strip())))
