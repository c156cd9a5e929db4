"""Advice of the DPO, prior consultation, approval, review, new versions, templates."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.reauthentication import is_fresh, recently_authenticated
from dsar.access.rules import Act
from dsar.accountability.dpia import decision_services, review_services
from dsar.accountability.dpia.decision_forms import (
    AdviceForm,
    AnswerForm,
    ApproveForm,
    ConsultationForm,
    ReviewForm,
    WordsForm,
)
from dsar.accountability.dpia.draft_views import kept_of
from dsar.accountability.dpia.forms import TemplateForm
from dsar.accountability.dpia.frame import found_or_404, frame, hurdles_for
from dsar.accountability.dpia.models import Dpia, DpiaTemplate
from dsar.accountability.dpia.rules import is_high
from dsar.accountability.dpia.selectors import today_for, versions_of
from dsar.accountability.dpia.shipped import SHIPPED
from dsar.accountability.dpia.storing import advice_of, clock_of, content_of, fingerprint_of, seen_of
from dsar.accountability.dpia.views import list_tabs
from dsar.accountability.dpia.vocabulary import ANSWER_WORDS, FOLLOWED_WORDS, Part, State
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.web.requests import StaffRequest

Run = Callable[[Any], object]


def _try(request: StaffRequest, form: Any, run: Run, done: str) -> bool:
    """Do the act with the clean form; what is refused stands beside it."""
    if not form.is_valid():
        return False
    try:
        run(form)
    except (RuleRefused, Conflict) as error:
        for name, words in error.fields.items():
            form.add_error(name if name in form.fields else None, words)
        if not error.fields:
            form.add_error(None, ValidationError(error.message, code=error.code))
        return False
    messages.success(request, done)
    return True


def _is_stale(form: Any, stands: str) -> bool:
    """Whether something else was stored meanwhile; then the form goes on from what stands there, typed words kept."""
    if not (form.is_bound and form.has_error(NON_FIELD_ERRORS, "part_changed")):
        return False
    form.data = form.data.copy()
    form.data["seen"] = stands
    return True


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_DPIA)
def dpia_advice(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """What the DPO advises, and what is made of it."""
    dpia, user = found_or_404(dpia_ref), request.user
    stored = dpia.record.get("advice", {})
    is_answer = request.POST.get("act") == "answer"
    seen = {"seen": seen_of(dpia, "advice")}
    start, draft = kept_of(request, dpia, Part.ADVICE, {"text": stored.get("text", "")} | seen)
    advice = AdviceForm(request.POST if request.POST and not is_answer else None, initial=start, label=_("Advice"))
    start, answer_draft = kept_of(request, dpia, "advice-answer", stored | seen)
    answer = AnswerForm(request.POST if is_answer else None, initial=start)
    status = 200
    if request.method == "POST":
        status = 422

        def give(form: AdviceForm) -> object:
            return decision_services.advise(dpia=dpia, **form.cleaned_data, actor=user)

        def reply(form: AnswerForm) -> object:
            return decision_services.answer_advice(dpia=dpia, **form.cleaned_data, actor=user)

        done = _try(request, answer, reply, _("Saved.")) if is_answer else _try(request, advice, give, _("Saved."))
        if done:
            return redirect("dsar:dpia-advice", dpia.reference)
        if _is_stale(answer if is_answer else advice, seen_of(dpia := found_or_404(dpia_ref), "advice")):
            status, stored = 409, dpia.record.get("advice", {})
    context = {
        **frame(dpia, user, "advice"),
        "advice": stored,
        "advice_form": advice,
        "draft": draft,
        "answer_draft": answer_draft,
        "answer_form": answer,
        "followed": FOLLOWED_WORDS.get(advice_of(dpia).followed, ""),
        "is_older": bool(stored) and stored.get("revisions") != dict(content_of(dpia).revisions),
        "adviser_wrote": bool(dpia.adviser_id) and dpia.writers.filter(pk=dpia.adviser_id).exists(),
        "is_open": not dpia.is_frozen,
    }
    return render(request, "dpia/advice.html", context, status=status)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_DPIA)
def dpia_consultation(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """Prior consultation with its clock."""
    dpia, user = found_or_404(dpia_ref), request.user
    stored = dpia.record.get("consultation", {})
    start = ConsultationForm.start(stored, dpia.controller.supervisory_authority)
    start |= {"seen": seen_of(dpia, "consultation")}
    start, draft = kept_of(request, dpia, Part.CONSULTATION, start)
    form = ConsultationForm(request.POST or None, initial=start)

    def run(given: ConsultationForm) -> object:
        values, seen = given.values(), given.cleaned_data["seen"]
        return decision_services.record_consultation(dpia=dpia, values=values, seen=seen, actor=user)

    if request.method == "POST" and _try(request, form, run, _("Saved.")):
        return redirect("dsar:dpia-consultation", dpia.reference)
    status = 422 if form.is_bound else 200
    if is_stale := _is_stale(form, seen_of(dpia := found_or_404(dpia_ref), "consultation")):
        status, stored = 409, dpia.record.get("consultation", {})
    found = clock_of(dpia)
    context = {
        **frame(dpia, user, "consultation"),
        "form": form,
        "draft": draft,
        "is_stale": is_stale,
        "consultation": stored,
        "answer": ANSWER_WORDS.get(stored.get("answer", ""), ""),
        "clock": found,
        "days_left": found.days_left(today_for(user)) if found else None,
        "is_demanded": is_high(dpia.after),
        "is_open": not dpia.is_frozen,
    }
    return render(request, "dpia/consultation.html", context, status=status)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_DPIA)
def dpia_decision(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """Putting forward, approving, sending back, dropping; reviews and versions of what is approved."""
    if request.POST.get("act") == "approve":  # cannot be taken back: a password given lately
        return recently_authenticated(_decision)(request, dpia_ref)
    return _decision(request, dpia_ref)


def _decision(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    dpia = found_or_404(dpia_ref)
    act = request.POST.get("act", "")
    forms = _forms(request, dpia, act)
    runs: dict[str, tuple[Any, Run, str]] = _runs(dpia, request, forms)
    if request.method == "POST" and act in runs:
        form, run, done = runs[act]
        if form is None:
            return _plain(request, dpia, run, done)
        if _try(request, form, run, done):
            return redirect("dsar:dpia-decision", dpia.reference)
    dpia = found_or_404(dpia_ref)
    context = {
        **frame(dpia, request.user, "decision"),
        **forms,
        "hurdles": hurdles_for(dpia),
        "why_not": decision_services.may_approve(dpia, request.user),
        "may_approve_role": request.user.may(Act.APPROVE_DPIA),
        "decision": dpia.record.get("decision", {}),
        "sent_back": dpia.record.get("sent_back", {}),
        "dropped": dpia.record.get("dropped", {}),
        "reviews": dpia.reviews.select_related("reviewed_by", "dpia"),
        "versions": versions_of(dpia.reference),
        "today_on": today_for(request.user),
        "is_fresh": is_fresh(request),
        "here": request.path,
        "State": {state.name: state.value for state in State},
    }
    return render(request, "dpia/decision.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: StaffRequest, dpia: Dpia, act: str) -> dict[str, Any]:
    def given(name: str) -> Any:
        return request.POST if act == name else None

    return {
        "approve_form": ApproveForm(given("approve"), initial={"read": fingerprint_of(dpia)}),
        "back_form": WordsForm(given("send_back"), prefix="back", label=_("What has to change")),
        "drop_form": WordsForm(given("drop"), prefix="drop", label=_("Why it is dropped")),
        "review_form": ReviewForm(given("review"), prefix="review"),
    }


def _runs(dpia: Dpia, request: StaffRequest, forms: dict[str, Any]) -> dict[str, tuple[Any, Run, str]]:
    """The acts of the page by name: the form that each takes, what it does, and what is said afterwards."""
    actor, acts = request.user, decision_services
    words = "text"
    return {
        "submit": (None, lambda _form: acts.submit(dpia=dpia, actor=actor), _("Put forward for approval.")),
        "take_back": (None, lambda _form: acts.take_back(dpia=dpia, actor=actor), _("Taken back.")),
        "send_back": (
            forms["back_form"],
            lambda form: acts.send_back(dpia=dpia, words=form.cleaned_data[words], actor=actor),
            _("Sent back."),
        ),
        "approve": (
            forms["approve_form"],
            lambda form: acts.approve(dpia=dpia, **form.cleaned_data, actor=actor),
            _("Approved. This version does not change any more."),
        ),
        "drop": (
            forms["drop_form"],
            lambda form: acts.drop(dpia=dpia, words=form.cleaned_data[words], actor=actor),
            _("Dropped."),
        ),
        "review": (
            forms["review_form"],
            lambda form: review_services.review(dpia=dpia, **form.cleaned_data, actor=actor),
            _("The review is recorded."),
        ),
    }


def _plain(request: StaffRequest, dpia: Dpia, run: Run, done: str) -> HttpResponse:
    """An act that takes no form."""
    try:
        run(None)
    except (RuleRefused, Conflict, NotPermitted) as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, done)
    return redirect("dsar:dpia-decision", dpia.reference)


@require_POST
@role_page(Act.WRITE_DPIA)
def dpia_measure_state(request: StaffRequest, dpia_ref: str, measure_id: str) -> HttpResponse:
    """How far a measure of an approved assessment is."""
    dpia = found_or_404(dpia_ref)
    try:
        state = request.POST.get("state", "")
        review_services.move_measure(dpia=dpia, measure_id=measure_id, state=state, actor=request.user)
    except (RuleRefused, Conflict) as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The measure is noted."))
    return redirect("dsar:dpia-risks", dpia.reference)


@require_POST
@role_page(Act.WRITE_DPIA)
def dpia_version_new(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """Begin a new version from the approved one."""
    dpia = found_or_404(dpia_ref)
    try:
        made = review_services.begin_version(dpia=dpia, actor=request.user)
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Version %(number)s is begun.") % {"number": made.number})
    return redirect("dsar:dpia", dpia.reference)


@require_GET
@role_page(Act.SEE_DPIA)
def dpia_templates(request: StaffRequest) -> HttpResponse:
    """What an assessment can start from."""
    context = {
        "nav": "setup",
        "shipped": SHIPPED,
        "own": DpiaTemplate.objects.filter(is_retired=False).select_related("made_by").defer("content"),
        "tabs": list_tabs(request, "templates"),
        "may_write": request.user.may(Act.WRITE_DPIA),
    }
    return render(request, "dpia/templates.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.WRITE_DPIA)
def dpia_template_save(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """Keep an assessment as a template."""
    dpia = found_or_404(dpia_ref)
    form = TemplateForm(request.POST or None, initial={"name": dpia.title})

    def run(given: TemplateForm) -> object:
        return review_services.save_template(dpia=dpia, **given.cleaned_data, actor=request.user)

    if request.method == "POST" and _try(request, form, run, _("The template is saved.")):
        return redirect("dsar:dpia-templates")
    context = {**frame(dpia, request.user, "overview"), "form": form}
    return render(request, "dpia/template_save.html", context, status=422 if form.is_bound else 200)


@require_POST
@role_page(Act.WRITE_DPIA)
def dpia_template_retire(request: StaffRequest, template_id: UUID) -> HttpResponse:
    """Take a template out of use."""
    found = get_object_or_404(DpiaTemplate, pk=template_id)
    try:
        review_services.retire_template(template=found, actor=request.user)
    except Conflict as error:
        messages.warning(request, error.message)
    return redirect("dsar:dpia-templates")
