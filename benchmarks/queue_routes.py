"""The addresses of the house and one more: the list with fifty rows that stand ready."""

import datetime as dt
import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from dsar.cases.clock_view import Chip
from dsar.cases.queue_views import filter_form, list_context
from dsar.cases.selectors import CaseRow
from dsar.config.urls import urlpatterns as house
from dsar.web.requests import StaffRequest, staff_page

RECEIVED, DUE = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC), dt.date(2026, 12, 2)
CHIPS = (Chip("running", 20), Chip("running", 3), Chip("overdue", 4), Chip("past_target", 1), Chip("paused"))
ROWS = [
    CaseRow(
        id=uuid.uuid4(),
        reference=f"DSAR-2026-{place:04d}-K",
        name="Ana Lindqvist",
        right="Access",
        stage="Review",
        handler="Hanna Dler",
        received_at=RECEIVED,
        statutory_due_on=DUE,
        due_on=DUE,
        target_due_on=DUE,
        notice_by=DUE,
        chip=CHIPS[place % len(CHIPS)],
        days_since_receipt=20,
        is_extended=False,
        is_on_hold=False,
        has_unread=False,
        is_kept=False,
    )
    for place in range(50)
]
PAGE = Paginator(ROWS * 100, 50).page(1)


@staff_page
def ready_rows(request: StaffRequest) -> HttpResponse:
    """The page of the list through its own templates, with rows that nobody has to look up."""
    global _form
    if _form is None:
        _form = filter_form(request)
    context = list_context(request, _form, {}, "due") | {"page": PAGE, "views": []}
    return render(request, "cases/list.html", context)


_form: Any = None
urlpatterns = [path("static-rows/", ready_rows), *house]
