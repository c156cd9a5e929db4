"""The clock explained: the dates of a case to print, every regime with its versions, and "what if"."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.deadlines.calendars import work_calendar
from dsar.deadlines.cautions import cautions
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.events import Answer, Ask, ClockEvent, Close, Extend, PauseKind
from dsar.deadlines.explain import gate_reason, length_in_words
from dsar.deadlines.further import FURTHER
from dsar.deadlines.places import place_name, places
from dsar.deadlines.policies import policy_named
from dsar.deadlines.regimes import Regime, Right
from dsar.deadlines.results import ClockResult
from dsar.deadlines.rulesets import OPEN_END, RULESETS, newest_ruleset, regime_ids
from dsar.foundation import clock
from dsar.web.requests import StaffRequest, staff_page

EVENTS = 5
ZONES = {
    "EU": ("Europe/Berlin", "DE"),
    "UK": ("Europe/London", "GB-EAW"),
    "CCPA": ("America/Los_Angeles", "US"),
    "PIPEDA": ("America/Toronto", "none"),
    "QC": ("America/Toronto", "none"),
    "LGPD": ("America/Sao_Paulo", "none"),
    "CH": ("Europe/Zurich", "none"),
}


@require_GET
@case_page(Act.VIEW_CASE)
def explanation(request: StaffRequest, case: Case) -> HttpResponse:
    """Every step, article and entry of the clock of a case, on one page that prints well."""
    asked = case_clock.request_of(case)
    result = compute(asked, today=case_clock.today_of(case))
    entries = list(case.clock_events.select_related("recorded_by", "supersedes", "evidence"))
    current = {event.pk for event in case_clock.current_events(entries)}
    context = {
        "nav": "cases",
        "case": case,
        "result": result,
        "rules": case_clock.rules_of(case),
        "policy": asked.policy,
        "calendar": place_name(asked.calendar.code),
        "received_on": asked.received_on,
        "entries": [{"event": event, "counts": event.pk in current} for event in entries],
        "may_correct": permissions.may(request.user, Act.GIVE_OPINION, case),
        "answers": _answers(result),
    }
    return render(request, "cases/clock_explanation.html", context)


def _answers(result: ClockResult) -> list[dict[str, Any]]:
    named = [
        (_t("Due"), result.due),
        (_t("Statutory date"), result.statutory_due),
        (_t("Our target"), result.policy_due),
        (_t("Most cautious date"), result.safe_due),
        (_t("Last day for a notice of extension"), result.notice_by),
        (_t("Work done by"), result.work_by),
        (_t("Confirm receipt by"), result.ack_by),
        (_t("Clock stopped"), result.closed_on),
        (_t("Due if answered today"), result.if_answered_today),
    ]
    return [{"label": label, "day": day} for label, day in named if day is not None]


@require_GET
@staff_page
def rules(request: StaffRequest) -> HttpResponse:
    """Every regime and version with its days, pauses, extension and sources, and the clocks beside them."""
    today = clock.today("UTC")
    listed = [_version(version, today) for version in RULESETS]
    context = {"nav": "help", "versions": listed, "further": FURTHER, "today": today}
    return render(request, "cases/deadline_rules.html", context)


def _version(version: Regime, today: dt.date) -> dict[str, Any]:
    extension = version.extension
    return {
        "rules": version,
        "until": None if version.effective_until == OPEN_END else version.effective_until,
        "is_in_force": version.effective_from <= today <= version.effective_until,
        "base": length_in_words(version.base),
        "total": length_in_words(extension.total) if extension and extension.total else "",
        "acknowledge": length_in_words(version.acknowledge) if version.acknowledge else "",
        "short": length_in_words(version.short_base) if version.short_base else "",
    }


class WhatIfForm(forms.Form):
    """A request that nobody made, and what happens to it."""

    regime = forms.ChoiceField(label=_("Law"))
    right = forms.ChoiceField(label=_("Right"), choices=[(right.value, right.value) for right in Right])
    received = forms.DateField(label=_("Received on"))
    today = forms.DateField(label=_("As of"), required=False, help_text=_("Today where it is empty."))
    calendar = forms.ChoiceField(label=_("Public holidays of"))
    policy = forms.ChoiceField(
        label=_("Target"),
        required=False,
        choices=[
            ("", _("the statute alone")),
            ("FIXED30", _("30 days")),
            ("FIXED28", _("28 days")),
            ("MONTH", _("calendar month")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "regime": [(regime_id, newest_ruleset(regime_id).name) for regime_id in regime_ids()],
            "calendar": list(places()),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # both are choice fields
        kinds = [("", _t("nothing"))]
        for kind in PauseKind:
            kinds += [(f"ask_{kind}", _t("ask: %(kind)s") % {"kind": kind.value})]
            kinds += [(f"answer_{kind}", _t("answer: %(kind)s") % {"kind": kind.value})]
        kinds += [("extend", _t("notice of extension")), ("close", _t("response"))]
        for number in range(1, EVENTS + 1):
            self.fields[f"event_{number}"] = forms.ChoiceField(
                label=_t("Event %(number)s") % {"number": number}, required=False, choices=kinds
            )
            self.fields[f"day_{number}"] = forms.DateField(label=_t("On"), required=False)

    def event_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each event."""
        return [(self[f"event_{number}"], self[f"day_{number}"]) for number in range(1, EVENTS + 1)]

    def clean_policy(self) -> str:
        """30 days and the month belong to GDPR and UK GDPR."""
        chosen: str = self.cleaned_data["policy"]
        monthly = self.cleaned_data.get("regime") in case_clock.REGIMES_WITH_A_TARGET
        if chosen in ("FIXED30", "MONTH") and not monthly:
            raise forms.ValidationError(_("This target belongs to GDPR and UK GDPR only."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """An event has its day."""
        values = super().clean() or {}
        for number in range(1, EVENTS + 1):
            if values.get(f"event_{number}") and not values.get(f"day_{number}"):
                self.add_error(f"day_{number}", _t("Say on which day."))
        return values

    def events(self) -> tuple[ClockEvent, ...]:
        """The events as typed."""
        values = self.cleaned_data
        pairs = [(values[f"event_{number}"], values[f"day_{number}"]) for number in range(1, EVENTS + 1)]
        return tuple(_event(name, day) for name, day in pairs if name)

    def question(self) -> ClockRequest:
        """The question to the clock."""
        values = self.cleaned_data
        return ClockRequest(
            received_at=dt.datetime.combine(values["received"], dt.time(12)),
            tz=ZONES[values["regime"]][0],
            regime=values["regime"],
            calendar=work_calendar(values["calendar"]),
            right=Right(values["right"]),
            events=self.events(),
            policy=policy_named(values["policy"]),
        )


def _event(name: str, day: dt.date) -> ClockEvent:
    what, _sep, kind = name.partition("_")
    if what == "ask":
        return Ask(kind, day)
    if what == "answer":
        return Answer(kind, day)
    return Extend(day, reasons_given=True) if what == "extend" else Close(day)


@require_GET
@staff_page
def what_if(request: StaffRequest) -> HttpResponse:
    """The dates of a request that nobody made, or of a case with other events; nothing is stored."""
    form = WhatIfForm(request.GET if "received" in request.GET else None, initial=_initial(request))
    context: dict[str, Any] = {"nav": "help", "form": form}
    status = 200
    if form.is_bound and form.is_valid():
        try:
            context |= _computed(form)
        except ValueError as error:
            form.add_error(None, str(error))
    if form.is_bound and form.errors:
        status = 422
    if request.htmx:
        return render(request, "cases/_what_if.html", context)
    return render(request, "cases/what_if.html", context, status=status)


def _computed(form: WhatIfForm) -> dict[str, Any]:
    asked = form.question()
    today = form.cleaned_data["today"] or clock.today(asked.tz)
    result = compute(asked, today=today)
    warned = [one for event in asked.events for one in cautions(asked, event, today=today)]
    refused = [
        gate_reason(refusal.gate, kind=str(getattr(refusal.event, "kind", "")), day=refusal.event.date)
        for refusal in result.refusals
    ]
    return {"result": result, "answers": _answers(result), "warned": warned, "refused": refused}


def _initial(request: StaffRequest) -> dict[str, Any]:
    found = _case(request.user, request.GET.get("case", ""))
    if found is None:
        today = clock.today("UTC")
        return {"regime": "UK", "right": "access", "received": today, "calendar": "GB-EAW", "policy": "FIXED30"}
    asked = case_clock.request_of(found)
    values: dict[str, Any] = {"regime": asked.regime, "right": asked.right.value, "received": asked.received_on}
    values |= {"calendar": asked.calendar.code, "policy": asked.policy.name if asked.policy else ""}
    for number, event in enumerate(asked.events[:EVENTS], 1):
        values |= {f"event_{number}": _name(event), f"day_{number}": event.date}
    return values


def _name(event: ClockEvent) -> str:
    if isinstance(event, Ask | Answer):
        return f"{'ask' if isinstance(event, Ask) else 'answer'}_{event.kind}"
    return "extend" if isinstance(event, Extend) else "close"


def _case(user: User, reference: str) -> Case | None:
    visible = Case.objects.visible_to(user).select_related("controller")
    return visible.filter(reference=reference.upper()).first() if reference else None
