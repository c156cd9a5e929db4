"""Acts on the suppression list: enter an erased person, lift an entry, take entries back from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from discovery.documents import SubjectProfile
from dsar.foundation import clock
from erasure.errors import ErasureRefused
from erasure.events import SuppressionChanged, suppression_changed
from erasure.suppression.digests import Token, tokens_of
from erasure.suppression.journal import Answered, KeptSet, lines_about_people, note_erased, read_journal
from erasure.suppression.models import SuppressionEntry


@transaction.atomic
def suppress(
    *, person: SubjectProfile, run_id: UUID, stays: Sequence[KeptSet] = (), answers: Sequence[Answered] = ()
) -> int:
    """Enter the person, in the database and in the journal; gives how many identifiers are new.

    `stays` are the sets that the erasure kept or restricted and `answers` what was answered about sets, so that a
    restore is mended as it was decided.
    """
    tokens = sorted(set(tokens_of(person)))
    made = _enter(tokens, run_id)
    if tokens:
        note_erased(run_id=run_id, tokens=tokens, stays=stays, answers=answers)
    _tell(SuppressionChanged("entered", None, {"identifiers": made}))
    return made


@transaction.atomic
def lift(*, entry: SuppressionEntry, reason: str, actor_id: UUID) -> None:
    """Let an identifier be stored again.

    Raises:
        ErasureRefused: no reason ("reason_missing"), or it was lifted before ("lifted_before").
    """
    if not reason.strip():
        raise ErasureRefused("Say why this person may be stored again.", code="reason_missing")
    standing = SuppressionEntry.objects.filter(pk=entry.pk, lifted_at__isnull=True)
    if not standing.update(lifted_at=clock.now(), lifted_by=actor_id, lift_reason=reason.strip()[:300]):
        raise ErasureRefused("This entry was lifted before.", code="lifted_before")
    entry.refresh_from_db()
    _tell(SuppressionChanged("lifted", actor_id, {"kind": entry.kind}))


@transaction.atomic
def restore_entries() -> tuple[int, int]:
    """Enter what the journal knows and the database does not; gives how many, and how many lines are not believed.

    An entry that was lifted stays lifted.
    """
    lines, bad = read_journal()
    made = 0
    for line in lines_about_people(lines):
        known = {(kind, bytes(value)) for kind, value in _matching(line.tokens).values_list("kind", "digest")}
        made += _enter([token for token in line.tokens if token not in known], line.run_id)
    _tell(SuppressionChanged("restored", None, {"identifiers": made, "not_believed": bad}))
    return made, bad


def missing_entries() -> tuple[int, int]:
    """How many entries the journal knows and the database does not, and how many lines are not believed."""
    lines, bad = read_journal()
    missing = 0
    for line in lines_about_people(lines):
        known = {(kind, bytes(value)) for kind, value in _matching(line.tokens).values_list("kind", "digest")}
        missing += sum(token not in known for token in line.tokens)
    return missing, bad


def suppressed(tokens: Sequence[Token]) -> set[Token]:
    """Those of the tokens that stand on the list."""
    found = _matching(tokens).filter(lifted_at__isnull=True)
    return {(kind, bytes(value)) for kind, value in found.values_list("kind", "digest")}


def is_suppressed(person: SubjectProfile) -> bool:
    """Whether any identifier of this person stands on the list: an import leaves such a person out."""
    return bool(suppressed(sorted(set(tokens_of(person)))))


def _tell(event: SuppressionChanged) -> None:
    suppression_changed.send(sender=SuppressionEntry, event=event)


def _matching(tokens: Iterable[Token]) -> QuerySet[SuppressionEntry]:
    wanted = Q(pk__in=[])
    for kind, value in tokens:
        wanted |= Q(kind=kind, digest=value)
    return SuppressionEntry.objects.filter(wanted)


def _enter(tokens: Iterable[Token], run_id: UUID | None) -> int:
    made = 0
    for kind, value in tokens:
        _row, created = SuppressionEntry.objects.get_or_create(
            kind=kind, digest=value, lifted_at=None, defaults={"run_id": run_id, "entered_at": clock.now()}
        )
        made += created
    return made
