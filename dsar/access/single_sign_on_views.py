"""The two addresses of single sign-on: going to the provider, and coming back."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dsar.access import signing_in
from dsar.access.reauthentication import FRESH_FOR, mark_fresh
from dsar.access.single_sign_on import Provider, person_of, provider_of, vouches_for_second_factor
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted


@never_cache
@require_GET
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Send somebody to the provider. A link, not a form: the policy of the page forbids forms that lead elsewhere."""
    from dsar.access.openid_connect import SignOnFailed, send_there

    found = _found(provider)
    wanted = signing_in.safe_next(request, request.GET.get("next", ""), default="")
    try:
        return send_there(request, found, wanted=wanted, is_again=request.user.is_authenticated)
    except SignOnFailed as error:
        return _refuse(request, found, str(error.args[0]))


@never_cache
@require_GET
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """Somebody comes back from the provider with a code."""
    from dsar.access.openid_connect import SignOnFailed, take_back

    found = _found(provider)
    try:
        claims, state = take_back(request, found)
        person = person_of(found, claims)
    except SignOnFailed as error:
        return _refuse(request, found, str(error.args[0]))
    except NotPermitted as error:
        return _refuse(request, found, error.code)
    wanted = state.get("next", "")
    if request.user.is_authenticated:
        return _again(request, found, claims, wanted, is_same=person.pk == request.user.pk)
    proved = vouches_for_second_factor(found, claims)
    return signing_in.recognised(request, person, by=found.id, wanted=wanted, is_proved=proved)


def _again(
    request: HttpRequest, provider: Provider, claims: dict[str, Any], wanted: str, *, is_same: bool
) -> HttpResponse:
    """Who is signed in already has proved again who they are, if it is them and was just now."""
    asked_at = claims.get("auth_time")
    if not is_same or not isinstance(asked_at, int | float):
        return _refuse(request, provider, "again")
    if clock.now() - dt.datetime.fromtimestamp(asked_at, tz=dt.UTC) > FRESH_FOR:
        return _refuse(request, provider, "again")
    mark_fresh(request)
    record("access.reauthenticated", actor=request.user, facts={"by": provider.id})
    return HttpResponseRedirect(signing_in.safe_next(request, wanted))


def _found(name: str) -> Provider:
    found = provider_of(name)
    if found is None:
        raise Http404
    return found


def _refuse(request: HttpRequest, provider: Provider, why: str) -> HttpResponse:
    facts = {"provider": provider.id, "why": why}
    record("access.sign_on_refused", actor=None, actor_kind="public", facts=facts, outcome="refused")
    words = _("Signing in with %(name)s did not work. Try again, or ask an administrator.") % {"name": provider.name}
    messages.error(request, words)
    return redirect("dsar:account" if request.user.is_authenticated else "dsar:sign-in")
