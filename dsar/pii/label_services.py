"""Labelled passages for training, from verdicts that the organisation keeps with their words."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation.errors import KeyDestroyed
from dsar.pii.models import DetectionVerdict, VerdictKind

catalogue.declare(pii_labels_exported="Labelled passages taken out for training: {passages}")


@transaction.atomic
def export_labels(*, actor: User | None = None) -> list[dict[str, Any]]:
    """{"text", "spans"} for each verdict with kept words; what was wrong is a passage without a span.

    Verdicts on a wrong stretch say nothing about the right one and are left out, as are cases that were erased.
    """
    passages = list(_passages())
    if passages:
        facts = {"passages": len(passages)}
        record("pii.labels_exported", actor=actor, actor_kind="user" if actor else "system", facts=facts)
    return passages


def _passages() -> Iterator[dict[str, Any]]:
    told = (VerdictKind.RIGHT, VerdictKind.WRONG, VerdictKind.OTHER_KIND)
    for row in DetectionVerdict.objects.filter(kept__isnull=False, verdict__in=told).order_by("given_at", "pk"):
        try:
            kept = row.kept
        except KeyDestroyed:
            continue
        start = len(kept["before"])
        kind = row.meant if row.verdict == VerdictKind.OTHER_KIND else row.kind
        span = {"start": start, "end": start + len(kept["text"]), "kind": kind}
        spans = [] if row.verdict == VerdictKind.WRONG else [span]
        yield {"text": kept["before"] + kept["text"] + kept["after"], "spans": spans}
