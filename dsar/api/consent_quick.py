"""The short way for checks of consent: before sessions, languages and serializers, for a system with a good token.

Only the plain question with a plain answer is taken here. Whatever is unusual (a bad token, a first use today, unknown
fields, an identifier that is none) goes the long way, which answers it in full; so both ways say the same.
"""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse

from consent import quick
from consent.fold import Folded
from consent.subjects import Identifier
from consent.vocabulary import SubjectKind
from dsar.foundation.errors import RuleRefused

PATH = "/api/v1/consent/check/"
MOST_CHECKS = 100
_KINDS = {kind.value: kind for kind in SubjectKind}


class QuickCheck:
    """Middleware; the first but for what secures the connection."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == PATH and request.method == "POST":
            return _answered(request) or self.get_response(request)
        return self.get_response(request)


def answer(folded: Folded, wanted: list[str] | None) -> dict[str, Any] | None:
    """The answer to one question; None where it asks for a purpose that there is not."""
    standings = folded.standings
    shown = list(standings.values()) if not wanted else [standings.get(code) for code in wanted]
    if any(one is None for one in shown):
        return None
    states = {
        one.purpose: {"state": one.state.value, "since": _iso(one.since), "expires_at": _iso(one.expires_at)}
        for one in shown
        if one is not None
    }
    return {
        "allowed": {one.purpose: one.is_allowed for one in shown if one is not None},
        "states": states,
        "signal": folded.signal,
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def _answered(request: HttpRequest) -> HttpResponse | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        request.get_host()
        given = json.loads(request.body)
    except (DisallowedHost, RequestDataTooBig, ValueError, RecursionError):
        return None
    questions = _questions(given)
    if questions is None or scheme.lower() != "bearer" or not quick.may_check(secret.strip()):
        return None
    try:
        states = quick.states_for([Identifier(_KINDS[one["known_by"]], one["identifier"]) for one in questions])
    except RuleRefused:
        return None
    answers = [answer(folded, one.get("purposes")) for one, folded in zip(questions, states, strict=True)]
    if any(one is None for one in answers):
        return None
    told: Any = {"results": answers} if "checks" in given else answers[0]
    response = JsonResponse(told, json_dumps_params={"separators": (",", ":")})
    response["Cache-Control"] = "no-store"
    return response


def _questions(given: Any) -> list[dict[str, Any]] | None:
    if not isinstance(given, dict):
        return None
    found = given["checks"] if set(given) == {"checks"} else [given]
    if not isinstance(found, list) or not 0 < len(found) <= MOST_CHECKS or not all(_is_plain(one) for one in found):
        return None
    return found


def _is_plain(one: Any) -> bool:
    if not isinstance(one, dict) or not {"known_by", "identifier"} <= set(one) <= {
        "known_by",
        "identifier",
        "purposes",
    }:
        return False
    wanted = one.get("purposes", [])
    is_list = isinstance(wanted, list) and len(wanted) <= MOST_CHECKS and all(isinstance(code, str) for code in wanted)
    return (
        is_list and one["known_by"] in _KINDS and isinstance(one["identifier"], str) and bool(one["identifier"].strip())
    )
