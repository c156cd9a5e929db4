"""The record of a case: its compliance report, and the pack for the supervisory authority in one click.

Two doors: the case's own pages for those who may see it, and one without names for auditors, who are granted no case.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation import storage
from dsar.foundation.errors import NotPermitted
from dsar.foundation.leases import LeaseState
from dsar.statistics.compliance_words import CHECK_WORDS, MARK_WORDS, TONES, VERDICT_TONES, VERDICT_WORDS, shown_by
from dsar.statistics.evidence import compliance_of
from dsar.statistics.models import RegulatorPack
from dsar.statistics.pack_services import is_auditor, may_order, note_download, order_pack, packs_of
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest, page_or_fragment

PAGE_ROWS = 50


class ReferenceForm(forms.Form):
    """Which case an auditor looks for."""

    q = forms.CharField(label=gettext_lazy("Reference"), required=False, max_length=24)


@require_GET
@case_page(Act.VIEW_CASE)
def record(request: StaffRequest, case: Case) -> HttpResponse:
    """The seven checks, and the packs that were made."""
    page = "statistics/record.html"
    return page_or_fragment(request, page, "statistics/_packs.html", _context(request, case))


@require_POST
@case_page(Act.VIEW_CASE)
def record_pack(request: StaffRequest, case: Case) -> HttpResponse:
    """Order the pack."""
    order_pack(case=case, actor=request.user)
    messages.success(request, _("The pack is being built. It stands below when it is done."))
    return redirect("dsar:case-record", ref=case.reference)


@require_GET
@case_page(Act.VIEW_CASE)
def record_pack_file(request: StaffRequest, case: Case, pack_id: UUID) -> HttpResponse:
    """The pack as a ZIP."""
    if not may_order(request.user, case):
        message = "Only the Data Protection Officer or an auditor takes the pack for the supervisory authority."
        raise NotPermitted(message)
    return _file(request, case, pack_id)


@require_GET
@role_page(Act.READ_AUDIT)
def records(request: StaffRequest) -> HttpResponse:
    """All cases by reference, for auditors."""
    _demand_auditor(request)
    found = Case.objects.order_by("-received_at", "reference")
    form = ReferenceForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    if words:
        found = found.filter(reference__icontains=words)
    page = Paginator(found.only("pk", "reference", "stage", "outcome", "received_at"), PAGE_ROWS)
    context = {"nav": "reports", "page": page.get_page(request.GET.get("page")), "form": form}
    return render(request, "statistics/records.html", context)


@require_GET
@role_page(Act.READ_AUDIT)
def audit_record(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The seven checks of a case without names, and the packs without names."""
    case = _audited(request, case_id)
    page = "statistics/record_audit.html"
    return page_or_fragment(request, page, "statistics/_packs.html", _context(request, case))


@require_POST
@role_page(Act.READ_AUDIT)
def audit_record_pack(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Order the pack without names."""
    order_pack(case=_audited(request, case_id), actor=request.user)
    messages.success(request, _("The pack is being built. It stands below when it is done."))
    return redirect("dsar:audit-record", case_id=case_id)


@require_GET
@role_page(Act.READ_AUDIT)
def audit_record_pack_file(request: StaffRequest, case_id: UUID, pack_id: UUID) -> HttpResponse:
    """The pack without names as a ZIP."""
    return _file(request, _audited(request, case_id), pack_id)


def _demand_auditor(request: StaffRequest) -> None:
    if not is_auditor(request.user):
        message = "This page is for auditors. The record of a case stands on its own page."
        raise NotPermitted(message)


def _audited(request: StaffRequest, case_id: UUID) -> Case:
    _demand_auditor(request)
    return get_object_or_404(Case.objects.select_related("controller", "key"), pk=case_id)


def _context(request: StaffRequest, case: Case) -> dict[str, Any]:
    found = compliance_of(case)
    auditor = is_auditor(request.user)
    packs = [_pack_row(pack, case, is_audit=auditor) for pack in packs_of(request.user, case)[:20]]  # type: ignore[index]
    may_take = may_order(request.user, case)
    return {
        "nav": "reports" if auditor else "cases",
        "case": case,
        "checks": [
            {
                "label": CHECK_WORDS[check.code],
                "words": MARK_WORDS[check.mark],
                "tone": TONES[check.mark],
                "shown_by": shown_by(check),
            }
            for check in found.checks
        ],
        "verdict": VERDICT_WORDS[found.verdict],
        "verdict_tone": VERDICT_TONES[found.verdict],
        "packs": packs if may_take else [],
        "may_order": may_take,
        "is_building": any(row["is_open"] for row in packs),
        "order_url": _order_url(case, is_audit=auditor),
        "poll_url": request.path,
    }


def _order_url(case: Case, *, is_audit: bool) -> str:
    if is_audit:
        return reverse("dsar:audit-record-pack", kwargs={"case_id": case.pk})
    return reverse("dsar:case-record-pack", kwargs={"ref": case.reference})


def _pack_row(pack: RegulatorPack, case: Case, *, is_audit: bool) -> dict[str, Any]:
    url = ""
    if pack.state == LeaseState.DONE:
        url = (
            reverse("dsar:audit-record-pack-file", kwargs={"case_id": case.pk, "pack_id": pack.pk})
            if is_audit
            else reverse("dsar:case-record-pack-file", kwargs={"ref": case.reference, "pack_id": pack.pk})
        )
    is_open = pack.state in (LeaseState.WAITING, LeaseState.WORKING)
    return {"pack": pack, "url": url, "is_open": is_open, "is_failed": pack.state == LeaseState.FAILED}


def _file(request: StaffRequest, case: Case, pack_id: UUID) -> HttpResponse:
    pack = next((one for one in packs_of(request.user, case) if one.pk == pack_id), None)
    if pack is None or pack.file is None:
        raise Http404
    pack.case = case
    note_download(pack=pack, actor=request.user)
    name = f"record-{case.reference}.zip"
    content = storage.chunks(pack.file)
    return download(content, name=name, media_type="application/zip", size=pack.file.size)  # type: ignore[return-value]
