"""Answers that are files: sent as attachments, whatever the caller says that it accepts; refusals stay JSON."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

PDF = {(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")}
ZIP = {(200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")}


class _Json(BaseContentNegotiation):
    """Who asks for a PDF and is refused gets the refusal as JSON, not another refusal of the format."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type or ""


class FileView(APIView):
    """A view whose answer is a file."""

    content_negotiation_class = _Json
