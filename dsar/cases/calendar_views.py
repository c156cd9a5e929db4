"""Calendar, closing days and targets of a controller: what would move is shown before it is applied."""

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.calendar_change import (
    ClockSettings,
    Closing,
    apply_change,
    kinds_for,
    preview_change,
    settings_of,
)
from dsar.cases.clock import REGIMES_WITH_A_TARGET
from dsar.deadlines.places import places
from dsar.deadlines.policies import LONGEST_CUSTOM_DAYS, policy_named, receipts_capped
from dsar.deadlines.rulesets import newest_ruleset, regime_ids
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.calendar_models import TargetKind
from dsar.processing_records.capped import capped_receipts
from dsar.processing_records.models import Controller, PolicyKind
from dsar.web.requests import StaffRequest

SHOWN_MOVES = 50
PARTS = {"own": 2, "public": 3}


class ClockSettingsForm(forms.Form):
    """The settings of one controller's clocks."""

    calendar = forms.ChoiceField(label=_("Public holidays of"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    policy = forms.ChoiceField(label=_("Our target for GDPR and UK GDPR"), choices=PolicyKind.choices)
    own_days = forms.CharField(
        label=_("Closing days of our own"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: 2026-12-24, Christmas Eve. They move no date of the law; the work is due before them."
        ),
    )
    public_days = forms.CharField(
        label=_("Public holidays that the list does not know yet"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: date, name, and the law that makes it one. Only these move the statutory date."),
    )

    def __init__(self, *args: Any, controller: Controller, **kwargs: Any) -> None:
        self.now = settings_of(controller)
        kwargs["initial"] = self._initial()
        super().__init__(*args, **kwargs)
        choices = {
            "calendar": list(places()),
            "time_zone": [(name, name) for name in sorted(available_timezones())],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # both are choice fields
        for regime_id in regime_ids():
            self._add_target(regime_id)

    def _add_target(self, regime_id: str) -> None:
        unset = _t("as above") if regime_id in REGIMES_WITH_A_TARGET else _t("none")
        name = newest_ruleset(regime_id).name
        self.fields[f"kind_{regime_id}"] = forms.ChoiceField(
            label=name, required=False, choices=[("", unset), *kinds_for(regime_id)]
        )
        self.fields[f"days_{regime_id}"] = forms.IntegerField(
            label=_t("Days"), required=False, min_value=1, max_value=LONGEST_CUSTOM_DAYS
        )

    def _initial(self) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(self.now, name) for name in ("calendar", "time_zone", "policy")}
        own = [f"{one.day}, {one.name}" for one in self.now.closing if not one.law]
        public = [f"{one.day}, {one.name}, {one.law}" for one in self.now.closing if one.law]
        values |= {"own_days": "\n".join(own), "public_days": "\n".join(public)}
        for regime_id, kind, days in self.now.targets:
            values |= {f"kind_{regime_id}": kind, f"days_{regime_id}": days}
        return values

    def target_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each regime its two fields."""
        return [(self[f"kind_{regime_id}"], self[f"days_{regime_id}"]) for regime_id in regime_ids()]

    def clean_own_days(self) -> list[Closing]:
        """The closing days of our own."""
        return _days(self.cleaned_data["own_days"], PARTS["own"])

    def clean_public_days(self) -> list[Closing]:
        """The public holidays by law."""
        return _days(self.cleaned_data["public_days"], PARTS["public"])

    def clean(self) -> dict[str, Any]:
        """A custom target names its days; a day is closed once."""
        values = super().clean() or {}
        for regime_id in regime_ids():
            if values.get(f"kind_{regime_id}") == TargetKind.CUSTOM and not values.get(f"days_{regime_id}"):
                self.add_error(f"days_{regime_id}", _t("Say how many days, 28 at most."))
        both = [one.day for one in [*values.get("own_days", []), *values.get("public_days", [])]]
        if len(both) != len(set(both)):
            self.add_error("own_days", _t("A day stands in the lists twice."))
        return values

    def wanted(self) -> ClockSettings:
        """The settings as typed."""
        values = self.cleaned_data
        targets = []
        for regime_id in regime_ids():
            if kind := values[f"kind_{regime_id}"]:
                days = values[f"days_{regime_id}"] if kind == TargetKind.CUSTOM else None
                targets.append((regime_id, kind, days))
        closing = sorted([*values["own_days"], *values["public_days"]], key=lambda one: one.day)
        return ClockSettings(
            values["calendar"], values["time_zone"], values["policy"], tuple(sorted(targets)), tuple(closing)
        )


def _days(typed: str, parts: int) -> list[Closing]:
    found = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        pieces = [piece.strip() for piece in line.split(",", parts - 1)]
        try:
            found.append(Closing(dt.date.fromisoformat(pieces[0]), *pieces[1:parts]))
        except (ValueError, TypeError) as error:
            message = _t("This line cannot be read: %(line)s") % {"line": line}
            raise forms.ValidationError(message) from error
        if len(pieces) < parts or not all(pieces):
            raise forms.ValidationError(_t("This line is not complete: %(line)s") % {"line": line})
    return found


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def clock_settings(request: StaffRequest, controller_id: UUID) -> HttpResponse:
    """Change calendar, zone, closing days and targets; first what would move, then the change."""
    controller = get_object_or_404(Controller, pk=controller_id)
    form = ClockSettingsForm(request.POST or None, controller=controller)
    context = {"nav": "setup", "controller": controller, "form": form, **_capped(controller)}
    if request.method == "GET" or not form.is_valid():
        return render(request, "cases/clock_settings.html", context, status=422 if form.is_bound else 200)
    wanted = form.wanted()
    try:
        if request.POST.get("act") == "apply":
            done = apply_change(
                controller=controller, wanted=wanted, seen=request.POST.get("seen", ""), actor=request.user
            )
            words = _t("Calendar and targets are changed; %(count)s cases moved.") % {"count": len(done.moved)}
            messages.success(request, words)
            return redirect("dsar:controller-clock", controller_id=controller.pk)
        shown = preview_change(controller, wanted)
    except Conflict as error:
        form.add_error(None, error.message)
        shown = preview_change(controller, wanted)
    except (RuleRefused, ValueError) as error:
        form.add_error(None, str(error))
        return render(request, "cases/clock_settings.html", context, status=422)
    page = Paginator(shown.moved, SHOWN_MOVES).get_page(request.POST.get("page"))
    context |= {"change": shown, "page": page, "is_same": wanted == form.now, "may_see_names": False}
    return render(request, "cases/clock_settings.html", context, status=409 if form.errors else 200)


def _capped(controller: Controller) -> dict[str, Any]:
    """The table of the 30/31-day receipts, for this year and the next leap year, base period and extension."""
    year = clock.today(controller.time_zone).year
    leap = next(tried for tried in range(year, year + 9) if tried % 4 == 0 and (tried % 100 or tried % 400 == 0))
    years = [year if year != leap else year + 1, leap]
    policy = policy_named(controller.policy)
    rows = [{"year": each, "ranges": capped_receipts(controller.policy, each)} for each in years]
    extended = [
        {"year": each, "days": receipts_capped(policy, each, extended=True) if policy else []} for each in years
    ]
    return {"capped": rows, "capped_extended": extended, "policy_words": controller.get_policy_display()}
