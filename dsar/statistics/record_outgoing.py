"""What went out of a case: packages with their digests, files, deliveries with their proof, letters."""

from django.utils.translation import gettext as _

from dsar.cases.models import Case
from dsar.delivery.models import Delivery
from dsar.notices import catalogue as letters
from dsar.notices.models import Notice
from dsar.response.models import Package
from dsar.statistics.record_parts import Teller, day_of, table_of
from dsar.statistics.sheets import Row, Table


def outgoing_tables(case: Case, told: Teller) -> list[Table]:
    """Packages, the files of the one that was sent, deliveries, letters."""
    return [_packages(case, told), _manifest(case), _deliveries(case), _letters(case)]


def _packages(case: Case, told: Teller) -> Table:
    rows = [
        Row(
            str(package.number),
            [
                package.digest or None,
                told.person(package.author_id),
                day_of(package.opinion_at),
                day_of(package.approved_at),
                told.person(package.approver_id),
                day_of(package.released_at),
            ],
        )
        for package in Package.objects.filter(case=case, is_rehearsal=False).order_by("number")
    ]
    columns = [_("SHA-256 of its manifest"), _("Author"), _("DPO's opinion"), _("Approved"), _("By"), _("Released")]
    return table_of(_("Packages"), _("Number"), columns, rows)


def _manifest(case: Case) -> Table:
    released = Package.objects.filter(case=case, released_at__isnull=False).select_related("case").first()
    contents = released.contents if released else []
    rows = [Row(str(entry["name"]), [entry["size"], entry["sha256"]]) for entry in contents]
    return table_of(_("Files of the package that was sent"), _("File"), [_("Bytes"), _("SHA-256")], rows)


def _deliveries(case: Case) -> Table:
    rows = [
        Row(
            str(one.get_channel_display()),
            [
                str(one.get_state_display()),
                day_of(one.released_at),
                day_of(one.collected_at),
                day_of(one.confirmed_on),
                one.downloads,
                _("yes") if one.is_proved else _("no"),
            ],
        )
        for one in Delivery.objects.filter(case=case).order_by("released_at")
    ]
    columns = [_("State"), _("Released"), _("Collected"), _("Arrival confirmed"), _("Downloads"), _("Proved")]
    return table_of(_("Delivery"), _("Way"), columns, rows)


def _letters(case: Case) -> Table:
    rows = [
        Row(
            str(letters.letter(notice.code).title),
            [
                str(notice.get_channel_display()),
                notice.language,
                str(notice.get_state_display()),
                day_of(notice.queued_at),
                day_of(notice.finished_at),
            ],
        )
        for notice in Notice.objects.filter(about_id=case.pk).order_by("queued_at")
        if notice.code in letters.LETTERS
    ]
    columns = [_("Way"), _("Language"), _("State"), _("Ordered"), _("Went out")]
    return table_of(_("Letters and mails"), _("Letter"), columns, rows)
