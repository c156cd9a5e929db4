"""Giving the password again before an act that cannot be taken back (security rule: within the last ten minutes)."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dsar.foundation import clock

FRESH_FOR = dt.timedelta(minutes=10)
_SESSION_KEY = "reauthenticated_at"

View = Callable[..., HttpResponse]


def mark_fresh(request: HttpRequest) -> None:
    """Note that the password has just been given."""
    request.session[_SESSION_KEY] = clock.now().isoformat()


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was given within the last ten minutes."""
    given = request.session.get(_SESSION_KEY)
    return isinstance(given, str) and clock.now() - dt.datetime.fromisoformat(given) < FRESH_FOR


def recently_authenticated(view: View) -> View:
    """Send the person to the password page first, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.path if request.method == "GET" else request.META.get("HTTP_REFERER", request.path)
        return HttpResponseRedirect(f"{reverse('dsar:reauthenticate')}?{urlencode({'next': back})}")

    return guarded
