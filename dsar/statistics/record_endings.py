"""How a case ended or was kept, for the record: endings and fees, decisions of one person alone, complaints, holds."""

from django.utils.translation import gettext as _

from dsar.cases.complaint_models import Complaint
from dsar.cases.ending_models import Ending
from dsar.cases.ending_rules import FEES, GROUNDS
from dsar.cases.hold_models import LegalHold, PreservationNotice
from dsar.cases.models import Case
from dsar.response.models import Package
from dsar.review.models import ExemptionProposal
from dsar.statistics.record_parts import Teller, day_of, table_of
from dsar.statistics.sheets import Row, Table


def ending_tables(case: Case, told: Teller) -> list[Table]:
    """Endings and fees, what a small team decided alone, complaints, holds, and what owners were asked."""
    return [_endings(case, told), _alone(case, told), _complaints(case), _holds(case, told), _owners(case)]


def _endings(case: Case, told: Teller) -> Table:
    grounds = {**FEES, **GROUNDS}
    rows = [
        Row(
            str(one.get_kind_display()),
            [
                grounds[one.ground].label if one.ground in grounds else "",
                str(one.get_state_display()),
                day_of(one.proposed_at),
                told.person(one.proposer_id),
                day_of(one.opinion_at),
                day_of(one.decided_at),
                told.person(one.decider_id),
            ],
        )
        for one in Ending.objects.filter(case=case).order_by("proposed_at")
    ]
    columns = [_("Ground"), _("State"), _("Put forward"), _("By"), _("DPO's opinion"), _("Decided"), _("By whom")]
    return table_of(_("Endings and fees"), _("What"), columns, rows)


def _alone(case: Case, told: Teller) -> Table:
    """Decisions that one person took on their own draft, with the reason that was given for each (small team)."""
    found = [(_("Exemption"), one) for one in ExemptionProposal.objects.filter(case=case).exclude(small_team_reason="")]
    rows = [Row(what, [day_of(one.decided_at), told.words(one.small_team_reason)]) for what, one in found]
    packages = Package.objects.filter(case=case).exclude(small_team_reason="")
    rows += [Row(_("Package"), [day_of(one.approved_at), told.words(one.small_team_reason)]) for one in packages]
    endings = Ending.objects.filter(case=case).exclude(small_team_reason="")
    rows += [
        Row(str(one.get_kind_display()), [day_of(one.decided_at), told.words(one.small_team_reason)]) for one in endings
    ]
    return table_of(_("Decided by one person alone"), _("What"), [_("On"), _("Why nobody else could")], rows)


def _complaints(case: Case) -> Table:
    rows = [
        Row(
            str(one.get_kind_display()),
            [
                str(one.get_state_display()),
                day_of(one.received_on),
                day_of(one.acknowledge_by),
                day_of(one.acknowledged_on),
                day_of(one.ended_on),
            ],
        )
        for one in Complaint.objects.filter(case=case).order_by("received_on")
    ]
    columns = [_("State"), _("Received"), _("To be acknowledged by"), _("Acknowledged"), _("Ended")]
    return table_of(_("Complaints"), _("To whom"), columns, rows)


def _holds(case: Case, told: Teller) -> Table:
    held = LegalHold.objects.filter(case=case).select_related("case").order_by("set_at")
    rows = [
        Row(
            str(one.get_kind_display()),
            [day_of(one.set_at), told.person(one.set_by_id), told.words(one.reason), day_of(one.lifted_at)],
        )
        for one in held
    ]
    return table_of(_("Legal holds"), _("What for"), [_("Set"), _("By"), _("Why"), _("Lifted")], rows)


def _owners(case: Case) -> Table:
    asked = PreservationNotice.objects.filter(case=case).select_related("system").order_by("sent_at")
    rows = [
        Row(
            one.system.name,
            [str(one.get_state_display()), day_of(one.sent_at), one.chases, day_of(one.acknowledged_at)],
        )
        for one in asked
    ]
    columns = [_("State"), _("Asked"), _("Reminders"), _("Acknowledged")]
    return table_of(_("Owners asked to keep their data"), _("System"), columns, rows)
