"""Scans of compromised documents over the API: order one, follow it, read what it counted, delete the copies.

What a scan gives are counts, kinds and reasons, as on the pages; no value of anybody is in them.
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.rules import Act
from dsar.accountability.breaches import scan_services
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.scan_view import ScanView, file_rows, scan_view, scans_of
from dsar.accountability.breaches.work_models import BreachScan, ScanOf
from dsar.api.breach_access import found_breach, user_of
from dsar.api.pagination import Pages
from dsar.api.serializers import ErrorSerializer, StrictSerializer
from dsar.cases.models import Case
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Source

MOST_PLACE = 200  # characters of what the files are
REFUSALS = {403: ErrorSerializer, 404: ErrorSerializer, 409: ErrorSerializer, 422: ErrorSerializer}


class BreachScanSerializer(serializers.Serializer[Any]):
    """A scan: how far it is; once it is finished, what it counted (`result`) and until when copies are kept."""

    id = serializers.UUIDField(source="scan.pk")
    number = serializers.IntegerField(source="scan.number")
    of = serializers.ChoiceField(source="scan.of", choices=ScanOf.choices)
    place = serializers.CharField()
    is_running = serializers.BooleanField()
    files = serializers.IntegerField(source="total")
    files_read = serializers.IntegerField(source="done")
    files_not_whole = serializers.IntegerField(source="not_read")
    ordered_at = serializers.DateTimeField(source="scan.ordered_at")
    finished_at = serializers.DateTimeField(source="scan.finished_at", allow_null=True)
    copies_kept_until = serializers.DateTimeField(source="scan.kept_until", allow_null=True)
    copies_deleted_at = serializers.DateTimeField(source="scan.deleted_at", allow_null=True)
    result = serializers.DictField(help_text="People, categories, special categories, ease, proposals; empty at first.")


class NewBreachScanSerializer(StrictSerializer):
    """What is to be scanned: a source of the register by its name, or a linked case by its reference."""

    source = serializers.SlugRelatedField(  # type: ignore[assignment]  # the published name
        slug_field="name", queryset=Source.objects.filter(is_active=True), required=False
    )
    case = serializers.CharField(max_length=24, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError({"source": "Name a source or a case, or send files."})
        return attrs


class BreachFilesSerializer(serializers.Serializer[Any]):
    """Copies of compromised documents, as multipart/form-data."""

    uploads = serializers.ListField(child=serializers.FileField())
    place = serializers.CharField(max_length=MOST_PLACE, required=False, allow_blank=True, default="")


class BreachScanActSerializer(StrictSerializer):
    """Read once more what was not read whole, or delete the copies."""

    act = serializers.ChoiceField(choices=["read_again", "delete_copies"])


class ScannedFileSerializer(serializers.Serializer[Any]):
    """How far one file was read, and why not further."""

    name = serializers.CharField()
    size = serializers.IntegerField()
    coverage = serializers.CharField(source="state")
    reason = serializers.CharField()
    detections = serializers.IntegerField(source="kinds")
    special = serializers.ListField(child=serializers.CharField(), help_text="What of Art. 9 and 10 was seen.")


class BreachScans(APIView):
    """The scans of an entry; ordering one."""

    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(responses=BreachScanSerializer(many=True), operation_id="breach_scans_list")
    def get(self, request: Request, breach_ref: str) -> Response:
        """All of them, the newest first."""
        return Response([_told(one) for one in scans_of(found_breach(request, breach_ref))])

    @extend_schema(
        request={"application/json": NewBreachScanSerializer, "multipart/form-data": BreachFilesSerializer},
        responses={202: BreachScanSerializer, **REFUSALS},
        operation_id="breach_scans_order",
    )
    def post(self, request: Request, breach_ref: str) -> Response:
        """Order a scan: of files that are sent (`uploads`), of a `source`, or of a linked `case`."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        is_form = str(request.content_type).startswith("multipart/")
        made = _of_files(request, found) if is_form else _of_what_lies_there(request, found)
        return Response(_told(scan_view(made)), status=202)


class BreachScanDetail(APIView):
    """One scan."""

    @extend_schema(responses=BreachScanSerializer, operation_id="breach_scans_read")
    def get(self, request: Request, breach_ref: str, scan_id: UUID) -> Response:
        """How far it is, and what it counted."""
        return Response(_told(scan_view(_scan(found_breach(request, breach_ref), scan_id))))

    @extend_schema(
        request=BreachScanActSerializer,
        responses={200: BreachScanSerializer, **REFUSALS},
        operation_id="breach_scans_act",
    )
    def post(self, request: Request, breach_ref: str, scan_id: UUID) -> Response:
        """Read files again, or delete the copies; what was counted stays."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        given = BreachScanActSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = _scan(found, scan_id)
        if given.validated_data["act"] == "read_again":
            scan_services.read_again(scan=row, actor=user_of(request))
        else:
            scan_services.delete_copies(scan=row, actor=user_of(request))
        return Response(_told(scan_view(_scan(found, scan_id))))


class BreachScanFiles(APIView):
    """The files of a scan."""

    @extend_schema(responses=ScannedFileSerializer(many=True), operation_id="breach_scans_files")
    def get(self, request: Request, breach_ref: str, scan_id: UUID) -> Response:
        """Every file with how far it was read; those that were not read whole first."""
        row = _scan(found_breach(request, breach_ref), scan_id)
        pages = Pages()
        page = pages.paginate_queryset(row.files.order_by("-reason", "pk"), request) or []
        return pages.get_paginated_response(ScannedFileSerializer(file_rows(row, page), many=True).data)


def _of_files(request: Request, found: Breach) -> BreachScan:
    uploads = request.FILES.getlist("uploads")
    place = request.POST.get("place", "")
    if len(place) > MOST_PLACE:
        raise serializers.ValidationError({"place": f"{MOST_PLACE} characters at most."})
    return scan_services.scan_uploads(breach=found, uploads=uploads, place=place, actor=user_of(request))


def _of_what_lies_there(request: Request, found: Breach) -> BreachScan:
    given = NewBreachScanSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    actor, values = user_of(request), given.validated_data
    if "source" in values:
        source = values["source"]
        return scan_services.scan_source(breach=found, source=source, place=source.name, actor=actor)
    case = Case.objects.visible_to(actor).filter(reference=values["case"].strip().upper()).first()
    if case is None:
        message = "There is no case of this reference that you may see."
        raise RuleRefused(message, code="no_such_case", fields={"case": message})
    return scan_services.scan_exhibits(breach=found, case=case, actor=actor)


def _scan(found: Breach, scan_id: UUID) -> BreachScan:
    row = found.scans.filter(pk=scan_id).first()
    if row is None:
        raise Http404
    row.breach = found
    return row


def _told(view: ScanView) -> dict[str, Any]:
    return dict(BreachScanSerializer(view).data)
