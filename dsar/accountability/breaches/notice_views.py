"""Notices: the list, a new draft, its text by section, approval, recording that it went out, its paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.accountability.breaches import notice_services, standing
from dsar.accountability.breaches.drafting import draft_of, missing_of
from dsar.accountability.breaches.frame import breach_or_404, frame, number_of, take_errors
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.notice_services import Sent
from dsar.accountability.breaches.overview import overview_of
from dsar.accountability.breaches.paper import notice_paper as paper_of
from dsar.accountability.breaches.rules import Audience
from dsar.accountability.breaches.sending import way_of
from dsar.accountability.breaches.work_forms import AUDIENCES, LANGUAGES, NewNoticeForm, NoticeForm, SentForm
from dsar.accountability.breaches.work_models import BreachNotice, NoticeStand
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

AUDIENCE_WORDS = dict(AUDIENCES)
LANGUAGE_WORDS = dict(LANGUAGES)
STAND_TONES = {"draft": "quiet", "approved": "info", "sent": "good"}


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_BREACHES)
def notices(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Every notice with where it stands, who has to be told, and a new draft."""
    found = breach_or_404(breach_ref)
    initial = {"language": found.controller.language[:2]}
    form = NewNoticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = notice_services.draft_notice(
                breach=found, audience=Audience(given["audience"]), language=given["language"], actor=request.user
            )
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The draft is made from the register. Read it, and fill what is missing."))
            return redirect("dsar:breach-notice", breach_ref=found.reference, number=made.number)
    context = frame(
        request.user,
        found,
        "breach-notices",
        rows=[_row(one) for one in _of(found)],
        form=form,
        overview=overview_of(found, request.user),
        authority=found.controller.supervisory_authority,
        authority_contact=found.controller.supervisory_authority_contact,
    )
    return render(request, "breaches/notices.html", context, status=422 if form.errors else 200)


def _of(found: Breach) -> list[BreachNotice]:
    listed = list(found.notices.select_related("sent_by", "approved_by"))
    for one in listed:
        one.breach = found
    return listed


def _row(notice: BreachNotice) -> dict[str, Any]:
    return {
        "notice": notice,
        "audience": AUDIENCE_WORDS[notice.audience],
        "language": LANGUAGE_WORDS.get(notice.language, notice.language),
        "tone": STAND_TONES[notice.stand],
        "missing": missing_of(notice) if notice.stand != NoticeStand.SENT else [],
        "sent": standing.moment_words(notice.sent_at, notice.breach.controller.time_zone),
        "since": standing.hours_since_awareness(notice.breach, notice.sent_at) if notice.sent_at else "",
    }


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_BREACHES)
def notice(request: StaffRequest, breach_ref: str, number: int) -> HttpResponse:
    """One notice: its text by section with what is missing, its versions, approval, recording that it went out."""
    found, row = _notice(breach_ref, number)
    version = notice_services.latest_version(row)
    what = request.POST.get("what", "")
    form = NoticeForm(
        request.POST if what == "write" else None,
        sections=version.sections,
        initial={"seen": version.number, "to": row.to},
    )
    late = notice_services.is_late(row, clock.now())
    sent = SentForm(
        request.POST if what == "sent" else None,
        breach=found,
        audience=row.audience,
        is_late=late,
        initial={
            "version": row.approved_version,
            "at": clock.now(),
            "late_why": _section_text(version.sections, "late"),
        },
    )
    if request.method == "POST":
        done = _write(request, row, form) if what == "write" else _sent(request, row, sent)
        if done:
            return redirect("dsar:breach-notice", breach_ref=found.reference, number=row.number)
    context = frame(
        request.user, found, "breach-notices", row=_row(row), version=version, form=form, sent_form=sent, late=late,
        sections=_sections(row, version.sections, form), versions=_versions(row),
        way=way_of(Audience(row.audience), found.controller),
    )  # fmt: skip
    status = 422 if form.errors or sent.errors else 200
    return render(request, "breaches/notice.html", context, status=status)


def _section_text(sections: list[dict[str, str]], code: str) -> str:
    return next((one["text"] for one in sections if one["code"] == code), "")


def _write(request: StaffRequest, row: BreachNotice, form: NoticeForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        notice_services.write_notice(
            notice=row, texts=form.texts(), to=given["to"], seen=given["seen"], actor=request.user
        )
    except (RuleRefused, Conflict) as refusal:
        take_errors(form, refusal)
        return False
    messages.success(request, _("A new version is written; it has to be approved."))
    return True


def _sent(request: StaffRequest, row: BreachNotice, form: SentForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    values = Sent(
        at=given["at"],
        how=given["how"],
        outside_reference=given.get("outside_reference", ""),
        persons=given.get("persons"),
        late_why=given.get("late_why", ""),
    )
    try:
        notice_services.record_sent(notice=row, sent=values, actor=request.user, seen=given["version"])
    except (RuleRefused, Conflict) as refusal:
        take_errors(form, refusal)
        return False
    messages.success(request, _("It is recorded as sent, with the paper as it went."))
    return True


def _sections(row: BreachNotice, sections: list[dict[str, str]], form: NoticeForm) -> list[dict[str, Any]]:
    fresh = {one.code: one for one in draft_of(row)}
    for one in sections:
        if one["code"] in fresh:
            form.fields[f"text_{one['code']}"].help_text = fresh[one["code"]].article
    return [
        {
            "section": one,
            "field": field,
            "missing": fresh[one["code"]].missing if one["code"] in fresh and not one["text"].strip() else (),
        }
        for one, field in zip(sections, form.sections(), strict=True)
    ]


def _versions(row: BreachNotice) -> list[dict[str, Any]]:
    zone = row.breach.controller.time_zone
    return [
        {
            "number": one.number,
            "by": one.written_by.full_name if one.written_by else "",
            "at": standing.moment_words(one.written_at, zone),
            "is_approved": one.number == row.approved_version,
        }
        for one in row.versions.select_related("written_by")
    ]


@require_POST
@role_page(Act.DECIDE_BREACH)
@recently_authenticated
def notice_approve(request: StaffRequest, breach_ref: str, number: int) -> HttpResponse:
    """Approve the version that was read, with the password given anew."""
    found, row = _notice(breach_ref, number)
    seen = number_of(request.POST.get("seen") or "0")  # 0: no version is named, which the service refuses
    try:
        notice_services.approve_notice(notice=row, seen=seen, actor=request.user)
        messages.success(request, _("Approved. Now send it, and record that it went out."))
    except (RuleRefused, Conflict) as refusal:
        messages.error(request, refusal.message)
    return redirect("dsar:breach-notice", breach_ref=found.reference, number=row.number)


@require_POST
@role_page(Act.WORK_BREACHES)
def notice_drop(request: StaffRequest, breach_ref: str, number: int) -> HttpResponse:
    """Drop a draft."""
    found, row = _notice(breach_ref, number)
    try:
        notice_services.drop_notice(notice=row, actor=request.user)
        messages.success(request, _("The draft is dropped."))
    except Conflict as refusal:
        messages.error(request, refusal.message)
    return redirect("dsar:breach-notices", breach_ref=found.reference)


@require_GET
@role_page(Act.SEE_BREACHES)
def notice_paper(request: StaffRequest, breach_ref: str, number: int) -> HttpResponse:
    """The notice as PDF: as it was sent, or as it stands."""
    found, row = _notice(breach_ref, number)
    name = f"{found.reference}-notice-{row.number}.pdf"
    content, size = paper_of(row, notice_services.latest_version(row))
    return download(content, name=name, media_type="application/pdf", size=size)  # type: ignore[return-value]  # streamed


def _notice(reference: str, number: int) -> tuple[Breach, BreachNotice]:
    found = breach_or_404(reference)
    row = get_object_or_404(BreachNotice.objects.select_related("paper"), breach=found, number=number)
    row.breach = found
    return found, row
