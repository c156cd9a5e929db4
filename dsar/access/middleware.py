"""How long a session lasts, what it opens while a second factor must be set up, its zone and its language."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation

from dsar.access.session_store import SEEN_AT, SIGNED_IN_AT
from dsar.access.sessions import MUST_SET_UP
from dsar.foundation import clock

# Addresses that pages left open ask again and again (who else has the case open).
BY_ITSELF = ("/presence/",)

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionLimits:
    """Ends a session after DSAR_IDLE_MINUTES without a request, and DSAR_SESSION_HOURS after sign-in in any case."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if self._is_over(request):
                logout(request)
            elif request.session.get(MUST_SET_UP) and not _leads_to_set_up(request.path):
                return _set_up_first(request)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now, session = clock.now(), request.session
        began, seen = _instant(session.get(SIGNED_IN_AT)), _instant(session.get(SEEN_AT))
        if began and now - began > dt.timedelta(hours=settings.DSAR_SESSION_HOURS):
            return True
        if seen and now - seen > dt.timedelta(minutes=settings.DSAR_IDLE_MINUTES):
            return True
        if began is None:
            session[SIGNED_IN_AT] = now.isoformat()
        # A page that asks by itself is no sign that anybody sits before it.
        if not request.path.endswith(BY_ITSELF) and (seen is None or now - seen > dt.timedelta(minutes=1)):
            session[SEEN_AT] = now.isoformat()  # at most one write a minute
        return False


class LocalTime:
    """Pages show and read moments where the person is, in the language that they chose; programs get them in UTC and in
    the language of the request, as do people outside.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/") or not request.user.is_authenticated:
            return self.get_response(request)
        if request.user.language:  # until the next request says its own: what is streamed is written after this
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return self.get_response(request)


def _instant(text: object) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if isinstance(text, str) else None


def _leads_to_set_up(path: str) -> bool:
    open_to_all = (reverse("dsar:factors"), reverse("dsar:sign-out"), reverse("dsar:reauthenticate"), "/language/")
    return path.startswith((*open_to_all, settings.STATIC_URL))


def _set_up_first(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"code": "second_factor_needed", "message": "Set up a second factor first.", "fields": {}}
        return JsonResponse(body, status=403)
    return HttpResponseRedirect(reverse("dsar:factors"))
