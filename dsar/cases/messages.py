"""Messages of a case: what was sent to whom and how that went, one message to read or print, writing one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.notify import Reach, reach_of, tell_requester
from dsar.cases.pages import case_page
from dsar.cases.permissions import may
from dsar.foundation.errors import DsarError, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.notices import catalogue
from dsar.notices.models import Notice, NoticeChannel, NoticeState
from dsar.notices.rendering import LONGEST_SUBJECT
from dsar.notices.services import mark_posted, send_again
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50
TONES = {
    NoticeState.WAITING: "info",
    NoticeState.SENDING: "info",
    NoticeState.SENT: "good",
    NoticeState.PRINTED: "good",
    NoticeState.FAILED: "bad",
    NoticeState.UNKNOWN: "warn",
}
FAILURES = {
    "mail_server_not_reached": _("The mail server could not be reached, several times."),
    "key_destroyed": _("The case was erased before the message went out."),
    "worker_lost": _("The worker stopped while it was sending. Ask the person, or look into the mail server's log."),
    "SMTPRecipientsRefused": _("The mail server does not accept this address."),
}


class MessageForm(forms.Form):
    """A message in own words."""

    channel = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label=_("Message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Greeting, reference and signature are added."),
    )
    confirmed = forms.BooleanField(
        label=_("I have made sure that this way is safe for this person"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = reach.channels()
        self.fields["channel"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]
        self.fields["channel"].initial = ways[0].value if ways else None
        if reach.is_protected:
            self.fields["confirmed"].widget = forms.CheckboxInput()


@require_GET
@case_page(Act.VIEW_CASE)
def message_list(request: StaffRequest, case: Case) -> HttpResponse:
    """What went out and what waits, newest first, and the form to write a message."""
    return _list(request, case, MessageForm(reach=reach_of(case)))


@require_POST
@case_page(Act.WORK_CASE)
def write_message(request: StaffRequest, case: Case) -> HttpResponse:
    """Queue a message in own words to whoever asked."""
    form = MessageForm(request.POST, reach=reach_of(case))
    if not form.is_valid():
        return _list(request, case, form, status=422)
    values = form.cleaned_data
    try:
        tell_requester(
            case=case,
            code="message",
            variables={"subject": values["subject"], "text": values["text"]},
            actor=request.user,
            channel=values["channel"],
            is_confirmed=bool(values["confirmed"]),
        )
    except (RuleRefused, DsarError) as error:
        field = "confirmed" if error.code == "safe_contact" else "subject" if error.code == "bad_header" else None
        form.add_error(field, error.message)
        return _list(request, case, form, status=422)
    is_mail = values["channel"] == NoticeChannel.EMAIL
    messages.success(request, _t("The message goes out now.") if is_mail else _t("The letter waits to be printed."))
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
            "row": _row(notice),
            "notice": notice,
            "is_letter": notice.channel == NoticeChannel.LETTER,
            "failure": FAILURES.get(notice.failure, notice.failure),
            "may_work": may(request.user, Act.WORK_CASE, case),
            "may_post": notice.channel == NoticeChannel.LETTER and notice.state == NoticeState.WAITING,
            "may_send": notice.channel == NoticeChannel.EMAIL
            and notice.state in (NoticeState.FAILED, NoticeState.UNKNOWN),
        }
        return render(request, "cases/message.html", context)


@require_http_methods(["POST"])
@case_page(Act.WORK_CASE)
def message_posted(request: StaffRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """The letter was printed and posted."""
    mark_posted(notice=_find(case, notice_id), actor=request.user)
    messages.success(request, _t("The letter is marked as posted."))
    return redirect("dsar:case-messages", ref=case.reference)


@require_http_methods(["POST"])
@case_page(Act.WORK_CASE)
def message_again(request: StaffRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Send once more what failed or of which nobody knows."""
    send_again(notice=_find(case, notice_id), actor=request.user)
    messages.success(request, _t("The message goes out once more."))
    return redirect("dsar:case-messages", ref=case.reference)


def _find(case: Case, notice_id: UUID) -> Notice:
    notice = Notice.objects.filter(pk=notice_id, about_id=case.pk).first()
    if notice is None:
        missing = "No such message."
        raise Http404(missing)
    return notice


def _list(request: StaffRequest, case: Case, form: MessageForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(Notice.objects.filter(about_id=case.pk).order_by("-queued_at"), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    with keys_at_hand([case.key_id]):
        context = {
            "nav": "cases",
            "case": case,
            "page": page,
            "rows": [_row(notice) for notice in page],
            "form": form,
            "reach": reach_of(case),
            "may_write": may(request.user, Act.WORK_CASE, case),
        }
        return render(request, "cases/messages.html", context, status=status)


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "letter": catalogue.letter(notice.code).title,
        "subject": notice.subject,
        "to": notice.recipient.partition("\n")[0],
        "channel": notice.get_channel_display(),
        "state": notice.get_state_display(),
        "tone": TONES[NoticeState(notice.state)],
        "at": notice.finished_at or notice.queued_at,
    }
