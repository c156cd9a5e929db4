"""Privacy choices for everybody: this browser without an account, a private link, or the person's own door by code.

Withdrawing is as easy as giving (GDPR Art. 7(3)): the same page, the same two buttons. A Global Privacy Control signal
is honoured when the page is read, with one write per change and none per visit.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from consent.connection_services import link_of
from consent.models import Subject
from consent.rules import BROWSER_ID
from consent.selectors import state_of
from consent.services import PUBLIC, note_signal
from consent.subjects import Identifier, find_subject
from consent.vocabulary import Channel, SubjectKind
from dsar.cases.vocabulary import PersonRole
from dsar.foundation.errors import RuleRefused
from dsar.intake import budget
from dsar.processing_records.models import Controller
from dsar.requester.models import PortalSession
from dsar.requester.portal import inside
from dsar.rights.consent import choosing, document_services, selectors
from dsar.rights.consent.models import CcpaOptOut, DocumentKind

COOKIE, COOKIE_PATH, COOKIE_DAYS = "privacy_choices", "/privacy/", 400
SIGNAL_COOKIE = "privacy_signal"  # the browser says its signal to scripts only (navigator.globalPrivacyControl)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the page: a known subject, or an identifier that may have said nothing yet."""

    subject: Subject | None
    identifier: Identifier | None
    address: str
    is_known: bool


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def browser_choices(request: HttpRequest) -> HttpResponse:
    """The choices of this browser; it gets an id only when it says something, by a button or by its signal."""
    token = request.COOKIES.get(COOKIE, "")
    is_new = not BROWSER_ID.fullmatch(token)
    if is_new and ((request.method == "POST" and "signal" not in request.POST) or _signal_by(request)):
        token = choosing.new_browser_id()
    identifier = choosing.browser(token) if BROWSER_ID.fullmatch(token) else None
    subject = find_subject(identifier) if identifier else None
    visitor = Visitor(subject, identifier, reverse("dsar:choices"), is_known=False)
    response = _choices(request, visitor)
    if identifier is not None and is_new and response.status_code in (200, 302):
        response.set_cookie(
            COOKIE,
            token,
            max_age=COOKIE_DAYS * 24 * 60 * 60,
            path=COOKIE_PATH,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


@sensitive_variables("choices_token")
@require_http_methods(["GET", "POST"])
def linked_choices(request: HttpRequest, choices_token: str) -> HttpResponse:
    """The choices of whoever holds the private link."""
    link = link_of(choices_token)
    if link is None:
        return _private(render(request, "consent/public_link_ended.html", _frame(request), status=404))
    visitor = Visitor(link.subject, None, request.path, is_known=True)
    return _choices(request, visitor)


@require_http_methods(["GET", "POST"])
@inside
def signed_in_choices(request: HttpRequest, session: PortalSession) -> HttpResponse:
    """The choices of somebody who is in by code: known by the address that the code was sent to."""
    people = {one.role: one for one in session.case.people.all()}
    asker = people.get(PersonRole.REQUESTER) or people.get(PersonRole.SUBJECT)
    emails = asker.details.get("emails", []) if asker else []
    if not emails:
        return redirect("dsar:requester-home")
    identifier = Identifier(SubjectKind.EMAIL, str(emails[0]))
    visitor = Visitor(find_subject(identifier), identifier, reverse("dsar:requester-choices"), is_known=True)
    return _choices(request, visitor)


@require_GET
def document(request: HttpRequest, kind: str, version: int | None = None) -> HttpResponse:
    """A notice as it was published; without a version the newest."""
    name = kind.replace("-", "_")
    if name not in DocumentKind.values:
        raise Http404
    publishers = document_services.publishers_of(DocumentKind(name))
    named = request.GET.get("of", "")
    chosen = next((one for one in publishers if str(one.pk) == named), publishers[0] if publishers else None)
    found = document_services.latest_of(DocumentKind(name), get_language() or "en", number=version, controller=chosen)
    if found is None and version is not None:
        raise Http404
    versions = []
    if found is not None:
        same = type(found).objects.filter(kind=name, controller=found.controller, language=found.language)
        versions = list(same.defer("content"))
    context = _frame(request) | {"notice": found, "versions": versions, "title": DocumentKind(name).label, "slug": kind}
    context |= {"publishers": publishers, "chosen": chosen}
    return render(request, "consent/public_notice.html", context)


def _choices(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    if request.method == "POST" and "signal" in request.POST:
        return _told_by_script(request, visitor)
    if not _heed_signal(request, visitor):
        return _busy(request)
    if visitor.subject is None and visitor.identifier is not None:
        visitor = Visitor(find_subject(visitor.identifier), visitor.identifier, visitor.address, visitor.is_known)
    if request.method == "POST":
        return _save(request, visitor)
    return _shown(request, visitor)


def _told_by_script(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Keep that the browser says its signal, or no longer does; the next look at the page notes the change."""
    answer = redirect(f"{visitor.address}?signal=seen")
    if request.POST["signal"] == "on":
        seconds = COOKIE_DAYS * 24 * 60 * 60
        secure = request.is_secure()
        answer.set_cookie(SIGNAL_COOKIE, "1", max_age=seconds, httponly=True, samesite="Lax", secure=secure)
    else:
        answer.delete_cookie(SIGNAL_COOKIE)
    return answer


def _signal_by(request: HttpRequest) -> str:
    """How the signal comes: "header", "script" or "" for not at all."""
    if choosing.has_signal(request):
        return "header"
    return "script" if request.COOKIES.get(SIGNAL_COOKIE) == "1" else ""


def _save(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    if not budget.spend(request, "choices"):
        return _busy(request)
    given = {name: str(value) for name, value in request.POST.items()}
    if whole := given.get("all"):
        given |= {one.name: whole for one in choosing.choices_for(visitor.subject, _language()) if one.is_asked}
    try:
        saved = choosing.save(
            subject=visitor.subject,
            identifier=visitor.identifier,
            given=given,
            language=_language(),
            channel=Channel.PREFERENCE_PAGE,
            request=request,
            is_confirmed="is_confirmed" in given,
        )
    except RuleRefused as refusal:
        return _shown(request, visitor, status=422, given=given, fault=_(refusal.message))
    if saved.needs_confirmation:
        return _shown(request, visitor, status=422, given=given, confirm=saved.needs_confirmation)
    if saved.opt_out is not None:
        day = date_format(saved.opt_out.due_on, "j F Y")
        words = _(
            "Your opt-out is honoured from now on. Reference %(reference)s; by %(day)s we have told everybody else."
        )
        messages.success(request, words % {"reference": saved.opt_out.reference, "day": day})
    else:
        messages.success(request, _("Your choices are saved.") if saved.written else _("Nothing has changed."))
    return redirect(visitor.address)


def _shown(request: HttpRequest, visitor: Visitor, *, status: int = 200, **context: Any) -> HttpResponse:
    signal = bool(_signal_by(request))
    choices = choosing.choices_for(visitor.subject, _language(), signal=signal)
    given: dict[str, str] = context.get("given", {})
    asked = [(one, given.get(one.name, one.chosen)) for one in choices if one.is_asked]
    subject = visitor.subject
    context |= _frame(request) | {
        "choices": [pair for pair in asked if pair[0].purpose.ground == "consent"],
        "opt_outs": [pair for pair in asked if pair[0].purpose.ground == "opt_out"],
        "others": [one for one in choices if not one.is_asked],
        "conflicts": [one for one in choices if one.conflicts],
        "signal": signal,
        "signal_by": _signal_by(request),
        "history": selectors.history_in_words(subject) if subject and visitor.is_known else [],
        "waiting": list(CcpaOptOut.objects.filter(subject_id=subject.pk)) if subject else [],
        "is_known": visitor.is_known,
        "here": visitor.address,
    }
    return _private(render(request, "consent/public_choices.html", context, status=status))


def _heed_signal(request: HttpRequest, visitor: Visitor) -> bool:
    """Note a change of the signal; False where too many changes came from this address."""
    is_on = bool(_signal_by(request))
    was_on = bool(state_of(visitor.subject).signal) if visitor.subject else False
    if is_on == was_on or (visitor.is_known and not is_on):
        return True
    if not budget.spend(request, "choices"):
        return False
    note_signal(
        identifiers=[visitor.identifier] if visitor.identifier else [],
        subjects=[visitor.subject] if visitor.subject and not visitor.identifier else [],
        is_on=is_on,
        source=PUBLIC,
        channel=Channel.PREFERENCE_PAGE,
        evidence=choosing.evidence_of(request),
    )
    return True


def _frame(request: HttpRequest) -> dict[str, Any]:
    known = Controller.objects.all()[:2]
    only = known[0] if len(known) == 1 else None
    organisation = {"name": only.name, "privacy_email": only.contact_email, "address": only.address} if only else {}
    return {"organisation": organisation, "back_url": ""}


def _busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "requester/busy.html", _frame(request), status=429)
    response["Retry-After"] = str(int(budget.WINDOW.total_seconds()))
    return _private(response)


def _language() -> str:
    return (get_language() or "en")[:2]


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Sec-GPC, Cookie"
    return response
