"""A published transparency report as a sheet and as JSON: made from what was stored, never from the cases."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dsar.statistics.release.models import PublicReport
from dsar.statistics.sheets import Column, Figure, Row, Sheet, Table
from dsar.templatetags.desk_words import date_words


def published() -> list[PublicReport]:
    """The reports that stand, the newest year first."""
    return list(PublicReport.objects.filter(withdrawn_at__isnull=True).select_related("budget"))


def sheet_of(reports: Sequence[PublicReport], organisation: str) -> Sheet:
    """All published years in one table, the newest in figures on top."""
    newest = reports[0].figures if reports else {}
    figures = (
        [
            Figure(_("Requests received"), str(newest["received"]), _about(reports[0].year, newest["received_within"])),
            Figure(_("Answered"), str(newest["answered"]), _about(reports[0].year, newest["answered_within"])),
            Figure(_("Answered in time"), _share(newest["on_time_share"]), _("by the statutory date")),
        ]
        if reports
        else []
    )
    columns = [
        Column(_("Received")),
        Column(_("Answered")),
        Column(_("Answered in time")),
        Column("ε"),
        Column(_("Published"), is_number=False),
    ]
    rows = [
        Row(
            str(report.year),
            [
                report.figures["received"],
                report.figures["answered"],
                _share(report.figures["on_time_share"]),
                report.figures["epsilon"],
                date_words(report.published_at),
            ],
        )
        for report in reports
    ]
    table = Table(_("By year of receipt"), _("Year"), columns, rows, empty=_("No year is published yet."))
    return Sheet("public", _("Transparency report"), organisation, figures, [table], _method())


def as_json(reports: Sequence[PublicReport], organisation: str) -> dict[str, Any]:
    """The same for programs."""
    return {
        "organisation": organisation,
        "method": _method(),
        "years": [
            {"year": report.year, "published_at": report.published_at.isoformat(), **report.figures}
            for report in reports
        ],
    }


def _about(year: int, within: float) -> str:
    return _("%(year)s, give or take %(within)s") % {"year": year, "within": round(within)}


def _share(share: int | None) -> str:
    return "–" if share is None else f"{share} %"


def _method() -> list[str]:
    return [
        _("Counts carry random noise (differential privacy), so that they tell of no single person."),
        _("“Give or take” is the distance from the true count that is exceeded in one of twenty cases."),
        _("ε says how much the figures of a year may tell in all: the smaller it is, the more noise they carry."),
        _("In time: of the requests answered, those answered by the date that the law set in the end."),
        _("No share is given where the answers are fewer than ten times what the noise may be: it would say little."),
    ]
