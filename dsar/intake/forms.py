"""The staff form: everything that is known of a request when it is logged."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases.services import NewRequest, PersonEntry
from dsar.cases.vocabulary import Channel, PersonRole, Relation, RightAsked
from dsar.deadlines.rulesets import regime_ids
from dsar.foundation import clock
from dsar.intake import fields, rules
from dsar.intake.preview import DatesPreview, preview_dates
from dsar.processing_records.models import Controller

CONTEXT_FLAGS = [
    ("child", _("The data subject is a child")),
    ("employee", _("Works or worked here")),
    ("grievance", _("Grievance or dispute")),
    ("vulnerable", _("Vulnerable person")),
    ("must_not_know", _("Somebody must not know of this request")),
]
CHOICES = [
    ("anyway", _("Log it anyway: it is a request of its own")),
    ("related", _("Log it and link it as related")),
    ("duplicate", _("Log it and mark it as a duplicate")),
]
SHORT = {"rows": 2}


class RequestForm(forms.Form):
    """A request as it came in. `as_request()` gives the clean values to the service."""

    controller = forms.ModelChoiceField(label=_("Controller"), queryset=Controller.objects.all(), empty_label=None)
    channel = forms.ChoiceField(label=_("How did it come?"), choices=Channel.choices, initial=Channel.EMAIL)
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The day it reached anybody in the organisation. Nights, weekends and holidays count."),
    )
    received_time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Local time of the controller; leave it empty where it is not known."),
    )
    right = forms.ChoiceField(label=_("Right"), choices=RightAsked.choices, initial=RightAsked.ACCESS)
    also = forms.MultipleChoiceField(
        label=_("It also asks for"),
        required=False,
        choices=RightAsked.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each right gets a linked case of its own, with a clock from the same receipt."),
    )
    regime = forms.ChoiceField(label=_("Rules"), required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES, initial="en")

    subject_name = forms.CharField(label=_("Full name"), max_length=200)
    subject_names = fields.names_field(label=_("Other names"), help_text=_("Earlier names, spellings. One a line."))
    subject_emails = fields.emails_field(label=_("E-mail addresses"), help_text=_("One a line."))
    subject_phones = fields.phones_field(label=_("Phone numbers"), help_text=_("One a line."))
    subject_addresses = fields.addresses_field(label=_("Addresses"), help_text=_("One a line, also earlier ones."))
    subject_births = fields.births_field(label=_("Date of birth"), help_text=_("Such as 23/04/1985."))
    subject_identifiers = fields.identifiers_field(
        label=_("Identifiers"), help_text=_("Kind, colon, value. One a line, such as “customer number: 4711”.")
    )
    safe_contact = forms.BooleanField(
        label=_("Protected address"),
        required=False,
        help_text=_("The address appears in no letter, file name or metadata."),
    )

    relation = forms.ChoiceField(label=_("Who asks?"), choices=Relation.choices, initial=Relation.SELF)
    with_own = forms.BooleanField(
        label=_("They ask for their own data as well"),
        required=False,
        help_text=_("Such as a parent for the child and for themselves: a second, linked case is logged."),
    )
    asker_name = forms.CharField(label=_("Name of who asks"), required=False, max_length=200)
    asker_emails = fields.emails_field(label=_("Their e-mail addresses"))
    asker_phones = fields.phones_field(label=_("Their phone numbers"))
    asker_addresses = fields.addresses_field(label=_("Their address"))

    send_to = forms.ChoiceField(
        label=_("Where does the answer go?"),
        choices=[("same", _("To who asks")), ("other", _("To somebody else, or another address"))],
        initial="same",
        widget=forms.RadioSelect,
    )
    recipient_name = forms.CharField(label=_("Name of the recipient"), required=False, max_length=200)
    recipient_emails = fields.emails_field(label=_("E-mail address of the recipient"))
    recipient_addresses = fields.addresses_field(label=_("Address of the recipient"))

    request_text = forms.CharField(
        label=_("The request in its own words"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=50_000,
        help_text=_("Copy it as it is. For a call, write down what was said."),
    )
    search_details = forms.CharField(
        label=_("Search details"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        help_text=_("Periods, departments, people, subjects that were named."),
    )
    flags = forms.MultipleChoiceField(
        label=_("What colleagues have to bear in mind"),
        required=False,
        choices=CONTEXT_FLAGS,
        widget=forms.CheckboxSelectMultiple,
    )
    must_not_know = forms.CharField(label=_("Who must not know, and why"), required=False, max_length=500)
    attachments = fields.ManyFilesField(
        label=_("Attachments"), required=False, help_text=_("The mail, the letter, an authority. They are sealed.")
    )
    acknowledge = forms.BooleanField(
        label=_("Send an acknowledgement by e-mail"),
        required=False,
        initial=True,
        help_text=_("To who asks, with the reference and the date. None goes to a protected address."),
    )

    same_person = forms.ChoiceField(
        label=_("What shall happen?"), required=False, choices=CHOICES, widget=forms.RadioSelect
    )
    same_as = forms.CharField(label=_("Which case?"), required=False, max_length=24, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dates: DatesPreview | None = None
        names = {"EU": "GDPR", "UK": "UK GDPR"}
        default = ("", _("As set for the controller"))
        self._choose("regime", [default, *((name, names.get(name, name)) for name in regime_ids())])
        if not self.is_bound:
            first = Controller.objects.first()
            self.fields["controller"].initial = first
            self.fields["received_on"].initial = clock.today(first.time_zone if first else "UTC")

    def clean(self) -> dict[str, Any]:
        """What hangs together: the instant of receipt, who asks, where the answer goes."""
        values = super().clean() or {}
        self._receive(values)
        if values.get("relation") != Relation.SELF and not values.get("asker_name"):
            self.add_error("asker_name", _t("Say who asks for the data subject."))
        if values.get("with_own") and values.get("relation") == Relation.SELF:
            self.add_error("with_own", _t("This is for somebody who asks for another person."))
        if values.get("send_to") == "other":
            if not values.get("recipient_name"):
                self.add_error("recipient_name", _t("Say to whom the answer goes."))
            if not values.get("recipient_emails") and not values.get("recipient_addresses"):
                self.add_error("recipient_addresses", _t("Give an e-mail or a postal address."))
        return values

    def as_request(self) -> NewRequest:
        """The clean values as the service takes them."""
        values = self.cleaned_data
        return NewRequest(
            controller=values["controller"],
            channel=values["channel"],
            received_at=values["received_at"],
            people=tuple(self._people()),
            request_text=values["request_text"],
            right=values["right"],
            regime_id=values["regime"],
            search_details=values["search_details"],
            language=values["language"],
            context={"flags": values["flags"], "must_not_know_who": values["must_not_know"]},
        )

    def subject_details(self) -> dict[str, Any]:
        """What is known of the data subject so far, in the form of CasePerson.details; also of a form with mistakes."""
        values = self.cleaned_data
        return {
            "name": values.get("subject_name", ""),
            "names": values.get("subject_names", []),
            "emails": values.get("subject_emails", []),
            "phones": values.get("subject_phones", []),
            "addresses": values.get("subject_addresses", []),
            "dates_of_birth": values.get("subject_births", []),
            "identifiers": values.get("subject_identifiers", []),
        }

    def _people(self) -> list[PersonEntry]:
        values = self.cleaned_data
        subject = self.subject_details()
        is_safe = values["safe_contact"]
        asker, relation = dict(subject), Relation(values["relation"])
        if relation != Relation.SELF:
            asker = _contact(values, "asker") | {"phones": values["asker_phones"]}
        people = [
            PersonEntry(PersonRole.SUBJECT, subject, is_safe_contact=is_safe),
            PersonEntry(PersonRole.REQUESTER, asker, relation, is_safe_contact=is_safe and relation == Relation.SELF),
        ]
        if values["send_to"] == "other":
            people.append(PersonEntry(PersonRole.RECIPIENT, _contact(values, "recipient"), Relation.OTHER))
        return people

    def _receive(self, values: dict[str, Any]) -> None:
        controller, day = values.get("controller"), values.get("received_on")
        if controller is None or day is None:
            return
        zone = controller.time_zone
        time = values.get("received_time")
        now = clock.now().astimezone(ZoneInfo(zone))
        if time is None:
            time = now.time().replace(microsecond=0) if day == now.date() else now.time().replace(hour=12, minute=0)
        instant = rules.received_at(day, time, zone)
        if instant is None:
            self.add_error("received_time", _t("The clocks went forward that night: this time did not exist."))
        elif instant > clock.now():
            self.add_error("received_on", _t("The request cannot have been received in the future."))
        else:
            values["received_at"] = instant
            self._count(values)

    def _count(self, values: dict[str, Any]) -> None:
        """The dates as the clock gives them; refuses a day of receipt that the rules do not cover."""
        regime = values.get("regime") or values["controller"].regime
        try:
            self.dates = preview_dates(
                controller=values["controller"],
                regime_id=regime,
                right=values.get("right") or RightAsked.ACCESS,
                received_at=values["received_at"],
            )
        except ValueError:
            self.add_error("received_on", _t("The chosen rules do not cover a request received on that day."))

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


def _contact(values: dict[str, Any], who: str) -> dict[str, Any]:
    return {
        "name": values[f"{who}_name"],
        "emails": values[f"{who}_emails"],
        "addresses": values[f"{who}_addresses"],
    }
