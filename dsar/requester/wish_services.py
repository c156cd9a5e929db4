"""Acts of staff on what the person wished for in the status page: taking over contact details, or not."""

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import CasePerson
from dsar.cases.services import rebuild_index
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.requester.models import PortalWish, WishKind, WishState

catalogue.declare(
    requester_contact_taken_over="Contact details of the person taken over ({kind}): {how}",
    requester_wish_settled="Wish of the person settled ({kind}, {state}): {how}",
)


@transaction.atomic
def take_over_contact(*, wish: PortalWish, how: str, actor: User) -> CasePerson:
    """Write the new details first among the person's, once somebody has made sure that they are theirs (GDPR Art. 32).

    The old ones stay, so that the search still finds what was kept under them.

    Raises:
        RuleRefused: nobody said how it was made sure.
        Conflict: the wish is settled.
    """
    row = _locked(wish, how, actor)
    if row.kind != WishKind.CONTACT:
        raise Conflict(_("This is no change of contact details."))
    kind, value = str(row.details["kind"]), str(row.details["value"])
    people = {person.role: person for person in row.case.people.all()}
    asker = people.get(PersonRole.REQUESTER) or people[PersonRole.SUBJECT]
    touched = [asker]
    if asker.relation == Relation.SELF and PersonRole.SUBJECT in people:
        touched.append(people[PersonRole.SUBJECT])
    for person in touched:
        values = [str(one) for one in person.details.get(kind, [])]
        person.details = {**person.details, kind: [value, *(one for one in values if one != value)]}
        person.save(update_fields=["details"])
    rebuild_index(row.case)
    _settle(row, WishState.DONE, actor)
    record(
        "requester.contact_taken_over",
        actor=actor,
        case=row.case,
        about=row,
        facts={"kind": kind},
        payload={"how": how.strip()},
    )
    return asker


@transaction.atomic
def settle_wish(*, wish: PortalWish, is_done: bool, how: str, actor: User) -> PortalWish:
    """Say that a wish was carried out elsewhere (a withdrawal closes the case on its own page), or that it is not."""
    row = _locked(wish, how, actor)
    state = WishState.DONE if is_done else WishState.REFUSED
    _settle(row, state, actor)
    facts = {"kind": WishKind(row.kind).label, "state": state.label}
    record("requester.wish_settled", actor=actor, case=row.case, about=row, facts=facts, payload={"how": how.strip()})
    return row


def _locked(wish: PortalWish, how: str, actor: User) -> PortalWish:
    row = PortalWish.objects.select_for_update(of=("self",)).select_related("case__controller").get(pk=wish.pk)
    permissions.demand(actor, Act.WORK_CASE, row.case)
    if not how.strip():
        message = _("Say how you made sure.")
        raise RuleRefused(message, code="how_missing", fields={"how": message})
    if row.state != WishState.OPEN:
        raise Conflict(_("This is settled already."))
    return row


def _settle(row: PortalWish, state: WishState, actor: User) -> None:
    row.state, row.decided_at, row.decided_by = state, clock.now(), actor
    row.save(update_fields=["state", "decided_at", "decided_by"])
