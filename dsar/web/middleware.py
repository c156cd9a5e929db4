"""What every answer gets: privacy headers, and our errors as pages instead of traces."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dsar.foundation.errors import DsarError

GetResponse = Callable[[HttpRequest], HttpResponse]
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
