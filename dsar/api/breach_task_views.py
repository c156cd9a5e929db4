"""Tasks of a breach over the API: list, add one's own, tick, open again."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.rules import Act
from dsar.accountability.breaches.facts_services import add_task, set_task
from dsar.accountability.breaches.models import Breach, BreachTask
from dsar.accountability.breaches.task_list import WORDS
from dsar.api.breach_access import found_breach, user_of
from dsar.api.serializers import ErrorSerializer, StrictSerializer

REFUSALS = {403: ErrorSerializer, 404: ErrorSerializer, 409: ErrorSerializer, 422: ErrorSerializer}


class BreachTaskSerializer(serializers.Serializer[Any]):
    """Something to do; `code` is empty for one's own. `done_at` is null while it is open."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    words = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField()


class NewBreachTaskSerializer(StrictSerializer):
    """A task of one's own."""

    words = serializers.CharField(max_length=500)


class BreachTaskDoneSerializer(StrictSerializer):
    """Done or open again, and what came of it."""

    done = serializers.BooleanField()
    outcome = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class BreachTasks(APIView):
    """The tasks of an entry; adding one."""

    @extend_schema(responses=BreachTaskSerializer(many=True), operation_id="breach_tasks_list")
    def get(self, request: Request, breach_ref: str) -> Response:
        """All of them, in the order in which one does them."""
        found = found_breach(request, breach_ref)
        return Response([_told(found, row) for row in found.tasks.all()])

    @extend_schema(
        request=NewBreachTaskSerializer,
        responses={201: BreachTaskSerializer, **REFUSALS},
        operation_id="breach_tasks_add",
    )
    def post(self, request: Request, breach_ref: str) -> Response:
        """Add a task; an entry that is closed takes none (409)."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        given = NewBreachTaskSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_task(breach=found, words=given.validated_data["words"], actor=user_of(request))
        return Response(_told(found, made), status=201)


class BreachTaskDetail(APIView):
    """One task."""

    @extend_schema(
        request=BreachTaskDoneSerializer,
        responses={200: BreachTaskSerializer, **REFUSALS},
        operation_id="breach_tasks_done",
    )
    def post(self, request: Request, breach_ref: str, task_id: UUID) -> Response:
        """Tick it or open it again; on an entry that is closed nothing moves (409)."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        given = BreachTaskDoneSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values, row = given.validated_data, found.tasks.filter(pk=task_id).first()
        if row is None:
            raise Http404
        row.breach = found
        done = set_task(task=row, is_done=values["done"], outcome=values["outcome"], actor=user_of(request))
        return Response(_told(found, done))


def _told(found: Breach, row: BreachTask) -> dict[str, Any]:
    row.breach = found
    words = str(WORDS[row.code]) if row.code in WORDS else row.words
    body = {"id": row.pk, "code": row.code, "words": words, "done_at": row.done_at, "outcome": row.outcome}
    return dict(BreachTaskSerializer(body).data)
