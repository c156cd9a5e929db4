"""Pages about what surrounds a case: holds and owners who keep their data, complaints, who must not know, links."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import complaint_services, conflict_services, hold_services, permissions, preservation_services
from dsar.cases.act_views import take_errors
from dsar.cases.complaint_models import Complaint
from dsar.cases.complaint_services import NewComplaint
from dsar.cases.conflict_models import ConflictOfInterest
from dsar.cases.conflict_selectors import conflicts_of
from dsar.cases.forms import ActForm
from dsar.cases.hold_models import LegalHold, PreservationNotice
from dsar.cases.hold_selectors import person_holds_on
from dsar.cases.keeping_forms import (
    AcknowledgeForm,
    ComplaintForm,
    ConflictForm,
    EndComplaintForm,
    HoldForm,
    PreserveForm,
)
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.pages import case_page
from dsar.cases.person_hold_services import cases_under, hold_person
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def holds(request: StaffRequest, case: Case) -> HttpResponse:
    """Legal holds of the case, and the owners of systems who were asked to keep what they have."""
    form = HoldForm(request.POST if request.method == "POST" else None, case=case)

    def act() -> str:
        return _set_hold(case, form.cleaned_data, request)

    if request.method == "POST" and (done := _try(request, form, act)):
        messages.success(request, done)
        return redirect("dsar:case-holds", ref=case.reference)
    return _holds_page(request, case, form, PreserveForm(case=case))


@require_POST
@case_page(Act.APPROVE_RELEASE)
def hold_lift(request: StaffRequest, case: Case, hold_id: UUID) -> HttpResponse:
    """Lift a hold, with the reason."""
    row = LegalHold.objects.filter(case=case, pk=hold_id).select_related("case").first()
    return _small_act(
        request,
        case,
        "dsar:case-holds",
        row,
        lambda found: hold_services.lift_hold(hold=found, reason=request.POST.get("reason", ""), actor=request.user),
        _("The hold is lifted."),
    )


@require_POST
@case_page(Act.WORK_CASE)
def preserve(request: StaffRequest, case: Case) -> HttpResponse:
    """Ask owners of systems to keep what they have."""
    form = PreserveForm(request.POST, case=case)

    def act() -> str:
        rows = preservation_services.ask_owners(case=case, systems=form.cleaned_data["systems"], actor=request.user)
        return _("%(count)d owners are asked to keep what they have.") % {"count": len(rows)}

    if done := _try(request, form, act):
        messages.success(request, done)
        return redirect("dsar:case-holds", ref=case.reference)
    return _holds_page(request, case, HoldForm(case=case), form)


@require_POST
@case_page(Act.WORK_CASE)
def preservation(request: StaffRequest, case: Case, notice_id: UUID, act: str) -> HttpResponse:
    """What came of a notice: acknowledged to staff, reminded, ended."""
    row = (
        PreservationNotice.objects.filter(case=case, pk=notice_id).select_related("case__controller", "system").first()
    )
    words = request.POST.get("words", "")
    acts: dict[str, tuple[Callable[[PreservationNotice], Any], str]] = {
        "acknowledged": (
            lambda found: preservation_services.acknowledge(notice=found, words=words, actor=request.user),
            _("Recorded: the owner keeps what is there."),
        ),
        "chase": (
            lambda found: preservation_services.chase_owner(notice=found, actor=request.user),
            _("The reminder goes out."),
        ),
        "release": (
            lambda found: preservation_services.release_owner(notice=found, actor=request.user),
            _("Nothing has to be kept there any more. Tell the owner."),
        ),
    }
    if act not in acts:
        raise Http404
    return _small_act(request, case, "dsar:case-holds", row, *acts[act])


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def complaints(request: StaffRequest, case: Case) -> HttpResponse:
    """Complaints about the case, and the form to record one."""
    form = ComplaintForm(request.POST if request.method == "POST" else None, case=case)

    def act() -> str:
        complaint_services.record_complaint(case=case, complaint=NewComplaint(**form.cleaned_data), actor=request.user)
        return _("The complaint is recorded. The case is kept until it has ended.")

    if request.method == "POST" and (done := _try(request, form, act)):
        messages.success(request, done)
        return redirect("dsar:case-complaints", ref=case.reference)
    with keys_at_hand([case.key_id]):
        rows = list(Complaint.objects.filter(case=case).select_related("case", "recorded_by"))
        context = {"nav": "cases", "case": case, "form": form, "rows": rows, "may_record": _may_keep(request, case)}
        return render(request, "cases/complaints.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def complaint(request: StaffRequest, case: Case, complaint_id: UUID) -> HttpResponse:
    """One complaint: how it stands, its acknowledgement, its end."""
    row = Complaint.objects.filter(case=case, pk=complaint_id).select_related("case__controller", "recorded_by").first()
    if row is None:
        raise Http404
    which = request.POST.get("act", "")
    acknowledging = AcknowledgeForm(request.POST if which == "acknowledge" else None, case=case)
    if not reach_of(case).is_protected:
        del acknowledging.fields["confirmed"]
    ending = EndComplaintForm(request.POST if which == "end" else None, case=case)

    def act() -> str:
        if which == "acknowledge":
            values = acknowledging.cleaned_data
            complaint_services.acknowledge_complaint(
                complaint=row,
                on=values["on"],
                actor=request.user,
                is_written=values["is_written"],
                is_confirmed=bool(values.get("confirmed")),
            )
            return _("The acknowledgement is recorded.")
        complaint_services.end_complaint(complaint=row, actor=request.user, **ending.cleaned_data)
        return _("The complaint has ended.")

    form: ActForm = acknowledging if which == "acknowledge" else ending
    if request.method == "POST" and form.is_bound and (done := _try(request, form, act)):
        messages.success(request, done)
        return redirect("dsar:case-complaint", ref=case.reference, complaint_id=row.pk)
    context = {
        "nav": "cases",
        "case": case,
        "row": row,
        "acknowledging": acknowledging,
        "ending": ending,
        "may_record": _may_keep(request, case),
    }
    return render(request, "cases/complaint.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@case_page(Act.GIVE_OPINION)
def conflicts(request: StaffRequest, case: Case) -> HttpResponse:
    """Who must not know of the case: for the DPO alone."""
    form = ConflictForm(request.POST if request.method == "POST" else None, case=case)

    def act() -> str:
        conflict_services.set_conflict(case=case, actor=request.user, **form.cleaned_data)
        return _("Recorded. For them this case does not exist from now on.")

    if request.method == "POST" and (done := _try(request, form, act)):
        messages.success(request, done)
        return redirect("dsar:case-conflicts", ref=case.reference)
    with keys_at_hand([case.key_id]):
        context = {"nav": "cases", "case": case, "form": form, "rows": conflicts_of(case)}
        return render(request, "cases/conflicts.html", context, status=422 if form.errors else 200)


@require_POST
@case_page(Act.GIVE_OPINION)
def conflict_lift(request: StaffRequest, case: Case, conflict_id: UUID) -> HttpResponse:
    """Let somebody know of the case again."""
    found = ConflictOfInterest.objects.filter(case=case, pk=conflict_id, lifted_at__isnull=True)
    return _small_act(
        request,
        case,
        "dsar:case-conflicts",
        found.select_related("case", "user", "system").first(),
        lambda row: conflict_services.lift_conflict(row=row, reason=request.POST.get("reason", ""), actor=request.user),
        _("Lifted."),
    )


@transaction.atomic
def _set_hold(case: Case, values: dict[str, Any], request: StaffRequest) -> str:
    """The hold on the case, and on the person where that was ticked: both or none."""
    given = {name: values[name] for name in ("kind", "reason")}
    row = hold_services.set_hold(case=case, review_on=values["review_on"], actor=request.user, **given)
    if not values["whole_person"]:
        return _("The hold is set. Nothing of this case is deleted.")
    review_on = row.review_on or values["review_on"]
    made = hold_person(details={}, review_on=review_on, actor=request.user, case=case, **given)
    words = _("The hold is set on this case and on the person: it reaches %(count)d cases today.")
    return words % {"count": cases_under(made)}


def _holds_page(request: StaffRequest, case: Case, form: HoldForm, asking: PreserveForm) -> HttpResponse:
    with keys_at_hand([case.key_id]):
        every = list(LegalHold.objects.filter(case=case).select_related("case", "set_by", "lifted_by"))
        notices = PreservationNotice.objects.filter(case=case).select_related("case", "system", "acknowledged_by")
        context = {
            "nav": "cases",
            "case": case,
            "form": form,
            "asking": asking,
            "standing": [row for row in every if row.lifted_at is None],
            "lifted": [row for row in every if row.lifted_at is not None],
            "people": person_holds_on([case]),
            "notices": list(notices),
            "may_work": permissions.may(request.user, Act.WORK_CASE, case),
            "may_hold": _may_keep(request, case),
            "may_lift": permissions.may(request.user, Act.APPROVE_RELEASE, case),
        }
        status = 422 if form.errors or asking.errors else 200
        return render(request, "cases/holds.html", context, status=status)


def _may_keep(request: StaffRequest, case: Case) -> bool:
    return bool(permissions.acts_on(case, request.user) & {Act.WORK_CASE, Act.APPROVE_RELEASE})


def _try(request: StaffRequest, form: ActForm, act: Callable[[], str]) -> str:
    """Do the act where the form holds; the words of success, or "" with what is wrong on the form."""
    if not form.is_valid():
        return ""
    try:
        return act()
    except (RuleRefused, Conflict) as error:
        if isinstance(error, RuleRefused):
            take_errors(form, error)
        else:
            form.add_error(None, error.message)
        return ""


def _small_act(
    request: StaffRequest, case: Case, page: str, row: Any, act: Callable[[Any], Any], done: str
) -> HttpResponse:
    """An act with at most one line typed; what is wrong stands on top of the page that it came from."""
    if row is None:
        raise Http404
    try:
        act(row)
    except (RuleRefused, Conflict) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect(page, ref=case.reference)
