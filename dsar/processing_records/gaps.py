"""What the register and the systems lack, in one list: each gap leads to the page on which it is closed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dsar.processing_records.models import ProcessingActivity, Source, System
from dsar.processing_records.selectors import GapLine, register


@dataclass(frozen=True, slots=True)
class GapRow:
    """An entry with what it lacks."""

    name: str
    note: str
    url: str
    gaps: tuple[GapLine, ...]


NO_OWNER = GapLine(_("no owner"), "Art. 30")
NO_SOURCE = GapLine(_("no source: its owner searches"), "Art. 15(3)")
NO_ACTIVITY = GapLine(_("no activity uses it"), "Art. 30(1)")
NO_RETENTION = GapLine(_("no retention in an activity that uses it"), "Art. 15(1)(d)")


def system_gaps(*, may_edit: bool) -> list[GapRow]:
    """Systems without owner, source, activity, or with an activity that names no storage period."""
    activities = ProcessingActivity.objects.filter(systems=OuterRef("pk"))
    systems = System.objects.annotate(
        has_source=Exists(Source.objects.filter(system=OuterRef("pk"), is_active=True)),
        has_activity=Exists(activities),
        lacks_retention=Exists(activities.filter(retention="")),
    )
    found = [(system, _gaps(system)) for system in systems.order_by("name")]
    return [
        GapRow(system.name, system.owner, reverse("dsar:system", args=[system.pk]) if may_edit else "", lines)
        for system, lines in found
        if lines
    ]


def _gaps(system: Any) -> tuple[GapLine, ...]:
    judged = (
        (not system.owner.strip(), NO_OWNER),
        (not system.has_source and not system.is_paper, NO_SOURCE),
        (not system.has_activity, NO_ACTIVITY),
        (system.lacks_retention, NO_RETENTION),
    )
    return tuple(line for is_missing, line in judged if is_missing)


def activity_gaps() -> list[GapRow]:
    """Entries of the register from which an answer would lack something."""
    return [
        GapRow(
            row.activity.name,
            row.activity.controller.name,
            reverse("dsar:activity", args=[row.activity.pk]),
            row.gaps,
        )
        for row in register()
        if row.gaps
    ]
