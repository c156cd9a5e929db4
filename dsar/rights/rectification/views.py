"""The page of a rectification on its case."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.keys import keys_at_hand
from dsar.rights.decisions.pages import demand_right, form_page, one_click, other_right, room_page
from dsar.rights.rectification import forms, services
from dsar.rights.rectification.models import Correction
from dsar.rights.restriction.services import restrict_meanwhile
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def rectification(request: StaffRequest, case: Case) -> HttpResponse:
    """What is said to be wrong, what was found, what became of it."""
    if case.right != RightAsked.RECTIFICATION:
        return other_right(request, case, RightAsked.RECTIFICATION.label)
    rows = Correction.objects.filter(case=case).select_related("case", "system", "activity", "checked_by", "evidence")
    beside = case.links.filter(kind="same_request", other__right=RightAsked.RESTRICTION).select_related("other").first()
    own = {"corrections": list(rows), "restriction_case": beside.other if beside else None}
    return room_page(request, case, "rights/rectification.html", **own)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def correction_new(request: StaffRequest, case: Case) -> HttpResponse:
    """Note a field."""
    demand_right(case, RightAsked.RECTIFICATION)
    bound = request.method == "POST"
    form = forms.CorrectionForm(request.POST if bound else None, request.FILES if bound else None, case=case)

    def note(values: dict[str, Any]) -> None:
        evidence = values.pop("evidence")
        services.note_correction(case=case, claim=services.Claim(**values), evidence=evidence, actor=request.user)

    return form_page(
        request, case, form, note, title=_("What is wrong"), label=_("Note it"), done=_("It is noted."),
        lead=_("One field at a time. Old and new value are sealed under the case's key."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def correction_check(request: StaffRequest, case: Case, correction_id: UUID) -> HttpResponse:
    """Record what was found about one field."""
    row = _correction(case, correction_id)
    form = forms.CheckForm(request.POST if request.method == "POST" else None, case=case)
    with keys_at_hand([case.key_id]):
        lead = f"{row.field}: {row.old or '–'} → {row.new or row.statement}"
    return form_page(
        request, case, form, lambda values: services.check_accuracy(correction=row, actor=request.user, **values),
        title=_("Check the accuracy"), label=_("Record what was found"), lead=lead, done=_("The finding is recorded."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def correction_drop(request: StaffRequest, case: Case, correction_id: UUID) -> HttpResponse:
    """Drop a line noted by mistake."""
    row = _correction(case, correction_id)
    form = forms.DropForm(request.POST if request.method == "POST" else None, case=case)
    return form_page(
        request, case, form, lambda values: services.drop_correction(correction=row, actor=request.user, **values),
        title=_("Drop the line"), label=_("Drop it"), done=_("The line is dropped."),
    )  # fmt: skip


@require_POST
@case_page(Act.WORK_CASE)
def meanwhile(request: StaffRequest, case: Case) -> HttpResponse:
    """A restriction while the accuracy is checked or the objection weighed, as a linked case."""
    done = _("A restriction is prepared in a case of its own, linked with this one.")
    return one_click(request, case, lambda: restrict_meanwhile(case=case, actor=request.user), done)


def _correction(case: Case, pk: UUID) -> Correction:
    row = Correction.objects.filter(pk=pk, case=case).select_related("case__controller", "system").first()
    if row is None:
        raise Http404
    return row
