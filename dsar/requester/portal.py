"""The door of the person who asked: a code by mail, then status, messages, files. No account, no scripts needed.

Nobody has to use it (G29): every page says that a letter, a mail or a call counts just the same.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.foundation.errors import Conflict, RuleRefused
from dsar.intake import budget
from dsar.processing_records.models import Controller
from dsar.requester import rules, selectors, services, signing_in_services
from dsar.requester.forms import (
    AskCodeForm,
    ClarifyForm,
    CodeForm,
    ContactForm,
    EvidenceForm,
    WithdrawForm,
    WriteForm,
)
from dsar.requester.models import PortalSession

CODE_COOKIE, COOKIE, COOKIE_PATH = "my_request_code", "my_request", "/my-request/"
View = Callable[..., HttpResponseBase]


def inside(view: View) -> View:
    """A page behind the door; who is not in (any more) is asked to come in again. Passes the session."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        session = signing_in_services.session_of(request.COOKIES.get(COOKIE, ""))
        if session is None:
            return redirect(
                f"{reverse('dsar:requester-sign-in')}?again=1"
                if COOKIE in request.COOKIES
                else reverse("dsar:requester-sign-in")
            )
        if not budget.spend(request, "portal"):
            return _too_many(request)
        return view(request, session, *args, **kwargs)

    return guarded


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Reference and e-mail address; the answer is the same whatever they are worth."""
    if request.method == "GET":
        if signing_in_services.session_of(request.COOKIES.get(COOKIE, "")):
            return redirect("dsar:requester-home")
        return _public(request, "requester/sign_in.html", form=AskCodeForm(), is_again="again" in request.GET)
    if not budget.spend(request, "code"):
        return _too_many(request)
    form = AskCodeForm(request.POST)
    if not form.is_valid():
        return _public(request, "requester/sign_in.html", status=422, form=form)
    token = signing_in_services.ask_code(reference=form.cleaned_data["reference"], address=form.cleaned_data["email"])
    response = redirect("dsar:requester-code")
    _remember(request, response, CODE_COOKIE, token, max_age=int(rules.CODE_LASTS.total_seconds()) + 60)
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code of the mail; the right one opens the door once."""
    token = request.COOKIES.get(CODE_COOKIE, "")
    if not token:
        return redirect("dsar:requester-sign-in")
    minutes = int(rules.CODE_LASTS.total_seconds() // 60)
    if request.method == "GET":
        return _public(request, "requester/code.html", form=CodeForm(), minutes=minutes)
    if not budget.spend(request, "guess"):
        return _too_many(request)
    form = CodeForm(request.POST)
    opened = signing_in_services.sign_in(token=token, code=form.cleaned_data["code"]) if form.is_valid() else None
    if opened is None:
        if form.is_valid():
            form.add_error("code", _("This code does not open your request. Look at it again, or ask for a new one."))
        return _public(request, "requester/code.html", status=422, form=form, minutes=minutes)
    response = redirect("dsar:requester-home")
    response.delete_cookie(CODE_COOKIE, path=COOKIE_PATH)
    _remember(request, response, COOKIE, opened, max_age=int(rules.LONGEST.total_seconds()))
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; the session ends on the server and the browser forgets."""
    session = signing_in_services.session_of(request.COOKIES.get(COOKIE, ""))
    if session is not None:
        signing_in_services.sign_out(session=session)
    response = _public(request, "requester/left.html")
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_GET
@inside
def home(request: HttpRequest, session: PortalSession) -> HttpResponse:
    """How far the request is, what comes next, what we need."""
    return _page(request, "requester/home.html", session, home=selectors.home_of(session))


@require_http_methods(["GET", "POST"])
@inside
def written(request: HttpRequest, session: PortalSession) -> HttpResponse:
    """Messages both ways, and writing one."""
    form = WriteForm(request.POST or None, request.FILES or None)

    def act(values: dict[str, Any]) -> str:
        services.write(session=session, text=values["text"], files=values["uploads"])
        return _("Your message is with us.")

    said = selectors.said_in(session)
    return _form_page(request, "requester/messages.html", session, form, act, back="dsar:requester-messages", said=said)


@require_http_methods(["GET", "POST"])
@inside
def clarify(request: HttpRequest, session: PortalSession) -> HttpResponse:
    """Answer our question."""
    if request.method == "GET" and "clarification" not in selectors.awaited(session.case):
        return redirect("dsar:requester-home")
    form = ClarifyForm(request.POST or None, request.FILES or None)

    def act(values: dict[str, Any]) -> str:
        services.answer_clarification(
            session=session,
            text=values["text"],
            wants_everything=values["answer"] == ClarifyForm.EVERYTHING,
            files=values["uploads"],
        )
        return _("Thank you. We have your answer, and the time for ours goes on from today.")

    question = selectors.question_of(session)
    return _form_page(request, "requester/clarify.html", session, form, act, question=question)


@require_http_methods(["GET", "POST"])
@inside
def evidence(request: HttpRequest, session: PortalSession, kind: str) -> HttpResponse:
    """Send what proves identity or authority."""
    if kind not in selectors.awaited(session.case):
        if request.method == "GET":
            return redirect("dsar:requester-home")
        message = "Nothing of this kind is being waited for."
        raise Http404(message)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def act(values: dict[str, Any]) -> str:
        services.send_evidence(session=session, kind=kind, text=values["text"], files=values["uploads"])
        return _("We have it. A person looks at it and tells you whether it is enough.")

    return _form_page(request, "requester/evidence.html", session, form, act, kind=kind)


@require_http_methods(["GET", "POST"])
@inside
def contact(request: HttpRequest, session: PortalSession) -> HttpResponse:
    """Other contact details; a person here makes sure of them first."""
    form = ContactForm(request.POST or None)

    def act(values: dict[str, Any]) -> str:
        services.correct_contact(session=session, kind=values["kind"], value=values["value"])
        return _("Thank you. We make sure that it is really yours before we use it.")

    return _form_page(request, "requester/contact.html", session, form, act)


@require_http_methods(["GET", "POST"])
@inside
def withdraw(request: HttpRequest, session: PortalSession) -> HttpResponse:
    """Withdraw the request, or take that back."""
    if request.method == "POST" and request.POST.get("act") == "take_back":
        if services.take_back_withdrawal(session=session):
            messages.success(request, _("Your request goes on."))
        return redirect("dsar:requester-home")
    form = WithdrawForm(request.POST or None)

    def act(values: dict[str, Any]) -> str:
        services.withdraw(session=session, text=values["text"], is_sure=values["is_sure"])
        return _("We have your withdrawal and confirm it to you soon. Until then you can take it back.")

    return _form_page(
        request, "requester/withdraw.html", session, form, act, is_withdrawing=selectors.is_withdrawing(session.case)
    )


def _form_page(
    request: HttpRequest,
    template: str,
    session: PortalSession,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    *,
    back: str = "dsar:requester-home",
    **context: Any,
) -> HttpResponse:
    """A page with one form: done → back with words, refused or wrong → the page again, nothing typed lost."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except (RuleRefused, Conflict) as refusal:
            named = [name for name in refusal.fields if name in form.fields]
            is_file = refusal.code == "file_too_large" and "uploads" in form.fields
            form.add_error(named[0] if named else "uploads" if is_file else None, refusal.message)
        else:
            return redirect(back)
    status = 422 if form.errors else 200
    return _page(request, template, session, status=status, form=form, **context)


def _page(
    request: HttpRequest, template: str, session: PortalSession, *, status: int = 200, **context: Any
) -> HttpResponse:
    controller = session.case.controller
    back = "" if template == "requester/home.html" else reverse("dsar:requester-home")
    context |= {"organisation": _organisation(controller), "controller": controller, "back_url": back}
    return _private(render(request, template, {"reference": session.case.reference, **context}, status=status))


def _public(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    known = Controller.objects.all()[:2]  # of several organisations the page must not tell which
    organisation = _organisation(known[0]) if len(known) == 1 else {}
    return _private(render(request, template, {"organisation": organisation, **context}, status=status))


def _organisation(controller: Controller) -> dict[str, Any]:
    return {"name": controller.name, "privacy_email": controller.contact_email, "address": controller.address}


def _too_many(request: HttpRequest) -> HttpResponse:
    response = _public(request, "requester/busy.html", status=429)
    response["Retry-After"] = str(int(budget.WINDOW.total_seconds()))
    return response


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str, *, max_age: int) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path=COOKIE_PATH, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
