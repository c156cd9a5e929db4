"""The guard of pages that belong to a role rather than to a case."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from dsar.access.rules import Act
from dsar.foundation.errors import NotPermitted
from dsar.web.requests import StaffRequest, staff_page

RoleView = Callable[..., HttpResponse]


def role_page(*acts: Act) -> Callable[[RoleView], RoleView]:
    """A page for people whose roles open at least one of these acts; everybody else is refused (403)."""

    def decorate(view: RoleView) -> RoleView:
        @staff_page
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            staff = cast("StaffRequest", request)
            if not any(staff.user.may(act) for act in acts):
                message = "Your role does not open this page. Ask an administrator or the DPO."
                raise NotPermitted(message)
            return view(staff, *args, **kwargs)

        return guarded

    return decorate
