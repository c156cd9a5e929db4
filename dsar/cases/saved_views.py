"""Saved views of the list: the ones above it, the page on which they are kept, and their numbers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.models import User
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.queue_filters import as_filters, kept
from dsar.cases.queue_forms import ViewForm
from dsar.cases.queue_models import DefaultView, SavedView
from dsar.cases.saved_views_services import change_view, delete_view, may_change, open_with, save_view
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest

# More views than this are on their page only, so that the line above the list stays a line.
IN_SIGHT = 8


def views_of(user: User) -> QuerySet[SavedView]:
    """The views that are offered to the person: their own and the shared ones, with `opens` for the default."""
    default = DefaultView.objects.filter(user=user, view=OuterRef("pk"))
    offered = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
    return offered.annotate(opens=Exists(default)).order_by("name", "pk")


def tabs_of(views: list[SavedView], query: str) -> list[dict[str, Any]]:
    """The line above the list: all open cases, then the views; the one whose filters are set is current."""
    now, place = kept(query), reverse("dsar:case-list")
    tabs = [{"label": _("All open"), "url": f"{place}?clock=", "is_current": not now}]
    seen = views[:IN_SIGHT]
    return tabs + [{"label": v.name, "url": address_of(v), "is_current": bool(now) and v.query == now} for v in seen]


def address_of(view: SavedView) -> str:
    """The list as the view shows it."""
    return f"{reverse('dsar:case-list')}?{view.query or 'clock='}"


def count_of(view: SavedView, user: User) -> int:
    """How many cases the person sees through the view: the length of the list, counted by its own selector."""
    return selectors.CountedPages(selectors.queue(user, as_filters(view.query)), selectors.PAGE_ROWS).count


@require_GET
@role_page(Act.VIEW_CASE)
def view_list(request: StaffRequest) -> HttpResponse:
    """The views, what each is for, and how many cases it shows."""
    return _page(request)


@require_POST
@role_page(Act.VIEW_CASE)
def view_save(request: StaffRequest) -> HttpResponse:
    """Keep the filters that are set under a name."""
    form, query = ViewForm(request.POST), kept(request.POST.get("query", ""))
    if form.is_valid():
        try:
            view = save_view(name=form.cleaned_data["name"], query=query, is_shared=_shares(form), actor=request.user)
        except RuleRefused as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect(address_of(view))
    return _page(request, form=form, query=query, status=422)


@require_http_methods(["GET", "POST"])
@role_page(Act.VIEW_CASE)
def view_edit(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Rename a view, share it, or delete it."""
    view = _find(request.user, view_id)
    form = ViewForm(request.POST or None, initial={"name": view.name, "is_shared": view.is_shared})
    if request.method == "POST" and request.POST.get("act") == "delete":
        delete_view(view=view, actor=request.user)
        messages.success(request, _("The view is deleted."))
        return redirect("dsar:case-views")
    if request.method == "POST" and form.is_valid():
        try:
            change_view(view=view, name=form.cleaned_data["name"], is_shared=_shares(form), actor=request.user)
        except RuleRefused as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("The view is changed."))
            return redirect("dsar:case-views")
    context = {"nav": "cases", "view": view, "form": form, "may_change": may_change(view, request.user)}
    return render(request, "cases/view_edit.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.VIEW_CASE)
def view_default(request: StaffRequest) -> HttpResponse:
    """Choose the view with which the list opens; none opens it plainly."""
    chosen = request.POST.get("view", "")
    open_with(view=_find(request.user, chosen) if chosen else None, actor=request.user)
    messages.success(request, _("The list opens like this from now on."))
    return redirect("dsar:case-views")


def _page(request: StaffRequest, *, form: ViewForm | None = None, query: str = "", status: int = 200) -> HttpResponse:
    rows = [
        {
            "view": view,
            "url": address_of(view),
            "count": count_of(view, request.user),
            "may_change": may_change(view, request.user),
        }
        for view in views_of(request.user)
    ]
    context = {"nav": "cases", "rows": rows, "form": form, "query": query}
    return render(request, "cases/views.html", context, status=status)


def _shares(form: ViewForm) -> bool:
    return bool(form.cleaned_data["is_shared"])


def _find(user: User, view_id: UUID | str) -> SavedView:
    try:
        wanted = UUID(str(view_id))
    except ValueError as error:
        raise Http404 from error
    view = views_of(user).filter(pk=wanted).first()
    if view is None:
        message = "No such view."
        raise Http404(message)
    return view
