"""The consent ledger for other systems: check, grant, withdraw, signal, history. Each asks with a token of its own.

Identifiers stand in the body, never in an address. Writing takes an `Idempotency-Key`: the same key gives the same
entry, and a key used for something else is refused (409).
"""

from typing import Any, cast

from django.db import transaction
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.connection_services import token_of
from consent.fold import Folded
from consent.models import LedgerEntry, Purpose, Scope, SystemToken, WordingText
from consent.receipts import facts_of, receipt_of
from consent.selectors import history_of, states_for
from consent.services import Said, Source, note_signal, record_choice
from consent.subjects import Identifier, find_subject
from consent.vocabulary import Act, Channel, Ground, Method, SubjectKind
from dsar.api.consent_quick import answer
from dsar.api.serializers import ErrorSerializer, StrictSerializer
from dsar.foundation.errors import RuleRefused
from dsar.rights.consent import opt_out_services
from dsar.rights.consent.proof_services import controller_name

MOST_CHECKS = 100
KEY_HEADER = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="At most 100 characters.")


METHODS = [one.value for one in Method]
CHANNELS = [one.value for one in Channel]


class SystemAuthentication(BaseAuthentication):
    """`Authorization: Bearer consent_…`; expired, revoked and unknown tokens get the same answer."""

    def authenticate(self, request: Request) -> tuple[None, SystemToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_of(secret.strip())
        if token is None:
            message = "This token is not valid."
            raise AuthenticationFailed(message)
        return None, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SystemScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library's base is untyped
    """How the published schema tells of the token."""

    target_class = "dsar.api.consent_views.SystemAuthentication"
    name = "consentSystem"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class HasScope(BasePermission):
    """The token names the scope that the view asks for."""

    message = "The token of this system does not open this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        token = cast("SystemToken | None", request.auth)
        return token is not None and getattr(view, "scope", None) in token.scopes


class WhoSerializer(StrictSerializer):
    """By what somebody is known."""

    known_by = serializers.ChoiceField(choices=[kind.value for kind in SubjectKind])
    identifier = serializers.CharField(max_length=320)


class QuestionSerializer(WhoSerializer):
    """Whose state, and of which purposes; of all where none is named."""

    purposes = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=100)


class CheckSerializer(StrictSerializer):
    """One question, or many at once under `checks`."""

    known_by = serializers.ChoiceField(choices=[kind.value for kind in SubjectKind], required=False)
    identifier = serializers.CharField(max_length=320, required=False)
    purposes = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=100)
    checks = serializers.ListField(child=QuestionSerializer(), required=False, max_length=MOST_CHECKS)


class ChoiceSerializer(WhoSerializer):
    """What somebody said about one purpose."""

    purpose = serializers.CharField(max_length=40)
    act = serializers.ChoiceField(choices=["granted", "denied", "opted_in"], default="granted")
    method = serializers.ChoiceField(choices=METHODS)
    channel = serializers.ChoiceField(choices=CHANNELS, default=Channel.API.value)
    wording = serializers.IntegerField(required=False, min_value=1, help_text="Number of the wording that was shown.")
    language = serializers.CharField(max_length=8, default="en")
    at = serializers.DateTimeField(required=False)
    evidence = serializers.DictField(child=serializers.CharField(max_length=1000), required=False)
    asked_by_us = serializers.BooleanField(default=False, help_text="The opt-in was asked for (twelve-month rule).")


class WithdrawalSerializer(WhoSerializer):
    """A withdrawal, or an opt-out; nothing more is needed than who and what."""

    purpose = serializers.CharField(max_length=40)
    method = serializers.ChoiceField(choices=METHODS, default=Method.BUTTON.value)
    channel = serializers.ChoiceField(choices=CHANNELS, default=Channel.API.value)
    at = serializers.DateTimeField(required=False)
    evidence = serializers.DictField(child=serializers.CharField(max_length=1000), required=False)


class SignalSerializer(StrictSerializer):
    """An opt-out preference signal that a server has seen, for everything the browser is known by."""

    subjects = serializers.ListField(child=WhoSerializer(), min_length=1, max_length=5)
    on = serializers.BooleanField()


class SystemView(APIView):
    """A view for systems with a scope."""

    authentication_classes = [SystemAuthentication]
    permission_classes = [HasScope]
    scope = ""


class ConsentCheck(SystemView):
    """What holds now."""

    scope = Scope.CHECK.value

    @extend_schema(request=CheckSerializer, responses={200: dict, 400: ErrorSerializer}, operation_id="consent_check")
    def post(self, request: Request) -> Response:
        """`allowed` by purpose, and the state behind it; for a stranger as if nothing had been said."""
        given = CheckSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        if "checks" in values:
            return Response({"results": _checked(values["checks"])})
        if "known_by" not in values or "identifier" not in values:
            message = "Say who it is: known_by and identifier, or a list of checks."
            raise RuleRefused(message, code="no_subject", fields={"identifier": message})
        return Response(_checked([values])[0])


class ConsentGrant(SystemView):
    """Record what somebody said."""

    scope = Scope.GRANT.value

    @extend_schema(
        request=ChoiceSerializer, responses={201: dict, 409: ErrorSerializer, 422: ErrorSerializer},
        parameters=[KEY_HEADER], operation_id="consent_grant",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Write an entry; the answer is its signed receipt."""
        given = ChoiceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        purpose = _purpose(values["purpose"])
        act = Act(values["act"])
        text = _text(purpose, values) if act is Act.GRANTED else None
        return _written(request, values, purpose, act, text)


class ConsentWithdraw(SystemView):
    """Record a withdrawal or an opt-out."""

    scope = Scope.WITHDRAW.value

    @extend_schema(
        request=WithdrawalSerializer, responses={201: dict, 409: ErrorSerializer, 422: ErrorSerializer},
        parameters=[KEY_HEADER], operation_id="consent_withdraw",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Write an entry; the answer is its signed receipt."""
        given = WithdrawalSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        purpose = _purpose(values["purpose"])
        act = Act.OPTED_OUT if purpose.ground == Ground.OPT_OUT else Act.WITHDRAWN
        return _written(request, values, purpose, act, None)


class ConsentSignal(SystemView):
    """Note a Global Privacy Control signal."""

    scope = Scope.WITHDRAW.value

    @extend_schema(request=SignalSerializer, responses={200: dict}, operation_id="consent_signal")
    def post(self, request: Request) -> Response:
        """One entry per change; `written` tells how many."""
        given = SignalSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        rows = note_signal(
            identifiers=[_who(one) for one in given.validated_data["subjects"]],
            is_on=given.validated_data["on"],
            source=_source(request),
            channel=Channel.API,
            evidence={},
        )
        return Response({"written": len(rows)})


class ConsentHistory(SystemView):
    """Everything that was said."""

    scope = Scope.HISTORY.value

    @extend_schema(request=WhoSerializer, responses={200: dict}, operation_id="consent_history")
    def post(self, request: Request) -> Response:
        """Entries in order, without evidence; empty for a stranger."""
        given = WhoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        subject = find_subject(_who(given.validated_data))
        return Response({"entries": [facts_of(one) for one in history_of(subject)] if subject else []})


def _checked(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    states = states_for([_who(one) for one in questions])
    return [_answer(values, folded) for values, folded in zip(questions, states, strict=True)]


def _answer(values: dict[str, Any], folded: Folded) -> dict[str, Any]:
    wanted = values.get("purposes")
    told = answer(folded, wanted)
    if told is None:
        message = "There is no such purpose."
        unknown = [code for code in wanted or [] if code not in folded.standings]
        raise RuleRefused(message, code="unknown_purpose", fields={"purposes": ", ".join(unknown)})
    return told


def _written(
    request: Request, values: dict[str, Any], purpose: Purpose, act: Act, text: WordingText | None
) -> Response:
    said = Said(
        purpose,
        act,
        Method(values["method"]),
        Channel(values["channel"]),
        text=text,
        at=values.get("at"),
        evidence=values.get("evidence", {}),
        once=_idempotency_key(request),
        asked_by_us=values.get("asked_by_us", False),
    )
    with transaction.atomic():
        entry: LedgerEntry = record_choice(identifier=_who(values), said=said, source=_source(request))
        opt_out_services.begin_clock(entry=entry, source=_source(request))
    return Response(receipt_of(entry, controller=controller_name(purpose.controller_id)), status=201)


def _who(values: dict[str, Any]) -> Identifier:
    return Identifier(SubjectKind(values["known_by"]), values["identifier"])


def _source(request: Request) -> Source:
    token = cast("SystemToken", request.auth)
    return Source(token.name, id=token.pk)


def _purpose(code: str) -> Purpose:
    found = Purpose.objects.filter(code=code).first()
    if found is None:
        message = "There is no such purpose."
        raise RuleRefused(message, code="unknown_purpose", fields={"purpose": message})
    return found


def _text(purpose: Purpose, values: dict[str, Any]) -> WordingText | None:
    """The wording that the system says it showed; never guessed, since it is what proves the consent."""
    found = WordingText.objects.filter(wording__purpose=purpose, language=values["language"]).select_related("wording")
    return found.filter(wording__number=values["wording"]).first() if "wording" in values else None


def _idempotency_key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > 100:
        message = "An idempotency key has at most 100 characters."
        raise RuleRefused(message, code="key_too_long")
    return key
