"""Searches and packages of a case over the API."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api.views import find_case
from dsar.cases.models import Case
from dsar.response import services as response
from dsar.response.models import Package
from dsar.search import services as search
from dsar.search.models import PlannedSystem


class PlannedSystemSerializer(serializers.ModelSerializer[PlannedSystem]):
    """How far the search of one system is, with the number of exhibits it gave."""

    system = serializers.CharField(source="system.name", read_only=True)
    source = serializers.CharField(  # type: ignore[assignment]  # the published name
        source="source.name", read_only=True, allow_null=True
    )
    exhibits = serializers.SerializerMethodField()

    class Meta:
        model = PlannedSystem
        fields = ["system", "source", "state", "exhibits"]
        read_only_fields = fields

    def get_exhibits(self, row: PlannedSystem) -> int:
        return row.exhibits.count()


class PackageSerializer(serializers.ModelSerializer[Package]):
    """A package as built: its digest and where it stands. Its content is opened on the screens only."""

    class Meta:
        model = Package
        fields = ["number", "state", "ordered_at", "digest", "is_partial", "is_rehearsal", "approved_at", "released_at"]
        read_only_fields = fields


class ScanView(APIView):
    """The search of a case."""

    @extend_schema(responses=PlannedSystemSerializer(many=True), operation_id="scans_read")
    def get(self, request: Request, ref: str) -> Response:
        """The planned systems and how far each is."""
        return Response(_planned(find_case(request, ref)))

    @extend_schema(request=None, responses={202: PlannedSystemSerializer(many=True)}, operation_id="scans_start")
    def post(self, request: Request, ref: str) -> Response:
        """Make the plan where there is none, and start the search of everything planned."""
        case, user = find_case(request, ref, Act.WORK_CASE), cast("User", request.user)
        search.plan_search(case=case, actor=user)
        search.start_search(case=case, actor=user)
        return Response(_planned(case), status=202)


class PackageView(APIView):
    """The packages of a case."""

    @extend_schema(responses=PackageSerializer(many=True), operation_id="packages_list")
    def get(self, request: Request, ref: str) -> Response:
        """All packages, the newest first."""
        case = find_case(request, ref)
        return Response(PackageSerializer(Package.objects.filter(case=case), many=True).data)

    @extend_schema(request=None, responses={202: PackageSerializer}, operation_id="packages_build")
    def post(self, request: Request, ref: str) -> Response:
        """Order a package of the case as it stands; a worker builds it."""
        case = find_case(request, ref, Act.WORK_CASE)
        package = response.order_package(case=case, actor=cast("User", request.user))
        return Response(PackageSerializer(package).data, status=202)


def _planned(case: Case) -> Any:
    rows = PlannedSystem.objects.filter(case=case).select_related("system", "source").order_by("system__name")
    return PlannedSystemSerializer(rows, many=True).data
