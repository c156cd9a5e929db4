"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """The profile of the installation and where the visitor stands in the navigation."""
    match = request.resolver_match
    return {"desk_profile": settings.DSAR_PROFILE, "desk_route": match.url_name if match else ""}
