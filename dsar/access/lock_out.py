"""What django-axes is given instead of addresses: keyed digests, so that its table says nothing about anybody.

A sign-in is held back for one address from one place after ten failures, for fifteen minutes; an unknown address is
counted like a known one.
"""

from collections.abc import Mapping
from ipaddress import IPv6Address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest

from dsar.access.models import User
from dsar.foundation import cipher, clock
from dsar.foundation.keys import installation_key
from dsar.web.peer import peer_address

_NOTHING = {"get_data": "", "post_data": "", "http_accept": "", "path_info": ""}


class DigestHandler(AxesDatabaseHandler):  # type: ignore[misc]  # the library is untyped
    """Counts failures and keeps nothing of the request: no browser, no form, no path."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """One more failure."""
        if request is None:
            return
        request.axes_user_agent = ""  # type: ignore[attr-defined]  # axes keeps its findings on the request
        request.axes_http_accept = request.axes_path_info = ""  # type: ignore[attr-defined]
        with transaction.atomic():
            super().user_login_failed(sender, credentials, request, **kwargs)
            AccessAttempt.objects.filter(username=address_digest(request, credentials)).update(**_NOTHING)


def address_digest(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """The address tried, as a keyed digest (AXES_USERNAME_CALLABLE)."""
    return digest_of((credentials or {}).get("username") or "")


def digest_of(email: str) -> str:
    """The keyed digest under which an address is counted."""
    return cipher.digest(installation_key("index"), "sign-in", email.strip().casefold()).hex()


def place_digest(request: HttpRequest) -> str:
    """The peer's address as a keyed digest in the shape of one (AXES_CLIENT_IP_CALLABLE): a unique local IPv6."""
    key = cipher.digest(installation_key("index"), "peer", peer_address(request))
    return str(IPv6Address(b"\xfd" + key[1:]))


def nobody(*_args: Any) -> str:
    """How a client is named in the log: not at all (AXES_CLIENT_STR_CALLABLE)."""
    return "a client"


def own_answer(request: HttpRequest, response: Any = None, credentials: Any = None) -> Any:
    """The answer of our sign-in page stands (AXES_LOCKOUT_CALLABLE)."""
    return response


def was_held_back(request: HttpRequest) -> bool:
    """Whether axes refused the sign-in of this request."""
    return bool(getattr(request, "axes_locked_out", False))


def is_locked(person: User) -> bool:
    """Whether sign-in is held back for this person from any place right now."""
    since = clock.now() - settings.AXES_COOLOFF_TIME
    tries = AccessAttempt.objects.filter(username=digest_of(person.email), attempt_time__gte=since)
    worst = tries.values("ip_address").annotate(failures=Sum("failures_since_start")).order_by("-failures").first()
    return worst is not None and worst["failures"] >= get_failure_limit(None, None)


def unlock(person: User) -> int:
    """Forget the failures counted for this person; gives how many places they came from."""
    return int(AccessAttempt.objects.filter(username=digest_of(person.email)).delete()[0])


def forget_old_failures() -> None:
    """Delete what no longer holds anybody back."""
    AccessAttempt.objects.filter(attempt_time__lt=clock.now() - settings.AXES_COOLOFF_TIME).delete()
