"""Requests with their kind in the type, and the guards of staff pages."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from dsar.foundation.references import EXAMPLE, is_reference

if TYPE_CHECKING:
    from dsar.access.models import User  # the type of request.user; web stands below access and never runs it


class HtmxRequest(HttpRequest):
    """Any request after the htmx middleware."""

    htmx: HtmxDetails


class StaffRequest(HtmxRequest):
    """A request of somebody who is signed in."""

    user: "User"


StaffView = Callable[..., HttpResponse]


def staff_page(view: StaffView) -> StaffView:
    """A page for people who are signed in; others are sent to the sign-in page and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            # What a stranger wrote into the address is not carried on: no query, no reference that cannot be one.
            if not is_reference(kwargs.get("ref", EXAMPLE)):
                raise Http404
            return redirect_to_login(request.path if request.method == "GET" else "/")
        return view(cast("StaffRequest", request), *args, **kwargs)

    return guarded


def page_or_fragment(
    request: HtmxRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The whole page, or for an htmx request only the fragment that it replaces; one view, one URL."""
    wants_fragment = bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request
    response = render(request, fragment if wants_fragment else page, context, status=status)
    response["Vary"] = "HX-Request"
    return response
