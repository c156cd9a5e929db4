"""Audit screens: the chain as a list, its verification, checkpoints."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.accountability.audit_list import AuditFilter, audit_page
from dsar.audit import catalogue
from dsar.audit.checkpoints import export_checkpoint, public_key, read_checkpoints
from dsar.audit.models import AuditHead
from dsar.audit.services import record
from dsar.audit.verification import Verdict, verify
from dsar.web.requests import StaffRequest

catalogue.declare(audit_verified="Audit chain verified: {entries|entry|entries}; whole: {whole}")


@require_GET
@role_page(Act.READ_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """The acts, newest first, with filters."""
    form = AuditFilter(request.GET)
    page, rows = audit_page(request.user, form, request.GET.get("page"))
    head = AuditHead.objects.filter(pk=1).first()
    points = read_checkpoints(_folder())
    context = {
        "nav": "setup",
        "form": form,
        "page": page,
        "rows": rows,
        "entries": head.seq if head else 0,
        "head": bytes(head.digest).hex() if head else "",
        "checkpoint": points[-1] if points else None,
        "has_filters": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "accountability/audit.html", context)


@require_POST
@role_page(Act.READ_AUDIT)
def audit_verify(request: StaffRequest) -> HttpResponse:
    """Verify the whole chain and every checkpoint; tell the result in words."""
    verdict = verify(_folder())
    record(
        "audit.verified",
        actor=request.user,
        facts={
            "entries": verdict.entries,
            "whole": "yes" if verdict.is_whole else "no",
            "first_bad": verdict.first_bad,
        },
        outcome="done" if verdict.is_whole else "failed",
    )
    context = {"nav": "setup", "verdict": verdict, "facts": _facts(verdict), "public_key": public_key()}
    return render(request, "accountability/audit_verified.html", context)


@require_POST
@role_page(Act.READ_AUDIT)
def audit_checkpoint(request: StaffRequest) -> HttpResponse:
    """Sign the head of the chain and write it outside the database."""
    path = export_checkpoint(actor=request.user)
    messages.success(request, _("Checkpoint %(name)s is written.") % {"name": path.name})
    return redirect("dsar:audit")


def _folder() -> Path:
    return Path(settings.DSAR_CHECKPOINT_DIR)


def _facts(verdict: Verdict) -> list[dict[str, object]]:
    return [
        {"label": _("Entries"), "value": str(verdict.entries)},
        {"label": _("Sealed parts that are as recorded"), "value": str(verdict.payloads_checked)},
        {"label": _("Sealed parts erased with their case"), "value": str(verdict.payloads_erased)},
        {"label": _("Checkpoints compared"), "value": str(verdict.checkpoints_checked)},
        {"label": _("Hash of the last entry"), "value": verdict.head},
    ]
