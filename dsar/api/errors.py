"""One shape for every error: {"code", "message", "fields"}."""

import math
from typing import Any

from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from dsar.foundation.errors import DsarError


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that a view let through; None leaves it to Django (a fault of ours)."""
    if isinstance(error, DsarError):
        return _response(error.status, error.code, error.message, error.fields)
    if isinstance(error, Http404):
        return _response(404, "not_found", "There is no such thing here, or you may not know of it.", {})
    if isinstance(error, exceptions.ValidationError):
        return _response(400, "invalid_input", "Some of the input cannot be used.", _fields(error.detail))
    if isinstance(error, exceptions.APIException):
        response = _response(error.status_code, str(error.default_code), str(error.detail), {})
        if header := getattr(error, "auth_header", None):
            response["WWW-Authenticate"] = header
        if wait := getattr(error, "wait", None):
            response["Retry-After"] = str(math.ceil(wait))
        return response
    return None


def _response(status: int, code: str, message: str, fields: Any) -> Response:
    return Response({"code": code, "message": message, "fields": fields}, status=status)


def _fields(detail: Any) -> dict[str, str]:
    if isinstance(detail, dict):
        return {str(name): _text(entry) for name, entry in detail.items()}
    return {"non_field_errors": _text(detail)}


def _text(detail: Any) -> str:
    if isinstance(detail, list):
        return " ".join(_text(entry) for entry in detail)
    if isinstance(detail, dict):
        return " ".join(f"{name}: {_text(entry)}" for name, entry in detail.items())
    return str(detail)
