"""The page of the simple track: what is done, what comes next, one button."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.simple_rules import LEFT, why_not
from dsar.cases.simple_services import leave_track, request_of, track_of
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.response import simple_services
from dsar.response.services import obstacles
from dsar.web.requests import StaffRequest


class StartForm(forms.Form):
    """What shows that the person is signed in."""

    note = forms.CharField(
        label=_("What shows who asks?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


# Proposed only for what came through a form or another system: a letter or a mail shows no account.
_SIGNED_IN = _("Signed in to their account; the request came from there, and the account's own data are asked for.")
_FROM_AN_ACCOUNT = ("form", "api")


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def simple(request: StaffRequest, case: Case) -> HttpResponse:
    """Where a simple case stands; POST starts it."""
    proposed = _SIGNED_IN if case.channel in _FROM_AN_ACCOUNT else ""
    form = StartForm(request.POST if request.method == "POST" else None, initial={"note": proposed})
    if request.method == "POST" and form.is_valid():
        try:
            simple_services.start(case=case, note=form.cleaned_data["note"], actor=request.user)
        except (RuleRefused, Conflict) as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _t("The search has started."))
            return redirect("dsar:case-simple", ref=case.reference)
    track = track_of(case)
    context = {
        "nav": "cases",
        "case": case,
        "form": form,
        "track": track,
        "left_words": LEFT.get(track.left_because, "") if track and not track.is_on else "",
        "why_not": why_not(request_of(case)) if track is None else [],
        "steps": simple_services.steps_of(case) if track else [],
        "is_waiting": simple_services.is_waiting(case),
        "can_go_on": simple_services.can_go_on(case),
        "may_work": permissions.may(request.user, Act.WORK_CASE, case),
        "obstacles": obstacles(case) if track and track.is_on and case.stage == "review" else [],
    }
    return render(request, "response/simple.html", context, status=422 if form.errors else 200)


@require_POST
@case_page(Act.WORK_CASE)
def go_on(request: StaffRequest, case: Case) -> HttpResponse:
    """Do the next step."""
    try:
        done = simple_services.go_on(case=case, actor=request.user)
    except (RuleRefused, Conflict) as error:
        messages.error(request, error.message)
        if error.code == "G12":  # the register does not answer every point: the rest is written by hand
            return redirect("dsar:case-answers", ref=case.reference)
    else:
        messages.success(request, done or _t("Nothing can be done just now: a worker is still at it."))
    return redirect("dsar:case-simple", ref=case.reference)


@require_POST
@case_page(Act.WORK_CASE)
def leave(request: StaffRequest, case: Case) -> HttpResponse:
    """Take the case off the track by hand."""
    if leave_track(case=case, because="by_hand", actor=request.user):
        messages.success(request, _t("The case goes the ordinary way from here."))
    return redirect("dsar:case", ref=case.reference)
