"""What is typed above the list of cases: its filters, and the name of a view."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case
from dsar.cases.vocabulary import Outcome, Stage

CLOCK_GROUPS: dict[str, Any] = {
    "overdue": _("Past the statutory date"),
    "past_target": _("Past our 30 days, within the statute"),
    "due_7": _("Due in 7 days"),
    "due_10": _("Due in 10 days"),
    "notice": _("Extension-notice window closing"),
    "waiting": _("Waiting for ID"),
    "pressing": _("Everything that presses"),
    "running": _("Running"),
    "paused": _("Paused"),
    "not_started": _("Not started"),
    "closed": _("Sent or closed"),
    "all": _("Open and closed"),
}
FLAG_WORDS: dict[str, Any] = {
    "unread": _("Unread reply"),
    "mentioned": _("I am mentioned"),
    "hold": _("On hold (internal)"),
    "extended": _("Extended"),
    "safe_contact": _("Safe contact"),
    "represented": _("Somebody asks for the person"),
}
WAITING_WORDS: dict[str, Any] = {
    "identity": _("Proof of identity"),
    "authority": _("Proof of authority"),
    "clarification": _("Clarification"),
    "fee": _("The fee"),
}
REGIME_WORDS: dict[str, Any] = {
    "EU": _("GDPR (EU)"),
    "UK": _("UK GDPR"),
    "CCPA": _("CCPA (California)"),
    "PIPEDA": _("PIPEDA (Canada)"),
    "QC": _("Law 25 (Quebec)"),
    "LGPD": _("LGPD (Brazil)"),
    "CH": _("nFADP (Switzerland)"),
}
# Always in sight; the others stand behind "More filters".
MAIN = ("q", "clock", "stage", "handler", "right")


class DaySpan(forms.DateInput):
    """A day in the address: always ISO, with the browser's picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class QueueForm(forms.Form):
    """The filters of the list of cases; every field is optional and comes from the address."""

    q = forms.CharField(label=_("Find"), required=False, max_length=200)
    clock = forms.ChoiceField(label=_("Clock"), required=False, choices=[("", _("Open cases")), *CLOCK_GROUPS.items()])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any stage")), *Stage.choices])
    handler = forms.ChoiceField(label=_("Handler"), required=False)
    right = forms.ChoiceField(label=_("Right"), required=False)
    flag = forms.ChoiceField(label=_("Mark"), required=False, choices=[("", _("Any")), *FLAG_WORDS.items()])
    waiting_for = forms.ChoiceField(
        label=_("Waiting for"), required=False, choices=[("", _("Any")), *WAITING_WORDS.items()]
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    regime_id = forms.ChoiceField(label=_("Rules"), required=False, choices=[("", _("Any")), *REGIME_WORDS.items()])
    controller = forms.ChoiceField(label=_("Controller"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("Any")), *[pair for pair in Outcome.choices if pair[0]]]
    )
    received_from = forms.DateField(label=_("Received from"), required=False, widget=DaySpan)
    received_to = forms.DateField(label=_("Received until"), required=False, widget=DaySpan)
    due_from = forms.DateField(label=_("Due from"), required=False, widget=DaySpan)
    due_to = forms.DateField(label=_("Due until"), required=False, widget=DaySpan)

    def __init__(
        self, *args: Any, handlers: list[tuple[str, str]], controllers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {
            "placeholder": _t("Reference, name, e-mail or phone"),
            "data-search-field": "",
        }
        people = [("", _t("Anybody")), ("me", _t("Me")), ("mine", _t("Me and whom I cover"))]
        people += [("nobody", _t("Nobody yet")), ("team", _t("My team"))]
        self._choose("handler", [*people, *handlers])
        self._choose("channel", [("", _t("Any channel")), *Case._meta.get_field("channel").flatchoices])
        self._choose("right", [("", _t("Any right")), *Case._meta.get_field("right").flatchoices])
        self._choose("controller", [("", _t("Any controller")), *controllers])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def main(self) -> list[forms.BoundField]:
        """The filters that are always in sight."""
        return [self[name] for name in MAIN]

    @property
    def more(self) -> list[forms.BoundField]:
        """The filters behind "More filters"; one controller needs no filter."""
        few = {"controller"} if len(self.fields["controller"].choices) < 3 else set()  # type: ignore[attr-defined]
        return [self[name] for name in self.fields if name not in {*MAIN, *few}]

    def filters(self) -> dict[str, str]:
        """The filters that can be read, as they stand in the address; a wrong one narrows nothing."""
        self.full_clean()
        values = ((name, self.cleaned_data.get(name)) for name in self.fields)
        return {name: str(value) for name, value in values if value}


class ViewForm(forms.Form):
    """The name of a view, and whether others are offered it."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    is_shared = forms.BooleanField(
        label=_("Share it with everybody here"),
        required=False,
        help_text=_("Everybody sees their own cases through it."),
    )
