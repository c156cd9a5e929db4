"""The delivery pages of a case: what goes to whom, the release, and afterwards link, code and proof of arrival."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.act_views import take_errors
from dsar.cases.forms import ActForm
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import Stage
from dsar.delivery import rules, services
from dsar.delivery.forms import ConfirmForm, RecipientForm, ReleaseForm, RenewForm, RevokeForm
from dsar.delivery.gates import arrival_gate
from dsar.delivery.models import Delivery
from dsar.delivery.selectors import (
    checks_of,
    days_open,
    delivery_of,
    destination_of,
    history_of,
    needs_proof,
    sent_not_collected,
)
from dsar.foundation import clock, storage
from dsar.foundation.errors import RuleRefused
from dsar.response.selectors import latest_package, recipient_person
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest, staff_page

A_PAGE = 50


@require_GET
@case_page(Act.VIEW_CASE)
def delivery(request: StaffRequest, case: Case) -> HttpResponse:
    """Before the release what will go to whom; afterwards how it stands."""
    return _page(request, case)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
@recently_authenticated
def release(request: StaffRequest, case: Case) -> HttpResponse:
    """Choose the way and send; the answer to the POST shows the code, this once."""
    destination = destination_of(case)
    form = ReleaseForm(request.POST or None, case=case, destination=destination)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            released = services.release_package(
                case=case,
                actor=request.user,
                channel=values["channel"],
                is_confirmed=values.get("confirmed", False),
            )
        except RuleRefused as error:
            case.refresh_from_db()
            take_errors(form, error)
        else:
            if released.code:
                return _code_page(request, case, released.code, is_first=True)
            messages.success(request, _("The response is sent and the clock has stopped. Hand the package over now."))
            return redirect("dsar:case-delivery", ref=case.reference)
    context = {
        "nav": "cases",
        "case": case,
        "form": form,
        "destination": destination,
        "package": latest_package(case),
        "checks": checks_of(case),
    }
    return render(request, "delivery/release.html", context, status=422 if form.is_bound else 200)


@require_POST
@case_page(Act.WORK_CASE)
@recently_authenticated
def new_code(request: StaffRequest, case: Case) -> HttpResponse:
    """Give a new code; the answer shows it, this once."""
    try:
        code = services.issue_code(delivery=_found(case), actor=request.user)
    except RuleRefused as error:
        return _refused(request, case, error)
    return _code_page(request, case, code, is_first=False)


@require_POST
@case_page(Act.WORK_CASE)
@recently_authenticated
def renew(request: StaffRequest, case: Case) -> HttpResponse:
    """Send a new link."""
    form = RenewForm(request.POST, case=case, destination=destination_of(case))

    def act() -> str:
        is_confirmed = form.cleaned_data.get("confirmed", False)
        services.renew_link(delivery=_found(case), actor=request.user, is_confirmed=is_confirmed)
        return _("A new link is on its way. The old one no longer opens; the code is the same.")

    return _act(request, case, "renew_form", form, act)


@require_POST
@case_page(Act.WORK_CASE)
def revoke(request: StaffRequest, case: Case) -> HttpResponse:
    """Close the link at once."""
    form = RevokeForm(request.POST, case=case)

    def act() -> str:
        services.revoke_link(delivery=_found(case), reason=form.cleaned_data["reason"], actor=request.user)
        return _("The link is closed.")

    return _act(request, case, "revoke_form", form, act)


@require_POST
@case_page(Act.WORK_CASE)
def confirm(request: StaffRequest, case: Case) -> HttpResponse:
    """Note that the package arrived."""
    form = ConfirmForm(request.POST, case=case)

    def act() -> str:
        values = form.cleaned_data
        services.confirm_arrival(delivery=_found(case), on=values["on"], how=values["how"], actor=request.user)
        return _("The arrival is recorded. The case can be closed.")

    return _act(request, case, "confirm_form", form, act)


@require_POST
@case_page(Act.WORK_CASE)
def recipient(request: StaffRequest, case: Case) -> HttpResponse:
    """Note how the address of a third person was checked."""
    form = RecipientForm(request.POST, case=case)

    def act() -> str:
        services.prove_recipient(case=case, how=form.cleaned_data["how"], actor=request.user)
        return _("The recipient is recorded as proved.")

    return _act(request, case, "recipient_form", form, act)


@require_POST
@case_page(Act.WORK_CASE)
def close(request: StaffRequest, case: Case) -> HttpResponse:
    """Close the case."""
    try:
        services.close_case(case=case, actor=request.user)
    except RuleRefused as error:
        case.refresh_from_db()
        return _refused(request, case, error)
    messages.success(request, _("The case is closed. The retention period runs from today."))
    return redirect("dsar:case", ref=case.reference)


@require_POST
@case_page(Act.WORK_CASE)
@recently_authenticated
def file(request: StaffRequest, case: Case) -> HttpResponse:
    """The package for whoever posts it or hands it over."""
    try:
        row = services.take_out(delivery=_found(case), actor=request.user)
    except RuleRefused as error:
        return _refused(request, case, error)
    archive = row.archive
    name = f"{case.reference}.zip"
    return download(storage.chunks(archive), name=name, media_type=archive.media_type, size=archive.size)  # type: ignore[return-value]  # streamed


@require_GET
@staff_page
def waiting(request: StaffRequest) -> HttpResponse:
    """What was sent and is not shown to have arrived, oldest first, of the cases that the person may see."""
    page = Paginator(sent_not_collected(request.user), A_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    rows = [(row, days_open(row, now), row.is_expired(now)) for row in page]
    return render(request, "delivery/waiting.html", {"nav": "home", "page": page, "rows": rows})


def _found(case: Case) -> Delivery:
    row = delivery_of(case)
    if row is None:
        message = "Nothing of this case has been released."
        raise Http404(message)
    return row


def _act(request: StaffRequest, case: Case, name: str, form: ActForm, act: Callable[[], str]) -> HttpResponse:
    """Do an act of a form on the page; what is refused is shown there with nothing lost."""
    if form.is_valid():
        try:
            messages.success(request, act())
        except RuleRefused as error:
            take_errors(form, error)
        else:
            return redirect("dsar:case-delivery", ref=case.reference)
    return _page(request, case, status=422, **{name: form})


def _refused(request: StaffRequest, case: Case, error: RuleRefused) -> HttpResponse:
    return _page(request, case, status=422, refusal=error.message)


def _code_page(request: StaffRequest, case: Case, code: str, *, is_first: bool) -> HttpResponse:
    context = {
        "nav": "cases",
        "case": case,
        "code": rules.in_groups(code),
        "is_first": is_first,
        "destination": destination_of(case),
        "delivery": delivery_of(case),
    }
    response = render(request, "delivery/code.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: StaffRequest, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    row, now, destination = delivery_of(case), clock.now(), destination_of(case)
    checks = checks_of(case) if case.stage == Stage.READY else []
    context = {
        "nav": "cases",
        "case": case,
        "delivery": row,
        "package": row.package if row else latest_package(case),
        "destination": destination,
        "checks": checks,
        "may_send": all(check.is_met for check in checks),
        "may_work": permissions.may(request.user, Act.WORK_CASE, case),
        "is_sent": case.stage in (Stage.SENT, Stage.CLOSED),
        "is_ready": case.stage == Stage.READY,
        "is_usable": row.is_usable(now) if row else False,
        "is_expired": row.is_expired(now) if row else False,
        "may_close": case.stage == Stage.SENT and arrival_gate(case).is_met,
        "wants_proof": case.is_open and needs_proof(recipient_person(case)),
        "history": _timeline(case),
        "limits": {"downloads": rules.MAX_DOWNLOADS, "codes": rules.CODES_A_DAY, "tries": rules.MAX_TRIES},
        "renew_form": RenewForm(case=case, destination=destination),
        "revoke_form": RevokeForm(case=case),
        "confirm_form": ConfirmForm(case=case),
        "recipient_form": RecipientForm(case=case),
        **more,
    }
    return render(request, "delivery/delivery.html", context, status=status)


def _timeline(case: Case) -> list[dict[str, Any]]:
    tones = {"delivery.downloaded": "good", "delivery.code_refused": "bad", "delivery.link_revoked": "warn"}
    return [{"what": line.sentence, "at": line.at, "tone": tones.get(line.action, "")} for line in history_of(case)]
