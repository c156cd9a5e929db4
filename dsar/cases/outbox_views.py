"""What went out and needs somebody, across cases; and a letter of a case as PDF for the post."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation import clock
from dsar.foundation.keys import keys_at_hand
from dsar.notices import catalogue
from dsar.notices.failures import failure_words
from dsar.notices.models import Notice, NoticeChannel
from dsar.notices.paper import Paper, Sender, letter_pdf
from dsar.notices.selectors import to_post, undelivered
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest, staff_page

PAGE_ROWS = 50
UNDELIVERED, TO_POST = "undelivered", "to_post"


def notices_of(user: User, which: str) -> Any:
    """Notices about cases that the person may see: what did not arrive, or the letters that wait to be posted."""
    visible = Case.objects.visible_to(user).values("pk")
    return to_post(visible) if which == TO_POST else undelivered(visible)


@require_GET
@staff_page
def outbox(request: StaffRequest) -> HttpResponse:
    """Mails that did not arrive, and letters that wait to be printed and posted; each leads to its message."""
    which = TO_POST if request.GET.get("show") == TO_POST else UNDELIVERED
    page = Paginator(notices_of(request.user, which), PAGE_ROWS).get_page(request.GET.get("page"))
    cases = Case.objects.in_bulk({notice.about_id for notice in page})
    labels = {UNDELIVERED: _("Did not arrive"), TO_POST: _("To print and post")}
    context = {
        "nav": "cases",
        "which": which,
        "page": page,
        "rows": [_row(notice, cases[notice.about_id]) for notice in page],
        "tabs": [
            {
                "label": label,
                "url": f"?show={name}",
                "count": notices_of(request.user, name).count(),
                "is_current": name == which,
            }
            for name, label in labels.items()
        ],
    }
    return render(request, "notices/outbox.html", context)


@require_GET
@case_page(Act.VIEW_CASE)
def message_pdf(request: StaffRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """The letter as it is printed and posted, with the organisation's head and the address in the window.

    A mail can be printed so too, for the file or to post it where it did not arrive.
    """
    notice = Notice.objects.filter(pk=notice_id, about_id=case.pk).first()
    if notice is None or (notice.is_secret and notice.channel != NoticeChannel.LETTER):
        raise Http404  # a code or a private link in a mail is for its recipient alone
    controller = case.controller
    with keys_at_hand([case.key_id]):
        paper = Paper(
            sender=Sender(controller.name, controller.address, controller.contact_email, controller.dpo_name),
            recipient=notice.recipient,
            subject=notice.subject,
            body=notice.body,
            reference=case.reference,
            language=notice.language,
            day=notice.posted_on or clock.today(controller.time_zone),
        )
    content = letter_pdf(paper)
    return download(  # type: ignore[return-value]  # streamed
        [content], name=f"{case.reference}.pdf", media_type="application/pdf", size=len(content)
    )


def _row(notice: Notice, case: Case) -> dict[str, Any]:
    return {
        "notice": notice,
        "case": case,
        "letter": catalogue.letter(notice.code).title,
        "failure": failure_words(notice.failure),
        "at": notice.finished_at or notice.queued_at,
    }
