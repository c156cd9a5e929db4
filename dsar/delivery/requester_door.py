"""Collecting the answer from inside the person’s own door: the session stands for the link, the code stays a second.

Offered only to the very address that the package was released to.
"""

import hmac

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from dsar.delivery import rules, secret_words
from dsar.delivery.collecting_services import count_download, open_delivery
from dsar.delivery.forms import CodeForm
from dsar.delivery.models import Delivery
from dsar.delivery.portal import NEUTRAL_NAME, list_context
from dsar.foundation import clock, storage
from dsar.intake import budget
from dsar.requester import registry
from dsar.requester.models import PortalSession
from dsar.requester.portal import inside
from dsar.requester.secret_words import address_digest
from dsar.web.downloads import download


def delivery_for(session: PortalSession) -> Delivery | None:
    """The open delivery of the case that was released to this person's address."""
    found = Delivery.objects.select_related("case__controller", "package__file", "package__case")
    delivery = found.filter(case_id=session.case_id).order_by("-released_at").first()
    if delivery is None or not delivery.is_usable(clock.now()):
        return None
    digest = address_digest(str(delivery.recipient.get("email", "")))
    return delivery if hmac.compare_digest(digest, bytes(session.address_digest)) else None


def answer_there(session: PortalSession) -> registry.AnswerThere | None:
    """Tells the person's first page that an answer is there."""
    return registry.AnswerThere(reverse("dsar:requester-response")) if delivery_for(session) else None


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@inside
def response(request: HttpRequest, session: PortalSession) -> HttpResponse:
    """Asks for the second code; with a fresh pass lists what there is to download."""
    delivery = delivery_for(session)
    if delivery is None:
        return redirect("dsar:requester-home")
    if request.method == "GET":
        if _is_let_in(request, delivery):
            context = list_context(delivery, file_url=reverse("dsar:requester-response-file"))
            return _private(render(request, "delivery/portal_list.html", context))
        return _ask(request, session, CodeForm())
    form = CodeForm(request.POST)
    if not budget.spend(request, "collect"):
        return _ask(request, session, form, is_busy=True, status=429)
    opened = open_delivery(delivery=delivery, code=form.cleaned_data["code"]) if form.is_valid() else None
    if opened is None:
        if form.is_valid():
            form.add_error("code", _("This code does not open the answer. Look at it again, or ask us for a new one."))
        return _ask(request, session, form, status=422)
    answer = redirect("dsar:requester-response")
    answer.set_cookie(
        secret_words.COOKIE,
        secret_words.make_pass(opened),
        max_age=rules.PASS_LASTS,
        path=reverse("dsar:requester-response"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return _private(answer)


@require_GET
@inside
def response_file(request: HttpRequest, session: PortalSession) -> HttpResponse | StreamingHttpResponse:
    """The ZIP, counted and recorded; without a fresh pass back to the code."""
    delivery = delivery_for(session)
    if delivery is None or not _is_let_in(request, delivery) or not count_download(delivery=delivery):
        return redirect("dsar:requester-response")
    archive = delivery.archive
    answer = download(storage.chunks(archive), name=NEUTRAL_NAME, media_type="application/zip", size=archive.size)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_let_in(request: HttpRequest, delivery: Delivery) -> bool:
    given = request.COOKIES.get(secret_words.COOKIE, "")
    return bool(given) and secret_words.is_pass_of(delivery, given)


def _ask(
    request: HttpRequest, session: PortalSession, form: CodeForm, *, is_busy: bool = False, status: int = 200
) -> HttpResponse:
    controller = session.case.controller
    organisation = {"name": controller.name, "privacy_email": controller.contact_email, "address": controller.address}
    context = {
        "organisation": organisation,
        "form": form,
        "is_busy": is_busy,
        "back_url": reverse("dsar:requester-home"),
    }
    return _private(render(request, "delivery/portal_code.html", context, status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


registry.register_answer(answer_there)
