"""Taking a request in, as a page."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dsar.access.rules import Act
from dsar.cases.act_views import act_page, take_errors
from dsar.cases.forms import ActForm
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.triage import alike_of, is_preserved
from dsar.cases.triage_services import take_in as take_case_in
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest


class TakeInForm(ActForm):
    """Whether the open requests that look alike are others."""

    are_others = forms.BooleanField(label=gettext_lazy("I looked at them: these are other requests"), required=False)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def take_in(request: StaffRequest, case: Case) -> HttpResponse:
    """Take the request in: look at what looks alike, and keep what is held."""
    form = TakeInForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            take_case_in(case=case, actor=request.user, are_others=form.cleaned_data["are_others"])
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The request is taken in."))
            return redirect("dsar:case", ref=case.reference)
    alike = alike_of(case, request.user)
    status = 422 if form.is_bound else 200
    more = {"alike": alike, "is_taken_in": is_preserved(case)}
    return act_page(request, case, "cases/take_in.html", form, status=status, **more)
