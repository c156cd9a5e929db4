"""The assessment by scans, the decision on the risk, the timeline with notes and documents, packs, tasks, links."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.accountability.breaches import pack_services, scan_services, scan_view
from dsar.accountability.breaches.decision_services import decide_risk, second_look
from dsar.accountability.breaches.facts_services import (
    add_document,
    add_note,
    add_task,
    link_case,
    note_opened,
    set_task,
    unlink_case,
)
from dsar.accountability.breaches.forms import CaseForm, DocumentForm, NoteForm, TaskForm
from dsar.accountability.breaches.frame import breach_or_404, frame, take_errors
from dsar.accountability.breaches.models import BreachCase, BreachDocument, BreachTask
from dsar.accountability.breaches.overview import overview_of
from dsar.accountability.breaches.packing import decisions_of
from dsar.accountability.breaches.selectors import timeline as timeline_of
from dsar.accountability.breaches.work_forms import RiskForm, SecondForm, SourceForm, UploadsForm
from dsar.accountability.breaches.work_models import BreachPack, BreachScan
from dsar.cases.models import Case
from dsar.foundation import storage
from dsar.foundation.errors import Conflict, DsarError, NotPermitted, RuleRefused
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_BREACHES)
def assessment(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """The scans of the documents concerned, and ordering one: files put in, a source, or the exhibits of a case."""
    found = breach_or_404(breach_ref)
    is_post, what = request.method == "POST", request.POST.get("what", "")
    given: dict[str, forms.Form] = {
        "uploads_form": UploadsForm(*((request.POST, request.FILES) if is_post and what == "files" else ())),
        "source_form": SourceForm(request.POST if is_post and what == "source" else None),
    }
    form = given["source_form"] if what == "source" else given["uploads_form"]
    if is_post and (what == "exhibits" or form.is_valid()):
        try:
            _order(request, breach_ref, what, form)
        except (RuleRefused, Conflict) as refusal:
            if what == "exhibits":
                messages.error(request, refusal.message)
                return redirect("dsar:breach-assessment", breach_ref=found.reference)
            take_errors(form, refusal)
        else:
            messages.success(request, _("The scan runs in the background; this page shows how far it is."))
            return redirect("dsar:breach-assessment", breach_ref=found.reference)
    context = frame(
        request.user,
        found,
        "breach-assessment",
        scans=scan_view.scans_of(found),
        cases=_visible_cases(request, found.pk),
        kept_days=scan_services.KEPT.days,
        **given,
    )
    return render(request, "breaches/assessment.html", context, status=422 if form.errors else 200)


def _order(request: StaffRequest, reference: str, what: str, form: forms.Form) -> BreachScan:
    found, actor = breach_or_404(reference), request.user
    if what == "exhibits":
        case = Case.objects.visible_to(actor).filter(reference=request.POST.get("case", "").upper()).first()
        if case is None:
            raise Http404
        return scan_services.scan_exhibits(breach=found, case=case, actor=actor)
    given = form.cleaned_data
    if what == "source":
        return scan_services.scan_source(breach=found, source=given["source"], place=given["source"].name, actor=actor)
    return scan_services.scan_uploads(breach=found, uploads=given["uploads"], place=given["place"], actor=actor)


def _visible_cases(request: StaffRequest, breach_id: UUID) -> list[Case]:
    linked = BreachCase.objects.filter(breach_id=breach_id).values("case")
    return list(Case.objects.visible_to(request.user).filter(pk__in=linked))


@require_GET
@role_page(Act.SEE_BREACHES)
def scan(request: StaffRequest, breach_ref: str, scan_id: UUID) -> HttpResponse:
    """One scan: what it counted, what follows for the factors, how far every file was read."""
    found = breach_or_404(breach_ref)
    row = get_object_or_404(BreachScan, pk=scan_id, breach=found)
    row.breach = found
    view = scan_view.scan_page(row, request.GET.get("page"))
    context = frame(request.user, found, "breach-assessment", scan=view, kept_days=scan_services.KEPT.days)
    return render(request, "breaches/scan.html", context)


@require_POST
@role_page(Act.WORK_BREACHES)
def scan_act(request: StaffRequest, breach_ref: str, scan_id: UUID, verb: str) -> HttpResponse:
    """Read again what was not read whole, or delete the copies."""
    found = breach_or_404(breach_ref)
    row = get_object_or_404(BreachScan.objects.select_related("breach"), pk=scan_id, breach=found)
    try:
        if verb == "again":
            count = scan_services.read_again(scan=row, actor=request.user)
            messages.success(request, _("Files that are read once more: %(n)d.") % {"n": count})
        elif verb == "delete":
            count = scan_services.delete_copies(scan=row, actor=request.user)
            messages.success(request, _("Copies deleted: %(n)d. What was counted stays.") % {"n": count})
        else:
            raise Http404
    except Conflict as refusal:
        messages.error(request, refusal.message)
    return redirect("dsar:breach-scan", breach_ref=found.reference, scan_id=row.pk)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_BREACHES)
def risk(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """The factors, the decision, the second look, and every decision before."""
    found = breach_or_404(breach_ref)
    is_second = request.POST.get("what") == "second"
    proposals = scan_view.proposals_of(found)
    form = RiskForm(request.POST if request.method == "POST" and not is_second else None, proposals=proposals)
    second = SecondForm(request.POST if is_second else None)
    overview = overview_of(found, request.user)
    if request.method == "POST":
        done = _second(request, overview.waiting, second) if is_second else _decide(request, found.reference, form)
        if done:
            return redirect("dsar:breach", breach_ref=found.reference)
    context = frame(
        request.user,
        found,
        "breach-risk",
        form=form,
        second=second,
        overview=overview,
        decisions=decisions_of(found),
        is_own=overview.waiting is not None and overview.waiting.decided_by_id == request.user.pk,
        has_scan=bool(proposals),
    )
    return render(request, "breaches/risk.html", context, status=422 if form.errors or second.errors else 200)


def _decide(request: StaffRequest, reference: str, form: RiskForm) -> bool:
    if not form.is_valid():
        return False
    try:
        made = decide_risk(breach=breach_or_404(reference), judgement=form.judgement(), actor=request.user)
    except (RuleRefused, Conflict) as refusal:
        take_errors(form, refusal)
        return False
    words = _("Decided. It holds when a second person has agreed.") if made.needs_second else _("The risk is decided.")
    messages.success(request, words)
    return True


def _second(request: StaffRequest, waiting: object, form: SecondForm) -> bool:
    from dsar.accountability.breaches.models import RiskDecision

    if not isinstance(waiting, RiskDecision) or not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        second_look(decision=waiting, agrees=given["verdict"] == "agree", why=given["why"], actor=request.user)
    except (RuleRefused, Conflict, NotPermitted) as refusal:
        take_errors(form, refusal)
        return False
    messages.success(request, _("The second look is recorded."))
    return True


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_BREACHES)
def timeline(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Everything in order with its hours, documents, packs of evidence; writing a note or adding a document."""
    found = breach_or_404(breach_ref)
    what = request.POST.get("what", "")
    note = NoteForm(request.POST if what == "note" else None, breach=found)
    document = DocumentForm(*((request.POST, request.FILES) if what == "document" else ()))
    if request.method == "POST" and (form := {"note": note, "document": document}.get(what)) and form.is_valid():
        try:
            if what == "note":
                add_note(breach=found, text=note.cleaned_data["text"], at=note.cleaned_data["at"], actor=request.user)
            else:
                add_document(breach=found, upload=document.cleaned_data["file"], actor=request.user)
        except RuleRefused as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("It stands in the timeline."))
            return redirect("dsar:breach-timeline", breach_ref=found.reference)
    documents = list(found.documents.select_related("file", "added_by"))
    for one in documents:
        one.breach = found
    context = frame(
        request.user,
        found,
        "breach-timeline",
        entries=timeline_of(found),
        documents=documents,
        packs=found.packs.select_related("file", "ordered_by"),
        note_form=note,
        document_form=document,
    )
    status = 422 if note.errors or document.errors else 200
    return render(request, "breaches/timeline.html", context, status=status)


@require_GET
@role_page(Act.SEE_BREACHES)
def document(request: StaffRequest, breach_ref: str, document_id: UUID) -> HttpResponse:
    """Download a document."""
    found = breach_or_404(breach_ref)
    row = get_object_or_404(BreachDocument.objects.select_related("file"), pk=document_id, breach=found)
    row.breach = found
    note_opened(document=row, actor=request.user)
    media_type = row.file.media_type or "application/octet-stream"
    return download(storage.chunks(row.file), name=row.label, media_type=media_type, size=row.file.size)  # type: ignore[return-value]  # streamed


@require_POST
@role_page(Act.SEE_BREACHES)
def pack_order(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Order the pack of evidence."""
    found = breach_or_404(breach_ref)
    pack_services.order_pack(breach=found, actor=request.user)
    messages.success(request, _("The pack is being built; it stands here in a minute."))
    return redirect("dsar:breach-timeline", breach_ref=found.reference)


@require_GET
@role_page(Act.SEE_BREACHES)
def pack_file(request: StaffRequest, breach_ref: str, pack_id: UUID) -> HttpResponse:
    """Download a pack."""
    found = breach_or_404(breach_ref)
    pack = get_object_or_404(BreachPack.objects.select_related("file"), pk=pack_id, breach=found, file__isnull=False)
    pack.breach = found
    pack_services.note_download(pack=pack, actor=request.user)
    assert pack.file is not None  # noqa: S101 - asked for above
    name = f"{found.reference}-evidence.zip"
    return download(storage.chunks(pack.file), name=name, media_type="application/zip", size=pack.file.size)  # type: ignore[return-value]  # streamed


@require_POST
@role_page(Act.WORK_BREACHES)
def task(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Tick a task, open it again, or add one."""
    found = breach_or_404(breach_ref)
    try:
        if "words" in request.POST:
            form = TaskForm(request.POST)
            add_task(breach=found, words=form.data.get("words", "")[:500], actor=request.user)
        else:
            row = get_object_or_404(BreachTask.objects.select_related("breach"), pk=_uuid(request), breach=found)
            is_done = request.POST.get("done") == "yes"
            set_task(task=row, is_done=is_done, outcome=request.POST.get("outcome", "")[:2000], actor=request.user)
    except DsarError as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{_overview(found.reference)}#tasks")


@require_POST
@role_page(Act.WORK_BREACHES)
def case_link(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Link a case, or take back a link."""
    found = breach_or_404(breach_ref)
    try:
        if "link" in request.POST:
            links = BreachCase.objects.select_related("breach", "case")
            unlink_case(link=get_object_or_404(links, pk=_uuid(request, "link"), breach=found), actor=request.user)
            messages.success(request, _("The link is taken back."))
        else:
            form = CaseForm(request.POST)
            reference = form.cleaned_data["case"] if form.is_valid() else ""
            link_case(breach=found, reference=reference, actor=request.user)
            messages.success(request, _("The case is linked."))
    except (RuleRefused, Conflict) as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{_overview(found.reference)}#cases")


def _uuid(request: StaffRequest, name: str = "task") -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error


def _overview(reference: str) -> str:
    from django.urls import reverse

    return reverse("dsar:breach", args=[reference])
