"""The steps of signing in: who was recognised first, what is still asked, and the session that begins."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dsar.access import factors, sessions
from dsar.access.models import User
from dsar.access.reauthentication import mark_fresh
from dsar.audit.services import record
from dsar.foundation import clock

PENDING = "pending_sign_in"
PENDING_FOR = dt.timedelta(minutes=5)


def recognised(request: HttpRequest, person: User, *, by: str, wanted: str, is_proved: bool = False) -> HttpResponse:
    """Go on after the first step: to the second factor where the person has one, else into the house.

    Args:
        request: of the step.
        person: who was recognised.
        by: "password", or the short name of a provider of single sign-on.
        wanted: the address to go to afterwards; only one of this site is followed.
        is_proved: the provider vouches for a second factor already.
    """
    if not is_proved and factors.has_factor(person):
        request.session[PENDING] = {
            "person": str(person.pk),
            "hash": person.get_session_auth_hash(),
            "at": clock.now().isoformat(),
            "by": by,
            "next": safe_next(request, wanted, default=""),
        }
        return HttpResponseRedirect(reverse("dsar:sign-in-second"))
    return enter(request, person, by=by, wanted=wanted, is_proved=is_proved)


def pending_person(request: HttpRequest) -> User | None:
    """Who has passed the first step in this browser, within the last five minutes and with the same password."""
    kept = request.session.get(PENDING)
    if not kept or clock.now() - dt.datetime.fromisoformat(kept["at"]) > PENDING_FOR:
        return None
    person = User.objects.filter(pk=UUID(kept["person"]), is_active=True).first()
    return person if person and person.get_session_auth_hash() == kept["hash"] else None


def enter_pending(request: HttpRequest, person: User, *, second: str) -> HttpResponse:
    """Finish a sign-in whose second factor was right."""
    kept = request.session.pop(PENDING)
    return enter(request, person, by=f"{kept['by']}+{second}", wanted=kept["next"], is_proved=True)


def enter(request: HttpRequest, person: User, *, by: str, wanted: str, is_proved: bool) -> HttpResponse:
    """Begin the session; who needs a second factor and has none sets one up first."""
    request.session.pop(PENDING, None)
    sessions.begin_session(request, person)
    mark_fresh(request)
    record("access.signed_in", actor=person, facts={"by": by})
    if not is_proved and factors.must_have_factor(person):
        request.session[sessions.MUST_SET_UP] = True
        return HttpResponseRedirect(reverse("dsar:factors"))
    return HttpResponseRedirect(safe_next(request, wanted))


def safe_next(request: HttpRequest, wanted: str, default: str = "dsar:home") -> str:
    """The address where it is one of this site, else the default."""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(default) if default else ""
