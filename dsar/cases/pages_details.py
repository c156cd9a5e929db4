"""What is known of the request itself, and changing it without writing over a colleague; the internal hold."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.pages_conflict import Both, Stale, both_versions
from dsar.cases.pages_details_services import DETAILS, change_details, last_change
from dsar.cases.queue_bulk_forms import BulkHoldForm
from dsar.cases.queue_hold_services import lift_hold, place_hold
from dsar.foundation.errors import DsarError, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.web.requests import StaffRequest


class DetailsForm(forms.Form):
    """The request in its own words, what the search is told, and the language of letters."""

    request_text = forms.CharField(
        label=_("The request in its own words"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Correct a typing error; what the person wrote stays what the person wrote."),
    )
    search_details = forms.CharField(
        label=_("Search details"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Names of projects, periods, mailboxes: what was agreed with the person."),
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def details(request: StaffRequest, case: Case) -> HttpResponse:
    """Change what is known of the request; two who save at once are told apart."""
    with keys_at_hand([case.key_id]):
        now = {name: getattr(case, name) for name in DETAILS}
        form = DetailsForm(request.POST or None, initial={**now, "version": case.version})
        if request.method == "POST" and form.is_valid():
            typed = {name: form.cleaned_data[name] for name in DETAILS}
            try:
                change_details(case=case, values=typed, seen=form.cleaned_data["version"], actor=request.user)
            except Stale as stale:
                return _conflict(request, case, form, stale)
            except RuleRefused as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _t("The details are changed."))
                return redirect("dsar:case", ref=case.reference)
        context = {"nav": "cases", "case": case, "form": form}
        return render(request, "cases/details.html", context, status=422 if form.errors else 200)


def _conflict(request: StaffRequest, case: Case, form: DetailsForm, stale: Stale) -> HttpResponse:
    both = [Both(name, str(form.fields[name].label), stale.theirs[name], stale.mine[name]) for name in DETAILS]
    back = reverse("dsar:case", args=[case.reference])
    current = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    return both_versions(request, case, both, version=current, who=last_change(case), back_url=back)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def hold(request: StaffRequest, case: Case) -> HttpResponse:
    """Put the case on hold for a reason of our own; the page says that no date moves."""
    form = BulkHoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            place_hold(case=case, reason=values["reason"], look_again_on=values["look_again_on"], actor=request.user)
        except DsarError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _t("The case is on hold. Its dates run on."))
            return redirect("dsar:case", ref=case.reference)
    context = {"nav": "cases", "case": case, "form": form}
    return render(request, "cases/hold.html", context, status=422 if form.is_bound else 200)


@require_POST
@case_page(Act.WORK_CASE)
def hold_lift(request: StaffRequest, case: Case) -> HttpResponse:
    """Take the case off hold."""
    lift_hold(case=case, actor=request.user)
    messages.success(request, _t("The case is off hold."))
    return redirect("dsar:case", ref=case.reference)
