"""Holds on people: set for every case of a person, those included that come later, and lifted with a reason."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.hold_models import HoldKind, PersonHold, PersonHoldToken
from dsar.cases.hold_selectors import held_case_ids
from dsar.cases.models import Case
from dsar.cases.querysets import token_digests
from dsar.cases.rules import index_tokens
from dsar.cases.triage import TELLING_KINDS
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import create_data_key

catalogue.declare(
    hold_person_set="Legal hold on a person set ({kind}): {cases|case|cases} today; looked at again on {review_on}",
    hold_person_lifted="Legal hold on a person lifted ({kind})",
    hold_reviewed="Legal hold looked at and kept; looked at again on {review_on}",
)


@transaction.atomic
def hold_person(
    *, details: Mapping[str, Any], kind: str, reason: str, review_on: dt.date, actor: User, case: Case | None = None
) -> PersonHold:
    """Hold a person by e-mail address, phone number or reference; a name alone is borne by too many.

    Args:
        details: "emails", "phones", "identifiers" as of a person of a case; left out where `case` is given.
        kind: a HoldKind.
        reason: why, in words; sealed.
        review_on: when somebody looks again; a hold without an end is kept too long (GDPR Art. 5(1)(e)).
        actor: whoever decides on retention, or with a case whoever may approve it.
        case: hold the people of this case.

    Raises:
        NotPermitted: the actor may not.
        RuleRefused: nothing to know the person by, no kind, no reason, or a day that is not ahead.
    """
    _demand(actor, case)
    tokens = _tokens(details, case)
    if not tokens:
        message = _("Give an e-mail address, a phone number or a reference: a name alone is borne by too many.")
        raise RuleRefused(message, code="nobody_named", fields={"emails": message})
    _need(kind in HoldKind.values, "kind", _("Say what the hold is for."))
    _need(bool(reason.strip()), "reason", _("Say why in a sentence."))
    _need(review_on > (case_clock.today_of(case) if case else _today(actor)), "review_on", _("Choose a day ahead."))
    # a sweep that works on a case of theirs ends first, and the next one sees the hold
    digests = [digest for _kind, digest in tokens]
    list(Case.objects.select_for_update(of=("self",)).filter(tokens__digest__in=digests).values_list("pk", flat=True))
    key = create_data_key()
    row = PersonHold(key=key, kind=kind, reason=reason.strip(), set_by=actor, set_at=clock.now(), review_on=review_on)
    row.save(force_insert=True)
    PersonHoldToken.objects.bulk_create(
        PersonHoldToken(hold=row, kind=token_kind, digest=digest) for token_kind, digest in tokens
    )
    facts = {"kind": kind, "cases": cases_under(row), "review_on": review_on}
    record("hold.person_set", actor=actor, case=case, about=row, facts=facts)
    return row


@transaction.atomic
def lift_person_hold(*, hold: PersonHold, reason: str, actor: User) -> None:
    """Lift a hold on a person, with the reason; by whoever decides on retention.

    Raises:
        NotPermitted, RuleRefused: the actor may not, or gives no reason.
        Conflict: it was lifted before.
    """
    _demand(actor, None)
    _need(bool(reason.strip()), "reason", _("Say why in a sentence."))
    now = clock.now()
    if not PersonHold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_at=now, lifted_by=actor):
        message = _("This hold was lifted before.")
        raise Conflict(message)
    hold.refresh_from_db(fields=["lifted_at", "lifted_by"])
    hold.lift_reason = reason.strip()
    hold.save(update_fields=["lift_reason"])
    record("hold.person_lifted", actor=actor, about=hold, facts={"kind": hold.kind})


@transaction.atomic
def keep_person_hold(*, hold: PersonHold, review_on: dt.date, actor: User) -> None:
    """Look at a hold and keep it until another day."""
    _demand(actor, None)
    _need(review_on > _today(actor), "review_on", _("Choose a day ahead."))
    if not PersonHold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(review_on=review_on):
        message = _("This hold was lifted before.")
        raise Conflict(message)
    record("hold.reviewed", actor=actor, about=hold, facts={"review_on": review_on})


def _today(actor: User) -> dt.date:
    return clock.today(actor.time_zone)


def cases_under(hold: PersonHold) -> int:
    """How many cases the hold reaches now."""
    return len(held_case_ids(holds=[hold]))


def _tokens(details: Mapping[str, Any], case: Case | None) -> list[tuple[str, bytes]]:
    if case is not None:
        found = case.tokens.filter(kind__in=TELLING_KINDS).values_list("kind", "digest")
        return [(kind, bytes(digest)) for kind, digest in found]
    forms = sorted(form for form in index_tokens(details) if form[0] in TELLING_KINDS)
    return [(kind, bytes(digest)) for kind, digest in token_digests(forms)]


def _demand(actor: User, case: Case | None) -> None:
    if case is not None:
        permissions.demand(actor, Act.APPROVE_RELEASE, case)
    elif not actor.may(Act.DECIDE_RETENTION):
        message = _("The Data Protection Officer or an approver sets and lifts holds on people.")
        raise NotPermitted(message)


def _need(is_met: bool, name: str, message: str) -> None:  # noqa: FBT001 - a predicate
    if not is_met:
        raise RuleRefused(message, code=f"{name}_missing", fields={name: message})
