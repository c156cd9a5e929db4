"""The private link of a notice to keep data: an owner answers without an account. It names no person."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsar.cases.hold_models import PreservationState
from dsar.cases.preservation_services import acknowledge, notice_at
from dsar.foundation.errors import Conflict, RuleRefused


class AcknowledgementForm(forms.Form):
    """Who keeps what is there."""

    words = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    is_kept = forms.BooleanField(
        label=_("Nothing in this system is deleted, altered or hidden because of the request"),
        error_messages={"required": _("Tick this, or write to us what stands in the way.")},
    )


@require_http_methods(["GET", "POST"])
def preserve(request: HttpRequest, owner_token: str) -> HttpResponse:
    """What is asked, and the answer; a link that is unknown or has ended is answered like no page at all."""
    notice = notice_at(owner_token)
    if notice is None:
        raise Http404
    form = AcknowledgementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acknowledge(notice=notice, words=form.cleaned_data["words"], actor=None)
        except (RuleRefused, Conflict) as error:
            form.add_error(None, error.message)
    controller = notice.case.controller
    context = {
        "organisation": {"name": controller.name, "privacy_email": controller.contact_email, "address": ""},
        "reference": notice.case.reference,
        "system": notice.system.name,
        "form": form,
        "is_done": notice.state == PreservationState.ACKNOWLEDGED,
    }
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "cases/preserve.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
