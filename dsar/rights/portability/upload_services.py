"""Uploading a package to another controller: leased rows, growing waits between tries, every outcome recorded."""

import http.client
import socket
from uuid import UUID

from django.db import transaction

from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock, storage
from dsar.foundation.errors import DsarError
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import MAX_ATTEMPTS, LeaseState
from dsar.rights.portability.gates_facts import approved_fact
from dsar.rights.portability.limits import FIRST_WAIT, UPLOAD_LEASE
from dsar.rights.portability.models import Transmission, TransmissionWay
from dsar.rights.portability.sending import Answer, Parcel, receipt_id, send
from dsar.rights.portability.settling import note_arrival

catalogue.declare(
    portability_transmitted="Portable package taken by the receiving controller: {bytes|byte|bytes}, answer {status}",
    portability_upload_failed="Upload to the receiving controller failed (try {number}): {failure}",
)


def upload(transmission_id: UUID) -> bool:
    """Try a waiting upload once; True where the receiver took it. Safe to call twice and from several workers."""
    found = Transmission.objects.select_related("case__controller", "case__key", "package__file", "receiver")
    row = found.filter(pk=transmission_id, way=TransmissionWay.UPLOAD, revoked_at__isnull=True).first()
    if row is None or row.not_before > clock.now() or not row.claim(lease=UPLOAD_LEASE):
        return False
    row.package.case = row.receiver.case = row.case
    with keys_at_hand([row.case.key_id]):
        if row.package.file is None or not approved_fact(row.case).is_met:
            return _later(row, 0, "not_approved_any_more", is_final=True)
        address = row.receiver
        parcel = Parcel(address.address, address.method, address.secret, row.size, row.sha256)
        try:
            answer = send(parcel, storage.chunks(row.package.file))
        except DsarError as refused:  # the address leads to a place that may not be told
            return _later(row, 0, refused.code)
        except (TimeoutError, socket.gaierror):
            return _later(row, 0, "no_answer")
        except (OSError, http.client.HTTPException):
            return _later(row, 0, "no_connection")
        if not answer.is_taken:
            return _later(row, answer.status, "refused")
        return _taken(row, answer)


@transaction.atomic
def _taken(row: Transmission, answer: Answer) -> bool:
    if not row.finish():
        return False
    row.status = answer.status
    row.save(update_fields=["status"])
    row.receiver.secret = ""
    row.receiver.save(update_fields=["secret"])
    facts = {"bytes": row.size, "status": answer.status, "sha256": row.sha256}
    record("portability.transmitted", actor=None, actor_kind="system", case=row.case, about=row, facts=facts)
    receipt = {
        "how": "upload", "status": answer.status, "body": answer.body, "receipt": receipt_id(answer),
        "names_digest": answer.names(row.sha256), "size": row.size, "sha256": row.sha256, "at": clock.now().isoformat(),
    }  # fmt: skip
    note_arrival(row, receipt=receipt, actor=None)
    return True


@transaction.atomic
def _later(row: Transmission, status: int, failure: str, *, is_final: bool = False) -> bool:
    held = Transmission.objects.filter(pk=row.pk, state=LeaseState.WORKING, fence=row.fence)
    if is_final or row.attempts >= MAX_ATTEMPTS:
        changed = held.update(state=LeaseState.FAILED, failure=failure, status=status, lease_until=None)
    else:
        wait = clock.now() + FIRST_WAIT * 4 ** (row.attempts - 1)
        changed = held.update(
            state=LeaseState.WAITING, failure=failure, status=status, lease_until=None, not_before=wait
        )  # fmt: skip
    if changed:
        facts = {"number": row.attempts, "failure": failure, "status": status}
        record(
            "portability.upload_failed", actor=None, actor_kind="system", case=row.case, about=row, facts=facts,
            outcome="failed",
        )  # fmt: skip
    return False
