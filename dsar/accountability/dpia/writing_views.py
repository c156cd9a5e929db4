"""Writing: description, necessity, views, risks, measures, the register, remarks.

Saving never demands that a part is whole. What is typed is kept as a draft while one types (draft_views), and a part
that somebody else changed meanwhile is shown beside what was typed.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.accountability.dpia import services
from dsar.accountability.dpia.completeness import missing
from dsar.accountability.dpia.content import Content
from dsar.accountability.dpia.draft_views import draft_name, kept_of
from dsar.accountability.dpia.forms import (
    CommentForm,
    DescriptionForm,
    MeasureForm,
    NecessityForm,
    RiskForm,
    ViewsForm,
)
from dsar.accountability.dpia.frame import drift_of, found_or_404, frame, risk_context
from dsar.accountability.dpia.models import Dpia, DpiaComment, DpiaDraft
from dsar.accountability.dpia.report import checks_of, measures_of, register_facts
from dsar.accountability.dpia.storing import content_of
from dsar.accountability.dpia.vocabulary import DESCRIPTION, MEASURE_WORDS, PART_WORDS, Part
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import ProcessingActivity
from dsar.web.requests import StaffRequest

FORMS: dict[str, Callable[..., Any]] = {
    Part.DESCRIPTION: DescriptionForm,
    Part.NECESSITY: NecessityForm,
    Part.VIEWS: ViewsForm,
}


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_DPIA)
def dpia_part(request: StaffRequest, dpia_ref: str, part: str) -> HttpResponse:
    """A part that is one form; who does not write reads it."""
    dpia = found_or_404(dpia_ref)
    if part not in FORMS:
        raise Http404
    start, draft = kept_of(request, dpia, part, _start(dpia, part))
    form = FORMS[part](request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            _save(dpia, part, form, request)
        except Conflict as error:
            return _part_page(request, dpia, part, _again(form, dpia, part), draft, conflict=error)
        except RuleRefused as error:
            _beside(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("dsar:dpia-part", dpia.reference, part)
    return _part_page(request, dpia, part, form, draft)


def _part_page(
    request: StaffRequest,
    dpia: Dpia,
    part: str,
    form: Any,
    draft: DpiaDraft | None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    dpia = found_or_404(dpia.reference)
    content = content_of(dpia)
    label, article = PART_WORDS[part]
    context = {
        **frame(dpia, request.user, part),
        "part": part,
        "label": label,
        "article": article,
        "form": form,
        "missing": missing(content, part),
        "conflict": conflict,
        "draft": draft,
        "texts": [(field.label, content.text(name)) for name, field in DESCRIPTION.items()],
        "checks": checks_of(content),
        "register": [register_facts(entry) for entry in content.register],
        "drift": drift_of(dpia, content) if part == Part.DESCRIPTION else [],
    }
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, f"dpia/{part}.html", context, status=status)


def _start(dpia: Dpia, part: str) -> dict[str, Any]:
    content = content_of(dpia)
    revision = {"revision": content.revision(part)}
    if part == Part.DESCRIPTION:
        return DescriptionForm.start(content, dpia.title) | revision
    if part == Part.NECESSITY:
        return NecessityForm.start(content) | revision
    views = content.views
    return {"sought": views.sought, "how": views.how, "words": views.words} | revision


def _save(dpia: Dpia, part: str, form: Any, request: StaffRequest) -> None:
    revision, actor = form.cleaned_data["revision"], request.user
    if part == Part.DESCRIPTION:
        title = form.cleaned_data["title"]
        services.save_description(dpia=dpia, title=title, texts=form.texts(), revision=revision, actor=actor)
    elif part == Part.NECESSITY:
        services.save_necessity(dpia=dpia, checks=form.checks(), revision=revision, actor=actor)
    else:
        services.save_views(dpia=dpia, views=form.views(), revision=revision, actor=actor)


def _again(form: Any, dpia: Dpia, part: str) -> Any:
    """The same form with what was typed, based on what is stored now: saving again puts it in its place."""
    given = form.data.copy()
    given["revision"] = str(content_of(found_or_404(dpia.reference)).revision(part))
    return type(form)(given, **({"content": content_of(dpia)} if isinstance(form, MeasureForm) else {}))


def _beside(form: forms.Form, error: RuleRefused) -> None:
    for name, words in error.fields.items():
        form.add_error(name if name in form.fields else None, words)
    if not error.fields:
        form.add_error(None, error.message)


@require_GET
@role_page(Act.SEE_DPIA)
def dpia_risks(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """The picture of the risks, their table, and the measures."""
    dpia = found_or_404(dpia_ref)
    content = content_of(dpia)
    context = {
        **frame(dpia, request.user, "risks"),
        **risk_context(dpia, content),
        "measures": measures_of(content),
        "states": list(MEASURE_WORDS.items()),
        "missing": [*missing(content, Part.RISKS), *missing(content, Part.MEASURES)],
    }
    return render(request, "dpia/risks.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.WRITE_DPIA)
def dpia_risk(request: StaffRequest, dpia_ref: str, risk_id: str = "") -> HttpResponse:
    """Add or change a risk, or take it out."""
    dpia = found_or_404(dpia_ref)
    content = content_of(dpia)
    risk = content.risk(risk_id) if risk_id else None
    if risk_id and risk is None:
        raise Http404
    start = {name: getattr(risk, name) for name in RiskForm.base_fields if risk and hasattr(risk, name)}
    start |= {"revision": content.revision(Part.RISKS)}
    start, draft = kept_of(request, dpia, draft_name(Part.RISKS, risk_id), start)
    form = RiskForm(request.POST or None, initial=start)

    def save(revision: int) -> None:
        if request.POST.get("act") == "remove" and risk:
            services.remove_risk(dpia=dpia, risk_id=risk_id, revision=revision, actor=request.user)
        else:
            services.save_risk(dpia=dpia, risk=form.risk(risk_id), revision=revision, actor=request.user)

    more = {"item": risk, "template": "dpia/risk.html", "part": Part.RISKS, "draft": draft}
    return _item(request, dpia, form, save, more)


@require_http_methods(["GET", "POST"])
@role_page(Act.WRITE_DPIA)
def dpia_measure(request: StaffRequest, dpia_ref: str, measure_id: str = "") -> HttpResponse:
    """Add or change a measure, or take it out."""
    dpia = found_or_404(dpia_ref)
    content = content_of(dpia)
    measure = content.measure(measure_id) if measure_id else None
    if measure_id and measure is None:
        raise Http404
    start = _measure_start(request, content, measure_id)
    start, draft = kept_of(request, dpia, draft_name(Part.MEASURES, measure_id), start)
    form = MeasureForm(request.POST or None, content=content, initial=start)

    def save(revision: int) -> None:
        if request.POST.get("act") == "remove" and measure:
            services.remove_measure(dpia=dpia, measure_id=measure_id, revision=revision, actor=request.user)
        else:
            services.save_measure(dpia=dpia, measure=form.measure(measure_id), revision=revision, actor=request.user)

    more = {"item": measure, "template": "dpia/measure.html", "part": Part.MEASURES, "draft": draft}
    return _item(request, dpia, form, save, more)


def _measure_start(request: StaffRequest, content: Content, measure_id: str) -> dict[str, Any]:
    measure = content.measure(measure_id) if measure_id else None
    start: dict[str, Any] = {"revision": content.revision(Part.MEASURES), "state": "planned"}
    if measure is None:
        return start | {"risks": request.GET.getlist("against")}
    return start | {name: getattr(measure, name) for name in MeasureForm.base_fields if hasattr(measure, name)}


def _item(
    request: StaffRequest, dpia: Dpia, form: Any, save: Callable[[int], None], more: dict[str, Any]
) -> HttpResponse:
    """A page of one risk or measure: shown, saved, or shown again with what was typed."""
    conflict = None
    is_removal = request.method == "POST" and request.POST.get("act") == "remove"
    if request.method == "POST" and (form.is_valid() or is_removal):
        try:
            save(int(form.data["revision"]) if form.data.get("revision", "").isdigit() else -1)
        except Conflict as error:
            conflict, form = error, _again(form, dpia, more["part"])
        except RuleRefused as error:
            _beside(form, error)
        else:
            messages.success(request, _("Taken out.") if is_removal else _("Saved."))
            return redirect("dsar:dpia-risks", dpia.reference)
    dpia = found_or_404(dpia.reference)
    item = more["item"]
    name = draft_name(more["part"], item.id if item else "")
    context = {**frame(dpia, request.user, "risks"), **more, "form": form, "conflict": conflict, "draft_name": name}
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, more["template"], context, status=status)


@require_http_methods(["GET", "POST"])
@role_page(Act.WRITE_DPIA)
def dpia_register(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """Choose the entries of the register that belong to it, and take them over as they are now."""
    dpia = found_or_404(dpia_ref)
    entries = ProcessingActivity.objects.select_related("controller").order_by("controller__name", "name")
    if request.method == "POST":
        chosen = entries.filter(pk__in=[one for one in request.POST.getlist("entry") if len(one) == 36])
        try:
            services.take_register(dpia=dpia, activities=chosen.prefetch_related("recipients"), actor=request.user)
        except Conflict as error:
            messages.warning(request, error.message)
        else:
            messages.success(request, _("The register is taken over as it is now."))
        return redirect("dsar:dpia-part", dpia.reference, Part.DESCRIPTION.value)
    context = {
        **frame(dpia, request.user, "description"),
        "entries": entries,
        "taken": set(dpia.activities.values_list("pk", flat=True)),
        "drift": drift_of(dpia, content_of(dpia)),
    }
    return render(request, "dpia/register.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_DPIA)
def dpia_comments(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """Remarks of those who read it."""
    dpia = found_or_404(dpia_ref)
    form = CommentForm(request.POST or None, initial={"part": request.GET.get("part", Part.DESCRIPTION)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.comment(dpia=dpia, **form.cleaned_data, actor=request.user)
            except (Conflict, RuleRefused) as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("Your remark stands."))
                return redirect("dsar:dpia-comments", dpia.reference)
    rows = dpia.comments.select_related("author", "settled_by", "dpia")
    comments = [{"row": one, "part": PART_WORDS[one.part][0]} for one in rows]
    context = {**frame(dpia, request.user, "comments"), "form": form, "comments": comments}
    return render(request, "dpia/comments.html", context, status=status)


@require_POST
@role_page(Act.SEE_DPIA)
def dpia_comment_settle(request: StaffRequest, dpia_ref: str, comment_id: str) -> HttpResponse:
    """A remark was taken up."""
    dpia = found_or_404(dpia_ref)
    found = get_object_or_404(DpiaComment.objects.select_related("dpia"), pk=comment_id, dpia=dpia)
    try:
        services.settle_comment(comment=found, actor=request.user)
    except Conflict as error:
        messages.warning(request, error.message)
    return redirect("dsar:dpia-comments", dpia.reference)
