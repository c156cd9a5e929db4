"""The sessions of a person: beginning one, listing them, ending one, some or all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.session_models import StaffSession
from dsar.access.session_store import BROWSER, SEEN_AT, SIGNED_IN_AT
from dsar.foundation import cipher, clock
from dsar.foundation.keys import installation_key

MUST_SET_UP = "must_set_up_second_factor"
BACKEND = "django.contrib.auth.backends.ModelBackend"

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as its person sees it. `handle` names it in a form and opens nothing."""

    handle: str
    browser: str
    signed_in_at: Any
    seen_at: Any
    is_this: bool


def begin_session(request: HttpRequest, person: User) -> None:
    """Sign the person in with a new session number; the oldest sessions beyond the limit end."""
    login(request, person, backend=BACKEND)
    now = clock.now().isoformat()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[BROWSER] = browser_words(request.headers.get("User-Agent", ""))
    request.session.save()
    kept = list(_running(person).values_list("session_key", flat=True)[: settings.DSAR_SESSIONS_PER_PERSON])
    StaffSession.objects.filter(user=person).exclude(session_key__in=kept).delete()


def sessions_of(person: User, request: HttpRequest) -> list[SessionLine]:
    """The sessions that are open, the newest first."""
    return [
        SessionLine(
            handle=_handle(row.session_key),
            browser=row.browser or _("Unknown browser"),
            signed_in_at=row.signed_in_at,
            seen_at=row.seen_at,
            is_this=row.session_key == request.session.session_key,
        )
        for row in _running(person)
    ]


def end_session(person: User, handle: str) -> bool:
    """End the session of that handle; False where the person has none such."""
    found = next((row for row in _running(person) if _handle(row.session_key) == handle), None)
    if found is None:
        return False
    found.delete()
    return True


def end_sessions(person: User, *, but: str | None = None) -> int:
    """End all sessions of a person except the one with that number; gives how many ended."""
    return StaffSession.objects.filter(user=person).exclude(session_key=but or "").delete()[0]


def browser_words(agent: str) -> str:
    """A coarse name of browser and system, nothing that tells one person's browser from another's."""
    return " · ".join(name for name in (_first(_BROWSERS, agent), _first(_SYSTEMS, agent)) if name)


def _first(known: Iterable[tuple[str, str]], agent: str) -> str:
    return next((words for mark, words in known if mark in agent), "")


def _running(person: User) -> QuerySet[StaffSession]:
    newest = F("signed_in_at").desc(nulls_last=True)
    return StaffSession.objects.filter(user=person, expire_date__gt=clock.now()).order_by(newest, "-expire_date")


def _handle(session_key: str) -> str:
    return cipher.digest(installation_key("index"), "session", session_key).hex()
