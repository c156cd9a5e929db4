"""The guard of case pages: loads the case for those who may know it, refuses those who may not act."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.web.requests import StaffRequest, staff_page

CaseView = Callable[..., HttpResponse]


def find_case(request: StaffRequest, ref: str) -> Case:
    """The case with that reference, if the person may see it.

    Raises:
        Http404: there is none, or the person has no grant on it: both look alike.
    """
    visible = Case.objects.visible_to(request.user).select_related("controller", "handler", "key")
    case = visible.filter(reference=ref.upper()).first()
    if case is None:
        message = "No such case."
        raise Http404(message)
    return case


def case_page(act: Act) -> Callable[[CaseView], Callable[..., HttpResponse]]:
    """A page of a case at `/cases/<ref>/…`: signed in, visible (else 404), permitted (else 403); passes `case`."""

    def decorate(view: CaseView) -> Callable[..., HttpResponse]:
        @staff_page
        @wraps(view)
        def guarded(request: HttpRequest, ref: str, *args: Any, **kwargs: Any) -> HttpResponse:
            staff: StaffRequest = request  # type: ignore[assignment]  # staff_page has let only staff through
            case = find_case(staff, ref)
            permissions.demand(staff.user, act, case)
            return view(staff, case, *args, **kwargs)

        return guarded

    return decorate
