"""The answers of a call or a visit, one screen at a time; the fields of other screens travel along unseen."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases.services import NewRequest, PersonEntry
from dsar.cases.vocabulary import Channel, PersonRole, Relation, RightAsked
from dsar.foundation import clock
from dsar.intake import fields, phone
from dsar.intake.forms import CHOICES, CONTEXT_FLAGS
from dsar.processing_records.models import Controller

SPOKEN = [(Channel.PHONE, _("On the phone")), (Channel.IN_PERSON, _("Over the counter"))]


class CallForm(forms.Form):
    """What was said. Only the fields of the present step are shown and must be right."""

    controller = forms.ModelChoiceField(label=_("Controller"), queryset=Controller.objects.all(), empty_label=None)
    channel = forms.ChoiceField(label=_("How do you speak?"), choices=SPOKEN, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the conversation and of letters"), choices=settings.LANGUAGES)
    right = forms.ChoiceField(label=_("Which right is it about?"), choices=RightAsked.choices)
    request_text = forms.CharField(
        label=_("What they said"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000
    )
    relation = forms.ChoiceField(label=_("Who asks?"), choices=Relation.choices)
    subject_name = forms.CharField(label=_("Full name of the data subject"), max_length=200)
    asker_name = forms.CharField(
        label=_("Name of who asks"), max_length=200, required=False, help_text=_("Only where it is somebody else.")
    )
    emails = fields.emails_field(label=_("E-mail address"), rows=1)
    addresses = fields.addresses_field(label=_("Postal address"), help_text=_("On one line, with commas."))
    phones = fields.phones_field(label=_("Phone number to call back"), rows=1)
    safe_contact = forms.BooleanField(label=_("Protected address"), required=False)
    identifiers = fields.identifiers_field(
        label=_("Customer number or the like"), help_text=_("Kind, colon, value: “customer number: 4711”.")
    )
    search_details = forms.CharField(
        label=_("Periods, departments, earlier names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )
    flags = forms.MultipleChoiceField(
        label=_("What colleagues have to bear in mind"),
        required=False,
        choices=CONTEXT_FLAGS,
        widget=forms.CheckboxSelectMultiple,
    )
    same_person = forms.ChoiceField(
        label=_("What shall happen?"), required=False, choices=CHOICES, widget=forms.RadioSelect
    )
    same_as = forms.CharField(label=_("Which case?"), required=False, max_length=24, widget=forms.RadioSelect)

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = phone.step_of(step)
        if not self.is_bound:
            first = Controller.objects.first()
            self.initial = {"channel": Channel.PHONE, "right": RightAsked.ACCESS, "relation": Relation.SELF} | {
                "controller": first,
                "language": first.language if first else "en",
                **self.initial,
            }

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields of this step."""
        return [self[name] for name in self.step.fields]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Names and values of the other steps' fields, as they were typed."""
        names = [name for step in phone.STEPS for name in step.fields if name not in self.step.fields]
        return [(name, value) for name in names for value in self.typed(name)]

    def typed(self, name: str) -> list[str]:
        """What was typed into a field so far; several values of a list of ticks."""
        if name == "flags":
            return [str(value) for value in self[name].value() or []]
        value = self[name].value()
        value = getattr(value, "pk", value)
        return [str(value)] if value not in (None, "", False) else []

    def is_step_valid(self) -> bool:
        """Whether the fields of this step are right; mistakes elsewhere are told on their own screen."""
        self.full_clean()
        elsewhere = set(self.errors) - set(self.step.fields)
        for name in elsewhere:
            del self.errors[name]
        return not self.errors

    def first_step_with_errors(self) -> str:
        """The step to go back to; the present one where everything is right."""
        for step in phone.STEPS:
            if set(step.fields) & set(self.errors):
                return step.key
        return self.step.key

    def clean(self) -> dict[str, Any]:
        """What hangs together: who asks for somebody else, and one way to answer."""
        values = super().clean() or {}
        if values.get("relation") not in (None, Relation.SELF) and not values.get("asker_name"):
            self.add_error("asker_name", _t("Write down who asks."))
        ways = ("emails", "addresses", "phones")
        if not any(values.get(name) or name in self.errors for name in ways):
            self.add_error("emails", _t("Write down one way to answer: e-mail, post or phone."))
        return values

    def subject_details(self) -> dict[str, Any]:
        """The data subject in the form of CasePerson.details."""
        values = self.cleaned_data
        is_self = values.get("relation") == Relation.SELF
        known = {"name": values.get("subject_name", ""), "identifiers": values.get("identifiers", [])}
        return known | (self._ways() if is_self else {})

    def as_request(self) -> NewRequest:
        """The answers as the service takes them, received now."""
        values = self.cleaned_data
        relation, is_safe = Relation(values["relation"]), values["safe_contact"]
        subject = self.subject_details()
        is_self = relation == Relation.SELF
        asker = subject if is_self else {"name": values["asker_name"], **self._ways()}
        people = (
            PersonEntry(PersonRole.SUBJECT, subject, is_safe_contact=is_safe and is_self),
            PersonEntry(PersonRole.REQUESTER, asker, relation, is_safe_contact=is_safe),
        )
        return NewRequest(
            controller=values["controller"],
            channel=values["channel"],
            received_at=clock.now(),
            people=people,
            request_text=values["request_text"],
            right=values["right"],
            search_details=values["search_details"],
            language=values["language"],
            context={"flags": values["flags"], "must_not_know_who": ""},
        )

    def _ways(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, []) for name in ("emails", "addresses", "phones")}
