"""Screenings: the list, the questions, the view of the DPO, the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.accountability.dpia import screening_services as services
from dsar.accountability.dpia.decision_forms import ScreeningDecisionForm, ScreeningForm, WordsForm
from dsar.accountability.dpia.forms import AboutForm
from dsar.accountability.dpia.models import Screening
from dsar.accountability.dpia.questions import ALL, CRITERIA, EXEMPTIONS, MANDATORY, OUTCOME_WORDS, REPLY_WORDS
from dsar.accountability.dpia.rules import Presumption, Reading, read
from dsar.accountability.dpia.selectors import screenings
from dsar.accountability.dpia.views import PAGE_ROWS, list_tabs
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.words import Words
from dsar.processing_records.models import Controller
from dsar.web.requests import StaffRequest

SPEAKS_FOR: dict[Presumption, tuple[str, str]] = {
    Presumption.OPEN: ("info", Words("Some questions are not answered yet.")),
    Presumption.REQUIRED: ("bad", Words("An assessment is required: the law or the authority’s list names this case.")),
    Presumption.PRESUMED: ("warn", Words("An assessment is presumed to be needed: two criteria or more are met.")),
    Presumption.POSSIBLE: ("info", Words("One criterion is met: an assessment may be needed.")),
    Presumption.NONE: ("good", Words("Nothing here speaks for an assessment.")),
}


@require_GET
@role_page(Act.SEE_DPIA)
def dpia_screenings(request: StaffRequest) -> HttpResponse:
    """All screenings, those without need of an assessment too."""
    page = Paginator(screenings(), PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [{"row": one, "outcome": OUTCOME_WORDS.get(one.outcome, ""), "read": read(one.answers)} for one in page]
    context = {
        "nav": "setup",
        "page": page,
        "rows": rows,
        "tabs": list_tabs(request, "screenings"),
        "may_write": request.user.may(Act.WRITE_DPIA),
        "has_controller": Controller.objects.exists(),
    }
    return render(request, "dpia/screenings.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.WRITE_DPIA)
def dpia_screening_new(request: StaffRequest) -> HttpResponse:
    """Say which processing is screened."""
    form = AboutForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.begin_screening(**form.cleaned_data, actor=request.user)
            except (RuleRefused, Conflict) as error:
                form.add_error(None, error.message)
            else:
                return redirect("dsar:dpia-screening", made.reference)
    context = {"nav": "setup", "form": form, "has_controller": Controller.objects.exists()}
    return render(request, "dpia/screening_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_DPIA)
def dpia_screening(request: StaffRequest, screening_ref: str) -> HttpResponse:
    """The questions with what they speak for; once decided, the proof."""
    screening = _found(screening_ref)
    start = {**screening.answers, "entry": screening.words.get("entry", ""), "revision": screening.revision}
    form = ScreeningForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.answer_screening(
                screening=screening,
                answers=form.answers(),
                entry=values["entry"],
                revision=values["revision"],
                actor=request.user,
            )
        except Conflict as error:
            screening = _found(screening_ref)
            form = ScreeningForm(_rebased(request, screening))
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("dsar:dpia-screening", screening.reference)
    return _page(request, screening, form=form)


def _rebased(request: StaffRequest, screening: Screening) -> Any:
    given = request.POST.copy()
    given["revision"] = str(screening.revision)
    return given


@require_POST
@role_page(Act.ADVISE_DPIA)
def dpia_screening_view(request: StaffRequest, screening_ref: str) -> HttpResponse:
    """The view of the DPO."""
    screening = _found(screening_ref)
    form = WordsForm(request.POST, prefix="view")
    if form.is_valid():
        try:
            services.give_view(screening=screening, text=form.cleaned_data["text"], actor=request.user)
        except (RuleRefused, Conflict) as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("dsar:dpia-screening", screening.reference)
    return _page(request, screening, view_form=form)


@require_POST
@role_page(Act.WRITE_DPIA)
def dpia_screening_decide(request: StaffRequest, screening_ref: str) -> HttpResponse:
    """The decision."""
    screening = _found(screening_ref)
    form = ScreeningDecisionForm(request.POST)
    if form.is_valid():
        try:
            services.decide_screening(screening=screening, **form.cleaned_data, actor=request.user)
        except (RuleRefused, Conflict) as error:
            for name, words in (error.fields or {"": error.message}).items():
                form.add_error(name or None, words)
        else:
            messages.success(request, _("Decided, and kept as proof."))
            return redirect("dsar:dpia-screening", screening.reference)
    return _page(request, screening, decision_form=form)


def _found(reference: str) -> Screening:
    found = screenings().filter(reference=reference.upper()).select_related("dpo").first()
    if found is None:
        raise Http404
    return found


def _page(
    request: StaffRequest,
    screening: Screening,
    *,
    form: ScreeningForm | None = None,
    view_form: WordsForm | None = None,
    decision_form: ScreeningDecisionForm | None = None,
) -> HttpResponse:
    start = {**screening.answers, "entry": screening.words.get("entry", ""), "revision": screening.revision}
    found = read(screening.answers)
    bound = [one for one in (form, view_form, decision_form) if one is not None and one.is_bound]
    context = {
        "nav": "setup",
        "screening": screening,
        "form": form or ScreeningForm(initial=start),
        "view_form": view_form or _view_form(screening),
        "decision_form": decision_form or ScreeningDecisionForm(),
        "read": found,
        "tone": SPEAKS_FOR[found.presumption][0],
        "speaks_for": SPEAKS_FOR[found.presumption][1],
        "told": told(found),
        "outcome": OUTCOME_WORDS.get(screening.outcome, ""),
        "groups": answered(screening),
        "assessments": {one.reference for one in screening.assessments.all()},
        "may_edit": request.user.may(Act.WRITE_DPIA) and not screening.is_decided,
        "may_view": request.user.may(Act.ADVISE_DPIA) and not screening.is_decided,
        "may_write": request.user.may(Act.WRITE_DPIA),
    }
    return render(request, "dpia/screening.html", context, status=422 if bound else 200)


def _view_form(screening: Screening) -> WordsForm:
    return WordsForm(prefix="view", initial={"text": screening.words.get("dpo_view", "")}, label=_("View of the DPO"))


def told(found: Reading) -> list[str]:
    """Which answers the reading rests on."""
    groups = (
        (_("Required by"), found.mandatory),
        (_("Criteria met"), found.criteria),
        (_("Exemptions claimed"), found.exemptions),
        (_("Not sure, counted as yes"), found.unsure),
    )
    return [f"{label}: {'; '.join(_short(name) for name in names)}" for label, names in groups if names]


def _short(name: str) -> str:
    """A criterion by its name, anything else by its article."""
    return CRITERIA[name].label if name in CRITERIA else ALL[name].source


def answered(screening: Screening) -> list[dict[str, Any]]:
    """The questions in their groups with what was answered."""
    groups = (
        (_("Cases of the law and lists"), MANDATORY),
        (_("The nine criteria"), CRITERIA),
        (_("Exemptions"), EXEMPTIONS),
    )
    return [
        {
            "label": label,
            "lines": [(one, REPLY_WORDS.get(screening.answers.get(name, ""), "–")) for name, one in questions.items()],
        }
        for label, questions in groups
    ]
