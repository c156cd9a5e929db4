"""Triage: mail that nobody has logged yet, one message, and the three answers to "is this a request?"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.foundation import storage
from dsar.foundation.errors import RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.intake import mail_selectors as selectors
from dsar.intake.forms import RequestForm
from dsar.intake.mail_forms import DismissForm, JoinForm, initial_request
from dsar.intake.mail_models import MailState, UnloggedMail
from dsar.intake.mail_services import dismiss_mail, join_mail, log_mail, reopen_mail
from dsar.intake.mail_signals import explained, verdict
from dsar.intake.mail_words import DOUBTS, authentication_words, reading_words, shown
from dsar.intake.selectors import AlikeCase, alike_cases
from dsar.intake.services import SameCase
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50


@require_GET
@role_page(Act.LOG_REQUEST)
def mail_list(request: StaffRequest) -> HttpResponse:
    """The mail that waits; what was judged to be no request, and what was decided, beside it."""
    which = request.GET.get("show", selectors.WAITING)
    which = which if which in selectors.STATES else selectors.WAITING
    found = selectors.mail_in(which).select_related("claimed_case", "case", "mailbox", "decided_by")
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    labels = {
        selectors.WAITING: _("Waiting"),
        selectors.DISMISSED: _("Not a request"),
        selectors.DECIDED: _("Decided"),
    }
    context = {
        "nav": "cases",
        "which": which,
        "page": page,
        "rows": selectors.rows_of(list(page), request.user),
        "tabs": [
            {
                "label": label,
                "url": f"?show={name}",
                "count": selectors.mail_in(name).count() if name != selectors.DECIDED else None,
                "is_current": name == which,
            }
            for name, label in labels.items()
        ],
        "failing": selectors.failing_mailboxes(),
        "failed": selectors.failed_arrivals().count(),
    }
    return render(request, "intake/mail_list.html", context)


@require_GET
@role_page(Act.LOG_REQUEST)
def mail_page(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """One message, what is known about it, and what can be done."""
    return _page(request, _find(mail_id))


@require_http_methods(["GET", "POST"])
@role_page(Act.LOG_REQUEST)
def mail_log(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """Yes, it is a request: the staff form, filled in from the message; the message itself is attached."""
    mail = _find(mail_id)
    if mail.state != MailState.TRIAGE:
        return redirect("dsar:mail", mail_id=mail.pk)
    if request.method == "GET":
        return _form(request, mail, RequestForm(initial=initial_request(mail)))
    form = RequestForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    alike = alike_cases(form.subject_details(), user=request.user)
    form.fields["same_as"].widget.choices = [(one.case.reference, one.case.reference) for one in alike]
    if "dates" in request.GET:
        return _form(request, mail, form, alike)
    if not is_valid:
        return _form(request, mail, form, alike, status=422)
    same = SameCase(request.POST.get("same_person", ""), request.POST.get("same_as", "")) if alike else None
    try:
        case = log_mail(
            mail=mail,
            request=form.as_request(),
            actor=request.user,
            files=form.cleaned_data["attachments"],
            same=same,
            is_acknowledged=form.cleaned_data["acknowledge"],
            also=form.cleaned_data["also"],
            with_own=form.cleaned_data["with_own"],
        )
    except RuleRefused as error:
        _take(form, error)
        return _form(request, mail, form, alike, status=422)
    return redirect("dsar:case-logged", ref=case.reference)


@require_POST
@role_page(Act.LOG_REQUEST)
def mail_dismiss(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """No, it is no request; with the reason."""
    mail, form = _find(mail_id), DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, mail, dismiss_form=form, status=422)
    dismiss_mail(mail=mail, reason=form.cleaned_data["reason"], actor=request.user)
    messages.success(request, _("The mail is kept for a while under “Not a request” and can be put back."))
    return redirect("dsar:mail-list")


@require_POST
@role_page(Act.LOG_REQUEST)
def mail_reopen(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """Put it back into triage."""
    reopen_mail(mail=_find(mail_id), actor=request.user)
    messages.success(request, _("The mail waits in triage again."))
    return redirect("dsar:mail", mail_id=mail_id)


@require_POST
@role_page(Act.LOG_REQUEST)
def mail_join(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """It belongs to a case."""
    mail, form = _find(mail_id), JoinForm(request.POST)
    case = None
    if form.is_valid():
        case = Case.objects.visible_to(request.user).filter(reference=form.cleaned_data["reference"]).first()
        if case is None:
            form.add_error("reference", _("There is no such case that you may see."))
    if case is None:
        return _page(request, mail, join_form=form, status=422)
    join_mail(mail=mail, case=case, actor=request.user)
    messages.success(request, _("The mail waits as an unread message of the case."))
    return redirect("dsar:case-messages", ref=case.reference)


@require_GET
@role_page(Act.LOG_REQUEST)
def mail_original(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """The message as it arrived, to be opened with one's own mail program."""
    mail = _find(mail_id)
    if mail.raw is None:
        raise Http404
    name = f"message-{mail.received_at:%Y-%m-%d}.eml"
    return download(  # type: ignore[return-value]  # streamed
        storage.chunks(mail.raw), name=name, media_type="application/octet-stream", size=mail.raw.size
    )


def _find(mail_id: UUID) -> UnloggedMail:
    found = UnloggedMail.objects.select_related("mailbox__controller", "raw", "claimed_case", "case", "decided_by")
    return get_object_or_404(found, pk=mail_id)


def _page(
    request: StaffRequest,
    mail: UnloggedMail,
    *,
    dismiss_form: DismissForm | None = None,
    join_form: JoinForm | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {"reference": mail.claimed_case.reference} if mail.claimed_case else None
    context = {
        **_told(request, mail),
        "dismiss_form": dismiss_form or DismissForm(),
        "join_form": join_form or JoinForm(initial=initial),
    }
    return render(request, "intake/mail.html", context, status=status)


def _form(
    request: StaffRequest,
    mail: UnloggedMail,
    form: RequestForm,
    alike: list[AlikeCase] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_told(request, mail),
        "form": form,
        "alike": alike or [],
        "dates": form.dates,
        "had_files": bool(request.FILES),
        "must_decide": bool(alike) and form.is_bound,
    }
    return render(request, "intake/mail_log.html", context, status=status)


def _told(request: StaffRequest, mail: UnloggedMail) -> dict[str, Any]:
    """What both pages show of the message; nothing of its content once it was decided on."""
    case = Case.objects.visible_to(request.user).filter(pk=mail.case_id).first() if mail.case_id else None
    told: dict[str, Any] = {"nav": "cases", "mail": mail, "case_of_mail": case}
    if not selectors.has_content(mail):
        return told
    with keys_at_hand([mail.key_id]):
        return told | {
            "has_content": True,
            "subject": shown(mail.subject) or _("No subject"),
            "text": shown(mail.text),
            "facts": _facts(mail),
            "attachments": _attachments(mail),
            "signals": explained(mail.signals),
            "verdict": verdict(mail.score),
            "reading": reading_words(mail),
            "authentication": authentication_words(mail),
            "doubt": DOUBTS.get(mail.claim, ""),
            "twins": selectors.twins_of(mail),
            "reason": mail.reason,
        }


def _facts(mail: UnloggedMail) -> list[dict[str, Any]]:
    name, address = shown(mail.sender_name), mail.sender or _("no single address")
    return [
        {"label": _("From"), "value": f"{name} <{address}>" if name else address},
        {"label": _("To"), "value": ", ".join(mail.more.get("to", [])[:5])},
        {"label": _("Says it was written"), "value": shown(str(mail.more.get("date", "")))},
        {"label": _("Mailbox"), "value": mail.mailbox.name},
    ]


def _attachments(mail: UnloggedMail) -> list[dict[str, Any]]:
    return [
        {"name": shown(one["name"]) or _("without a name"), "size": one["size"], "note": one["type"]}
        for one in mail.more.get("attachments", [])
    ]


def _take(form: RequestForm, error: RuleRefused) -> None:
    for name, words in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, words)
