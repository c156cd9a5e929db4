"""The page of a case about its retention, and the door by which a closed case is erased by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.act_views import take_errors
from dsar.cases.hold_selectors import may_be_deleted
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation.errors import RuleRefused
from dsar.retention.case_selectors import timetable
from dsar.retention.forms import EraseForm
from dsar.retention.letting_go_services import erase_by_hand
from dsar.retention.rule_services import rule_of
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def retention(request: StaffRequest, case: Case) -> HttpResponse:
    """When this case loses what, what has gone already, and what keeps it."""
    context = {
        "nav": "cases",
        "case": case,
        "lines": timetable(case),
        "gate": may_be_deleted(case),
        "may_erase": permissions.may(request.user, Act.APPROVE_RELEASE, case),
    }
    return render(request, "retention/case.html", context)


@require_http_methods(["GET", "POST"])
@case_page(Act.APPROVE_RELEASE)
@recently_authenticated
def erase(request: StaffRequest, case: Case) -> HttpResponse:
    """Erase the case now: reason, reference typed, password given in the last ten minutes, gate G23."""
    form = EraseForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            erase_by_hand(case=case, rule=rule_of("case_content"), actor=request.user, **form.cleaned_data)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The content of the case is erased. Its line stays until its own period ends."))
            return redirect("dsar:case", ref=case.reference)
    context = {"nav": "cases", "case": case, "form": form, "gate": may_be_deleted(case)}
    return render(request, "retention/erase.html", context, status=422 if form.errors else 200)
