"""Releasing a package and caring for its delivery: link, code, proof that it arrived, closing.

The response is provided on the day of the release: that day stops the clock (GDPR Art. 12(3)). The link goes to the
person in writing; the code is told to the handler once and travels another way.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.checkpoints import export_checkpoint
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, permissions
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.notify import tell_requester
from dsar.cases.services import move_case
from dsar.cases.vocabulary import PersonRole, Stage
from dsar.delivery import rules, secret_words
from dsar.delivery.gates import release_gate
from dsar.delivery.models import Delivery, DeliveryChannel, DeliveryState
from dsar.delivery.selectors import needs_proof, outcome_of
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.notices.models import NoticeChannel
from dsar.response.models import Package
from dsar.response.selectors import latest_package, recipient_of, recipient_person

catalogue.declare(
    delivery_released="Package {number} released to {recipient}, by {way}",
    delivery_recipient_proved="Recipient proved: {how}",
    delivery_code_issued="New code for the link given to the handler ({codes} today)",
    delivery_link_renewed="New link sent; it ends on {ends_on}",
    delivery_link_revoked="Link revoked: {reason}",
    delivery_taken_out="Package taken out of the store to be handed over ({bytes|byte|bytes})",
    delivery_confirmed="Arrival confirmed on {on}: {how}",
)

WAYS = {DeliveryChannel.PORTAL: "private link", DeliveryChannel.POST: "post", DeliveryChannel.IN_PERSON: "hand"}


@dataclass(frozen=True, slots=True)
class Released:
    """A release, and the code of its link, which is shown once and stored nowhere; empty for other ways."""

    delivery: Delivery
    code: str = field(default="", repr=False)


def release_package(*, case: Case, actor: User, channel: str, is_confirmed: bool = False) -> Released:
    """Send the approved package of the case: link or covering letter, clock, stage and outcome, all or nothing.

    Args:
        case: in the stage "ready".
        actor: may work the case.
        channel: of DeliveryChannel.
        is_confirmed: somebody has confirmed that this way is safe for a protected person.

    Raises:
        RuleRefused: gate G14 or G15 is not met, the archive is not the approved one ("G15"), there is no address
            ("no_address"), safe contact is not confirmed ("safe_contact").
        Conflict: it was released meanwhile.
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    fact = release_gate(case)
    package = latest_package(case)
    if not fact.is_met or package is None or package.file is None:
        raise RuleRefused(fact.reason, code="G15")
    if not rules.is_as_approved(storage.read(package.file), package.digest):
        message = _("The stored archive is not the one that was approved. Build the package again.")
        raise RuleRefused(message, code="G15")
    return _release(case, package, DeliveryChannel(channel), actor, is_confirmed=is_confirmed)


@transaction.atomic
def _release(case: Case, package: Package, channel: DeliveryChannel, actor: User, *, is_confirmed: bool) -> Released:
    # First the stage: the row of the case is locked and every gate is asked again behind the lock.
    move_case(case=case, move=Move.SEND, actor=actor)
    now, today = clock.now(), case_clock.today_of(case)
    approved = Package.objects.filter(pk=package.pk, digest=package.digest, approved_at__isnull=False)
    if not approved.filter(released_at__isnull=True).update(released_at=now):
        raise Conflict(_("This package has just been released, or it has changed. Look at the case again."))
    delivery = Delivery(case=case, package=package, channel=channel, released_at=now, released_by=actor)
    delivery.recipient = recipient_of(case)
    token, code = _first_secrets(delivery, today) if delivery.is_link else ("", "")
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("This package has just been released. Look at the case again.")) from error
    earlier = Delivery.objects.filter(case=case, channel=DeliveryChannel.PORTAL).exclude(pk=delivery.pk)
    earlier.update(state=DeliveryState.REVOKED)  # of a case that was reopened: one link is enough
    if case.responded_on is None:
        clock_acts.respond(case=case, on=today, actor=actor)
    case.outcome = outcome_of(package)
    case.save(update_fields=["outcome"])
    _tell(delivery, token, actor, is_confirmed=is_confirmed)
    facts = {"number": package.number, "digest": package.digest, "way": WAYS[channel], "outcome": case.outcome}
    payload = {"recipient": delivery.recipient["name"]}
    record("delivery.released", actor=actor, case=case, about=delivery, facts=facts, payload=payload)
    transaction.on_commit(lambda: export_checkpoint(actor=actor))
    return Released(delivery, code)


@transaction.atomic
def prove_recipient(*, case: Case, how: str, actor: User) -> None:
    """Note how the address of a third person who gets the package was checked (GDPR Art. 32)."""
    permissions.demand(actor, Act.WORK_CASE, case)
    person = recipient_person(case)
    if person is None or not needs_proof(person):
        raise Conflict(_("There is no recipient who waits to be proved."))
    _need(how, "how", _("Say how the name and the address were checked."))
    person.is_proved = True
    person.save(update_fields=["is_proved"])
    record("delivery.recipient_proved", actor=actor, case=case, about=person, payload={"how": how})


@transaction.atomic
def issue_code(*, delivery: Delivery, actor: User) -> str:
    """A new code for the link, given back once; the old one and its tries are void. At most three a day.

    Raises:
        RuleRefused: three were given today ("codes_used_up"), or the link is not open ("link_closed").
    """
    row = _locked(delivery, actor)
    if not row.is_usable(clock.now()):
        raise RuleRefused(_("The link is not open. Send a new link first."), code="link_closed")
    today = case_clock.today_of(row.case)
    given = row.codes if row.code_day == today else 0
    if given >= rules.CODES_A_DAY:
        message = _("Three codes were given for this link today. Give the next one tomorrow.")
        raise RuleRefused(message, code="codes_used_up")
    code = secret_words.new_code()
    row.code_digest, row.tries = secret_words.code_digest(row.pk, code), 0
    row.code_day, row.codes = today, given + 1
    row.save(update_fields=["code_digest", "tries", "code_day", "codes"])
    record("delivery.code_issued", actor=actor, case=row.case, about=row, facts={"codes": row.codes})
    return code


@transaction.atomic
def renew_link(*, delivery: Delivery, actor: User, is_confirmed: bool = False) -> Delivery:
    """Send a new link for another thirty days; the old link is void, the code stays the one it was."""
    row = _locked(delivery, actor)
    if not row.is_link:
        raise RuleRefused(_("This package was not sent by link."), code="no_link")
    token = secret_words.new_token()
    row.token_digest, row.links = secret_words.token_digest(token), row.links + 1
    row.expires_at, row.downloads = clock.now() + rules.LINK_LASTS, 0
    row.state = DeliveryState.COLLECTED if row.is_proved else DeliveryState.OPEN
    row.save(update_fields=["token_digest", "links", "expires_at", "downloads", "state"])
    _tell(row, token, actor, is_confirmed=is_confirmed)
    record("delivery.link_renewed", actor=actor, case=row.case, about=row, facts={"ends_on": _ends_on(row)})
    return row


@transaction.atomic
def revoke_link(*, delivery: Delivery, reason: str, actor: User) -> Delivery:
    """Close the link at once, for example because it went astray; whoever is inside is out with the next step."""
    row = _locked(delivery, actor, is_sent=False)
    _need(reason, "reason", _("Say why the link is closed."))
    if not row.is_link or row.state == DeliveryState.REVOKED:
        raise Conflict(_("There is no open link."))
    row.state = DeliveryState.REVOKED
    row.save(update_fields=["state"])
    record("delivery.link_revoked", actor=actor, case=row.case, about=row, payload={"reason": reason})
    return row


@transaction.atomic
def take_out(*, delivery: Delivery, actor: User) -> Delivery:
    """Note that staff take the package out to post it or to hand it over; a link needs nobody to do that."""
    row = _locked(delivery, actor)
    if row.is_link:
        raise RuleRefused(_("This package is collected through its link."), code="by_link")
    facts = {"bytes": row.archive.size}
    record("delivery.taken_out", actor=actor, case=row.case, about=row, facts=facts)
    return row


@transaction.atomic
def confirm_arrival(*, delivery: Delivery, on: dt.date, how: str, actor: User) -> Delivery:
    """Note that the package arrived and how that is shown: signed for, handed over, confirmed by phone."""
    row = _locked(delivery, actor)
    _need(how, "how", _("Say how it is shown that the package arrived."))
    released_on = row.released_at.astimezone(_zone(row)).date()
    if not released_on <= on <= case_clock.today_of(row.case):
        message = _("This day lies before the release or in the future.")
        raise RuleRefused(message, code="day_out_of_range", fields={"on": message})
    if row.confirmed_on is not None:
        raise Conflict(_("The arrival was confirmed before."))
    row.confirmed_on, row.confirmed_by, row.confirmation = on, actor, how
    if row.state == DeliveryState.OPEN:
        row.state = DeliveryState.COLLECTED
    row.save(update_fields=["confirmed_on", "confirmed_by", "confirmation", "state"])
    record("delivery.confirmed", actor=actor, case=row.case, about=row, facts={"on": on}, payload={"how": how})
    return row


def close_case(*, case: Case, actor: User) -> Case:
    """Close a case whose package has arrived (gate G21); the retention date is set with it."""
    return move_case(case=case, move=Move.CLOSE, actor=actor, reason=_("delivered"))


def _first_secrets(delivery: Delivery, today: dt.date) -> tuple[str, str]:
    token, code = secret_words.new_token(), secret_words.new_code()
    delivery.token_digest = secret_words.token_digest(token)
    delivery.code_digest = secret_words.code_digest(delivery.pk, code)
    delivery.code_day, delivery.codes, delivery.links = today, 1, 1
    delivery.expires_at = delivery.released_at + rules.LINK_LASTS
    return token, code


def _tell(delivery: Delivery, token: str, actor: User, *, is_confirmed: bool) -> None:
    """Queue what goes to the recipient in writing: the link, or the letter around what is posted."""
    if delivery.channel == DeliveryChannel.IN_PERSON:
        return
    case = delivery.case
    with translation.override(case.language):  # the letter's, not that of whoever sends it
        authority = case.controller.supervisory_authority or _("the supervisory authority")
    variables: dict[str, Any] = {"authority": authority}
    if delivery.is_link:
        path = reverse("dsar:portal-collect", args=[token])
        variables |= {"link": f"{settings.DSAR_PUBLIC_URL}{path}", "expires_on": _ends_on(delivery)}
    tell_requester(
        case=case,
        code="response_ready" if delivery.is_link else "response_letter",
        variables=variables,
        actor=actor,
        channel="" if delivery.is_link else NoticeChannel.LETTER,
        role=PersonRole.RECIPIENT,
        dedup=f"delivery-{delivery.pk}-{delivery.links}",
        is_confirmed=is_confirmed,
    )


def _locked(delivery: Delivery, actor: User, *, is_sent: bool = True) -> Delivery:
    """The row behind a lock, of a case that the actor may work and (where it must be) that is sent."""
    found = Delivery.objects.select_for_update(of=("self",)).select_related("case__controller", "package__file")
    row = found.get(pk=delivery.pk)
    permissions.demand(actor, Act.WORK_CASE, row.case)
    if is_sent and row.case.stage not in (Stage.SENT, Stage.CLOSED):
        raise RuleRefused(_("The case is open again; a new package has to be approved first."), code="case_open")
    return row


def _need(words: str, name: str, message: str) -> None:
    if not words.strip():
        raise RuleRefused(message, code=f"{name}_missing", fields={name: message})


def _zone(delivery: Delivery) -> dt.tzinfo:
    return ZoneInfo(delivery.case.controller.time_zone)


def _ends_on(delivery: Delivery) -> dt.date:
    return (delivery.expires_at or delivery.released_at).astimezone(_zone(delivery)).date()
