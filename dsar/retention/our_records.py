"""What is due among our own records that belong to no case: how many, and letting them go."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from consent.ledger_models import LedgerEntry, Subject
from consent.vocabulary import Act as ConsentAct
from dsar.retention.rules import Rule
from erasure.runs.models import ErasureRun, RunState

_NOT_CARRIED_OUT = (RunState.REHEARSED, RunState.PROPOSED, RunState.DIFFERS, RunState.REHEARSAL_FAILED)


def records_due(rule: Rule, until: dt.date) -> int:
    """How many records of the category are due by that day."""
    return sum(rows.count() for rows in _DUE[rule.code](_before(rule, until)))


def delete_records(rule: Rule, until: dt.date) -> dict[str, int]:
    """Delete them; only for categories whose action is to delete."""
    return {rows.model.__name__: rows.delete()[0] for rows in _DUE[rule.code](_before(rule, until))}


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
    "api_tokens": _api_tokens,
    "detection_runs": _detection_runs,
}
