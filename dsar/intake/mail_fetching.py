"""Reading the mailboxes, so that a worker may be killed at any moment: nothing is lost and nothing is kept twice.

What is seen becomes a row (MailArrival) in one transaction with the cursor; a row is claimed, its message fetched and
read outside any transaction, and stored in one transaction with the end of the lease. A worker that dies in between
leaves a lease that runs out, and the message is fetched again.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from dsar.foundation import clock
from dsar.foundation.leases import LeaseState
from dsar.foundation.sandbox import Verdict, run_sandboxed
from dsar.foundation.uploads import SealedUpload, spooled
from dsar.intake.mail_boxes import Listing, MailboxUnreadable, MailVanished, OpenBox
from dsar.intake.mail_imap import ImapBox
from dsar.intake.mail_maildir import MaildirBox
from dsar.intake.mail_models import MailArrival, Mailbox, MailboxKind
from dsar.intake.mail_rules import ReadMail, arrived_at
from dsar.intake.mail_services import Arrived, keep_mail

CHILD = "dsar.intake.mail_child"
LEASE = dt.timedelta(minutes=5)
ROUND = 200
ROWS_AT_ONCE = 500
MIB = 1024 * 1024
# What the sandbox says where a message could not be read at all; it is kept all the same.
UNREAD = {
    Verdict.TIMED_OUT: "timed_out",
    Verdict.OUT_OF_MEMORY: "out_of_memory",
    Verdict.TOO_LARGE: "too_much_text",
    Verdict.REFUSED: "no_isolation",
}


@dataclass(frozen=True, slots=True)
class FetchRound:
    """What a round did: messages seen for the first time, messages stored, mailboxes that could not be read."""

    seen: int = 0
    stored: int = 0
    unreadable: int = 0


def fetch_mail() -> FetchRound:
    """Read every active mailbox once."""
    rounds = [fetch_mailbox(mailbox) for mailbox in Mailbox.objects.filter(is_active=True)]
    return FetchRound(
        sum(one.seen for one in rounds), sum(one.stored for one in rounds), sum(one.unreadable for one in rounds)
    )


def fetch_mailbox(mailbox: Mailbox) -> FetchRound:
    """List what is new and store what waits; a mailbox that another worker reads just now is left to it."""
    now = clock.now()
    free = Mailbox.objects.filter(pk=mailbox.pk).filter(Q(checking_until__isnull=True) | Q(checking_until__lt=now))
    if not free.update(checking_until=now + LEASE):
        return FetchRound()
    seen = stored = 0
    box: OpenBox | None = None
    try:
        box = open_box(mailbox)
        seen = remember(mailbox, box.list_new())
        stored = _store_waiting(mailbox, box)
    except MailboxUnreadable as error:
        _note_failure(mailbox, error.reason)
        return FetchRound(seen, stored, unreadable=1)
    finally:
        Mailbox.objects.filter(pk=mailbox.pk).update(checking_until=None)
        if box is not None:
            box.close()
    return FetchRound(seen, stored)


def open_box(mailbox: Mailbox) -> OpenBox:
    """The mailbox behind a row, connected and signed in.

    Raises:
        MailboxUnreadable: the address is refused, the secret is missing, the server cannot be reached or says no.
    """
    return ImapBox(mailbox) if mailbox.kind == MailboxKind.IMAP else MaildirBox(mailbox)


@transaction.atomic
def remember(mailbox: Mailbox, listing: Listing) -> int:
    """Keep what was seen as work to do, together with the cursor; gives how many were new."""
    now = clock.now()
    before = MailArrival.objects.filter(mailbox=mailbox).count()
    rows = [MailArrival(mailbox=mailbox, place=place, seen_at=now) for place in listing.places]
    MailArrival.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    Mailbox.objects.filter(pk=mailbox.pk).update(
        uid_validity=listing.uid_validity, last_uid=listing.last_uid, checked_at=now, failure="", failing_since=None
    )
    return MailArrival.objects.filter(mailbox=mailbox).count() - before


def read_message(upload: SealedUpload) -> ReadMail:
    """The message as the sandbox reads it; of one that is too large, or that breaks the reader, what there is."""
    most = settings.DSAR_MAIL_READ_MB * MIB
    is_whole = (upload.size or 0) <= most
    payload = {} if is_whole else {"reading": "too_large"}
    result = run_sandboxed(CHILD, payload, files={"mail": upload.read(most)})
    if not result.ok:
        return ReadMail(reading=UNREAD.get(result.verdict, "damaged"))
    try:
        return ReadMail.from_json(result.payload)
    except (TypeError, ValueError, AttributeError):
        return ReadMail(reading="damaged")


def _store_waiting(mailbox: Mailbox, box: OpenBox) -> int:
    waiting = MailArrival.objects.filter(mailbox=mailbox).claimable(clock.now()).order_by("attempts", "seen_at")
    stored = 0
    for arrival in list(waiting[:ROUND]):
        if not arrival.claim(lease=LEASE):
            continue
        Mailbox.objects.filter(pk=mailbox.pk).update(checking_until=clock.now() + LEASE)
        stored += _store(mailbox, box, arrival)
    return stored


def _store(mailbox: Mailbox, box: OpenBox, arrival: MailArrival) -> bool:
    try:
        fetched = box.fetch(arrival.place)
        upload = spooled(fetched.pieces, name="message.eml", content_type="message/rfc822")
    except MailVanished:
        arrival.finish(LeaseState.FAILED, failure="vanished")
        return False
    try:
        found = Arrived(mailbox, upload, read_message(upload), arrived_at(fetched.arrived_at, now=clock.now()))
        return keep_mail(arrived=found, arrival=arrival) is not None
    finally:
        upload.close()


def _note_failure(mailbox: Mailbox, reason: str) -> None:
    mailbox.refresh_from_db(fields=["failing_since"])
    since = mailbox.failing_since or clock.now()
    Mailbox.objects.filter(pk=mailbox.pk).update(failure=reason[:60], failing_since=since)
