"""Reads of the people of a case: cards, roles that nobody has, and sentences that help to decide on a check."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.cases import registry
from dsar.cases.frame import name_of
from dsar.cases.models import Case
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.identity import rules
from dsar.identity.models import CheckKind
from dsar.identity.selectors import WantedCheck
from dsar.identity.verdicts import age_of


def people_of(case: Case) -> list[dict[str, Any]]:
    """The people of a case as cards, in the order of their roles; a protected address is not shown."""
    proofs = registry.proofs(case)
    found = {PersonRole(person.role): person for person in case.people.all()}
    cards = []
    for role in PersonRole:
        person = found.get(role)
        if person is None:
            continue
        proof = proofs.get(person.pk)
        notes = [
            "" if person.relation == Relation.SELF else person.get_relation_display(),
            proof.words if proof is not None and proof.is_proved is None else "",
            _("Protected address: it appears in no letter") if person.is_safe_contact else "",
        ]
        cards.append(
            {
                "role": role.label,
                "name": name_of(person),
                "contact": _contact(person.details, is_protected=person.is_safe_contact),
                "is_proved": proof.is_proved if proof is not None else person.is_proved,
                "note": " · ".join(filter(None, notes)),
                "url": reverse("dsar:case-person", args=[case.reference, role.value]),
            }
        )
    return cards


def missing_roles(case: Case) -> list[tuple[str, str]]:
    """The roles that nobody has in this case, with their labels."""
    taken = {person.role for person in case.people.all()}
    return [(role.value, str(role.label)) for role in PersonRole if role not in taken]


def hints_for(wanted: WantedCheck) -> list[str]:
    """What to bear in mind at a check: the age of a child, what the law of the country says of the dead."""
    case = wanted.person.case
    if wanted.kind == CheckKind.CAPACITY:
        return _child_hints(case)
    if wanted.kind == CheckKind.DECEASED:
        national = rules.NATIONAL_RULES_ON_THE_DEAD.get(case.controller.country)
        first = _("The GDPR does not apply to the dead (Recital 27); the law of a country may.")
        return [first, national] if national else [first]
    return []


def _child_hints(case: Case) -> list[str]:
    age = age_of(case)
    if age is None:
        return [_("The date of birth is not known: ask, or judge by what we hold.")]
    hints = [_("The child is %(age)d years old.") % {"age": age}]
    if rules.presumed_capable(age, case.controller.calendar):
        hints.append(_("In Scotland a child of twelve is presumed to understand (UK DPA 2018 s. 208)."))
    return hints


def _contact(details: dict[str, Any], *, is_protected: bool) -> str:
    ways = [*details.get("emails", []), *details.get("phones", [])]
    if not is_protected:
        ways += details.get("addresses", [])
    return str(ways[0]) if ways else ""
