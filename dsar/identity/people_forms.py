"""What is typed about a person of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm
from dsar.cases.models import CasePerson
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.identity.people_services import PersonChange
from dsar.intake import fields

_LISTS = ("names", "emails", "phones", "addresses", "dates_of_birth")


class PersonForm(ActForm):
    """A person of the case: name and variants, ways to reach them, what they are found by."""

    name = forms.CharField(label=_("Full name"), max_length=200, help_text=_("As they are addressed in letters."))
    names = fields.names_field(label=_("Other names"), help_text=_("Earlier names, spellings. One a line."))
    relation = forms.ChoiceField(label=_("How they stand to the data subject"), choices=Relation.choices)
    emails = fields.emails_field(label=_("E-mail addresses"), help_text=_("The first one is written to. One a line."))
    phones = fields.phones_field(label=_("Phone numbers"), help_text=_("One a line."))
    addresses = fields.addresses_field(
        label=_("Addresses"), help_text=_("The first one is written to. One a line, also earlier ones.")
    )
    dates_of_birth = fields.births_field(label=_("Date of birth"), help_text=_("Such as 23/04/1985."))
    identifiers = fields.identifiers_field(
        label=_("Identifiers"), help_text=_("Kind, colon, value. One a line, such as “customer number: 4711”.")
    )
    is_safe_contact = forms.BooleanField(
        label=_("Protected address"),
        required=False,
        help_text=_("The postal address appears in no letter, file name, metadata or page that others see."),
    )
    reason = forms.CharField(
        label=_("Where this comes from"),
        max_length=300,
        help_text=_("Such as: told us on the telephone; from the letter of 3 May. It stands in the history."),
    )

    def __init__(self, *args: Any, role: PersonRole, person: CasePerson | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        if role == PersonRole.SUBJECT:
            del self.fields["relation"]
        if person is not None:
            self._show(person)
        elif "relation" in self.fields:
            self.fields["relation"].initial = Relation.OTHER

    def _show(self, person: CasePerson) -> None:
        details = person.details
        self.fields["name"].initial = person.name
        for name in _LISTS:
            self.fields[name].initial = "\n".join(map(str, details.get(name, [])))
        told = [f"{entry['type']}: {entry['value']}" for entry in details.get("identifiers", [])]
        self.fields["identifiers"].initial = "\n".join(told)
        self.fields["is_safe_contact"].initial = person.is_safe_contact
        if "relation" in self.fields:
            self.fields["relation"].initial = person.relation

    def change(self) -> PersonChange:
        """The clean values as the service takes them."""
        values = self.cleaned_data
        names = ("name", *_LISTS, "identifiers")
        return PersonChange(
            details={name: values[name] for name in names},
            relation=Relation(values.get("relation", Relation.SELF)),
            is_safe_contact=values["is_safe_contact"],
            reason=values["reason"],
        )
