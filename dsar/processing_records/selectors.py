"""The register as pages and files show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar.processing_records.models import Controller, ProcessingActivity, Recipient
from dsar.processing_records.rules import Disclosure, Entry, Gap, gaps, plain_cell

GAP_WORDS = {
    "purpose": _("purpose missing"),
    "categories": _("categories of data missing"),
    "recipients": _("recipients missing"),
    "retention": _("retention missing"),
    "source": _("source of the data missing"),
    "automated": _("automated decisions: not answered"),
    "automated_logic": _("automated decisions: logic missing"),
    "safeguard": _("safeguard for a transfer missing"),
    "legal_basis": _("legal basis missing"),
    "systems": _("no system named"),
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in words with the point of the law."""

    words: Any
    article: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An activity in the list; `gaps` is empty where an answer would lack nothing."""

    activity: ProcessingActivity
    systems: str
    recipients: int
    gaps: tuple[GapLine, ...]


def register(controller: Controller | None = None) -> list[RegisterRow]:
    """The whole register, or one controller's part of it, by name."""
    activities = ProcessingActivity.objects.select_related("controller").prefetch_related("recipients", "systems")
    chosen = activities.filter(controller=controller) if controller else activities
    return [_row(activity) for activity in chosen.order_by("controller__name", "name")]


def gaps_of(activity: ProcessingActivity) -> list[Gap]:
    """What an answer under Article 15 built from this entry would lack."""
    return gaps(
        Entry(
            purpose=activity.purpose,
            legal_basis=activity.legal_basis,
            categories=activity.categories,
            retention=activity.retention,
            source_of_data=activity.source_of_data,
            automated=activity.has_automated_decisions,
            automated_words=activity.automated_decisions,
            recipients=[
                Disclosure(recipient.name, recipient.country, recipient.safeguard)
                for recipient in activity.recipients.all()
            ],
            systems=len(activity.systems.all()),
        )
    )


def gap_lines(activity: ProcessingActivity) -> tuple[GapLine, ...]:
    """The gaps of an entry in words."""
    return tuple(GapLine(GAP_WORDS[gap.code], gap.article) for gap in gaps_of(activity))


CSV_HEAD = (
    "Controller",
    "Processing activity",
    "Purpose",
    "Legal basis",
    "Categories of data subjects",
    "Categories of personal data",
    "Recipients",
    "Transfers and safeguards",
    "Retention",
    "Source of the data",
    "Automated decisions",
    "Security measures",
    "Systems",
    "Missing",
)


def csv_rows(rows: Iterable[RegisterRow]) -> Iterator[list[str]]:
    """The register as rows of a table (GDPR Art. 30(1)); no cell is a formula."""
    yield list(CSV_HEAD)
    for row in rows:
        yield [plain_cell(value) for value in _cells(row)]


def _cells(row: RegisterRow) -> list[str]:
    activity = row.activity
    recipients = list(activity.recipients.all())
    transfers = [f"{one.name} ({one.country}): {one.safeguard or '-'}" for one in recipients if one.country]
    return [
        activity.controller.name,
        activity.name,
        activity.purpose,
        activity.legal_basis,
        activity.data_subjects,
        "; ".join(activity.categories),
        "; ".join(one.name for one in recipients),
        "; ".join(transfers),
        activity.retention,
        activity.source_of_data,
        automated_words(activity),
        activity.security_measures,
        row.systems,
        "; ".join(str(gap.words) for gap in row.gaps),
    ]


def automated_words(activity: ProcessingActivity) -> str:
    """Whether decisions are taken by machines alone, in words."""
    if activity.has_automated_decisions is None:
        return ""
    if not activity.has_automated_decisions:
        return str(_("None"))
    return activity.automated_decisions


def _row(activity: ProcessingActivity) -> RegisterRow:
    return RegisterRow(
        activity=activity,
        systems=", ".join(system.name for system in activity.systems.all()),
        recipients=len(activity.recipients.all()),
        gaps=gap_lines(activity),
    )


def recipient_addresses(controller: Controller) -> dict[str, str]:
    """The e-mail addresses that the register has for recipients of a controller, by name (notices under Art. 19)."""
    rows = Recipient.objects.filter(activity__controller=controller).exclude(email="").order_by("-email")
    return dict(rows.values_list("name", "email"))
