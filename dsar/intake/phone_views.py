"""The script for calls and visits: one thing a screen, read back at the end, logged by the same service as the form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.vocabulary import Relation
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.intake import phone
from dsar.intake.phone_forms import CallForm
from dsar.intake.preview import preview_dates
from dsar.intake.selectors import alike_cases
from dsar.intake.services import SameCase, log_request
from dsar.templatetags.desk_words import date_words
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@role_page(Act.LOG_REQUEST)
def call(request: StaffRequest) -> HttpResponse:
    """A screen of the script. Answers travel in the page alone: nothing is stored before the request is logged."""
    if request.method == "GET":
        return _show(request, CallForm(step=phone.FIRST))
    step, wanted = phone.step_of(request.POST.get("step", "")).key, request.POST.get("go", "")
    if step == phone.LAST and not wanted:
        return _log(request)
    form = CallForm(request.POST, step=step)
    if wanted not in phone.KEYS:
        if not form.is_step_valid():
            return _show(request, form, status=422)
        wanted = phone.after(step)
    return _read_back(request) if wanted == phone.LAST else _show(request, _unjudged(request, wanted))


@require_GET
@role_page(Act.LOG_REQUEST)
def script(request: StaffRequest) -> HttpResponse:
    """The whole script on one page, to print and keep beside the phone."""
    language = request.GET.get("language", "en")
    language = language if language in phone.CLOSING else "en"
    context = {
        "nav": "cases",
        "language": language,
        "languages": list(phone.CLOSING),
        "steps": [{"step": step, "say": phone.said(step, language)} for step in phone.STEPS],
        "closing": phone.CLOSING[language],
    }
    return render(request, "intake/phone_script.html", context)


def _log(request: StaffRequest) -> HttpResponse:
    form = CallForm(request.POST, step=phone.LAST)
    if not form.is_valid():
        return _read_back(request)
    alike = alike_cases(form.subject_details(), user=request.user)
    same = SameCase(request.POST.get("same_person", ""), request.POST.get("same_as", "")) if alike else None
    try:
        case = log_request(request=form.as_request(), actor=request.user, same=same, is_acknowledged=True)
    except RuleRefused as error:
        for name, words in (error.fields or {"": error.message}).items():
            form.add_error(name if name in form.fields else None, words)
        return _read_back(request, form)
    return redirect("dsar:case-logged", ref=case.reference)


def _read_back(request: StaffRequest, refused: CallForm | None = None) -> HttpResponse:
    """What was written down, as sentences; the first screen on which something is missing, where there is one."""
    whole = refused or CallForm(request.POST, step=phone.LAST)
    if refused is None and not whole.is_valid():
        wrong = CallForm(request.POST, step=whole.first_step_with_errors())
        wrong.is_step_valid()
        return _show(request, wrong, status=422)
    alike = alike_cases(whole.subject_details(), user=request.user)
    shown = refused or _unjudged(request, phone.LAST)
    shown.fields["same_as"].widget.choices = [(one.case.reference,) * 2 for one in alike]
    return _show(
        request, shown, status=422 if refused else 200, alike=alike, lines=_lines(whole.cleaned_data), is_last=True
    )


def _unjudged(request: StaffRequest, step: str) -> CallForm:
    """A screen with what was typed so far, and without mistakes: nobody has finished it yet."""
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in CallForm.base_fields}
    typed |= {"flags": request.POST.getlist("flags"), "safe_contact": bool(request.POST.get("safe_contact"))}
    return CallForm(initial=typed, step=step)


def _show(request: StaffRequest, form: CallForm, *, status: int = 200, **more: Any) -> HttpResponse:
    step, language = form.step, (form.typed("language") or ["en"])[0]
    context = {
        "nav": "cases",
        "form": form,
        "step": step,
        "number": phone.KEYS.index(step.key) + 1,
        "total": len(phone.KEYS),
        "say": phone.said(step, language),
        "closing": phone.CLOSING.get(language, phone.CLOSING["en"]),
        "language": language,
        "back": phone.before(step.key) if step.key != phone.FIRST else "",
        **more,
    }
    return render(request, "intake/phone.html", context, status=status)


def _lines(values: dict[str, Any]) -> list[dict[str, Any]]:
    """What was written down, each line with the screen on which it is changed."""
    is_self = values["relation"] == Relation.SELF
    who = _("their own data") if is_self else f"{values['asker_name']} ({Relation(values['relation']).label})"
    ways = [*values["emails"], *values["addresses"], *values["phones"]]
    helps = [f"{one['type']}: {one['value']}" for one in values["identifiers"]] + [values["search_details"]]
    lines = [
        (_("Whose data"), values["subject_name"], "about"),
        (_("Who asks"), who, "about"),
        (_("How we answer"), ", ".join(ways), "reach"),
        (_("In their own words"), values["request_text"], "words"),
        (_("What helps to find it"), "; ".join(part for part in helps if part) or "—", "find"),
        (_("Answer by"), _due(values), "start"),
    ]
    return [{"label": label, "value": value, "step": step} for label, value, step in lines]


def _due(values: dict[str, Any]) -> str:
    try:
        dates = preview_dates(
            controller=values["controller"], regime_id="", right=values["right"], received_at=clock.now()
        )
    except ValueError:
        return "—"
    return date_words(dates.result.statutory_due) if dates.result.statutory_due else "—"
