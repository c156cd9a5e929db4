"""Set-up, Retention: the rules and their versions, what a sweep would do, questions, sweeps with their records."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, DsarError, RuleRefused
from dsar.processing_records.rules import plain_cell
from dsar.retention import rule_services, selectors, sweep_services, task_services
from dsar.retention.forms import DecideForm, RuleForm
from dsar.retention.models import RetentionRule, RetentionTask, Sweep
from dsar.retention.rules import BY_CODE, Action, Mode, Period, Unit
from dsar.retention.sweep_record import is_signed
from dsar.retention.words import FIXED, LABELS, keeps_words, period_words
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50


def tabs(route: str) -> list[dict[str, Any]]:
    """The pages of retention beside each other."""
    named = (
        ("retention", _("Rules")),
        ("retention-preview", _("Preview")),
        ("retention-tasks", _("To decide")),
        ("retention-next", _("Next and overdue")),
        ("retention-sweeps", _("Sweeps")),
        ("retention-register", _("Register")),
        ("retention-holds", _("Legal holds")),
    )
    counts = {"retention-tasks": selectors.open_task_count() or ""}
    return [
        {
            "label": label,
            "url": reverse(f"dsar:{name}"),
            "is_current": name == route,
            "count": counts.get(name, ""),
        }
        for name, label in named
    ]


def context_for(route: str, **more: Any) -> dict[str, Any]:
    """What every page of retention gets."""
    return {"nav": "setup", "tabs": tabs(route), **more}


@require_GET
@role_page(Act.SEE_RETENTION)
def rules(request: StaffRequest) -> HttpResponse:
    """The rules in force, and what other rooms let go by fixed rules."""
    context = context_for("retention", rows=selectors.rule_rows(), fixed=FIXED)
    return render(request, "retention/rules.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_RETENTION)
def rule(request: StaffRequest, code: str) -> HttpResponse:
    """One rule: what it does today, its versions, and the form of a new one."""
    if code not in BY_CODE:
        raise Http404
    now = rule_services.rule_of(code)
    versions = selectors.versions_of(code)
    initial = {
        "length": now.period.number, "unit": now.period.unit, "mode": now.mode,
        "based_on": versions[0].number if versions else 0,
    }  # fmt: skip
    form = RuleForm(request.POST if request.method == "POST" else None, rule=now, initial=initial)
    if request.method == "POST" and form.is_valid() and _set(request, code, form):
        return redirect("dsar:retention-rule", code=code)
    part = selectors.preview(request.user, only=code)[0]
    waiting = next((row for row in versions if row.number == now.waiting), None)
    context = context_for(
        "retention",
        row=selectors.row_of(now),
        part=part,
        would=selectors.preview_of_version(waiting, request.user) if waiting else None,
        form=form,
        versions=versions,
        waiting=waiting,
        may_edit=request.user.may(Act.EDIT_RETENTION),
        may_decide=request.user.may(Act.DECIDE_RETENTION),
        least=period_words(now.category.least) if now.category.least.number else "",
        category=now.category,
    )
    return render(request, "retention/rule.html", context, status=422 if form.errors else 200)


def _set(request: StaffRequest, code: str, form: RuleForm) -> bool:
    values = form.cleaned_data
    try:
        row = rule_services.set_rule(
            code=code, period=Period(values["length"], Unit(values["unit"])), mode=Mode(values["mode"]),
            why=values["why"], based_on=values["based_on"], actor=request.user,
        )  # fmt: skip
    except (RuleRefused, Conflict) as error:
        show_error(form, error)
        return False
    if row.wants_approval:
        messages.info(request, _("The version is written. It counts once somebody else has approved it."))
    else:
        messages.success(request, _("The version counts from now on."))
    return True


@require_POST
@role_page(Act.SEE_RETENTION)
def rule_version(request: StaffRequest, code: str, number: int, act: str) -> HttpResponse:
    """Approve or drop a version that waits."""
    row = get_object_or_404(RetentionRule, category=code, number=number)
    try:
        if act == "approve":
            rule_services.approve_rule(row=row, actor=request.user)
            messages.success(request, _("Approved. The next sweep works by it."))
        elif act == "drop":
            rule_services.drop_rule(row=row, actor=request.user)
            messages.success(request, _("Dropped. What counted goes on."))
        else:
            raise Http404
    except (RuleRefused, Conflict) as error:
        messages.error(request, error.message)
    return redirect("dsar:retention-rule", code=code)


@require_GET
@role_page(Act.SEE_RETENTION)
def preview(request: StaffRequest) -> HttpResponse:
    """Exactly what a sweep would do now; nothing is changed."""
    parts = selectors.preview(request.user)
    context = context_for("retention-preview", parts=parts, may_sweep=request.user.may(Act.EDIT_RETENTION))
    return render(request, "retention/preview.html", context)


@require_GET
@role_page(Act.SEE_RETENTION)
def preview_file(request: StaffRequest) -> HttpResponse:
    """The preview as a table."""
    rows: list[list[Any]] = [[_("Rule"), _("Reference"), _("Due since"), _("What happens"), _("What keeps it")]]
    for part in selectors.preview(request.user):
        rows += [[part.rule.label, one.case.reference, one.due_on, part.rule.action, ""] for one in part.listed]
        rows += [[part.rule.label, one.case.reference, one.due_on, _("Kept"), words] for one, words in part.kept]
        rows.append([part.rule.label, "", "", part.rule.action, _("%(n)d in all") % {"n": part.goes}])
    return csv_file(rows, "retention-preview.csv")


@require_GET
@role_page(Act.SEE_RETENTION)
def tasks(request: StaffRequest) -> HttpResponse:
    """What a person has to decide."""
    rows = [(row, LABELS[row.category]) for row in selectors.open_tasks(request.user)]
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = context_for("retention-tasks", page=page)
    return render(request, "retention/tasks.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_RETENTION)
def task(request: StaffRequest, question_id: UUID) -> HttpResponse:
    """One question with its answer."""
    row = get_object_or_404(RetentionTask.objects.select_related("activity", "decided_by"), pk=question_id)
    if not selectors.may_know_of(row, request.user):
        raise Http404
    is_elsewhere = row.category not in BY_CODE or BY_CODE[row.category].action is Action.REVIEW
    form = DecideForm(request.POST if request.method == "POST" else None, is_elsewhere=is_elsewhere)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            if values["decision"] == "go":
                task_services.let_it_go(task=row, why=values["why"], actor=request.user)
                messages.success(request, _("Done, and recorded."))
            else:
                kept = {"why": values["why"], "keep_until": values["keep_until"]}
                task_services.keep_it(task=row, actor=request.user, **kept)
                messages.success(request, _("Kept. It is asked about again after that day."))
        except (RuleRefused, Conflict) as error:
            show_error(form, error)
        else:
            return redirect("dsar:retention-tasks")
    shown = selectors.row_of(rule_services.rule_of(row.category)) if row.category in BY_CODE else None
    context = context_for(
        "retention-tasks", task=row, form=form, rule=shown, label=LABELS[row.category],
        may_decide=task_services.may_decide(row, request.user),
        term=selectors.term_row(row.activity) if row.activity else None,
    )  # fmt: skip
    return render(request, "retention/task.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.SEE_RETENTION)
def upcoming(request: StaffRequest) -> HttpResponse:
    """What falls due next, and what should have gone."""
    soon = Paginator(selectors.coming(request.user), PAGE_ROWS).get_page(request.GET.get("page"))
    late = selectors.overdue(request.user)
    context = context_for("retention-next", page=soon, late=late[:PAGE_ROWS], more=len(late) - PAGE_ROWS)
    return render(request, "retention/next.html", context)


@require_GET
@role_page(Act.SEE_RETENTION)
def sweeps(request: StaffRequest) -> HttpResponse:
    """The sweeps with their figures."""
    page = Paginator(Sweep.objects.select_related("ordered_by"), PAGE_ROWS).get_page(request.GET.get("page"))
    rows = selectors.sweep_rows(page.object_list)
    may_sweep = request.user.may(Act.EDIT_RETENTION)
    context = context_for("retention-sweeps", page=page, rows=rows, may_sweep=may_sweep)
    return render(request, "retention/sweeps.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_RETENTION)
def sweep_new(request: StaffRequest) -> HttpResponse:
    """What a sweep would do now, in figures; a POST orders it."""
    if request.method == "POST":
        try:
            made = sweep_services.order_sweep(actor=request.user)
        except Conflict as error:
            messages.error(request, error.message)
            return redirect("dsar:retention-sweeps")
        messages.success(request, _("The sweep is ordered. This page shows what it does."))
        return redirect("dsar:retention-sweep", sweep_id=made.pk)
    context = context_for("retention-sweeps", parts=selectors.preview(request.user))
    return render(request, "retention/sweep_new.html", context)


@require_GET
@role_page(Act.SEE_RETENTION)
def sweep(request: StaffRequest, sweep_id: UUID) -> HttpResponse:
    """What one sweep did, step by step, with its record."""
    found = get_object_or_404(Sweep.objects.select_related("ordered_by"), pk=sweep_id)
    steps = [
        (step, LABELS[step.category], keeps_words(step.because) if step.because else step.failure)
        for step in selectors.steps_of(found, request.user)
    ]
    page = Paginator(steps, PAGE_ROWS).get_page(request.GET.get("page"))
    context = context_for(
        "retention-sweeps", sweep=found, page=page, row=selectors.sweep_rows([found])[0],
        is_valid=bool(found.record) and is_signed(bytes(found.record or b""), found.signature),
    )  # fmt: skip
    return render(request, "retention/sweep.html", context)


@require_GET
@role_page(Act.SEE_RETENTION)
def sweep_file(request: StaffRequest, sweep_id: UUID, form: str) -> HttpResponse:
    """The steps as a table, or for auditors and those who see skeletons the signed record."""
    found = get_object_or_404(Sweep, pk=sweep_id)
    if form == "csv":
        head = [_("Category"), _("Action"), _("Reference"), _("Due on"), _("Outcome"), _("Because"), _("At")]
        rows: list[list[Any]] = [head]
        for step in selectors.steps_of(found, request.user):
            words = keeps_words(step.because) if step.because else step.failure
            values = [str(LABELS[step.category]), step.get_action_display(), step.reference, step.due_on]
            rows.append([*values, step.get_outcome_display(), words, step.done_at])
        return csv_file(rows, "retention-sweep.csv")
    if form != "json" or found.record is None or not request.user.may(Act.READ_AUDIT):
        raise Http404
    content = b'{"record":' + bytes(found.record) + b',"signature":"' + found.signature.encode() + b'"}\n'
    return download([content], name="retention-sweep.json", media_type="application/json")  # type: ignore[return-value]  # streamed


def csv_file(rows: Iterable[Iterable[Any]], name: str) -> HttpResponse:
    """A table in UTF-8 in which no cell is a formula."""
    written = io.StringIO()
    csv.writer(written).writerows([[plain_cell("" if cell is None else str(cell)) for cell in row] for row in rows])
    content = written.getvalue().encode("utf-8-sig")
    return download([content], name=name, media_type="text/csv")  # type: ignore[return-value]  # streamed


def show_error(form: Form, error: DsarError) -> None:
    """Put the words of a refusal beside the field that they belong to."""
    for name, words in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, words)
