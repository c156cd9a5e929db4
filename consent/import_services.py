"""Imports: rehearsed first, carried out as a whole or not at all, undone by counter-entries."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from consent import importing, rules
from consent.events import ActorLike, record
from consent.fold import add_months
from consent.importing import BadFile, Fault, Line
from consent.ledger_models import Batch, Evidence, LedgerEntry, Purpose, WordingText
from consent.services import Source, counter_entry
from consent.subjects import Identifier, subject_for
from consent.vocabulary import Act, Channel, Ground
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import create_data_key, destroy_data_key

SHOWN_FAULTS = 200
REHEARSAL_LASTS = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        to_write: lines that become entries.
        known: how many stand in the ledger already and are left out.
        faults: what is wrong, by line; with a single one nothing is written.
        counts: entries by purpose and act.
    """

    to_write: list[Line]
    known: int
    faults: list[Fault]
    counts: dict[tuple[str, str], int]


@transaction.atomic
def rehearse(*, name: str, content: bytes, form: str, actor: ActorLike) -> Batch:
    """Take a file in, sealed, without writing a single entry.

    Raises:
        RuleRefused: it cannot be read at all ("bad_file").
    """
    try:
        text = content.decode("utf-8-sig")
        importing.read(text, form)
    except UnicodeDecodeError as error:
        raise _bad_file("The file is not written in UTF-8.") from error
    except BadFile as error:
        raise _bad_file(error.words) from error
    batch = Batch(name=name[:120], form=form, sha256=hashlib.sha256(content).hexdigest())
    batch.key_id, batch.made_at, batch.made_by_id = create_data_key().pk, clock.now(), actor.pk
    batch.content = text
    batch.lines = len(importing.read(text, form)[0])
    batch.save(force_insert=True)
    record("consent.import_rehearsed", actor=actor, about=batch, facts={"lines": batch.lines})
    return batch


def plan_of(batch: Batch) -> Plan:
    """What the file would do now; reads only."""
    lines, faults = importing.read(batch.content, batch.form)
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    texts = _texts(purposes)
    for line in lines:
        faults += _faults_of(line, purposes, texts)
    bad = {fault.number for fault in faults}
    sound = [line for line in lines if line.number not in bad]
    to_write, known = _new_ones(sound)
    counts: dict[tuple[str, str], int] = {}
    for line in to_write:
        key = (line.purpose, str(line.act))
        counts[key] = counts.get(key, 0) + 1
    return Plan(to_write, known, sorted(faults, key=lambda fault: fault.number), counts)


@transaction.atomic
def carry_out(*, batch: Batch, actor: ActorLike) -> Batch:
    """Write what the plan says, all of it or nothing; the file is let go.

    Raises:
        RuleRefused: a line is wrong ("faults"), or there is nothing to write ("nothing_new").
        Conflict: the batch was carried out already, or the same file by another batch.
    """
    if not Batch.objects.select_for_update().filter(pk=batch.pk, applied_at__isnull=True).exists():
        message = "This import is carried out already."
        raise Conflict(message)
    plan = plan_of(batch)
    if plan.faults:
        message = "Nothing was written: correct the lines that are named and take the file in again."
        raise RuleRefused(message, code="faults")
    if not plan.to_write:
        message = "The ledger holds every line of this file already."
        raise RuleRefused(message, code="nothing_new")
    _write(batch, plan.to_write, actor)
    try:
        with transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(applied_at=clock.now(), written=len(plan.to_write))
    except IntegrityError as error:
        message = "This very file was imported already."
        raise Conflict(message) from error
    destroy_data_key(batch.key_id)
    batch.refresh_from_db(fields=["applied_at", "written"])
    record("consent.import_carried_out", actor=actor, about=batch, facts={"entries": batch.written})
    return batch


@transaction.atomic
def let_go_rehearsals() -> int:
    """Let go of files that stayed rehearsed for REHEARSAL_LASTS, key and all (GDPR Art. 5(1)(e)); gives how many."""
    old = Batch.objects.filter(applied_at__isnull=True, made_at__lt=clock.now() - REHEARSAL_LASTS)
    rows = list(old.select_for_update(skip_locked=True).defer("content"))  # one that is being carried out is left
    for row in rows:
        record("consent.import_let_go", actor=None, actor_kind="system", about=row, facts={"lines": row.lines})
        destroy_data_key(row.key_id)
        row.delete()
    return len(rows)


@transaction.atomic
def undo_import(*, batch: Batch, reason: str, actor: ActorLike) -> int:
    """Take every entry of an import back by a counter-entry; gives how many. Raises Conflict where there is none."""
    undone = Batch.objects.filter(pk=batch.pk, applied_at__isnull=False, undone_at__isnull=True)
    if not undone.update(undone_at=clock.now(), undone_by_id=actor.pk):
        message = "There is nothing to undo."
        raise Conflict(message)
    source = Source("staff", actor=actor, kind="user", id=actor.pk)
    rows = LedgerEntry.objects.filter(batch=batch, undone_by__isnull=True).exclude(act=Act.UNDONE)
    number = 0
    for entry in rows.select_related("subject", "purpose"):
        counter_entry(entry, reason, source)
        number += 1
    record("consent.import_undone", actor=actor, about=batch, facts={"entries": number})
    return number


def _write(batch: Batch, lines: Iterable[Line], actor: ActorLike) -> None:
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    texts, now = _texts(purposes), clock.now()
    for line in lines:
        purpose = purposes[line.purpose]
        subject = subject_for(Identifier(line.kind, line.identifier))
        text = _text_for(line, texts)
        months = purpose.valid_months if line.act is Act.GRANTED else None
        row = LedgerEntry(
            subject=subject,
            purpose=purpose,
            text=text,
            wording_number=line.wording or 0,
            act=line.act,
            method=line.method,
            channel=line.channel,
            at=line.at,
            recorded_at=now,
            expires_at=add_months(line.at, months) if months else None,
            batch=batch,
            source="import",
            source_id=actor.pk,
        )
        row.save(force_insert=True)
        if line.evidence:
            kept = Evidence(entry=row, key_id=subject.key_id)
            kept.content = {"note": line.evidence}
            kept.save(force_insert=True)


def _faults_of(
    line: Line, purposes: dict[str, Purpose], texts: dict[tuple[str, int], list[WordingText]]
) -> list[Fault]:
    purpose = purposes.get(line.purpose)
    if purpose is None:
        return [Fault(line.number, "purpose", "There is no purpose with this code.")]
    if line.wording and (line.purpose, line.wording) not in texts:
        return [Fault(line.number, "wording", "This purpose has no wording with this number.")]
    if line.wording and _text_for(line, texts) is None:
        return [Fault(line.number, "language", "This wording stands in other languages: say which one was shown.")]
    found = rules.refusal(
        ground=Ground(purpose.ground),
        act=line.act,
        method=line.method,
        channel=Channel.IMPORT,
        has_wording=bool(line.wording),
        at=line.at,
        now=clock.now(),
    )
    return [Fault(line.number, found[1], found[2])] if found else []


def _texts(purposes: dict[str, Purpose]) -> dict[tuple[str, int], list[WordingText]]:
    found: dict[tuple[str, int], list[WordingText]] = {}
    rows: QuerySet[WordingText] = WordingText.objects.defer("picture").select_related("wording__purpose")
    for text in rows:
        found.setdefault((text.wording.purpose.code, text.wording.number), []).append(text)
    return found


def _text_for(line: Line, texts: dict[tuple[str, int], list[WordingText]]) -> WordingText | None:
    given = texts.get((line.purpose, line.wording or 0), [])
    return next((text for text in given if text.language == line.language), given[0] if len(given) == 1 else None)


def _new_ones(lines: list[Line]) -> tuple[list[Line], int]:
    """Lines without a twin in the ledger that still counts, each once; and how many are left out."""
    found = LedgerEntry.objects.filter(undone_by__isnull=True, purpose__isnull=False)
    if not lines:
        return [], 0
    between = found.filter(at__gte=min(line.at for line in lines), at__lte=max(line.at for line in lines))
    rows = between.values_list("subject__digest", "purpose__code", "act", "at")
    seen = {(bytes(digest), code, act, at) for digest, code, act, at in rows}
    new = []
    for line in lines:
        key = (Identifier(line.kind, line.identifier).digest(), line.purpose, str(line.act), line.at)
        if key not in seen:
            seen.add(key)
            new.append(line)
    return new, len(lines) - len(new)


def _bad_file(words: str) -> RuleRefused:
    return RuleRefused(words, code="bad_file", fields={"file": words})
