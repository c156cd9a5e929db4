"""The list of cases, and the list without names for administrators and auditors."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.forms import CLOCK_GROUPS, QueueForm
from dsar.web.requests import StaffRequest, page_or_fragment, staff_page

SKELETON_GROUPS = ("overdue", "past_target", "due_7", "waiting", "")


@require_GET
@staff_page
def case_list(request: StaffRequest) -> HttpResponse:
    """The queue: search, filters, sorting, fifty rows a page."""
    if not request.user.may(Act.VIEW_CASE):
        return redirect("dsar:case-skeletons")
    form = QueueForm(request.GET, handlers=selectors.handlers())
    filters = {name: value for name, value in _clean(form).items() if value}
    sort = request.GET.get("sort", "due")
    page = selectors.page_of(
        selectors.queue(request.user, filters, sort=sort), request.user, request.GET.get("page", 1)
    )
    context = {
        "nav": "cases",
        "form": form,
        "page": page,
        "chips": _chips(form, filters, sort),
        "sort": sort,
        "has_filters": bool(filters),
        "may_log": request.user.may(Act.LOG_REQUEST),
    }
    return page_or_fragment(request, "cases/list.html", "cases/_rows.html", context)


def _clean(form: QueueForm) -> dict[str, str]:
    """The filters that can be read; a wrong one in the address narrows nothing."""
    form.full_clean()
    return {name: str(form.cleaned_data.get(name, "")) for name in form.fields}


def _chips(form: QueueForm, filters: dict[str, str], sort: str) -> list[dict[str, str]]:
    kept = {**filters, "sort": sort} if sort != "due" else filters
    chips = []
    for name, value in filters.items():
        field: Any = form.fields[name]
        words = dict(field.choices).get(value, value) if hasattr(field, "choices") else value
        chips.append({"label": f"{field.label}: {words}", "url": selectors.without(kept, name)})
    return chips


@require_GET
@staff_page
def case_skeletons(request: StaffRequest) -> HttpResponse:
    """Dates and stages of all cases without a name, for people who may see no more."""
    group = request.GET.get("clock", "overdue")
    group = group if group in SKELETON_GROUPS else "overdue"
    page: Any = Paginator(selectors.skeletons(request.user, group), selectors.PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    page.object_list = selectors.as_skeletons(page.object_list, selectors.today_of(request.user))
    labels = {**CLOCK_GROUPS, "": _("All open cases")}
    tabs = [
        {
            "label": labels[name],
            "url": f"?clock={name}",
            "count": selectors.skeletons(request.user, name).count(),
            "is_current": name == group,
        }
        for name in SKELETON_GROUPS
    ]
    context = {"nav": "cases", "page": page, "tabs": tabs, "title": labels[group]}
    return render(request, "cases/skeletons.html", context)
