"""The list of cases, and the list without names for administrators and auditors."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dsar.access.rules import Act
from dsar.cases import saved_views, selectors
from dsar.cases.queue_export_services import may_take_names
from dsar.cases.queue_filters import NO_FILTER, kept, without
from dsar.cases.queue_forms import CLOCK_GROUPS, QueueForm, ViewForm
from dsar.templatetags.desk_words import date_words
from dsar.web.requests import StaffRequest, page_or_fragment, staff_page

SKELETON_GROUPS = ("overdue", "past_target", "due_7", "waiting", "")


@require_GET
@staff_page
def case_list(request: StaffRequest) -> HttpResponse:
    """The queue: views, search, filters, sorting, fifty rows a page. Without a query it opens with the own view."""
    if not request.user.may(Act.VIEW_CASE):
        return redirect("dsar:case-skeletons")
    views = list(saved_views.views_of(request.user))
    if not request.GET and (mine := next((view for view in views if getattr(view, "opens", False)), None)):
        return redirect(saved_views.address_of(mine))
    form = filter_form(request)
    filters, sort = form.filters(), request.GET.get("sort", "due")
    found = selectors.queue(request.user, filters, sort=sort)
    context = list_context(request, form, filters, sort) | {
        "page": selectors.page_of(found, request.user, request.GET.get("page", 1)),
        "views": saved_views.tabs_of(views, request.GET.urlencode()),
    }
    return page_or_fragment(request, "cases/list.html", "cases/_rows.html", context)


def filter_form(request: StaffRequest) -> QueueForm:
    """The filters as they stand in the address."""
    return QueueForm(request.GET, handlers=selectors.handlers(), controllers=selectors.controllers())


def list_context(request: StaffRequest, form: QueueForm, filters: dict[str, str], sort: str) -> dict[str, Any]:
    """What the page of the list wants besides its rows and its views."""
    return {
        "nav": "cases",
        "form": form,
        "view_form": ViewForm(),
        "chips": _chips(form, filters, sort),
        "clear_url": NO_FILTER,
        "sort": sort,
        "query": request.GET.urlencode(),
        "kept": kept(request.GET.urlencode()),
        "has_filters": bool(filters),
        "more_open": any(name in filters for name in (bound.name for bound in form.more)),
        "may_log": request.user.may(Act.LOG_REQUEST),
        "may_names": may_take_names(request.user),
        "may_bulk": request.user.may(Act.ASSIGN_CASE) or request.user.may(Act.WORK_CASE),
    }


def _chips(form: QueueForm, filters: dict[str, str], sort: str) -> list[dict[str, str]]:
    set_now = {**filters, "sort": sort} if sort != "due" else filters
    chips = []
    for name, value in filters.items():
        field: Any = form.fields[name]
        words: Any = dict(field.choices).get(value, value) if hasattr(field, "choices") else value
        if name.endswith(("_from", "_to")):
            words = date_words(form.cleaned_data[name])
        chips.append({"label": f"{field.label}: {words}", "url": without(set_now, name)})
    return chips


@require_GET
@staff_page
def case_skeletons(request: StaffRequest) -> HttpResponse:
    """Dates and stages of all cases without a name, for people who may see no more."""
    group = skeleton_group(request)
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
    context = {"nav": "cases", "page": page, "tabs": tabs, "title": labels[group], "group": group}
    return render(request, "cases/skeletons.html", context)


def skeleton_group(request: StaffRequest) -> str:
    """The group of the list without names that the address asks for; the overdue ones where it asks for none."""
    group = request.GET.get("clock", "overdue")
    return group if group in SKELETON_GROUPS else "overdue"
