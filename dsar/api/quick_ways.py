"""The short way for questions that systems ask a thousand times a second: before sessions, languages and views.

Only a plain question with a good token is taken here. Whatever is unusual (a bad token, a first use today, unknown
fields, too much text, a gate before the endpoint) goes the long way, which answers it in full; both ways say the same.
Nothing is read of a body that no token stands before, or that is longer than such a question can be.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException

from consent.connection_services import TOKEN_PREFIX
from dsar.api import consent_quick, detect_quick
from dsar.api.limits import BODY_BYTES
from dsar.api.services import PREFIX
from dsar.foundation.errors import DsarError
from dsar.pii.gate_rules import rule_for, rules_from

# Asked with a token and what the body says; None sends the question the long way.
Way = Callable[[str, Any], dict[str, Any] | None]

WAYS: Final[dict[str, Way]] = {"/api/v1/consent/check/": consent_quick.checked} | detect_quick.WAYS
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class QuickWays:
    """Middleware; the first but for what secures the connection."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.gate = rules_from(settings.DSAR_TEXT_GATE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        way = WAYS.get(request.path_info) if request.method == "POST" else None
        if way is None or rule_for(request.path, self.gate) is not None:
            return self.get_response(request)
        return _answered(request, way) or self.get_response(request)


def _answered(request: HttpRequest, way: Way) -> HttpResponse | None:
    asked = request.META
    scheme, _, secret = asked.get("HTTP_AUTHORIZATION", "").partition(" ")
    is_plain = asked.get("CONTENT_TYPE", "").partition(";")[0] == "application/json" and not asked.get("QUERY_STRING")
    if not is_plain or scheme.lower() != "bearer" or not _takes_json(asked.get("HTTP_ACCEPT", "")):
        return None
    if not secret.strip().startswith((PREFIX, TOKEN_PREFIX)) or not _is_short(asked.get("CONTENT_LENGTH", "")):
        return None
    try:
        request.get_host()
        given = json.loads(request.body)
    except (DisallowedHost, RequestDataTooBig, ValueError, RecursionError):
        return None
    try:
        told = way(secret.strip(), given)
    except (APIException, DsarError, DatabaseError, InterfaceError, UnicodeEncodeError):
        return None
    if told is None:
        return None
    body = _json.encode(told).encode()
    headers = {**_HEADERS, "Content-Length": str(len(body))}  # else it would be sent in chunks
    return HttpResponse(body, content_type="application/json", headers=headers)


def _is_short(length: str) -> bool:
    return length.isascii() and length.isdigit() and int(length) <= BODY_BYTES


def _takes_json(accept: str) -> bool:
    return not accept or "*/*" in accept or "application/json" in accept
