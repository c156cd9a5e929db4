"""Who reads the register of breaches over the API, and how an entry is found."""

from typing import cast

from django.http import Http404
from rest_framework.request import Request

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import selectors
from dsar.accountability.breaches.models import Breach
from dsar.foundation.errors import NotPermitted


def user_of(request: Request) -> User:
    """Who calls."""
    return cast("User", request.user)


def found_breach(request: Request, reference: str, act: Act = Act.SEE_BREACHES) -> Breach:
    """The entry of that reference, for callers whose role opens the act; the role is asked first.

    Raises:
        NotPermitted: it does not.
        Http404: there is no such entry.
    """
    demand_breach_act(request, act)
    found = selectors.loaded().filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return found


def demand_breach_act(request: Request, act: Act = Act.SEE_BREACHES) -> None:
    """Refuse callers whose role does not open the act. Raises NotPermitted."""
    if not user_of(request).may(act):
        message = "Your role does not open the register of breaches."
        if act is not Act.SEE_BREACHES:
            message = "Your role does not open this act. Ask the Data Protection Officer."
        raise NotPermitted(message)
