"""The public door of a commission: what to look for, files, a signed answer, a question. No sign-in, no scripts needed.

A link that is unknown, has ended or was called off is answered alike, and says nothing of any case.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.cases import clock as case_clock
from dsar.commissioning import answering_services as acts
from dsar.commissioning.forms import PartAnswerForm, PartFilesForm, PartQuestionForm
from dsar.commissioning.models import Commission, CommissionState
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.intake import budget
from dsar.search.upload_models import CaseUpload

GONE = 404


@require_http_methods(["GET"])
def part(request: HttpRequest, link: str) -> HttpResponse:
    """What to look for, until when, and the ways to answer."""
    commission = _let_in(request, link)
    if commission is None:
        return _gone(request)
    acts.note_opened(commission=commission)
    return _page(request, link, commission)


@require_POST
def files(request: HttpRequest, link: str) -> HttpResponse:
    """Take files; they can be taken back until the answer is signed."""
    commission = _let_in(request, link)
    if commission is None:
        return _gone(request)
    form = PartFilesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            kept = acts.give_files(commission=commission, uploads=form.cleaned_data["uploads"])
        except (RuleRefused, Conflict) as refusal:
            form.add_error("uploads", refusal.message)
        else:
            messages.success(
                request, _("Sealed and kept: %(count)s files. Now sign your answer below.") % {"count": len(kept)}
            )
            return redirect("dsar:part", link=link)
    return _page(request, link, commission, files_form=form, status=422)


@require_POST
def file_back(request: HttpRequest, link: str, upload_id: UUID) -> HttpResponse:
    """Take a file back that is not signed for."""
    commission = _let_in(request, link)
    if commission is None:
        return _gone(request)
    acts.take_back(commission=commission, upload_id=upload_id)
    return redirect("dsar:part", link=link)


@require_POST
def answer(request: HttpRequest, link: str) -> HttpResponse:
    """Sign: these files, nothing held, or not ours."""
    commission = _let_in(request, link)
    if commission is None:
        return _gone(request)
    form = PartAnswerForm(request.POST)
    if form.is_valid():
        signing = {
            PartAnswerForm.FILES: acts.sign_files,
            PartAnswerForm.NIL: acts.sign_nil,
            PartAnswerForm.NOT_OURS: acts.say_not_ours,
        }[form.cleaned_data["answer"]]
        try:
            signing(commission=commission, name=form.cleaned_data["name"], statement=form.cleaned_data["statement"])
        except (RuleRefused, Conflict) as refusal:
            _take(form, refusal)
        else:
            return redirect("dsar:part", link=link)
    return _page(request, link, commission, answer_form=form, status=422)


@require_POST
def question(request: HttpRequest, link: str) -> HttpResponse:
    """Ask something back."""
    commission = _let_in(request, link)
    if commission is None:
        return _gone(request)
    form = PartQuestionForm(request.POST)
    if form.is_valid():
        acts.ask_back(commission=commission, text=form.cleaned_data["text"])
        messages.success(request, _("Your question is with us. Our answer will stand here, and a mail tells you so."))
        return redirect("dsar:part", link=link)
    return _page(request, link, commission, question_form=form, status=422)


def _let_in(request: HttpRequest, link: str) -> Commission | None:
    if not budget.spend(request, "part"):
        return None
    return acts.commission_at(link)


def _page(
    request: HttpRequest, link: str, commission: Commission, *, status: int = 200, **given: forms.Form
) -> HttpResponse:
    case = commission.case
    with keys_at_hand([case.key_id]):
        uploads = CaseUpload.objects.filter(origin_id=commission.pk).select_related("file", "case")
        rows = [{"id": one.pk, "name": one.label, "size": one.file.size, "is_kept": one.is_kept} for one in uploads]
        is_answered = commission.state in (
            CommissionState.ANSWERED,
            CommissionState.NIL,
            CommissionState.NOT_OURS,
        )
        context: dict[str, Any] = {
            "organisation": {"name": case.controller.name, "privacy_email": case.controller.contact_email},
            "token": link,
            "most_mb": settings.DSAR_MAX_UPLOAD_MB,
            "commission": commission,
            "system": commission.planned.system.name,
            "reference": case.reference,
            "asked": commission.asked,
            "days_left": (commission.due_on - case_clock.today_of(case)).days,
            "rows": rows,
            "has_open_files": any(not row["is_kept"] for row in rows),
            "words": list(commission.words.select_related("case")),
            "is_answered": is_answered,
            "files_form": PartFilesForm(),
            "answer_form": PartAnswerForm(initial={"name": commission.owner.get("name", "")}),
            "question_form": PartQuestionForm(),
        }
        response = render(request, "commissioning/part.html", context | given, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    response = render(request, "commissioning/part_gone.html", {"organisation": {}}, status=GONE)
    response["Cache-Control"] = "no-store"
    return response


def _take(form: forms.Form, refusal: RuleRefused | Conflict) -> None:
    named = [name for name in refusal.fields if name in form.fields]
    for name in named:
        form.add_error(name, refusal.fields[name])
    if not named:
        form.add_error(None, refusal.message)
