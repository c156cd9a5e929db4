"""The public door: one question a page, check, send, done; and the status. No sign-in, no scripts needed."""

import datetime as dt
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from dsar.intake import budget, drafts, portal_status
from dsar.intake.models import RequestDraft
from dsar.intake.questions import Question, bound, first_open, questions_for, title_of
from dsar.intake.services import send_draft
from dsar.processing_records.models import Controller
from dsar.templatetags.desk_words import date_words


class StatusForm(forms.Form):
    """The reference and the private code."""

    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=24)
    code = forms.CharField(
        label=gettext_lazy("Private code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("You got it when you sent the request."),
    )


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What the form is for, and that nobody has to use it; POST begins."""
    if request.method == "GET" or not Controller.objects.exists():
        is_gone, may_start = "gone" in request.GET, Controller.objects.exists()
        return _page(request, "intake/portal_start.html", None, is_gone=is_gone, may_start=may_start)
    if not budget.spend(request, "start"):
        return _too_many(request, None)
    draft, token = drafts.start_draft()
    response = redirect("dsar:portal-question", step=_asked(draft)[0].step)
    drafts.remember(response, token, secure=request.is_secure())
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, step: str) -> HttpResponse:
    """One question. A wrong answer is shown again with what is wrong; a right one leads on."""
    draft = drafts.find_draft(request)
    if draft is None:
        return _gone()
    if draft.is_sent:
        return redirect("dsar:portal-done")
    asked = _asked(draft)
    steps = [entry.step for entry in asked]
    if step not in steps:
        message = "No such question."
        raise Http404(message)
    place = steps.index(step)
    if any(not bound(entry, draft.answers).is_valid() for entry in asked[:place]):
        return _onward(draft)
    current = asked[place]
    if request.method == "GET":
        kept = draft.answers.get(step)
        return _question(request, draft, current, current.form(initial=_shown(current, kept) if kept else None))
    form = current.form(request.POST)
    if not form.is_valid():
        return _question(request, draft, current, form, status=422)
    drafts.keep_answer(
        draft, step, {name: _posted(request, form, name) for name in form.fields if name in request.POST}
    )
    return _onward(draft)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers on one page; POST sends the request, once."""
    draft = drafts.find_draft(request)
    if draft is None:
        return _gone()
    if draft.is_sent:
        return redirect("dsar:portal-done")
    asked = _asked(draft)
    missing = first_open(draft.answers, asked)
    if missing is not None:
        return redirect("dsar:portal-question", step=missing.step)
    if request.method == "POST":
        if not budget.spend(request, "send"):
            return _too_many(request, draft)
        send_draft(draft=draft, controller=_controller(draft), language=(get_language() or "en")[:2])
        return redirect("dsar:portal-done")
    back = reverse("dsar:portal-question", args=[asked[-1].step])
    return _page(request, "intake/portal_check.html", draft, facts=_facts(draft, asked), back_url=back)


@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """The reference, the private code (shown here only) and what happens next."""
    draft = drafts.find_draft(request)
    if draft is None:
        return _gone()
    if not draft.is_sent:
        return redirect("dsar:portal-check")
    sent = draft.answers["sent"]
    link = request.build_absolute_uri(reverse("dsar:portal-status-link", args=[sent["code"]]))
    law = date_words(dt.date.fromisoformat(sent["law"])) if sent["law"] else ""
    return _page(request, "intake/portal_done.html", draft, sent=sent, law_words=law, link=link)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The state of a request for whoever has its reference and its code; a wrong pair is answered alike."""
    form = StatusForm(request.POST or None)
    if request.method == "GET":
        return _page(request, "intake/portal_status_form.html", None, form=form)
    if not budget.spend(request, "status"):
        return _too_many(request, None)
    if form.is_valid():
        case = portal_status.find_case(form.cleaned_data["reference"], form.cleaned_data["code"])
        if case is not None:
            words = portal_status.words_of(case)
            template = "intake/portal_status.html"
            return _page(request, template, None, controller=case.controller, reference=case.reference, status=words)
        form.add_error(None, _("We find no request with this reference and this code. Look at both again."))
    return _page(request, "intake/portal_status_form.html", None, form=form, http_status=422)


@require_GET
def status_link(request: HttpRequest, code: str) -> HttpResponse:
    """The private link: the code is filled in, the reference is asked for; opening the link alone shows nothing."""
    form = StatusForm(initial={"code": code[:60]})
    return _page(request, "intake/portal_status_form.html", None, form=form, is_link=True)


def _page(
    request: HttpRequest,
    template: str,
    draft: RequestDraft | None,
    *,
    http_status: int = 200,
    controller: Controller | None = None,
    **context: Any,
) -> HttpResponse:
    shown = controller or _controller(draft)
    organisation = {"name": shown.name, "privacy_email": shown.contact_email, "address": shown.address} if shown else {}
    context = {"organisation": organisation, "controller": shown, **context}
    return render(request, template, context, status=http_status)


def _question(
    request: HttpRequest, draft: RequestDraft, current: Question, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    asked = _asked(draft)
    place = [entry.step for entry in asked].index(current.step)
    back = reverse("dsar:portal-question", args=[asked[place - 1].step]) if place else reverse("dsar:portal-start")
    context: dict[str, Any] = {
        "question": current,
        "title": title_of(current, draft.answers),
        "form": form,
        "is_single": len(form.fields) == 1,
        "back_url": back,
        "step": place + 1,
        "steps": len(asked),
    }
    return _page(request, "intake/portal_question.html", draft, http_status=status, **context)


def _shown(current: Question, kept: dict[str, Any]) -> dict[str, Any]:
    """What was answered before, as initial values."""
    return {name: kept.get(name, "") for name in current.form.base_fields}


def _facts(draft: RequestDraft, asked: list[Question]) -> list[dict[str, Any]]:
    facts = []
    for entry in asked:
        form = bound(entry, draft.answers)
        change = reverse("dsar:portal-question", args=[entry.step])
        for name in form.fields:
            value = draft.answers[entry.step].get(name, "")
            if value:
                label = str(title_of(entry, draft.answers)) if len(form.fields) == 1 else str(form[name].label)
                facts.append({"label": label, "value": _in_words(form[name], value), "change_url": change})
        if not any(draft.answers[entry.step].values()):
            facts.append({"label": title_of(entry, draft.answers), "value": _("Left out"), "change_url": change})
    return facts


def _posted(request: HttpRequest, form: forms.Form, name: str) -> Any:
    """What was answered as it is kept: a list where several things may be chosen."""
    if isinstance(form.fields[name], forms.MultipleChoiceField):
        return request.POST.getlist(name)
    return request.POST.get(name, "")


def _in_words(bound: BoundField, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(bound, str(one)) for one in value)
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes")
    if not isinstance(bound.field, forms.ChoiceField):
        return str(value)
    options = [option.data for option in bound.subwidgets]
    return next((str(option["label"]) for option in options if str(option["value"]) == value), str(value))


def _asked(draft: RequestDraft) -> list[Question]:
    return questions_for(draft.answers, several=Controller.objects.count() > 1)


def _onward(draft: RequestDraft) -> HttpResponse:
    missing = first_open(draft.answers, _asked(draft))
    return redirect("dsar:portal-question", step=missing.step) if missing else redirect("dsar:portal-check")


def _controller(draft: RequestDraft | None) -> Controller:
    chosen = draft.answers.get("organisation", {}).get("controller", "") if draft and not draft.is_sent else ""
    found = Controller.objects.filter(pk=chosen).first() if chosen else None
    return found or Controller.objects.first()  # type: ignore[return-value]  # the start page opens only where one is


def _gone() -> HttpResponse:
    return redirect(f"{reverse('dsar:portal-start')}?gone=1")


def _too_many(request: HttpRequest, draft: RequestDraft | None) -> HttpResponse:
    """Too many: said openly, with other ways to ask; what was typed is kept."""
    response = _page(request, "intake/portal_busy.html", draft, http_status=429, is_kept=draft is not None)
    response["Retry-After"] = str(int(budget.WINDOW.total_seconds()))
    return response
