"""The questions of the public form, one a page, in order; and the request that the answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import HintedBoxes
from dsar.cases.services import NewRequest, PersonEntry
from dsar.cases.vocabulary import Channel, PersonRole, Relation, RightAsked
from dsar.foundation import clock
from dsar.intake import fields
from dsar.processing_records.models import Controller

WHO = [
    (Relation.SELF.value, _("Me")),
    (Relation.PARENT.value, _("My child: I am the parent or guardian")),
    (Relation.ATTORNEY.value, _("Somebody I act for as attorney or deputy")),
    (Relation.AGENT.value, _("Somebody who has given me written authority")),
    (Relation.SOLICITOR.value, _("A client I represent as a solicitor")),
    (Relation.OTHER.value, _("Somebody else")),
]
RIGHTS = [
    (RightAsked.ACCESS.value, _("A copy of the data")),
    (RightAsked.RECTIFICATION.value, _("Correct something that is wrong")),
    (RightAsked.ERASURE.value, _("Delete data")),
    (RightAsked.RESTRICTION.value, _("Stop using the data for a while")),
    (RightAsked.PORTABILITY.value, _("The data in a form for another service")),
    (RightAsked.OBJECTION.value, _("Object to how the data are used")),
    (RightAsked.WITHDRAWAL.value, _("Take back a consent")),
]


class OrganisationForm(forms.Form):
    """Which of the controllers."""

    controller = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Controller.objects.all(), empty_label=None, widget=forms.RadioSelect
    )


class WhoForm(forms.Form):
    """Oneself or somebody else."""

    relation = forms.ChoiceField(
        label=_("Who is the request about?"),
        choices=WHO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who the request is about.")},
    )


class NameForm(forms.Form):
    """The name of the person whose data it is."""

    name = forms.CharField(label=_("Full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    names = fields.names_field(
        label=_("Other names that we may know"), help_text=_("Such as an earlier name. One a line.")
    )


class AskerForm(forms.Form):
    """The name of the person who asks for somebody else."""

    name = forms.CharField(
        label=_("Your full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    own = forms.BooleanField(
        label=_("I ask for the data about myself as well"),
        required=False,
        help_text=_("We then log two requests and answer each."),
    )


class ContactForm(forms.Form):
    """One way to reach the person is enough."""

    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Phone number"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    address = forms.CharField(
        label=_("Postal address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_safe = forms.BooleanField(
        label=_("Others must not learn how to reach me"),
        required=False,
        help_text=_("We then keep your address out of letters and file names."),
    )

    def clean(self) -> dict[str, Any]:
        """At least one way."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in ("email", "phone", "address")):
            self.add_error("email", _t("Give one way to reach you: e-mail, phone or post."))
        return values


class FindForm(forms.Form):
    """What helps to find the data; all of it may be left out."""

    identifiers = fields.names_field(
        label=_("Customer, account or staff numbers"), help_text=_("One a line. They are often on letters and bills.")
    )
    emails = fields.emails_field(label=_("Other e-mail addresses"), help_text=_("One a line."))
    phones = fields.phones_field(label=_("Other phone numbers"), help_text=_("One a line."))
    addresses = fields.addresses_field(label=_("Earlier addresses"), help_text=_("One a line."))
    births = fields.births_field(label=_("Date of birth"), help_text=_("Such as 23/04/1985."))
    period = forms.CharField(
        label=_("When, and with whom, you dealt with us"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RightForm(forms.Form):
    """What is asked for."""

    right = forms.MultipleChoiceField(
        label=_("What do you ask for?"),
        choices=RIGHTS,
        widget=HintedBoxes,
        help_text=_("Choose everything that fits."),
        error_messages={"required": _("Choose what you ask for.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].widget.option_hints = {
            "access": _t("And what we do with it, where it came from and who gets it.")
        }


class WordsForm(forms.Form):
    """The request in the person's own words."""

    text = forms.CharField(
        label=_("Your request"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write your request; one sentence is enough.")},
        help_text=_("You need no legal words and no reason. “Everything you hold about me” is enough."),
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One page: its address, its heading for oneself and for somebody else, a line below it, its form."""

    step: str
    title: str | Promise
    form: type[forms.Form]
    title_for_other: str | Promise = ""
    lead: str | Promise = ""


QUESTIONS = (
    Question("organisation", _("Which organisation do you write to?"), OrganisationForm),
    Question("who", _("Who is the request about?"), WhoForm),
    Question("name", _("What is your name?"), NameForm, _("What is the name of the person it is about?")),
    Question("asker", _("What is your name?"), AskerForm),
    Question("contact", _("How can we reach you?"), ContactForm, lead=_("One way is enough.")),
    Question(
        "find",
        _("What helps us to find your data?"),
        FindForm,
        _("What helps us to find the data?"),
        _("All of this may be left out. It helps us to find more, and not to mix people up."),
    ),
    Question("right", _("What do you ask for?"), RightForm),
    Question("words", _("Your request in your own words"), WordsForm),
)

Answers = Mapping[str, Mapping[str, Any]]


def questions_for(answers: Answers, *, several: bool) -> list[Question]:
    """The questions that this person is asked; `several`: there is more than one organisation to choose from."""
    for_other = is_for_other(answers)
    left_out = set() if several else {"organisation"}
    left_out |= set() if for_other else {"asker"}
    return [question for question in QUESTIONS if question.step not in left_out]


def is_for_other(answers: Answers) -> bool:
    """Whether the person asks for somebody else."""
    return str(answers.get("who", {}).get("relation", Relation.SELF)) != Relation.SELF


def title_of(question: Question, answers: Answers) -> str:
    """The heading of a question for this person."""
    return str(question.title_for_other if question.title_for_other and is_for_other(answers) else question.title)


def first_open(answers: Answers, asked: list[Question]) -> Question | None:
    """The first question without an answer that holds."""
    return next((question for question in asked if not bound(question, answers).is_valid()), None)


def bound(question: Question, answers: Answers) -> forms.Form:
    """The form of a question with the answer that was kept; without one it is not valid."""
    kept = answers.get(question.step)
    return question.form(dict(kept)) if kept is not None else question.form()


def as_request(answers: Answers, *, controller: Controller, language: str) -> NewRequest:
    """The request that complete answers make. `answers` must hold for every question asked."""
    values = {question.step: _clean(question, answers) for question in QUESTIONS if question.step in answers}
    relation = Relation(values["who"]["relation"])
    contact, find = values["contact"], values.get("find", {})
    reach = _reach(contact)
    subject = {
        "name": values["name"]["name"],
        "names": values["name"]["names"],
        "emails": find.get("emails", []),
        "phones": find.get("phones", []),
        "addresses": find.get("addresses", []),
        "dates_of_birth": find.get("births", []),
        "identifiers": [{"type": "reference", "value": value} for value in find.get("identifiers", [])],
    }
    asker = reach | {"name": values.get("asker", {}).get("name", "")}
    if relation == Relation.SELF:
        for name, found in reach.items():
            subject[name] = list(dict.fromkeys([*found, *subject[name]]))
        asker = dict(subject)
    is_safe = bool(contact["is_safe"])
    return NewRequest(
        controller=controller,
        channel=Channel.FORM,
        received_at=clock.now(),
        people=(
            PersonEntry(PersonRole.SUBJECT, subject, is_safe_contact=is_safe and relation == Relation.SELF),
            PersonEntry(PersonRole.REQUESTER, asker, relation, is_safe_contact=is_safe),
        ),
        request_text=values["words"]["text"],
        right=values["right"]["right"][0],
        search_details=find.get("period", ""),
        language=language,
        context={"flags": ["safe_contact"] if is_safe else []},
    )


def further_of(answers: Answers) -> tuple[list[str], bool]:
    """The further rights that complete answers name, and whether the person asks for their own data as well."""
    values = {question.step: _clean(question, answers) for question in QUESTIONS if question.step in answers}
    with_own = is_for_other(answers) and bool(values.get("asker", {}).get("own"))
    return list(values["right"]["right"][1:]), with_own


def _clean(question: Question, answers: Answers) -> dict[str, Any]:
    form = bound(question, answers)
    form.is_valid()
    return form.cleaned_data


def _reach(contact: Mapping[str, Any]) -> dict[str, Any]:
    address = " ".join(str(contact["address"]).split())
    return {
        "emails": [contact["email"]] if contact["email"] else [],
        "phones": [contact["phone"]] if contact["phone"] else [],
        "addresses": [address] if address else [],
    }
