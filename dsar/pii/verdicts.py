"""What reviewers' decisions say about detections, stored without the words they are about; part of review's acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from dsar.access.models import User
from dsar.foundation import clock
from dsar.pii.models import DetectionVerdict, VerdictKind
from dsar.pii.steering import policy_now


@dataclass(frozen=True, slots=True)
class Said:
    """A decision on one suggested passage.

    Attributes:
        kept: {"text", "before", "after"}; stored only where the organisation wants it, sealed under the case's key.
    """

    passage_id: UUID
    key_id: UUID
    kind: str
    recogniser: str
    score: float | None
    engine: str
    verdict: VerdictKind
    meant: str = ""
    is_explicit: bool = False
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)


def wants_passages() -> bool:
    """Whether the organisation has chosen to keep passages with their verdicts."""
    return policy_now().keeps_passages


def keep_verdicts(said: Iterable[Said], *, actor: User | None) -> int:
    """Store decisions, one a passage: what somebody said outright is not undone by what only follows from an act.

    Where two people decide on a passage at the same time, the first verdict stays.
    """
    told = {one.passage_id: one for one in said}
    known = {row.passage_id: row for row in DetectionVerdict.objects.filter(passage_id__in=list(told))}
    keeps, now, fresh, stored = wants_passages(), clock.now(), [], 0
    for one in told.values():
        row = known.get(one.passage_id)
        if row is not None and row.is_explicit and not one.is_explicit and one.verdict == VerdictKind.KEPT:
            continue
        row = row or DetectionVerdict(passage_id=one.passage_id, key_id=one.key_id)
        row.kind, row.recogniser, row.score, row.engine = one.kind, one.recogniser, one.score, one.engine
        row.verdict, row.meant, row.is_explicit = one.verdict, one.meant, one.is_explicit
        row.kept = dict(one.kept) if keeps and one.kept else None
        row.given_by, row.given_at = actor, now
        stored += 1
        if one.passage_id in known:
            row.save()
        else:
            fresh.append(row)
    DetectionVerdict.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)
    return stored


def forget_verdicts(passage_ids: Iterable[UUID]) -> int:
    """Forget what was decided on passages that wait for a decision again."""
    deleted, _by_model = DetectionVerdict.objects.filter(passage_id__in=list(passage_ids)).delete()
    return deleted
