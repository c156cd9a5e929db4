"""Opt-outs with their clock, and the notices made from the register."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consent.models import OptOutRight, Subject
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import Controller
from dsar.rights.consent import document_services, opt_out_services
from dsar.rights.consent.california import ZONE, clock_of
from dsar.rights.consent.documents import digest_of, document_of
from dsar.rights.consent.forms import CarriedOutForm
from dsar.rights.consent.frame import frame
from dsar.rights.consent.models import CcpaOptOut, DocumentKind, PublishedNotice
from dsar.rights.consent.purpose_views import take_errors
from dsar.web.requests import StaffRequest

ROWS = 50


@require_GET
@role_page(Act.SEE_CONSENT)
def opt_outs(request: StaffRequest) -> HttpResponse:
    """Opt-outs: what waits first, by its last day."""
    page = Paginator(CcpaOptOut.objects.order_by("carried_out_at", "due_on"), ROWS).get_page(request.GET.get("page"))
    today = clock.today(ZONE)
    rows = [{"request": one, "rights": rights_in_words(one.rights), "days": (one.due_on - today).days} for one in page]
    return render(
        request,
        "consent/opt_outs.html",
        frame(request.user, "consent-opt-outs", page=page, rows=rows, may_edit=request.user.may(Act.EDIT_CONSENT)),
    )


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_CONSENT)
def opt_out(request: StaffRequest, opt_out_id: UUID) -> HttpResponse:
    """One opt-out: its clock, and who was told."""
    found = get_object_or_404(CcpaOptOut, pk=opt_out_id)
    form = CarriedOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opt_out_services.carry_out(request=found, told=form.cleaned_data["told"], actor=request.user)
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The opt-out is carried out."))
            return redirect("dsar:consent-opt-outs")
    today = clock.today(ZONE)
    context = frame(
        request.user,
        "consent-opt-outs",
        opt_out=found,
        rights=rights_in_words(found.rights),
        subject=Subject.objects.filter(pk=found.subject_id).first(),
        steps=clock_of(found.rights[0], received=found.received_at, today=today).steps,
        days=(found.due_on - today).days,
        form=form,
    )
    return render(request, "consent/opt_out.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.SEE_CONSENT)
def documents(request: StaffRequest) -> HttpResponse:
    """Every notice by controller and language: published, behind the register, or lacking something."""
    rows = []
    for controller in Controller.objects.all():
        for kind in DocumentKind:
            for language, name in settings.LANGUAGES:
                rows.append(_document_row(controller, kind, language, str(name)))
    return render(
        request,
        "consent/documents.html",
        frame(request.user, "consent-documents", rows=rows, may_edit=request.user.may(Act.EDIT_CONSENT)),
    )


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_CONSENT)
def document(request: StaffRequest, controller_id: UUID, notice_kind: str, language: str) -> HttpResponse:
    """A notice as the register says it now, beside its versions; POST publishes it."""
    controller = get_object_or_404(Controller, pk=controller_id)
    if notice_kind not in DocumentKind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    chosen = DocumentKind(notice_kind)
    status = 200
    if request.method == "POST":
        try:
            made = document_services.publish(kind=chosen, controller=controller, language=language, actor=request.user)
        except RuleRefused as refusal:
            messages.warning(request, refusal.message)
            status = 422
        else:
            messages.success(request, _("Version %(number)d is published.") % {"number": made.number})
            return redirect("dsar:consent-documents")
    content = document_of(chosen, controller, language)
    versions = PublishedNotice.objects.filter(controller=controller, kind=notice_kind, language=language)
    latest = versions.first()
    context = frame(
        request.user,
        "consent-documents",
        document=content,
        language=language,
        kind=chosen,
        versions=versions,
        is_current=latest is not None and latest.sha256 == digest_of(content),
        slug=notice_kind.replace("_", "-"),
    )
    return render(request, "consent/document.html", context, status=status)


def rights_in_words(rights: list[str]) -> str:
    """The rights of an opt-out, in words."""
    words = [str(OptOutRight(name).label) for name in rights]
    return ", ".join([*words[:1], *(one[:1].lower() + one[1:] for one in words[1:])])


def _document_row(controller: Controller, kind: DocumentKind, language: str, name: str) -> dict[str, object]:
    latest = PublishedNotice.objects.filter(controller=controller, kind=kind, language=language).first()
    content = document_of(kind, controller, language)
    state = "missing" if content["missing"] else "none" if latest is None else "current"
    if latest is not None and not content["missing"] and latest.sha256 != digest_of(content):
        state = "behind"
    return {
        "controller": controller,
        "kind": kind,
        "language": language,
        "name": name,
        "latest": latest,
        "state": state,
    }
