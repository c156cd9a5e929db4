"""Notices about a breach over the API: draft, write, approve, record as sent, paper (GDPR Art. 33, 34).

The product sends nothing to an authority here either: a person, or the program that calls, sends it and records it.
"""

from typing import Any, cast

from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.rules import Act
from dsar.accountability.breaches import notice_services
from dsar.accountability.breaches.drafting import missing_of
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.notice_services import Sent
from dsar.accountability.breaches.paper import notice_paper
from dsar.accountability.breaches.rules import Audience
from dsar.accountability.breaches.wording import LANGUAGES
from dsar.accountability.breaches.work_models import BreachNotice, NoticeStand
from dsar.api.answers import PDF, FileView
from dsar.api.breach_access import found_breach, user_of
from dsar.api.freshness import demand_fresh
from dsar.api.serializers import ErrorSerializer, StrictSerializer
from dsar.foundation import clock
from dsar.web.downloads import download

AUDIENCES = [one.value for one in Audience]
REFUSALS = {403: ErrorSerializer, 404: ErrorSerializer, 409: ErrorSerializer, 422: ErrorSerializer}


class NoticeSectionSerializer(serializers.Serializer[Any]):
    """A part of a notice."""

    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()


class BreachNoticeSerializer(serializers.Serializer[Any]):
    """A notice: whom it is for, its phase (Art. 33(4)), how far it is, and what the law still asks of it."""

    number = serializers.IntegerField()
    audience = serializers.ChoiceField(choices=AUDIENCES)
    phase = serializers.IntegerField()
    language = serializers.ChoiceField(choices=list(LANGUAGES))
    state = serializers.ChoiceField(source="stand", choices=NoticeStand.choices)
    to = serializers.CharField()
    version = serializers.IntegerField(help_text="The newest version; writing and approving name it.")
    approved_version = serializers.IntegerField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    is_late = serializers.BooleanField(help_text="Sent now it would be late: the reasons are demanded (Art. 33(1)).")
    sent_at = serializers.DateTimeField(allow_null=True)
    how = serializers.CharField()
    outside_reference = serializers.CharField()
    persons = serializers.IntegerField(allow_null=True)
    late_why = serializers.CharField()


class WholeNoticeSerializer(BreachNoticeSerializer):
    """A notice with its text."""

    sections = NoticeSectionSerializer(many=True)


class NewBreachNoticeSerializer(StrictSerializer):
    """A notice to draft from what the entry says."""

    audience = serializers.ChoiceField(choices=AUDIENCES)
    language = serializers.ChoiceField(choices=list(LANGUAGES))


class NoticeTextSerializer(StrictSerializer):
    """Text by code of the section; what is not named stays. `version` is the one that the caller read."""

    version = serializers.IntegerField(min_value=1)
    to = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    sections = serializers.DictField(
        child=serializers.CharField(max_length=20_000, allow_blank=True), required=False, default=dict
    )


class NoticeActSerializer(StrictSerializer):
    """Approve the version that was read, or record that the approved one went out."""

    act = serializers.ChoiceField(choices=["approve", "sent"])
    version = serializers.IntegerField(min_value=1, required=False)
    at = serializers.DateTimeField(required=False)
    how = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    outside_reference = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    persons = serializers.IntegerField(min_value=0, max_value=2_000_000_000, required=False)
    late_why = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "version" not in attrs:
            raise serializers.ValidationError({"version": "Name the version that you read, or that went out."})
        return attrs


class BreachNotices(APIView):
    """The notices of an entry; drafting one."""

    @extend_schema(responses=BreachNoticeSerializer(many=True), operation_id="breach_notices_list")
    def get(self, request: Request, breach_ref: str) -> Response:
        """All of them in order, every phase a notice of its own."""
        found = found_breach(request, breach_ref)
        return Response([_told(_of(found, row)) for row in found.notices.all()])

    @extend_schema(
        request=NewBreachNoticeSerializer,
        responses={201: WholeNoticeSerializer, **REFUSALS},
        operation_id="breach_notices_draft",
    )
    def post(self, request: Request, breach_ref: str) -> Response:
        """Draft a notice; after one that was sent it is the next phase."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        given = NewBreachNoticeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        audience = Audience(values["audience"])
        made = notice_services.draft_notice(
            breach=found, audience=audience, language=values["language"], actor=user_of(request)
        )
        return Response(_whole(_of(found, made)), status=201)


class BreachNoticeDetail(APIView):
    """One notice."""

    @extend_schema(responses=WholeNoticeSerializer, operation_id="breach_notices_read")
    def get(self, request: Request, breach_ref: str, number: int) -> Response:
        """The notice with the text of its newest version."""
        return Response(_whole(_notice(found_breach(request, breach_ref), number)))

    @extend_schema(
        request=NoticeTextSerializer,
        responses={200: WholeNoticeSerializer, **REFUSALS},
        operation_id="breach_notices_write",
    )
    def patch(self, request: Request, breach_ref: str, number: int) -> Response:
        """Write the next version; an approval falls. Another version than yours answers 409."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        given = NoticeTextSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values, row = given.validated_data, _notice(found, number)
        _demand_known(row, values["sections"])
        texts = list(values["sections"].items())
        to, seen = values.get("to", row.to), values["version"]
        notice_services.write_notice(notice=row, texts=texts, to=to, seen=seen, actor=user_of(request))
        return Response(_whole(_notice(found, number)))

    @extend_schema(responses={204: None, **REFUSALS}, operation_id="breach_notices_drop")
    def delete(self, request: Request, breach_ref: str, number: int) -> Response:
        """Drop a draft that is not needed; what was sent stays (409)."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        notice_services.drop_notice(notice=_notice(found, number), actor=user_of(request))
        return Response(status=204)


class BreachNoticeActs(APIView):
    """Acts on a notice."""

    @extend_schema(
        request=NoticeActSerializer,
        responses={200: WholeNoticeSerializer, **REFUSALS},
        operation_id="breach_notices_act",
    )
    def post(self, request: Request, breach_ref: str, number: int) -> Response:
        """Approve the version that was read, or record when and how the approved one went out.

        A session that approves gives its password again (403 `password_needed`); a token is a secret of its own.
        """
        found = found_breach(request, breach_ref)
        given = NoticeActSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values, row, actor = given.validated_data, _notice(found, number), user_of(request)
        if values["act"] == "approve":
            demand_fresh(request)
            notice_services.approve_notice(notice=row, seen=values["version"], actor=actor)
        else:
            notice_services.record_sent(notice=row, sent=_sent(values), actor=actor, seen=values["version"])
        return Response(_whole(_notice(found_breach(request, breach_ref), number)))


class BreachNoticePaper(FileView):
    """The paper."""

    @extend_schema(responses=PDF, operation_id="breach_notices_paper")
    def get(self, request: Request, breach_ref: str, number: int) -> HttpResponseBase:
        """The notice as PDF: as it was sent, or as it stands, which it then says."""
        row = _notice(found_breach(request, breach_ref), number)
        content, size = notice_paper(row, notice_services.latest_version(row))
        name = f"{row.breach.reference}-notice-{row.number}.pdf"
        return cast("HttpResponseBase", download(content, name=name, media_type="application/pdf", size=size))


def _sent(values: dict[str, Any]) -> Sent:
    return Sent(
        at=values.get("at") or clock.now(),
        how=values["how"],
        outside_reference=values["outside_reference"],
        persons=values.get("persons"),
        late_why=values["late_why"],
    )


def _demand_known(row: BreachNotice, texts: dict[str, str]) -> None:
    known = {one["code"] for one in notice_services.latest_version(row).sections}
    if unknown := sorted(set(texts) - known):
        raise serializers.ValidationError({"sections": f"There is no section {', '.join(unknown)}."})


def _notice(found: Breach, number: int) -> BreachNotice:
    row = found.notices.select_related("paper").filter(number=number).first()
    if row is None:
        raise Http404
    return _of(found, row)


def _of(found: Breach, row: BreachNotice) -> BreachNotice:
    row.breach = found
    return row


def _told(row: BreachNotice) -> dict[str, Any]:
    return dict(BreachNoticeSerializer(_fields(row, notice_services.latest_version(row).number)).data)


def _whole(row: BreachNotice) -> dict[str, Any]:
    version = notice_services.latest_version(row)
    return dict(WholeNoticeSerializer({**_fields(row, version.number), "sections": version.sections}).data)


def _fields(row: BreachNotice, version: int) -> dict[str, Any]:
    is_sent = row.stand == NoticeStand.SENT
    names = ("number", "audience", "phase", "language", "stand", "to", "approved_version", "approved_at", "sent_at",
             "how", "outside_reference", "persons", "late_why")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "version": version,
        "missing": [] if is_sent else missing_of(row),
        "is_late": not is_sent and notice_services.is_late(row, clock.now()),
    }
