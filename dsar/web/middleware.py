"""What every answer gets: privacy headers, an idle limit, and our errors as pages instead of traces."""

import datetime as dt
import json
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dsar.foundation import clock
from dsar.foundation.errors import DsarError

GetResponse = Callable[[HttpRequest], HttpResponse]
_SEEN = "seen_at"
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class PrivacyHeaders:
    """Nothing but static files may be kept by a browser or a proxy; no page may use the devices."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        response.setdefault("Cache-Control", "no-store")
        return response


class IdleSession:
    """Ends a session after DSAR_IDLE_MINUTES without a request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clock.now()
            seen = request.session.get(_SEEN)
            if seen and now - dt.datetime.fromisoformat(seen) > dt.timedelta(minutes=settings.DSAR_IDLE_MINUTES):
                logout(request)
            elif not seen or now - dt.datetime.fromisoformat(seen) > dt.timedelta(minutes=1):
                request.session[_SEEN] = now.isoformat()  # at most one write a minute
        return self.get_response(request)


class ErrorsAsAnswers:
    """Turns a DsarError that a view let through into a page with its message, or a fragment for htmx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer our own errors; leave the others to Django."""
        if not isinstance(exception, DsarError) or isinstance(exception, Http404):
            return None
        if request.path.startswith("/api/"):
            body = {"code": exception.code, "message": exception.message, "fields": exception.fields}
            return JsonResponse(body, status=exception.status)
        response = render(request, "error.html", {"error": exception}, status=exception.status)
        if request.headers.get("HX-Request"):
            response["HX-Trigger"] = json.dumps({"desk:error": {"message": exception.message}})
        return response
