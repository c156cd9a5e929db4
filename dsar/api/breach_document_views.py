"""Documents that prove something about a breach over the API: list, add, take (GDPR Art. 33(5))."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.rules import Act
from dsar.accountability.breaches.facts_services import add_document, note_opened
from dsar.accountability.breaches.models import BreachDocument
from dsar.api.answers import FileView
from dsar.api.breach_access import found_breach, user_of
from dsar.api.serializers import ErrorSerializer
from dsar.foundation import storage
from dsar.web.downloads import download

ANY_FILE = {(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")}
REFUSALS = {403: ErrorSerializer, 404: ErrorSerializer, 422: ErrorSerializer}


class BreachDocumentSerializer(serializers.Serializer[Any]):
    """A document of an entry with the digest of the file."""

    id = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="label")
    added_at = serializers.DateTimeField()
    sha256 = serializers.CharField(source="file.sha256")
    size = serializers.IntegerField(source="file.size")


class NewBreachDocumentSerializer(serializers.Serializer[Any]):
    """A document, as multipart/form-data."""

    file = serializers.FileField()


class BreachDocuments(APIView):
    """The documents of an entry; adding one."""

    parser_classes = [MultiPartParser]

    @extend_schema(responses=BreachDocumentSerializer(many=True), operation_id="breach_documents_list")
    def get(self, request: Request, breach_ref: str) -> Response:
        """All of them, the oldest first."""
        found = found_breach(request, breach_ref)
        rows = list(found.documents.select_related("file"))
        for row in rows:
            row.breach = found
        return Response(BreachDocumentSerializer(rows, many=True).data)

    @extend_schema(
        request={"multipart/form-data": NewBreachDocumentSerializer},
        responses={201: BreachDocumentSerializer, **REFUSALS},
        operation_id="breach_documents_add",
    )
    def post(self, request: Request, breach_ref: str) -> Response:
        """Seal a file into the entry, also into a closed one."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        given = NewBreachDocumentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_document(breach=found, upload=given.validated_data["file"], actor=user_of(request))
        return Response(BreachDocumentSerializer(made).data, status=201)


class BreachDocumentFile(FileView):
    """A document."""

    @extend_schema(responses=ANY_FILE, operation_id="breach_documents_file")
    def get(self, request: Request, breach_ref: str, document_id: UUID) -> HttpResponseBase:
        """The file as it was added; taking it is recorded."""
        found = found_breach(request, breach_ref)
        row: BreachDocument | None = found.documents.select_related("file").filter(pk=document_id).first()
        if row is None:
            raise Http404
        row.breach = found
        note_opened(document=row, actor=user_of(request))
        content, media_type = storage.chunks(row.file), row.file.media_type or "application/octet-stream"
        return cast("HttpResponseBase", download(content, name=row.label, media_type=media_type, size=row.file.size))
