"""The pages on which the people of a case are corrected."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.act_views import take_errors
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import PersonRole, Stage
from dsar.foundation.errors import RuleRefused
from dsar.identity import people_services
from dsar.identity.people_forms import PersonForm
from dsar.web.requests import StaffRequest

_APPROVED = (Stage.SIGN_OFF, Stage.READY)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def person(request: StaffRequest, case: Case, role: str) -> HttpResponse:
    """Correct a person of the case, or add where to send."""
    if role not in PersonRole.values:
        message = "No such role."
        raise Http404(message)
    wanted = PersonRole(role)
    known = case.people.filter(role=wanted).select_related("case").first()
    form = PersonForm(request.POST or None, case=case, role=wanted, person=known)
    if request.method == "POST" and form.is_valid():
        try:
            fields = people_services.change_person(case=case, role=wanted, change=form.change(), actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            words = _("Changed; the history keeps what stood there before.") if fields else _("Nothing has changed.")
            messages.success(request, words)
            return redirect("dsar:case-identity", ref=case.reference)
    context: dict[str, Any] = {
        "nav": "cases",
        "case": case,
        "form": form,
        "title": wanted.label,
        "voids_approval": case.stage in _APPROVED and wanted != PersonRole.SUBJECT,
        "may_remove": wanted == PersonRole.RECIPIENT and known is not None and case.is_open,
    }
    return render(request, "identity/person.html", context, status=422 if form.is_bound else 200)


@require_POST
@case_page(Act.WORK_CASE)
def remove(request: StaffRequest, case: Case) -> HttpResponse:
    """Take out a recipient of its own."""
    try:
        people_services.remove_recipient(case=case, actor=request.user)
        messages.success(request, _("The answer goes to who asked."))
    except RuleRefused as error:
        messages.error(request, error.message)
    return redirect("dsar:case-identity", ref=case.reference)
