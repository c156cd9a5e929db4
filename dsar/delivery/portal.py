"""The public door of a delivery: the link asks for the code, the code opens the list, the list gives the ZIP.

A wrong code, a link that is unknown, and one that has run out or was revoked are answered alike.
"""

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from dsar.delivery import rules, secret_words
from dsar.delivery.collecting_services import count_download, delivery_at, open_with_code
from dsar.delivery.forms import CodeForm
from dsar.delivery.models import Delivery
from dsar.foundation import storage
from dsar.intake import budget
from dsar.processing_records.models import Controller
from dsar.web.downloads import download

NEUTRAL_NAME = "response.zip"
Answer = TypeVar("Answer", bound=HttpResponseBase)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def collect(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for the code; with a fresh pass lists what there is to download."""
    if request.method == "GET":
        delivery = _let_in(request, token)
        return _list(request, token, delivery) if delivery else _ask(request, CodeForm())
    if not budget.spend(request, "collect"):
        return _ask(request, CodeForm(), is_busy=True, status=429)
    form = CodeForm(request.POST)
    delivery = open_with_code(token=token, code=form.cleaned_data["code"]) if form.is_valid() else None
    if delivery is None:
        if form.is_valid():
            form.add_error("code", _("This code does not open this link, or the link has ended. Look at both again."))
        return _ask(request, form, status=422)
    response = redirect("dsar:portal-collect", token=token)
    response.set_cookie(
        secret_words.COOKIE,
        secret_words.make_pass(delivery),
        max_age=rules.PASS_LASTS,
        path=reverse("dsar:portal-collect", args=[token]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return _private(response)


@require_GET
def collect_file(request: HttpRequest, token: str) -> HttpResponse | StreamingHttpResponse:
    """The ZIP, counted and recorded; without a fresh pass back to the code."""
    delivery = _let_in(request, token)
    if delivery is None or not count_download(delivery=delivery):
        return _private(redirect("dsar:portal-collect", token=token))
    archive = delivery.archive
    response = download(storage.chunks(archive), name=NEUTRAL_NAME, media_type="application/zip", size=archive.size)
    return _private(response)


def _let_in(request: HttpRequest, token: str) -> Delivery | None:
    given = request.COOKIES.get(secret_words.COOKIE, "")
    delivery = delivery_at(token) if given else None
    return delivery if delivery is not None and secret_words.is_pass_of(delivery, given) else None


def _ask(request: HttpRequest, form: CodeForm, *, is_busy: bool = False, status: int = 200) -> HttpResponse:
    """The same page whatever the link is worth. It keeps the house's "same-origin" policy for referrers: under
    "no-referrer" browsers send forms with the origin "null", which the guard against forged forms refuses.
    """
    known = Controller.objects.all()[:2]  # of several organisations the link must not tell which
    organisation = _organisation(known[0]) if len(known) == 1 else {}
    context = {"organisation": organisation, "form": form, "is_busy": is_busy}
    response = render(request, "delivery/portal_code.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _list(request: HttpRequest, token: str, delivery: Delivery) -> HttpResponse:
    context = list_context(delivery, file_url=reverse("dsar:portal-collect-file", args=[token]))
    return _private(render(request, "delivery/portal_list.html", context))


def list_context(delivery: Delivery, *, file_url: str) -> dict[str, Any]:
    """What the page of downloads shows."""
    controller = delivery.case.controller
    return {
        "organisation": _organisation(controller),
        "controller": controller,
        "reference": delivery.case.reference,
        "files": [
            {"name": entry.get("about") or entry["name"], "note": entry["name"], "size": entry["size"]}
            for entry in delivery.package.contents
        ],
        "size": delivery.archive.size,
        "file_url": file_url,
        "left": rules.MAX_DOWNLOADS - delivery.downloads,
        "expires_at": delivery.expires_at,
        "minutes": int(rules.PASS_LASTS.total_seconds() // 60),
    }


def _organisation(controller: Controller) -> dict[str, Any]:
    return {
        "name": controller.name,
        "privacy_email": controller.contact_email,
        "address": controller.address,
    }


def _private(response: Answer) -> Answer:
    """Kept nowhere, and told to nobody where the reader came from: the address is half of the key."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
