"""What is due among our own records that belong to no case: how many, and letting them go."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from consent.ledger_models import LedgerEntry, Subject
from consent.vocabulary import Act as ConsentAct
from dsar.cases.hold_models import LegalHold
from dsar.cases.vocabulary import Stage
from dsar.foundation import storage
from dsar.foundation.keys import destroy_data_key
from dsar.foundation.models import SealedFile
from dsar.retention.rules import Rule
from erasure.runs.models import ErasureRun, RunState

_NOT_CARRIED_OUT = (RunState.REHEARSED, RunState.PROPOSED, RunState.DIFFERS, RunState.REHEARSAL_FAILED)


def records_due(rule: Rule, until: dt.date) -> int:
    """How many records of the category are due by that day."""
    return sum(rows.count() for rows in _DUE[rule.code](_before(rule, until)))


def delete_records(rule: Rule, until: dt.date) -> dict[str, int]:
    """Delete them; only for categories whose action is to delete. What has a key of its own loses it with its files."""
    return {rows.model.__name__: _deleted(rows) for rows in _DUE[rule.code](_before(rule, until))}


def _deleted(rows: QuerySet[Any]) -> int:
    has_key = any(field.name == "key" for field in rows.model._meta.concrete_fields)
    if not has_key:
        return int(rows.delete()[0])
    doomed = dict(rows.values_list("pk", "key_id"))
    files = SealedFile.objects.filter(key_id__in=doomed.values(), let_go_at__isnull=True)
    storage.let_go(files.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=doomed).delete()
    for key_id in doomed.values():
        destroy_data_key(key_id)
    return len(doomed)


def _before(rule: Rule, until: dt.date) -> dt.datetime:
    return dt.datetime.combine(rule.period.before(until), dt.time(), dt.UTC)


def _rows(model: str) -> Any:
    return apps.get_model("dsar", model)._default_manager.all()


def _erasure_plans(before: dt.datetime) -> list[QuerySet[Any]]:
    """Rehearsals that nobody carried out; those of an erased case hold nothing that can be read."""
    runs = ErasureRun.objects.filter(state__in=_NOT_CARRIED_OUT, ordered_at__lt=before)
    return [runs.filter(key_id__in=_rows("Case").filter(key__destroyed_at__isnull=True).values("key_id"))]


def _consent_proof(before: dt.datetime) -> list[QuerySet[Any]]:
    """Subjects of whom nothing was entered lately and for whom no consent stands."""
    later = LedgerEntry.objects.filter(
        subject=OuterRef("subject"), purpose=OuterRef("purpose"), seq__gt=OuterRef("seq")
    )
    standing = LedgerEntry.objects.filter(subject=OuterRef("pk"), act=ConsentAct.GRANTED).filter(~Exists(later))
    old = Subject.objects.annotate(last=Max("entries__at")).filter(last__lt=before)
    return [old.filter(~Exists(standing))]


def _opt_outs(before: dt.datetime) -> list[QuerySet[Any]]:
    return [_rows("CcpaOptOut").filter(carried_out_at__lt=before)]


def _breach_entries(before: dt.datetime) -> list[QuerySet[Any]]:
    """Closed entries; not while a case of the breach is open or held."""
    held = LegalHold.objects.filter(lifted_at__isnull=True).values("case")
    needed = _rows("BreachCase").filter(~Q(case__stage=Stage.CLOSED) | Q(case__in=held)).values("breach")
    return [_rows("Breach").filter(closed_at__lt=before).exclude(pk__in=needed)]


def _dpia_versions(before: dt.datetime) -> list[QuerySet[Any]]:
    """Versions that another one replaced, from the approval of that one; or that were dropped, by their last change."""
    later = _rows("Dpia").filter(
        reference=OuterRef("reference"), number__gt=OuterRef("number"), approved_at__isnull=False
    )
    replaced_at = Subquery(later.order_by("approved_at").values("approved_at")[:1])
    over = _rows("Dpia").filter(state__in=("superseded", "dropped"))
    ended = over.annotate(replaced_at=replaced_at).filter(changed_at__lt=before)
    return [ended.filter(Q(state="dropped") | Q(replaced_at__isnull=True) | Q(replaced_at__lt=before))]


def _api_tokens(before: dt.datetime) -> list[QuerySet[Any]]:
    ended = Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    consent_tokens: Any = apps.get_model("consent", "SystemToken")._default_manager
    return [_rows("ApiToken").filter(ended), consent_tokens.filter(ended)]


def _detection_runs(before: dt.datetime) -> list[QuerySet[Any]]:
    return [_rows("DetectionRun").filter(started_at__lt=before)]


_DUE: dict[str, Callable[[dt.datetime], list[QuerySet[Any]]]] = {
    "erasure_plans": _erasure_plans,
    "consent_proof": _consent_proof,
    "opt_outs": _opt_outs,
    "breach_entries": _breach_entries,
    "dpia_versions": _dpia_versions,
    "api_tokens": _api_tokens,
    "detection_runs": _detection_runs,
}
