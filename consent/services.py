"""Acts on the ledger: recording what somebody said, taking an entry back. Every act is told (consent.events)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from consent import fold, rules, webhook_queue
from consent.events import ActorLike, record
from consent.ledger_models import Evidence, LedgerEntry, Purpose, Subject, WordingText
from consent.selectors import state_of
from consent.subjects import Identifier, subject_for
from consent.vocabulary import Act, Channel, Ground, Method
from dsar.foundation import cipher, clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import installation_key


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said about one purpose, and how.

    Attributes:
        text: the wording that was shown; None where none was (a withdrawal needs none).
        at: when it was said; now where it is not given.
        evidence: what shows it, personal: address, browser, words. Sealed.
        once: an idempotency key; a second call with it gives the first entry back.
        asked_by_us: an opt-in that we asked for; refused within twelve months of an opt-out (11 CCR § 7026(l)).
    """

    purpose: Purpose
    act: Act
    method: Method
    channel: Channel
    text: WordingText | None = None
    at: dt.datetime | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict, repr=False)
    once: str = ""
    asked_by_us: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Who writes: somebody who works here (`actor`), the person themselves, or a system by its name."""

    name: str
    actor: ActorLike | None = None
    kind: str = "system"
    id: UUID | None = None


PERSON = Source("person", kind="requester")
PUBLIC = Source("person", kind="public")


@transaction.atomic
def record_choice(
    *, identifier: Identifier | None = None, subject: Subject | None = None, said: Said, source: Source
) -> LedgerEntry:
    """Write one entry and give it back; with a known idempotency key the entry that was written first.

    Raises:
        RuleRefused: the law or the ledger does not let this be said; `code` says which rule.
        Conflict: the idempotency key was used for something else.
    """
    who = subject or (subject_for(identifier) if identifier else None)
    if who is None:
        message = "Say who it is."
        raise RuleRefused(message, code="no_subject", fields={"identifier": message})
    once, asked = _digests(who, said, source)
    if earlier := _earlier(once, asked):
        return earlier
    _check(who, said)
    row = _row(who, said, source)
    row.once_digest, row.asked_digest = once, asked
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if once and (earlier := _earlier(once, asked)):  # somebody was faster with the same key
            return earlier
        raise
    _keep_evidence(row, who, said.evidence)
    record_entry(row, source)
    return row


@transaction.atomic
def note_signal(
    *,
    identifiers: Sequence[Identifier],
    subjects: Sequence[Subject] = (),
    is_on: bool,
    source: Source,
    channel: Channel,
    evidence: Mapping[str, Any],
) -> list[LedgerEntry]:
    """Note the Global Privacy Control signal of a browser and the profiles it is known by: one row per change.

    Seeing the same signal again writes nothing; never having seen it and not seeing it now writes nothing either.
    `subjects` are people known besides (11 CCR § 7025(c)(1)): one browser without the signal says nothing of their
    others, so only its beginning is noted for them. Raises RuleRefused for an identifier that cannot be one.
    """
    written = []
    known = [Subject.objects.filter(digest=one.digest()).first() or one for one in identifiers]
    for one in [*known, *(subjects if is_on else ())]:
        was_on = state_of(one).signal if isinstance(one, Subject) else None
        if bool(was_on) == is_on:
            continue
        who = one if isinstance(one, Subject) else subject_for(one)
        now = clock.now()
        row = LedgerEntry(
            subject=who,
            act=Act.SIGNAL_ON if is_on else Act.SIGNAL_OFF,
            method=Method.SIGNAL,
            channel=channel,
            at=now,
            recorded_at=now,
            source=source.name,
            source_id=source.id,
        )
        row.save(force_insert=True)
        _keep_evidence(row, who, evidence)
        record_entry(row, source)
        written.append(row)
    return written


@transaction.atomic
def undo_entry(*, entry: LedgerEntry, reason: str, source: Source) -> LedgerEntry:
    """Take an entry back by a counter-entry: nothing is deleted, and the history shows both.

    Raises:
        Conflict: it is taken back already, or is a counter-entry itself.
    """
    row = counter_entry(entry, reason, source)
    record_entry(row, source)
    return row


def counter_entry(entry: LedgerEntry, reason: str, source: Source) -> LedgerEntry:
    """The counter-entry, written without a word to anybody; for acts that tell of many at once."""
    if entry.act == Act.UNDONE or LedgerEntry.objects.filter(undoes=entry).exists():
        message = "This entry is taken back already."
        raise Conflict(message)
    now = clock.now()
    row = LedgerEntry(
        subject=entry.subject,
        purpose=entry.purpose,
        act=Act.UNDONE,
        method=Method.COUNTER_ENTRY,
        channel=Channel.SYSTEM,
        at=now,
        recorded_at=now,
        undoes=entry,
        source=source.name,
        source_id=source.id,
    )
    row.save(force_insert=True)
    _keep_evidence(row, entry.subject, {"reason": reason} if reason else {})
    return row


def _check(who: Subject, said: Said) -> None:
    now, purpose = clock.now(), said.purpose
    if purpose.retired_at is not None and said.act is Act.GRANTED:
        message = "This purpose is retired: nobody may agree to it any more."
        raise RuleRefused(message, code="retired", fields={"purpose": message})
    fault = rules.refusal(
        ground=Ground(purpose.ground),
        act=said.act,
        method=said.method,
        channel=said.channel,
        has_wording=said.text is not None,
        at=said.at or now,
        now=now,
    )
    if fault is not None:
        code, name, words = fault
        raise RuleRefused(words, code=code, fields={name: words})
    if said.text is not None and said.text.wording.purpose_id != purpose.pk:
        message = "This wording belongs to another purpose."
        raise RuleRefused(message, code="wrong_wording", fields={"wording": message})
    if said.act is Act.OPTED_IN and said.asked_by_us:
        standing = state_of(who, purposes=[purpose]).standings[purpose.code]
        if standing.ask_again_from is not None and now < standing.ask_again_from:
            message = "This person opted out less than twelve months ago and must not be asked (11 CCR § 7026(l))."
            raise RuleRefused(message, code="twelve_months", fields={"purpose": message})


def _row(who: Subject, said: Said, source: Source) -> LedgerEntry:
    now = clock.now()
    at = said.at or now
    months = said.purpose.valid_months if said.act is Act.GRANTED else None
    return LedgerEntry(
        subject=who,
        purpose=said.purpose,
        text=said.text,
        wording_number=said.text.wording.number if said.text else 0,
        act=said.act,
        method=said.method,
        channel=said.channel,
        at=at,
        recorded_at=now,
        expires_at=fold.add_months(at, months) if months else None,
        source=source.name,
        source_id=source.id,
    )


def _keep_evidence(row: LedgerEntry, who: Subject, evidence: Mapping[str, Any]) -> None:
    if evidence:
        kept = Evidence(entry=row, key_id=who.key_id)
        kept.content = dict(evidence)
        kept.save(force_insert=True)


def record_entry(row: LedgerEntry, source: Source) -> None:
    """Tell the house and the receivers of a new row."""
    facts = {
        "said": row.act.replace("_", " "),
        "purpose": row.purpose.code if row.purpose else "",
        "channel": row.channel,
        "method": row.method,
        "source": source.name,
    }
    record("consent.recorded", actor=source.actor, actor_kind=source.kind, about=row, facts=facts)
    webhook_queue.queue_for(row)


def _digests(who: Subject, said: Said, source: Source) -> tuple[bytes | None, bytes | None]:
    if not said.once:
        return None, None
    key = installation_key("index")
    words = "|".join((str(who.pk), said.purpose.code, said.act, str(said.at or "")))
    return cipher.digest(key, f"consent-once-{source.name}", said.once), cipher.digest(key, "consent-asked", words)


def _earlier(once: bytes | None, asked: bytes | None) -> LedgerEntry | None:
    found = LedgerEntry.objects.filter(once_digest=once).first() if once else None
    if found is not None and bytes(found.asked_digest or b"") != asked:
        message = "This idempotency key was used for something else."
        raise Conflict(message, code="key_reused")
    return found
