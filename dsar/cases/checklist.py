"""The checklist of a case: its page, its card, and the door for ticks."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.checklist_rules import lines_for
from dsar.cases.checklist_services import add_line, remove_line, tick
from dsar.cases.models import Case
from dsar.cases.page_models import ChecklistEntry
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import Stage
from dsar.foundation.errors import RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.web.requests import StaffRequest


class LineForm(forms.Form):
    """A line of one's own."""

    words = forms.CharField(label=gettext_lazy("What is there to make sure of?"), max_length=300)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A line as shown; `key` is what is posted to tick it."""

    key: str
    words: str
    article: str
    is_own: bool
    ticked_at: dt.datetime | None
    ticked_by: str

    @property
    def is_done(self) -> bool:
        """Whether it is ticked."""
        return self.ticked_at is not None


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The lines of a stage, or those added to the case."""

    title: str
    is_now: bool
    lines: list[CheckLine]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All lines of a case, and how many are ticked."""

    groups: list[CheckGroup]
    done: int
    total: int

    @property
    def open_now(self) -> list[CheckLine]:
        """What is still to be ticked in the present stage, and lines of one's own."""
        return [line for group in self.groups if group.is_now for line in group.lines if not line.is_done]


def checklist_of(case: Case) -> Checklist:
    """The checklist of the case: standard lines for its right, rules and marks, then its own."""
    entries = list(ChecklistEntry.objects.filter(case=case).select_related("ticked_by", "case"))
    by_code = {entry.code: entry for entry in entries if entry.code}
    with keys_at_hand([case.key_id]):
        lines = lines_for(right=case.right, regime=case.regime_id, flags=_flags(case))
        groups = []
        for stage in Stage:
            shown = [
                _line(line.code, line.words, line.article, by_code.get(line.code))
                for line in lines
                if line.stage == stage
            ]
            if shown:
                groups.append(CheckGroup(str(stage.label), stage == case.stage, shown))
        own = [_line(str(entry.pk), entry.words, "", entry, is_own=True) for entry in entries if not entry.code]
    if own:
        groups.append(CheckGroup(_("For this case"), is_now=True, lines=own))
    every = [line for group in groups for line in group.lines]
    return Checklist(groups, sum(line.is_done for line in every), len(every))


def _flags(case: Case) -> set[str]:
    return {*case.context.get("flags", []), *(name for name, value in case.context.items() if value is True)}


def _line(key: str, words: str, article: str, entry: ChecklistEntry | None, *, is_own: bool = False) -> CheckLine:
    who = entry.ticked_by.full_name if entry is not None and entry.ticked_by else ""
    return CheckLine(key, _(words) if not is_own else words, article, is_own, entry.ticked_at if entry else None, who)


@require_GET
@case_page(Act.VIEW_CASE)
def checklist(request: StaffRequest, case: Case) -> HttpResponse:
    """The checklist with who ticked what when."""
    return _page(request, case, LineForm())


@require_POST
@case_page(Act.WORK_CASE)
def check(request: StaffRequest, case: Case) -> HttpResponse:
    """Tick a line, take a tick away, add a line, or remove one that was added."""
    act, key = request.POST.get("act", ""), request.POST.get("key", "")
    if act == "add":
        form = LineForm(request.POST)
        if not form.is_valid():
            return _page(request, case, form, status=422)
        add_line(case=case, words=form.cleaned_data["words"], actor=request.user)
        return redirect("dsar:case-checklist", ref=case.reference)
    try:
        if act == "remove":
            remove_line(case=case, key=key, actor=request.user)
        else:
            tick(case=case, key=key, is_done=act == "tick", actor=request.user)
    except RuleRefused as error:
        messages.warning(request, error.message)
    page = "dsar:case" if request.POST.get("back") == "case" else "dsar:case-checklist"
    return redirect(page, ref=case.reference)


def _page(request: StaffRequest, case: Case, form: LineForm, *, status: int = 200) -> HttpResponse:
    context = {
        "nav": "cases",
        "case": case,
        "checklist": checklist_of(case),
        "form": form,
        "may_work": permissions.may(request.user, Act.WORK_CASE, case),
    }
    return render(request, "cases/checklist.html", context, status=status)
