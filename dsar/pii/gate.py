"""The text gate: a middleware before chosen endpoints that reports, masks or blocks personal data in text.

It reads JSON, forms, text and the query behind an address by rules alone, up to DSAR_TEXT_GATE_BYTES. Where masking or
blocking is asked for, text that cannot be read (longer, compressed, in an unknown coding) does not pass. Files and
other binary bodies pass unread: they are not text. Every report, mask and refusal is recorded with counts, never with
a value.
"""

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase

from discovery.detection.risk import TextRisk, risk_of
from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation.errors import DsarError
from dsar.pii.gate_bodies import POLICY, Body, body_of, is_textual, masked_stream
from dsar.pii.gate_rules import GateAct, GateRule, Side, rule_for, rules_from
from dsar.web.middleware import ErrorsAsAnswers, GetResponse

catalogue.declare(
    gate_reported="Text gate at {where}: {side} with a risk of {score} ({kinds})",
    gate_masked="Text gate at {where}: {side} masked, risk {score} ({kinds})",
    gate_blocked="Text gate at {where}: {side} stopped, risk {score} ({kinds})",
    gate_unread="Text gate at {where}: {side} could not be read ({why})",
)

_READ_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_DONE = {GateAct.REPORT: "gate.reported", GateAct.MASK: "gate.masked", GateAct.BLOCK: "gate.blocked"}


class TextRefused(DsarError):
    """The text may not pass here."""

    code = "text_refused"
    status = 422


class TextTooLarge(DsarError):
    """The text cannot be read here, and unread it may not pass."""

    code = "text_not_readable"
    status = 413


class TextGate:
    """See the module. Not in use where DSAR_TEXT_GATE is empty."""

    def __init__(self, get_response: GetResponse) -> None:
        try:
            self.rules = rules_from(settings.DSAR_TEXT_GATE)
        except ValueError as error:
            raise ImproperlyConfigured(str(error)) from error
        if not self.rules:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._errors = ErrorsAsAnswers(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        rule = rule_for(request.path, self.rules)
        if rule is None:
            return self.get_response(request)
        try:
            if rule.reads(Side.REQUEST):
                _look_at_query(rule, request)
                if request.method in _READ_METHODS:
                    _look_at_request(rule, request)
            response: HttpResponseBase = self.get_response(request)
            return _look_at_response(rule, request, response) if rule.reads(Side.RESPONSE) else response
        except (TextRefused, TextTooLarge) as error:
            return cast("HttpResponse", self._errors.process_exception(request, error))


def _look_at_query(rule: GateRule, request: HttpRequest) -> None:
    """What stands behind the question mark, read like the fields of a form; the record names the rule, not the address.

    Masked, it is what the view and everything behind the gate read; a server before it may have logged the address.
    """
    if not request.META.get("QUERY_STRING"):
        return
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    body = Body("", "application/x-www-form-urlencoded", pairs)
    if _decide(rule, request, Side.REQUEST, body):
        request.META["QUERY_STRING"] = body.masked()
        request.GET = QueryDict(request.META["QUERY_STRING"])


def _look_at_request(rule: GateRule, request: HttpRequest) -> None:
    if request.content_type == "multipart/form-data":
        _look_at_fields(rule, request)
        return
    if not is_textual(request.content_type or "text/plain"):
        return
    why = _unreadable(request.META.get("CONTENT_LENGTH"), request.headers.get("Content-Encoding", ""))
    body = None if why else body_of(request.body, request.content_type or "text/plain", request.encoding or "utf-8")
    if body is None:
        _unread(rule, request, Side.REQUEST, why or "its coding")
    elif _decide(rule, request, Side.REQUEST, body):
        raw = body.masked().encode(request.encoding or "utf-8")
        request._body = raw  # what request.body and request.POST are made of
        request.META["CONTENT_LENGTH"] = str(len(raw))


def _look_at_fields(rule: GateRule, request: HttpRequest) -> None:
    """The text fields of a form with files; the files are not text."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    body = Body("", "application/x-www-form-urlencoded", pairs)
    if _decide(rule, request, Side.REQUEST, body):
        request._post = QueryDict(body.masked())  # type: ignore[attr-defined]  # what request.POST gives


def _look_at_response(rule: GateRule, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not is_textual(media_type):
        return response
    if isinstance(response, StreamingHttpResponse):
        return _look_at_stream(rule, request, response, media_type)
    whole = cast("HttpResponse", response)
    why = _unreadable(str(len(whole.content)), whole.headers.get("Content-Encoding", ""))
    body = None if why else body_of(whole.content, media_type, whole.charset)
    if body is None:
        _unread(rule, request, Side.RESPONSE, why or "its coding")
    elif _decide(rule, request, Side.RESPONSE, body):
        _replace(whole, body.masked().encode(whole.charset))
    return whole


def _look_at_stream(
    rule: GateRule, request: HttpRequest, response: StreamingHttpResponse, media_type: str
) -> HttpResponseBase:
    """A text that comes in pieces: masked as it comes; gathered up to the limit to be judged; else unread."""
    if response.is_async or response.headers.get("Content-Encoding"):
        _unread(rule, request, Side.RESPONSE, "its coding")
        return response
    chunks = iter(cast("Iterable[bytes]", response.streaming_content))
    if rule.act is GateAct.MASK:
        _record("gate.masked", rule, request, Side.RESPONSE, score="not known beforehand", kinds="in a stream")
        response.streaming_content = masked_stream(chunks, response.charset)
        del response.headers["Content-Length"]
        return response
    held, size = [], 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size > settings.DSAR_TEXT_GATE_BYTES:
            _unread(rule, request, Side.RESPONSE, "its length")
            break
    else:
        body = body_of(b"".join(held), media_type, response.charset)
        if body is None:
            _unread(rule, request, Side.RESPONSE, "its coding")
        else:
            _decide(rule, request, Side.RESPONSE, body)
    response.streaming_content = itertools.chain(held, chunks)
    return response


def _decide(rule: GateRule, request: HttpRequest, side: Side, body: Body) -> bool:
    """Record where the risk reaches the threshold; whether to mask.

    Raises:
        TextRefused: it may not pass.
    """
    found = body.detections()
    risk = risk_of(found)
    if rule.act is GateAct.MASK:
        found = [one for one in found if POLICY.form_of(one.kind) is not None]
    if not found or risk.score < rule.threshold:
        return False
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(Counter(one.kind.value for one in found).items()))
    _record(_DONE[rule.act], rule, request, side, score=risk.score, kinds=kinds)
    if rule.act is GateAct.BLOCK:
        raise TextRefused(_refusal(side, risk))
    return rule.act is GateAct.MASK


def _refusal(side: Side, risk: TextRisk) -> str:
    if side is Side.REQUEST:
        return f"What was sent holds personal data that may not go here ({risk.level.value} risk). Take them out."
    return f"The answer holds personal data that may not leave here ({risk.level.value} risk)."


def _unread(rule: GateRule, request: HttpRequest, side: Side, why: str) -> None:
    """Record a text that could not be read; let it pass only where the gate reports.

    Raises:
        TextTooLarge: the gate masks or blocks.
    """
    _record("gate.unread", rule, request, side, why=why)
    if rule.act is not GateAct.REPORT:
        message = "This text cannot be checked for personal data here, so it does not pass. Send less, uncompressed."
        raise TextTooLarge(message)


def _record(code: str, rule: GateRule, request: HttpRequest, side: Side, **facts: Any) -> None:
    user = getattr(request, "user", None)
    actor = user if isinstance(user, User) else None
    outcome = "refused" if rule.act is GateAct.BLOCK else "done"
    told = {"where": rule.path, "side": side.value} | facts
    record(code, actor=actor, actor_kind="user" if actor else "public", facts=told, outcome=outcome)


def _unreadable(length: str | None, coding: str) -> str:
    """Why a body is not read; "" where it can be."""
    if coding and coding.lower() != "identity":
        return "compressed"
    if length is None or not length.isdigit():
        return "its length is not told"
    return "its length" if int(length) > settings.DSAR_TEXT_GATE_BYTES else ""


def _replace(response: HttpResponse, raw: bytes) -> None:
    response.content = raw
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(raw))
    del response.headers["ETag"]
