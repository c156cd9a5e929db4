"""What our snippet on somebody's web page asks: wordings, where a browser stands, its choice. And the two public files.

A browser is known by a random id that it made itself; nothing else can be read or changed here. Answers go only to the
origins that the page was set up with. The body is JSON sent as text/plain, so that no preflight is needed.
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from consent.models import Purpose, Site
from consent.receipts import public_key
from consent.rules import BROWSER_ID, normal_identifier
from consent.selectors import open_purposes, state_of
from consent.services import PUBLIC, note_signal
from consent.subjects import Identifier, find_subject
from consent.vocabulary import Channel, SubjectKind
from dsar.foundation.errors import DsarError
from dsar.intake import budget
from dsar.rights.consent import choosing
from dsar.rights.consent.models import DocumentKind, PublishedNotice

GPC_SINCE = "2026-11-01"
MOST_BYTES = 8192

Answer = Callable[[HttpRequest, Site, dict[str, Any]], JsonResponse]


def of_site(view: Answer) -> Callable[..., HttpResponse]:
    """Finds the page by its key, refuses other origins, reads the body, and lets only that origin read the answer."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, site_key: str) -> HttpResponse:
        site = Site.objects.filter(key=site_key, stopped_at__isnull=True).first()
        origin = request.headers.get("Origin", "")
        own = f"{request.scheme}://{request.get_host()}"
        if site is None:
            raise Http404
        if origin and origin not in [*site.origins, own]:
            return JsonResponse({"code": "foreign_origin"}, status=403)
        try:
            answer = view(request, site, _body(request))
        except DsarError as error:
            answer = JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        if origin:
            answer["Access-Control-Allow-Origin"] = origin
        answer["Vary"] = "Origin, Sec-GPC"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    return guarded


@require_GET
@of_site
def site(request: HttpRequest, found: Site, _given: dict[str, Any]) -> JsonResponse:
    """The wordings and the words of the buttons, in the language that is asked for."""
    language = _language(request.GET.get("lang", ""))
    choices = choosing.choices_for(None, language, _purposes(found))
    with translation.override(language):
        return JsonResponse({"purposes": [_told(one) for one in choices], "words": _words(), "language": language})


@require_POST
@of_site
def state(request: HttpRequest, found: Site, given: dict[str, Any]) -> JsonResponse:
    """Where a browser stands; a change of its signal is noted, for it and for the profile it names."""
    browser, profile = _identifiers(given)
    signal = choosing.has_signal(request) or given.get("signal") is True
    changed = _changed(browser, profile, signal=signal)
    if changed:
        if not budget.spend(request, "choices"):
            return JsonResponse({"code": "too_many"}, status=429)
        note_signal(
            identifiers=changed,
            is_on=signal,
            source=PUBLIC,
            channel=Channel.SNIPPET,
            evidence=choosing.evidence_of(request),
        )
    subject = find_subject(browser) if browser else None
    return JsonResponse(_standing(found, subject, _language(str(given.get("lang", ""))), signal=signal))


@require_POST
@of_site
def choose(request: HttpRequest, found: Site, given: dict[str, Any]) -> JsonResponse:
    """Write what a browser chose: {"browser", "choices": {code: "yes" | "no"}}."""
    browser, _profile = _identifiers(given)
    chosen = given.get("choices")
    if browser is None or not isinstance(chosen, Mapping):
        return JsonResponse({"code": "bad_request"}, status=400)
    if not budget.spend(request, "choices"):
        return JsonResponse({"code": "too_many"}, status=429)
    language = _language(str(given.get("lang", "")))
    choosing.save(
        subject=find_subject(browser),
        identifier=browser,
        given={f"choice-{code}": str(value) for code, value in chosen.items()},
        language=language,
        channel=Channel.SNIPPET,
        request=request,
        purposes=_purposes(found),
        is_confirmed=given.get("confirmed") is True,
    )
    signal = choosing.has_signal(request) or given.get("signal") is True
    return JsonResponse(_standing(found, find_subject(browser), language, signal=signal))


@require_GET
def gpc(request: HttpRequest) -> JsonResponse:
    """That this site heeds the Global Privacy Control (the resource of its specification)."""
    published = PublishedNotice.objects.filter(kind=DocumentKind.DO_NOT_SELL).order_by("-published_at").first()
    day = published.published_at.date().isoformat() if published else GPC_SINCE
    return JsonResponse({"gpc": True, "lastUpdate": day})


@require_GET
def receipt_key(request: HttpRequest) -> HttpResponse:
    """The key with which anybody verifies our receipts, base64."""
    return HttpResponse(f"{public_key()}\n", content_type="text/plain; charset=utf-8")


def _purposes(site: Site) -> list[Purpose]:
    return list(open_purposes().filter(sites=site))


def _standing(site: Site, subject: Any, language: str, *, signal: bool) -> dict[str, Any]:
    choices = choosing.choices_for(subject, language, _purposes(site), signal=signal)
    with translation.override(language):
        return {
            "allowed": {one.purpose.code: one.standing.is_allowed for one in choices},
            "purposes": [_told(one) for one in choices],
            "ask": any(one.is_asked and one.chosen == "" for one in choices),
            "signal": signal,
            "status": _("Your browser's opt-out signal is honoured.") if signal else "",
        }


def _told(one: choosing.Choice) -> dict[str, Any]:
    return {
        "code": one.purpose.code,
        "title": one.title,
        "text": one.text,
        "language": one.language,
        "asked": one.is_asked,
        "opt_out": one.purpose.ground == "opt_out",
        "chosen": one.chosen,
        "state": one.state,
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Your privacy choices"),
        "lead": _("You decide, and you can change it at any time."),
        "all": _("Yes to everything"),
        "none": _("No to everything"),
        "choose": _("Choose one by one"),
        "save": _("Save my choices"),
        "yes": _("Yes"),
        "no": _("No"),
        "open": _("Privacy choices"),
        "close": _("Close"),
        "failed": _("That did not work. Try again."),
    }


def _changed(browser: Identifier | None, profile: Identifier | None, *, signal: bool) -> list[Identifier]:
    """Of whom a change is to be noted. That one browser sends no signal says nothing of a known profile: its absence
    is never an opt-in (11 CCR § 7025(c)(5)).
    """
    if browser is None:
        return []
    asked = [browser, profile] if signal and profile else [browser]
    return [one for one in asked if _is_on(one) != signal]


def _is_on(identifier: Identifier) -> bool:
    subject = find_subject(identifier)
    return bool(subject and state_of(subject).signal)


def _identifiers(given: Mapping[str, Any]) -> tuple[Identifier | None, Identifier | None]:
    browser, profile = str(given.get("browser", "")), str(given.get("profile", ""))
    known = normal_identifier(SubjectKind.PROFILE, profile) if len(profile) >= 16 else ""  # nothing to be guessed
    return (
        choosing.browser(browser) if BROWSER_ID.fullmatch(browser) else None,
        Identifier(SubjectKind.PROFILE, known) if known else None,
    )


def _language(given: str) -> str:
    code = given[:2].lower()
    return code if code in dict(settings.LANGUAGES) else "en"


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    try:
        given = json.loads(request.body[: MOST_BYTES + 1]) if len(request.body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        given = None
    return given if isinstance(given, dict) else {}
