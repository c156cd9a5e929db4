"""What the page of components shows: invented values, one set for every component."""

import datetime as dt
from typing import Any

from django import forms, template
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dsar.foundation import clock

register = template.Library()


class SampleForm(forms.Form):
    """One field of every kind."""

    full_name = forms.CharField(label=_("Full name"), help_text=_("As it stands in your letters or your account."))
    received_at = forms.DateTimeField(label=_("Received"), widget=forms.DateTimeInput)
    born_on = forms.DateField(label=_("Date of birth"), required=False, widget=forms.DateInput)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("form", _("Web form")), ("letter", _("Letter")), ("call", _("Telephone"))]
    )
    who = forms.ChoiceField(
        label=_("Who is asking?"),
        widget=forms.RadioSelect,
        choices=[("self", _("The person the data is about")), ("agent", _("Somebody who acts for them"))],
    )
    systems = forms.MultipleChoiceField(
        label=_("Systems to search"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("crm", _("Customer desk")), ("shop", _("Shop orders")), ("mail", _("Support mailbox"))],
    )
    words = forms.CharField(label=_("The request in its own words"), widget=forms.Textarea(attrs={"rows": 4}))
    letter = forms.FileField(label=_("Attachment"), required=False, help_text=_("Up to 100 MB."))
    is_child = forms.BooleanField(label=_("The person is a child"), required=False, help_text=_("Under 18 today."))


class SampleFilters(forms.Form):
    """The filters of a list."""

    q = forms.CharField(label=_("Find"), required=False)
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("Any stage")), ("review", _("Review"))], initial="review"
    )
    handler = forms.ChoiceField(label=_("Handler"), required=False, choices=[("", _("Anybody")), ("me", _("Me"))])


@register.simple_tag
def component_samples() -> dict[str, Any]:
    """Values for every component of the page; the days stand in relation to today."""
    today = clock.today(timezone.get_current_timezone_name())
    return {
        **_case(today),
        **_lists(clock.now()),
        "form": SampleForm(initial={"who": "self", "systems": ["crm"]}),
        "wrong_form": SampleForm({"channel": "form", "words": "Please send me everything."}, prefix="wrong"),
        "filters": SampleFilters(),
        "page": Paginator(range(1092), 50).page(4),
    }


def _days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


def _case(today: dt.date) -> dict[str, Any]:
    steps = [
        {"text": _("The request arrived by web form on a working day."), "article": "Art. 12(3) GDPR"},
        {
            "text": _("One month runs from that day to the same day of the next month."),
            "article": "Reg. 1182/71 Art. 3",
        },
        {"text": _("Our own target is 30 days and never later than the statute."), "article": _("Policy")},
    ]
    running = {
        "state": "running",
        "days": 9,
        "start_on": today - _days(21),
        "today": today,
        "statutory_due_on": today + _days(10),
        "target_on": today + _days(9),
        "steps": steps,
    }
    late = {**running, "state": "overdue", "days": 4, "start_on": today - _days(34), "is_late": True, "steps": []}
    late |= {"statutory_due_on": today - _days(4), "target_on": today - _days(5), "is_past_target": True}
    paused = {**running, "state": "paused", "paused_since": today - _days(2), "steps": []}
    return {
        "clocks": [running, late, paused, {"state": "not_started"}],
        "chips": [
            {"state": "running", "days": 21}, {"state": "running", "days": 3}, {"state": "running", "days": 0},
            {"state": "past_target", "days": 1}, {"state": "overdue", "days": 4}, {"state": "paused"},
            {"state": "not_started"}, {"state": "stopped"},
        ],
        "stages": [
            {"label": _("Triage"), "state": "done", "note": "1 Nov", "url": "#rail"},
            {"label": _("ID and authority"), "state": "done", "note": "3 Nov", "url": "#rail"},
            {"label": _("Searching"), "state": "done", "note": _("5 of 5 systems"), "url": "#rail"},
            {"label": _("Review"), "state": "current", "note": _("63 of 148 items"), "url": "#rail"},
            {"label": _("Sign-off"), "state": "todo"},
            {"label": _("Ready to send"), "state": "todo"},
            {"label": _("Sent"), "state": "todo"},
        ],
        "old": today + _days(10),
        "new": today + _days(70),
    }  # fmt: skip


def _lists(now: dt.datetime) -> dict[str, Any]:
    hour = dt.timedelta(hours=1)
    return {
        "crumbs": [{"label": _("Cases"), "url": "#crumbs"}, {"label": "DSAR-2026-0142-K"}],
        "badges": [
            {"tone": "info", "text": _("In review")},
            {"tone": "good", "text": _("Identity proved"), "icon": "person-check"},
            {"tone": "warn", "text": _("9 days left"), "icon": "clock"},
        ],
        "actions": [
            {"label": _("Extend"), "url": "#header", "icon": "calendar-plus"},
            {"label": _("Pause"), "url": "#header", "icon": "pause-circle"},
            {"label": _("Continue the review"), "url": "#header", "icon": "eye", "is_primary": True},
        ],
        "tabs": [
            {"label": _("Overview"), "url": "#tabs", "is_current": True},
            {"label": _("Search"), "url": "#tabs", "count": 5},
            {"label": _("Review"), "url": "#tabs", "count": 85},
            {"label": _("Messages"), "url": "#tabs", "count": 0},
            {"label": _("History"), "url": "#tabs"},
        ],
        "entries": [
            {"what": _("The search of five systems ended: 112 findings in 37 documents"), "at": now - hour, "who": ""},
            {"what": _("14 redactions accepted"), "at": now - 26 * hour, "who": "Maja Osei", "tone": "good"},
            {"what": _("Support asked for two more days"), "at": now - 200 * hour, "who": "Support", "tone": "warn"},
            {"what": _("The clock started again after the identity check"), "at": now - 460 * hour, "who": "Maja Osei"},
        ],
        "facts": [
            {"label": _("Reference"), "value": "DSAR-2026-0142-K"},
            {"label": _("Handler"), "value": "Maja Osei", "change_url": "#facts", "note": _("Team: Customer privacy")},
            {"label": _("Channel"), "value": _("Web form"), "change_url": "#facts"},
        ],
        "files": [
            {"name": "letter.pdf", "url": "#files", "icon": "file-earmark-pdf", "size": 184_220, "note": _("2 pages")},
            {
"name": "mailbox.zip", "icon": "file-earmark-zip", "size": 48_100_000,
 "badge": {"tone": "warn", "text": _("2 items skipped")},
},
        ],
        "rows": _rows(now),
        "filter_chips": [{"label": _("Stage: Review"), "url": "#filters"}],
        "keys": [{"key": "J", "does": _("next")}, {"key": "K", "does": _("back")}, {"key": "Enter", "does": _("open")}],
    }  # fmt: skip


def _rows(now: dt.datetime) -> list[dict[str, Any]]:
    hour = dt.timedelta(hours=1)
    return [
        _row(_("Customer desk"), _("Sales"), 214, "good", _("Searched")) | {"at": now - 30 * hour},
        _row(_("Billing"), _("Finance"), 58, "good", _("Searched")) | {"at": now - 30 * hour},
        _row(_("Support mailbox"), _("Support"), 1092, "warn", _("Check")) | {"at": now - hour},
        _row(_("Web statistics"), _("Marketing"), 0, "quiet", _("Nothing held")) | {"at": now - 90 * hour},
        _row(_("Staff files"), _("People"), 12, "bad", _("Owner overdue")) | {"at": None},
    ]


def _row(name: Any, owner: Any, records: int, tone: str, status: Any) -> dict[str, Any]:
    return {"name": name, "owner": owner, "records": records, "tone": tone, "status": status}
