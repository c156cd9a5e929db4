"""Another controller gets the package (Art. 20(2)): named, confirmed with the person, sent, shown to have arrived."""

import hmac
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consent.webhook_address import receiver_of
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.foundation import cipher, clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import installation_key
from dsar.foundation.leases import LeaseState
from dsar.rights.portability import limits
from dsar.rights.portability.gates_facts import approved_fact
from dsar.rights.portability.models import PortablePackage, ReceivingController, Transmission, TransmissionWay
from dsar.rights.portability.plan_services import plan_of
from dsar.rights.portability.readiness import latest_package
from dsar.rights.portability.settling import note_arrival, note_handed_over

catalogue.declare(
    portability_receiver_named="Receiving controller named; way: {way}",
    portability_receiver_confirmed="Receiving controller confirmed with the person",
    portability_receiver_dropped="Receiving controller taken off: {reason}",
    portability_transmission_ordered="Transmission of portable package {number} ordered; way: {way}; "
    "{bytes|byte|bytes}",
    portability_transmission_revoked="Transmission revoked: {reason}",
    portability_collect_refused="Wrong code given at the link of a receiving controller (try {number})",
    portability_collected="Portable package collected by the receiving controller ({number} of {most})",
)


@dataclass(frozen=True, slots=True)
class NewReceiver:
    """A controller as the person named it, and how it takes the package."""

    name: str
    way: str
    contact: str = ""
    address: str = ""
    method: str = "PUT"
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """The link of a receiving controller and its code: shown once, stored nowhere."""

    transmission: Transmission
    token: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


@transaction.atomic
def name_receiver(*, case: Case, receiver: NewReceiver, actor: User) -> ReceivingController:
    """Note the controller that the person named.

    Raises:
        RuleRefused: no name, an upload address that may not be told, or transmission is not decided to be feasible.
    """
    _of_right(case, actor)
    if not plan_of(case).feasible:
        message = _("Decide first that direct transmission is technically feasible.")
        raise RuleRefused(message, code="not_feasible")
    if not receiver.name.strip():
        raise _refused("name", _("Name the controller."))
    if receiver.way not in TransmissionWay.values:
        raise _refused("way", _("Say how the package gets there."))
    if receiver.way == TransmissionWay.UPLOAD:
        try:
            receiver_of(receiver.address)
        except RuleRefused as error:
            raise RuleRefused(error.message, code=error.code, fields={"address": error.message}) from error
    row = ReceivingController(
        case=case, way=receiver.way, method=receiver.method, named_by=actor, named_at=clock.now()
    )  # fmt: skip
    row.name, row.contact, row.confirmation = receiver.name.strip(), receiver.contact.strip(), ""
    row.address = receiver.address.strip() if receiver.way == TransmissionWay.UPLOAD else ""
    row.secret = receiver.secret.strip() if receiver.way == TransmissionWay.UPLOAD else ""
    row.save(force_insert=True)
    payload = {"name": row.name, "contact": row.contact}
    record("portability.receiver_named", actor=actor, case=case, about=row, facts={"way": row.way}, payload=payload)
    return row


@transaction.atomic
def confirm_receiver(*, receiver: ReceivingController, how: str, actor: User) -> None:
    """Note that controller and address were checked with the person, and how."""
    _of_right(receiver.case, actor)
    if not how.strip():
        raise _refused("how", _("Say how it was checked with the person."))
    if receiver.dropped_at is not None:
        raise Conflict(_("This controller was taken off."))
    receiver.confirmed_by, receiver.confirmed_at, receiver.confirmation = actor, clock.now(), how.strip()
    receiver.save(update_fields=["confirmed_by", "confirmed_at", "confirmation"])
    record("portability.receiver_confirmed", actor=actor, case=receiver.case, about=receiver, payload={"how": how})


@transaction.atomic
def drop_receiver(*, receiver: ReceivingController, reason: str, actor: User) -> None:
    """Take a controller off to which nothing went yet."""
    _of_right(receiver.case, actor)
    if not reason.strip():
        raise _refused("reason", _("Say why it is taken off."))
    if receiver.transmissions.filter(arrived_at__isnull=False).exists():
        raise Conflict(_("The package went there already."))
    for row in receiver.transmissions.filter(revoked_at__isnull=True):
        _revoke(row)
    receiver.dropped_at, receiver.secret = clock.now(), ""
    receiver.save(update_fields=["dropped_at", "secret"])
    payload = {"reason": reason}
    record("portability.receiver_dropped", actor=actor, case=receiver.case, about=receiver, payload=payload)


@transaction.atomic
def transmit(*, receiver: ReceivingController, actor: User) -> Link:
    """Send the approved package to a confirmed controller: the upload is queued, or a link with a code is made.

    Raises:
        RuleRefused: the package is not approved as it stands ("P3"), the controller is not confirmed ("P4").
        Conflict: the package is on its way there, or arrived.
        NotPermitted: the actor does not work the case.
    """
    case = receiver.case
    _of_right(case, actor)
    if case.stage not in (Stage.READY, Stage.SENT):
        raise RuleRefused(_("The package is not approved yet."), code="P3")
    if not (fact := approved_fact(case)).is_met:
        raise RuleRefused(fact.reason, code="P3")
    if receiver.confirmed_at is None or receiver.dropped_at is not None:
        raise RuleRefused(_("Check the controller with the person first, and say how."), code="P4")
    package = latest_package(case)
    if package is None or package.file is None:
        raise Conflict(_("There is no package."))
    standing = Transmission.objects.filter(package=package, receiver=receiver, revoked_at__isnull=True)
    if standing.exclude(state__in=(LeaseState.FAILED, LeaseState.CANCELLED)).exists():
        raise Conflict(_("The package is on its way to this controller, or arrived there."))
    row, token, code = _new(package, receiver, actor)
    facts = {"number": package.number, "way": row.way, "bytes": row.size, "sha256": row.sha256}
    record("portability.transmission_ordered", actor=actor, case=case, about=row, facts=facts)
    if row.way == TransmissionWay.UPLOAD:
        transaction.on_commit(lambda: _ring(row.pk))
    else:
        note_handed_over(row, actor=actor)
    return Link(row, token, code)


@transaction.atomic
def revoke(*, transmission: Transmission, reason: str, actor: User) -> None:
    """Stop a transmission that has not arrived: the link closes, a waiting upload is not tried again."""
    _of_right(transmission.case, actor)
    if not reason.strip():
        raise _refused("reason", _("Say why it is stopped."))
    if transmission.arrived_at is not None:
        raise Conflict(_("The package arrived already."))
    _revoke(transmission)
    payload = {"reason": reason}
    record("portability.transmission_revoked", actor=actor, case=transmission.case, about=transmission, payload=payload)


def open_link(token: str) -> Transmission | None:
    """The transmission of an open link; None for one that is unknown, has run out, is used up, revoked or overtaken.

    Overtaken is what was not collected when the approval was taken back, the request withdrawn or the case reopened.
    """
    found = Transmission.objects.select_related("case__controller", "case__key", "package__file", "receiver")
    row = found.filter(token_digest=token_digest(token), revoked_at__isnull=True).first()
    if row is None or row.expires_at is None or clock.now() >= row.expires_at or row.downloads >= limits.MAX_DOWNLOADS:
        return None
    return row if _may_leave(row) else None


def _may_leave(row: Transmission) -> bool:
    """Whether the package is approved still, and the case asks for its transmission still or has had it."""
    if row.package.approved_at is None:
        return False
    return row.arrived_at is not None or row.case.stage in (Stage.READY, Stage.SENT)


def collect(*, token: str, code: str) -> Transmission | None:
    """The transmission, if link and code belong together; counted and recorded. A code is compared five times at most.

    The try is counted by one conditional UPDATE before the comparison, and stays counted where the code is wrong.
    """
    row = open_link(token)
    given = code_digest(row.pk if row else UUID(int=0), code)
    left = Transmission.objects.filter(pk=row.pk, tries__lt=limits.MAX_TRIES) if row else None
    if row is None or left is None or not left.update(tries=F("tries") + 1):
        hmac.compare_digest(given, bytes(len(given)))
        return None
    if not hmac.compare_digest(given, bytes(row.code_digest or b"")):
        _note_refusal(row)
        return None
    return row if _note_download(row) else None


def token_digest(token: str) -> bytes:
    """What is stored of a link."""
    return cipher.digest(installation_key("links"), "transfer-token", token)


def code_digest(transmission_id: UUID, code: str) -> bytes:
    """What is stored of a code: bound to its link; blanks and dashes do not count."""
    plain = "".join(sign for sign in code if sign.isalnum())
    return cipher.digest(installation_key("links"), "transfer-code", f"{transmission_id}:{plain}")


@transaction.atomic
def _note_refusal(row: Transmission) -> None:
    number = Transmission.objects.values_list("tries", flat=True).get(pk=row.pk)
    record(
        "portability.collect_refused", actor=None, actor_kind="public", case=row.case, about=row,
        facts={"number": number}, outcome="refused",
    )  # fmt: skip


@transaction.atomic
def _note_download(row: Transmission) -> bool:
    left = Transmission.objects.filter(pk=row.pk, downloads__lt=limits.MAX_DOWNLOADS, revoked_at__isnull=True)
    if not left.update(downloads=F("downloads") + 1, tries=0):
        return False
    row.refresh_from_db(fields=["downloads", "tries", "arrived_at", "state"])
    facts = {"number": row.downloads, "most": limits.MAX_DOWNLOADS, "bytes": row.size, "sha256": row.sha256}
    record("portability.collected", actor=None, actor_kind="public", case=row.case, about=row, facts=facts)
    if row.arrived_at is None:
        receipt = {"how": "collected", "size": row.size, "sha256": row.sha256, "at": clock.now().isoformat()}
        Transmission.objects.filter(pk=row.pk).update(state=LeaseState.DONE)
        row.refresh_from_db(fields=["state"])
        note_arrival(row, receipt=receipt, actor=None)
    return True


def _new(package: PortablePackage, receiver: ReceivingController, actor: User) -> tuple[Transmission, str, str]:
    assert package.file is not None  # noqa: S101 - asked by the caller
    now, token, code = clock.now(), "", ""
    row = Transmission(
        case=receiver.case, package=package, receiver=receiver, way=receiver.way, sent_by=actor, ordered_at=now,
        not_before=now, size=package.file.size, sha256=package.file.sha256,
    )  # fmt: skip
    row.receipt = {}
    if row.way == TransmissionWay.COLLECT:
        token = secrets.token_urlsafe(limits.TOKEN_BYTES)
        code = f"{secrets.randbelow(10**limits.CODE_DIGITS):0{limits.CODE_DIGITS}d}"
        row.token_digest, row.code_digest = token_digest(token), code_digest(row.pk, code)
        row.expires_at = now + limits.LINK_LASTS
        row.state = LeaseState.WORKING  # nothing for a worker: it waits for the receiver
    row.save(force_insert=True)
    return row, token, code


def _revoke(row: Transmission) -> None:
    open_ones = Transmission.objects.filter(pk=row.pk, arrived_at__isnull=True)
    open_ones.update(revoked_at=clock.now(), state=LeaseState.CANCELLED, fence=F("fence") + 1, lease_until=None)


def _of_right(case: Case, actor: User) -> None:
    permissions.demand(actor, Act.WORK_CASE, case)
    if case.right != RightAsked.PORTABILITY:
        raise RuleRefused(_("This case asks for another right."), code="other_right")
    Case.objects.select_for_update().only("pk").get(pk=case.pk)


def _ring(transmission_id: UUID) -> None:
    from dsar.rights.portability.tasks import upload

    upload.delay(str(transmission_id))


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})
