"""Pages about other controllers: naming one, confirming it with the person, sending, stopping."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases.act_views import take_errors
from dsar.cases.forms import ActForm
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.errors import DsarError
from dsar.foundation.keys import keys_at_hand
from dsar.rights.portability import transmission_services
from dsar.rights.portability.forms import ConfirmForm, ReceiverForm, StopForm
from dsar.rights.portability.models import ReceivingController
from dsar.rights.portability.selectors import ReceiverLine, receiver_lines
from dsar.rights.portability.transmission_services import Link, NewReceiver
from dsar.web.requests import StaffRequest


@sensitive_post_parameters("secret", "address")
@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def receiver_new(request: StaffRequest, case: Case) -> HttpResponse:
    """Name another controller."""
    if case.right != RightAsked.PORTABILITY:
        return render(request, "portability/other_right.html", {"nav": "cases", "case": case, "may_work": True})
    form = ReceiverForm(request.POST if request.method == "POST" else None, case=case, initial={"way": "upload"})
    if request.method == "POST" and form.is_valid():
        try:
            row = transmission_services.name_receiver(
                case=case, receiver=NewReceiver(**form.cleaned_data), actor=request.user
            )
        except DsarError as error:
            if error.status == 403:
                raise
            take_errors(form, error)
        else:
            messages.success(request, _("The controller is noted. Check it with the person next."))
            return redirect("dsar:case-portability-receiver", ref=case.reference, receiver_id=row.pk)
    context = {"nav": "cases", "case": case, "form": form}
    return render(request, "portability/receiver_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def receiver(request: StaffRequest, case: Case, receiver_id: UUID) -> HttpResponse:
    """A controller: confirm it, send, stop. Sending asks for the password again; link and code are shown this once."""
    _demand_right(case)
    line = _line(case, receiver_id)
    do = str(request.POST.get("do", "")) if request.method == "POST" else ""
    view = recently_authenticated(_one) if do == "send" else _one
    return view(request, case, line, do)


def _one(request: StaffRequest, case: Case, line: ReceiverLine, do: str) -> HttpResponse:
    forms: dict[str, ActForm] = {
        name: kind(request.POST if name == do else None, case=case, prefix=name)
        for name, kind in {"confirm": ConfirmForm, "drop": StopForm, "stop": StopForm, "send": ActForm}.items()
    }
    if request.method == "POST":
        form = forms.get(do)
        if form is None:
            raise Http404
        made = _try(form, lambda: _DO[do](line, form.cleaned_data, request)) if form.is_valid() else None
        if isinstance(made, Link) and made.token:
            return _link_page(request, case, line.row, made)
        if made is not None:
            messages.success(request, str(_DONE[do]()))
            if do == "drop":
                return redirect("dsar:case-portability", ref=case.reference)
            return redirect("dsar:case-portability-receiver", ref=case.reference, receiver_id=line.row.pk)
    with keys_at_hand([case.key_id]):
        context = {"nav": "cases", "case": case, "line": line, "forms": forms}
        status = 422 if any(form.errors for form in forms.values()) else 200
        return render(request, "portability/receiver.html", context, status=status)


def _link_page(request: StaffRequest, case: Case, row: ReceivingController, link: Link) -> HttpResponse:
    address = settings.DSAR_PUBLIC_URL + reverse("dsar:portal-transfer", args=[link.token])
    context = {
        "nav": "cases", "case": case, "receiver": row, "link": address, "code": f"{link.code[:4]} {link.code[4:]}",
        "expires_at": link.transmission.expires_at,
    }  # fmt: skip
    response = render(request, "portability/link.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _line(case: Case, receiver_id: UUID) -> ReceiverLine:
    found = next((line for line in receiver_lines(case) if line.row.pk == receiver_id), None)
    if found is None:
        raise Http404
    return found


def _stop(line: ReceiverLine, clean: dict[str, Any], request: StaffRequest) -> Any:
    open_ones = [one for one in line.transmissions if not one.arrived_at and not one.revoked_at]
    if not open_ones:
        raise Http404
    transmission_services.revoke(transmission=open_ones[0], reason=clean["reason"], actor=request.user)


_Do = Callable[[ReceiverLine, dict[str, Any], StaffRequest], Any]
_DO: dict[str, _Do] = {
    "confirm": lambda line, clean, request: transmission_services.confirm_receiver(
        receiver=line.row, how=clean["how"], actor=request.user
    ),
    "drop": lambda line, clean, request: transmission_services.drop_receiver(
        receiver=line.row, reason=clean["reason"], actor=request.user
    ),
    "send": lambda line, _clean, request: transmission_services.transmit(receiver=line.row, actor=request.user),
    "stop": _stop,
}
_DONE: dict[str, Callable[[], Any]] = {
    "confirm": lambda: _("Checked with the person."),
    "drop": lambda: _("The controller is taken off."),
    "send": lambda: _("The upload is under way. The page looks again by itself."),
    "stop": lambda: _("The transmission is stopped."),
}


def _demand_right(case: Case) -> None:
    if case.right != RightAsked.PORTABILITY:
        raise Http404


def _try(form: ActForm, do: Callable[[], Any]) -> Any:
    """What the act gives, True where that is nothing; None with the words of the refusal in the form."""
    try:
        return do() or True
    except DsarError as error:
        if error.status == 403:
            raise
        take_errors(form, error)
        return None
