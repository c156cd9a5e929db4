"""Acts on the people of a case: correcting a name, adding variants, addresses and numbers, changing where to send.

What the approval binds to is a digest of the recipient, so a change after sign-off makes it void by itself (G15).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case, CasePerson
from dsar.cases.services import rebuild_index
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.foundation.errors import RuleRefused
from dsar.identity.models import CheckState, IdentityCheck

catalogue.declare(
    identity_person_changed="{role}: changed {fields}",
    identity_person_added="{role} added",
    identity_recipient_removed="Where to send: taken out; the answer goes to who asked",
)

DETAILS = ("name", "names", "emails", "phones", "addresses", "dates_of_birth", "identifiers")
# A proof of who asks was a proof of these: when one of them changes, it is to be looked at again.
_PROVED_BY = ("name", "relation")


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person as it shall be: the details in the form of CasePerson.details, how they stand, whether protected."""

    details: Mapping[str, Any]
    relation: Relation
    is_safe_contact: bool
    reason: str


@transaction.atomic
def change_person(*, case: Case, role: PersonRole, change: PersonChange, actor: User) -> list[str]:
    """Change a person of the case, or add the role; the names of the fields that changed.

    Old and new values stand sealed beside the entry. The blind index is written anew.

    Raises:
        RuleRefused: no name, no reason, or the case is sent or closed.
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    _check(case, change)
    person = CasePerson.objects.select_for_update().filter(case=case, role=role).select_related("case").first()
    is_new = person is None
    person = person or CasePerson(case=case, role=role, details={})
    before = _snapshot(person)
    person.details = {**person.details, **{name: change.details.get(name, []) for name in DETAILS}}
    person.relation, person.is_safe_contact = change.relation, change.is_safe_contact
    fields = sorted(name for name, value in _snapshot(person).items() if value != before.get(name))
    if not fields and not is_new:
        return []
    if set(fields) & set(_PROVED_BY) or role == PersonRole.RECIPIENT:
        person.is_proved = False
    person.save()
    if not is_new and set(fields) & set(_PROVED_BY):
        _open_again(person)
    _follow_subject(case, person)
    case.__dict__.pop("_proofs", None)
    case.__dict__.pop("_prefetched_objects_cache", None)
    rebuild_index(case)
    facts = {"role": PersonRole(role).label, "fields": ", ".join(fields)}
    payload = {"before": before, "after": _snapshot(person), "reason": change.reason}
    action = "identity.person_added" if is_new else "identity.person_changed"
    record(action, actor=actor, case=case, about=person, facts=facts, payload=payload)
    return fields


@transaction.atomic
def remove_recipient(*, case: Case, actor: User) -> None:
    """Take out a recipient of its own: the answer then goes to who asked."""
    permissions.demand(actor, Act.WORK_CASE, case)
    _need_open(case)
    person = CasePerson.objects.filter(case=case, role=PersonRole.RECIPIENT).select_related("case").first()
    if person is None:
        return
    payload = {"before": _snapshot(person)}
    person.delete()
    rebuild_index(case)
    record("identity.recipient_removed", actor=actor, case=case, payload=payload)


def _check(case: Case, change: PersonChange) -> None:
    _need_open(case)
    if not str(change.details.get("name", "")).strip():
        message = "Give the name by which the person is addressed."
        raise RuleRefused(message, code="no_name", fields={"name": message})
    if not change.reason.strip():
        message = "Say where this comes from, in a sentence."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})


def _need_open(case: Case) -> None:
    if not case.is_open:
        message = "The answer is on its way: reopen the case to change its people."
        raise RuleRefused(message, code="not_open")


def _snapshot(person: CasePerson) -> dict[str, Any]:
    found = {name: person.details.get(name) or ([] if name != "name" else "") for name in DETAILS}
    return {**found, "relation": str(person.relation), "is_safe_contact": person.is_safe_contact}


def _open_again(person: CasePerson) -> None:
    """A proof was one of another name or another standing: it is open again, and says so in its note."""
    checks = IdentityCheck.objects.filter(person=person, state__in=(CheckState.VERIFIED, CheckState.NOT_NEEDED))
    checks.update(state=CheckState.OPEN)


def _follow_subject(case: Case, person: CasePerson) -> None:
    """A data subject who asks for themselves stands in the case in two roles: both say the same."""
    twins = {PersonRole.SUBJECT: PersonRole.REQUESTER, PersonRole.REQUESTER: PersonRole.SUBJECT}
    twin_role = twins.get(PersonRole(person.role))
    requester = case.people.filter(role=PersonRole.REQUESTER).first()
    if twin_role is None or requester is None or requester.relation != Relation.SELF:
        return
    twin = case.people.select_related("case").filter(role=twin_role).first()
    if twin is not None:
        twin.details, twin.is_safe_contact = dict(person.details), person.is_safe_contact
        twin.is_proved = person.is_proved
        twin.save()
