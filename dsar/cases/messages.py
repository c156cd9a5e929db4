"""Messages of a case: what went out and what came in, one letter to read or print, writing one."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.clock import today_of
from dsar.cases.messages_draft_services import drop_draft, keep_draft, send_by_hand
from dsar.cases.messages_forms import DRAFTED, IncomingForm, MessageForm, enclosable
from dsar.cases.messages_selectors import draft_of, enclosures_of, incoming_of, notice_row, unread_in
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.pages import case_page
from dsar.cases.permissions import may
from dsar.foundation.errors import DsarError, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.notices.failures import failure_words
from dsar.notices.models import STUCK, Notice, NoticeChannel, NoticeState
from dsar.notices.services import mark_posted, send_again, settle
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50
_FIELD_OF = {"safe_contact": "confirmed", "bad_header": "subject", "files_by_mail": "enclosures"}


@require_GET
@case_page(Act.VIEW_CASE)
def message_list(request: StaffRequest, case: Case) -> HttpResponse:
    """What came in and what went out, newest first, and the forms to write and to note a reply."""
    return message_page(request, case)


@require_POST
@case_page(Act.WORK_CASE)
def write_message(request: StaffRequest, case: Case) -> HttpResponse:
    """Queue a letter to whoever asked, or keep it as a draft."""
    with keys_at_hand([case.key_id]):
        form = MessageForm(request.POST, reach=reach_of(case), files=enclosable(case))
        if request.POST.get("act") == "draft":
            typed = {name: request.POST.get(name, "") for name in DRAFTED}
            keep_draft(case=case, code=typed["letter"] or "message", fields=typed, actor=request.user)
            messages.success(request, _t("The draft is kept. Only you see it."))
            return redirect("dsar:case-messages", ref=case.reference)
        if not form.is_valid():
            return message_page(request, case, form=form, status=422)
        values = form.cleaned_data
        try:
            send_by_hand(
                case=case,
                code=form.code,
                typed=values,
                channel=values["channel"],
                actor=request.user,
                enclosures=values["enclosures"],
                is_confirmed=bool(values["confirmed"]),
            )
        except DsarError as error:
            form.add_error(_FIELD_OF.get(error.code), error.message)
            return message_page(request, case, form=form, status=422)
    is_mail = values["channel"] == NoticeChannel.EMAIL
    messages.success(request, _t("The message goes out now.") if is_mail else _t("The letter waits to be printed."))
    return redirect("dsar:case-messages", ref=case.reference)


@require_POST
@case_page(Act.WORK_CASE)
def draft_drop(request: StaffRequest, case: Case) -> HttpResponse:
    """Drop the own draft."""
    drop_draft(case=case, actor=request.user)
    messages.success(request, _t("The draft is dropped."))
    return redirect("dsar:case-messages", ref=case.reference)


@require_GET
@case_page(Act.VIEW_CASE)
def message(request: StaffRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """One message as it went out; printing the page prints the letter."""
    notice = _find(case, notice_id)
    with keys_at_hand([case.key_id]):
        context = {
            "nav": "cases",
            "case": case,
            "row": notice_row(notice),
            "notice": notice,
            "enclosures": enclosures_of(notice, case),
            "is_letter": notice.channel == NoticeChannel.LETTER,
            "failure": failure_words(notice.failure),
            "may_work": may(request.user, Act.WORK_CASE, case),
            "may_post": notice.channel == NoticeChannel.LETTER and notice.state == NoticeState.WAITING,
            "may_send": notice.channel == NoticeChannel.EMAIL and notice.state in STUCK,
            "may_settle": notice.state in STUCK and notice.settled_at is None,
        }
        return render(request, "cases/message.html", context)


@require_http_methods(["POST"])
@case_page(Act.WORK_CASE)
def message_posted(request: StaffRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """The letter was printed and sent by post on the day that was given."""
    try:
        posted_on = _day(request.POST.get("posted_on", ""))
        mark_posted(notice=_find(case, notice_id), actor=request.user, posted_on=posted_on or today_of(case))
    except (RuleRefused, ValueError) as error:
        words = error.message if isinstance(error, RuleRefused) else _t("This is not a day.")
        messages.error(request, words)
        return redirect("dsar:case-message", ref=case.reference, notice_id=notice_id)
    messages.success(request, _t("The letter is marked as posted."))
    return redirect("dsar:case-messages", ref=case.reference)


def _day(typed: str) -> dt.date | None:
    """The day that was typed; None where nothing was. Raises ValueError."""
    day = parse_date(typed)
    if typed and day is None:
        message = "not a day"
        raise ValueError(message)
    return day


@require_http_methods(["POST"])
@case_page(Act.WORK_CASE)
def message_again(request: StaffRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Send once more what failed or of which nobody knows, or say that it was dealt with in another way."""
    notice = _find(case, notice_id)
    if request.POST.get("act") == "settle":
        settle(notice=notice, actor=request.user)
        messages.success(request, _t("It is marked as dealt with."))
    else:
        send_again(notice=notice, actor=request.user)
        messages.success(request, _t("The message goes out once more."))
    return redirect("dsar:case-messages", ref=case.reference)


def message_page(
    request: StaffRequest,
    case: Case,
    *,
    form: MessageForm | None = None,
    incoming_form: IncomingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of messages with its forms, as typed or fresh."""
    sent = Notice.objects.filter(about_id=case.pk).order_by("-queued_at")
    page = Paginator(sent, PAGE_ROWS).get_page(request.GET.get("page"))
    with keys_at_hand([case.key_id]):
        reach, draft = reach_of(case), draft_of(case, request.user)
        kept: dict[str, Any] = dict(draft.fields) if draft is not None else {}
        context = {
            "nav": "cases",
            "case": case,
            "page": page,
            "rows": [notice_row(notice) for notice in page],
            "incoming": incoming_of(case),
            "unread": unread_in(case),
            "form": form or MessageForm(initial=kept, reach=reach, files=enclosable(case)),
            "incoming_form": incoming_form or IncomingForm(),
            "draft": draft,
            "reach": reach,
            "may_write": may(request.user, Act.WORK_CASE, case),
        }
        return render(request, "cases/messages.html", context, status=status)


def _find(case: Case, notice_id: UUID) -> Notice:
    notice = Notice.objects.filter(pk=notice_id, about_id=case.pk).first()
    if notice is None:
        missing = "No such message."
        raise Http404(missing)
    return notice
