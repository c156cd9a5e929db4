"""The log of redactions of a case over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.api.pagination import Pages
from dsar.api.views import find_case
from dsar.redaction.log import LogLine, log_of


class RedactionSerializer(serializers.Serializer[LogLine]):
    """One redaction, or an item left out whole; never the words that were taken out."""

    number = serializers.IntegerField()
    place = serializers.CharField()
    kind = serializers.CharField()
    whose = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    article = serializers.CharField(source="ground.article")
    article_checked = serializers.BooleanField(
        source="ground.is_checked", help_text="Whether we compared the provision with the texts we work by."
    )
    ground = serializers.CharField(source="ground.code")
    is_stated = serializers.BooleanField(source="ground.is_stated")
    state = serializers.ChoiceField(choices=["applied", "waiting", "left_out"])


class RedactionsView(APIView):
    """The redactions of a case."""

    @extend_schema(responses=RedactionSerializer(many=True), operation_id="redactions_list")
    def get(self, request: Request, ref: str) -> Response:
        """Every redaction with the article that it rests on, by item; a page at a time."""
        pages, log = Pages(), log_of(find_case(request, ref))
        lines: Any = pages.paginate_queryset(log.lines, request, view=self)
        return pages.get_paginated_response(RedactionSerializer(lines, many=True).data)
