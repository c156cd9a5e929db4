"""The guard of case pages: loads the case for those who may know it, refuses those who may not act."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dsar.access.rules import Act
from dsar.cases import break_glass, permissions
from dsar.cases.break_glass_mark import glass_of
from dsar.cases.history import rows_of
from dsar.cases.models import Case
from dsar.foundation.keys import keys_given
from dsar.web.requests import StaffRequest, staff_page

CaseView = Callable[..., HttpResponse]


def find_case(request: StaffRequest, ref: str) -> Case:
    """The case with that reference, if the person may see it; for reading also under emergency access.

    Raises:
        Http404: there is none, or the person has no grant on it: both look alike.
    """
    visible = Case.objects.visible_to(request.user).select_related("controller", "handler", "key")
    case = visible.filter(reference=ref.upper()).first()
    if case is None and request.method in ("GET", "HEAD"):
        case = break_glass.case_through_glass(request.user, ref)
    if case is None:
        message = "No such case."
        raise Http404(message)
    if request.method == "GET":
        # each part of a page asks who they are, what proves it and how the clock stands; an act must read them anew
        prefetch_related_objects([case], "people", "clock_events", "identity_checks")
    return case


def _erased_page(request: StaffRequest, case: Case) -> HttpResponse:
    """The line that is left of an erased case; every other page of it is gone (410)."""
    is_first = request.resolver_match is not None and request.resolver_match.url_name == "case"
    context = {"nav": "cases", "case": case, "activity": rows_of(case)}
    return render(request, "cases/erased.html", context, status=200 if is_first else 410)


def case_page(act: Act) -> Callable[[CaseView], Callable[..., HttpResponse]]:
    """A page of a case at `/cases/<ref>/…`: signed in, visible (else 404), permitted (else 403); passes `case`."""

    def decorate(view: CaseView) -> Callable[..., HttpResponse]:
        @staff_page
        @wraps(view)
        def guarded(request: HttpRequest, ref: str, *args: Any, **kwargs: Any) -> HttpResponse:
            staff: StaffRequest = request  # type: ignore[assignment]  # staff_page has let only staff through
            case = find_case(staff, ref)
            permissions.demand(staff.user, act, case)
            if glass_of(case):
                page = staff.resolver_match.url_name if staff.resolver_match else ""
                break_glass.note_view(case=case, page=page or "", actor=staff.user)
            if case.key.destroyed_at is not None:
                return _erased_page(staff, case)
            if request.method != "GET":
                return view(staff, case, *args, **kwargs)
            with keys_given([case.key]):  # read with the case; each sealed value would ask for it again
                return view(staff, case, *args, **kwargs)

        return guarded

    return decorate
