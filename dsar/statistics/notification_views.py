"""Notifications: what presses for me with its read state, what I was told, and my daily mail."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.duties import duties_of
from dsar.cases.models import Case
from dsar.cases.selectors import CaseRow
from dsar.foundation import clock
from dsar.statistics.bell import forget_count
from dsar.statistics.digest_services import USUAL_HOUR
from dsar.statistics.models import DigestWish, ReminderCopy
from dsar.statistics.pressing import not_noted, pressing, steps_of
from dsar.statistics.reminder_services import note_read, wish_digest
from dsar.statistics.words import step_words
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50
MOST_AT_ONCE = 500
_WHO = (Act.WORK_CASE, Act.DECIDE_EXEMPTION)


class WishForm(forms.Form):
    """The daily mail of the person."""

    is_wanted = forms.BooleanField(label=gettext_lazy("Send me one mail a day when something presses"), required=False)
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Not before"), choices=[(hour, f"{hour}:00") for hour in range(24)], coerce=int
    )


@dataclass(frozen=True, slots=True)
class PressingRow:
    """A case that presses, with the steps at which it stands in words."""

    row: CaseRow
    words: list[str]
    is_unread: bool


@require_GET
@role_page(*_WHO)
def notifications(request: StaffRequest) -> HttpResponse:
    """What presses; or, with ?show=told, what I was told and when."""
    show = request.GET.get("show", "")
    show = show if show in ("unread", "told") else ""
    everything = pressing(request.user)
    unread = not_noted(request.user)
    context: dict[str, Any] = {
        "nav": "home",
        "show": show,
        "tabs": _tabs(show, everything.count(), unread.count()),
        "form": WishForm(initial=_wish(request)),
        "duties": duties_of(request.user) if show != "told" else [],
    }
    if show == "told":
        context["page"] = _told(request)
    else:
        context["page"] = _page(request, unread if show == "unread" else everything)
    return render(request, "statistics/notifications.html", context)


@require_POST
@role_page(*_WHO)
def notifications_read(request: StaffRequest) -> HttpResponse:
    """Note one case as read, or all that press."""
    found = not_noted(request.user).select_related("controller")
    if reference := request.POST.get("case", ""):
        found = found.filter(reference=reference.upper())
    noted = note_read(user=request.user, cases=found[:MOST_AT_ONCE])
    forget_count(request.user)
    messages.success(request, ngettext("%(n)d case is noted.", "%(n)d cases are noted.", noted) % {"n": noted})
    return redirect("dsar:notifications")


@require_POST
@role_page(*_WHO)
def notifications_mail(request: StaffRequest) -> HttpResponse:
    """Say whether and when the daily mail is wanted."""
    form = WishForm(request.POST)
    if not form.is_valid():
        context = {"nav": "home", "show": "", "tabs": [], "form": form, "page": _page(request, pressing(request.user))}
        return render(request, "statistics/notifications.html", context, status=422)
    wish_digest(user=request.user, is_wanted=form.cleaned_data["is_wanted"], hour=form.cleaned_data["hour"])
    messages.success(request, _("Your daily mail is set."))
    return redirect("dsar:notifications")


def _tabs(show: str, everything: int, unread: int) -> list[dict[str, Any]]:
    return [
        {"label": _("What presses"), "url": "?", "count": everything, "is_current": show == ""},
        {"label": _("Not noted yet"), "url": "?show=unread", "count": unread, "is_current": show == "unread"},
        {"label": _("What I was told"), "url": "?show=told", "is_current": show == "told"},
    ]


def _page(request: StaffRequest, found: Any) -> Page[Any]:
    page: Page[Any] = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    shown: Any = page.object_list
    marks = {case.reference: case for case in shown.select_related("controller")}
    rows = selectors.rows_of(Case.objects.filter(reference__in=marks), selectors.today_of(request.user))
    by_reference = {row.reference: row for row in rows}
    page.object_list = [_row(by_reference[reference], case) for reference, case in marks.items()]
    return page


def _row(row: CaseRow, case: Any) -> PressingRow:
    today = clock.today(case.controller.time_zone)
    words = [step_words(step.kind, case, today) for step in steps_of(case, today)]
    if not words and case.waiting_for:
        words = [step_words("waiting", case, today)]
    return PressingRow(row, words, case.is_unread)


def _told(request: StaffRequest) -> Page[Any]:
    visible = Case.objects.visible_to(request.user).values("pk")
    copies = ReminderCopy.objects.filter(user=request.user, reminder__case__in=visible)
    listed = copies.select_related("reminder__case", "digest").order_by(
        "-reminder__told_at", "reminder__case__reference"
    )
    page: Page[Any] = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page"))
    return page


def _wish(request: StaffRequest) -> dict[str, Any]:
    wish = DigestWish.objects.filter(user=request.user).first()
    return {"is_wanted": wish is None or wish.is_wanted, "hour": wish.hour if wish else USUAL_HOUR}
