"""The acts of a right's page, posted under their names: one view for every right that has such a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from dsar.access.reauthentication import recently_authenticated
from dsar.cases.models import Case
from dsar.foundation.errors import DsarError
from dsar.web.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class PageAct:
    """One act of a page.

    Attributes:
        do: does it, from what was posted.
        done: the words on top of the page afterwards, translated when they are shown.
        cannot_be_taken_back: asks for the password again (approving, carrying out, letting out).
    """

    do: Callable[[Case, StaffRequest], Any]
    done: Any
    cannot_be_taken_back: bool = False


def named_act(request: StaffRequest, case: Case, name: str, acts: Mapping[str, PageAct], *, page: str) -> HttpResponse:
    """Do the act of this name and go back to the page; what is wrong stands on top of it.

    Raises:
        Http404: there is no such act.
        DsarError: the actor may not do it (403); everything else is told on the page.
    """
    if name not in acts:
        raise Http404
    act = acts[name]
    view = recently_authenticated(_do) if act.cannot_be_taken_back else _do
    return view(request, case, act, page)


def _do(request: StaffRequest, case: Case, act: PageAct, page: str) -> HttpResponse:
    try:
        act.do(case, request)
    except DsarError as error:
        if error.status == 403:
            raise
        messages.error(request, error.message)
    else:
        messages.success(request, str(act.done))
    return redirect(page, ref=case.reference)
