"""Pages of legal advice: what exists, asking, answering; and the card of the case page."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import advice, permissions
from dsar.cases.advice_models import AdviceKind, AdviceNote
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.registry import CasePanel, register_panel
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest

_LONGEST = 20_000


class AskForm(forms.Form):
    """A question to a legal reviewer."""

    reviewer = forms.ModelChoiceField(label=gettext_lazy("Whom do you ask?"), queryset=User.objects.none())
    text = forms.CharField(
        label=gettext_lazy("What do you want to know?"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )


class GiveForm(forms.Form):
    """The advice."""

    text = forms.CharField(
        label=gettext_lazy("Your advice"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 12})
    )


@require_safe
@case_page(Act.VIEW_CASE)
def advice_page(request: StaffRequest, case: Case) -> HttpResponse:
    """What was asked and given on a case; the texts only for those who read advice."""
    reads = advice.may_read(request.user, case)
    lines = advice.lines_of(case, request.user, with_text=reads)
    if reads and lines:
        advice.note_read(case=case, actor=request.user)
    context = {
        "nav": "cases",
        "case": case,
        "lines": lines,
        "reads": reads,
        "may_ask": permissions.may(request.user, Act.ASK_ADVICE, case),
        "may_give": permissions.may(request.user, Act.GIVE_ADVICE, case),
    }
    return render(request, "cases/advice.html", context)


@require_http_methods(["GET", "POST"])
@case_page(Act.ASK_ADVICE)
def advice_ask(request: StaffRequest, case: Case) -> HttpResponse:
    """Ask a legal reviewer."""
    form = AskForm(request.POST or None)
    reviewers = advice.reviewers_for(case)
    chosen: forms.ModelChoiceField[User] = form.fields["reviewer"]  # type: ignore[assignment]  # declared so above
    chosen.queryset = User.objects.filter(pk__in=[person.pk for person in reviewers])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            advice.ask_advice(case=case, reviewer=given["reviewer"], text=given["text"], actor=request.user)
        except RuleRefused as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, _("The question is asked. You see when it is answered."))
            return redirect("dsar:case-advice", ref=case.reference)
    context = {"nav": "cases", "case": case, "form": form, "reviewers": reviewers}
    return render(request, "cases/advice_ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@case_page(Act.GIVE_ADVICE)
def advice_give(request: StaffRequest, case: Case, note_id: UUID) -> HttpResponse:
    """Answer a question."""
    question = get_object_or_404(
        AdviceNote.objects.select_related("case"), pk=note_id, case=case, kind=AdviceKind.ASKED
    )
    form = GiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        advice.give_advice(question=question, text=form.cleaned_data["text"], actor=request.user)
        messages.success(request, _("The advice is given."))
        return redirect("dsar:case-advice", ref=case.reference)
    context = {"nav": "cases", "case": case, "form": form, "question": question}
    return render(request, "cases/advice_give.html", context, status=422 if form.errors else 200)


def panel(case: Case, user: User) -> CasePanel | None:
    """The card of the case page: dates alone. Nothing where there is no advice and the person would not ask."""
    lines = advice.lines_of(case, user, with_text=False)
    if not lines and not permissions.may(user, Act.ASK_ADVICE, case):
        return None
    return CasePanel(
        title=_("Legal advice"),
        template="cases/_advice_panel.html",
        context={"lines": lines},
        order=80,
        page=reverse("dsar:case-advice", args=[case.reference]),
    )


register_panel(panel)
