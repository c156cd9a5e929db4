"""Acts that cannot be taken back ask a browser's session for a fresh password over the API too, as the pages do."""

from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request

from dsar.access.reauthentication import is_fresh
from dsar.foundation.errors import NotPermitted


def demand_fresh(request: Request) -> None:
    """Refuse a session whose password was given longer than ten minutes ago; a token is a secret of its own.

    Raises:
        NotPermitted: "password_needed".
    """
    if request.auth is None and not is_fresh(cast("HttpRequest", request)):
        message = "Give your password again first: this act cannot be taken back."
        raise NotPermitted(message, code="password_needed")
