"""The evidence of a breach over the API: order the pack, see whether it is built, take it (GDPR Art. 33(5))."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.accountability.breaches import pack_services
from dsar.accountability.breaches.work_models import BreachPack
from dsar.api.answers import ZIP, FileView
from dsar.api.breach_access import found_breach, user_of
from dsar.api.serializers import ErrorSerializer
from dsar.foundation import storage
from dsar.web.downloads import download


class BreachPackSerializer(serializers.Serializer[Any]):
    """A pack of evidence; `state` is waiting, working, done or failed, with the digest of the archive when done."""

    id = serializers.UUIDField(source="pk")
    state = serializers.CharField()
    ordered_at = serializers.DateTimeField()
    sha256 = serializers.CharField(source="file.sha256", default=None, allow_null=True)
    size = serializers.IntegerField(source="file.size", default=None, allow_null=True)
    failure = serializers.CharField()


class BreachPacks(APIView):
    """The packs of an entry; ordering one."""

    @extend_schema(responses=BreachPackSerializer(many=True), operation_id="breach_packs_list")
    def get(self, request: Request, breach_ref: str) -> Response:
        """Those that are kept, the newest first."""
        found = found_breach(request, breach_ref)
        return Response(BreachPackSerializer(found.packs.select_related("file"), many=True).data)

    @extend_schema(
        request=None,
        responses={202: BreachPackSerializer, 403: ErrorSerializer},
        operation_id="breach_packs_order",
    )
    def post(self, request: Request, breach_ref: str) -> Response:
        """Order the pack of the entry as it stands; a worker builds it."""
        found = found_breach(request, breach_ref)
        made = pack_services.order_pack(breach=found, actor=user_of(request))
        return Response(BreachPackSerializer(made).data, status=202)


class BreachPackFile(FileView):
    """A pack that is built."""

    @extend_schema(responses=ZIP, operation_id="breach_packs_file")
    def get(self, request: Request, breach_ref: str, pack_id: UUID) -> HttpResponseBase:
        """The archive; taking it is recorded."""
        found = found_breach(request, breach_ref)
        pack: BreachPack | None = found.packs.select_related("file").filter(pk=pack_id).first()
        if pack is None or pack.file is None:
            raise Http404
        pack.breach = found
        pack_services.note_download(pack=pack, actor=user_of(request))
        content, size = storage.chunks(pack.file), pack.file.size
        name = f"{found.reference}-evidence.zip"
        return cast("HttpResponseBase", download(content, name=name, media_type="application/zip", size=size))
