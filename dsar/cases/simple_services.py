"""Entering and leaving the simple-case track."""

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case, CasePerson
from dsar.cases.notify import reach_of
from dsar.cases.simple_models import SimpleTrack
from dsar.cases.simple_rules import LEFT, Request, why_not
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    simple_entered="Taken on the simple track",
    simple_left="Left the simple track: {words} (item {number})",
)


@transaction.atomic
def enter_track(*, case: Case, actor: User) -> SimpleTrack:
    """Take a case on the simple track.

    Raises:
        RuleRefused: the request does not fit ("not_simple"), or it left the track before.
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if obstacles := why_not(request_of(case)):
        raise RuleRefused(" ".join(obstacles), code="not_simple")
    row, is_new = SimpleTrack.objects.get_or_create(
        case=case, defaults={"entered_by": actor, "entered_at": clock.now()}
    )
    if not row.is_on:
        message = _("This case has left the simple track; it goes the ordinary way.")
        raise RuleRefused(message, code="left_before")
    if is_new:
        record("simple.entered", actor=actor, case=case, about=row)
    return row


@transaction.atomic
def leave_track(*, case: Case, because: str, number: int | None = None, actor: User | None = None) -> bool:
    """Take a case off the track, saying why; False where it was not on it. No actor: the product did it by itself."""
    changed = SimpleTrack.objects.filter(case=case, left_at__isnull=True).update(
        left_at=clock.now(), left_because=because, left_number=number
    )
    if changed:
        kind = "user" if actor else "system"
        facts = {"words": LEFT[because], "number": number or "–"}
        record("simple.left", actor=actor, actor_kind=kind, case=case, facts=facts)
    return bool(changed)


def track_of(case: Case) -> SimpleTrack | None:
    """The track of a case, left or not; None where it never took it."""
    return SimpleTrack.objects.filter(case=case).select_related("case").first()


def is_simple(case: Case) -> bool:
    """Whether the case is on the track now."""
    return SimpleTrack.objects.filter(case=case, left_at__isnull=True).exists()


def request_of(case: Case) -> Request:
    """What the rules of the track ask of a case."""
    people = {person.role: person for person in case.people.all()}
    asker = people.get(PersonRole.REQUESTER)
    return Request(
        right=case.right,
        relation=asker.relation if asker else Relation.SELF,
        flags=tuple(case.context.get("flags", [])),
        is_protected=reach_of(case).is_protected,
        stage=case.stage,
        recipients=int(_is_another(people.get(PersonRole.RECIPIENT), asker)),
    )


def _is_another(recipient: CasePerson | None, asker: CasePerson | None) -> bool:
    """Whether the answer goes to somebody else than who asks, or to an address that they did not give."""
    if recipient is None or asker is None:
        return recipient is not None
    own, other = asker.details, recipient.details
    ways = [value for name in ("emails", "addresses") for value in other.get(name, [])]
    known = {value for name in ("emails", "addresses") for value in own.get(name, [])}
    return recipient.name != asker.name or any(value not in known for value in ways)
