"""The audit chain: only added to, and every change is named."""

import random

import pytest
from django.db import DatabaseError, connection, transaction

from dsar.audit.models import AuditEntry, AuditHead, AuditPayload
from dsar.audit.services import record_each
from dsar.audit.verification import verify
from dsar.foundation.errors import DsarError
from dsar.foundation.keys import destroy_data_key
from tests.world import make_case

MUTATIONS = 1000


def _without_triggers():
    """Drop what keeps the table append-only, as an attacker who owns the database would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("audit_no_update", "audit_no_delete", "audit_in_order"):
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("ALTER TABLE dsar_auditentry DISABLE TRIGGER ALL")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dsar_auditentry SET action = 'x' WHERE seq = 1",
        "DELETE FROM dsar_auditentry WHERE seq = 1",
        "UPDATE dsar_auditentry SET seq = seq + 1000",
    ],
)
def test_the_database_refuses_to_change_an_entry(world, statement):
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_replacing_a_row_does_not_slip_past_the_triggers(world):
    if connection.vendor != "sqlite":
        return
    columns = ", ".join(field.column for field in AuditEntry._meta.fields)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO dsar_auditentry ({columns}) SELECT {columns} FROM dsar_auditentry LIMIT 1"
        )


def test_a_whole_chain_is_whole_even_after_a_case_was_erased(world):
    case = make_case(world)
    case.key_id and destroy_data_key(case.key_id)

    verdict = verify()

    assert verdict.is_whole, verdict
    assert verdict.entries == AuditEntry.objects.count() > 5


def test_every_single_mutation_is_named(world):
    for number in range(4):
        from dsar.cases.services import assign_case, write_note

        case = make_case(world, name=f"Person {number}")
        write_note(case=case, text="note", actor=world.handler)
        assign_case(case=case, handler=world.handler, actor=world.dpo)
    _without_triggers()
    rng = random.Random(20261122)
    rows = list(AuditEntry.objects.order_by("seq"))
    missed = []

    for number in range(MUTATIONS):
        row = rng.choice(rows)
        sid = transaction.savepoint()
        what, expected = _mutate(rng, row)
        verdict = verify()
        if verdict.first_bad not in expected:
            missed.append((number, what, row.seq, verdict))
        transaction.savepoint_rollback(sid)

    assert missed == []
    assert verify().is_whole


def _mutate(rng, row):
    """Change one thing of one row, or of the head; returns what and the numbers that may be named."""
    one = AuditEntry.objects.filter(pk=row.pk)
    last = AuditEntry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    kind = rng.choice(["delete", "head", "payload", *[field.name for field in AuditEntry._meta.fields]])
    if kind == "delete":
        one.delete()
        return kind, {row.seq}
    if kind == "head":
        AuditHead.objects.update(digest=rng.randbytes(32))
        return kind, {last}
    if kind == "payload":
        payload = rng.choice(list(AuditPayload.objects.all()))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE dsar_auditpayload SET content = %s WHERE seq = %s", [rng.randbytes(60), payload.seq])
        return kind, {payload.seq}
    old = getattr(row, kind)
    if kind == "seq":
        one.update(seq=last + rng.randint(1, 50))
        return kind, {row.seq, last, last + 1} if row.seq == last else {row.seq}
    one.update(**{kind: _other(rng, kind, old)})
    return kind, {row.seq}


def _other(rng, kind, old):
    import datetime as dt
    import uuid

    if kind == "at":
        return old + dt.timedelta(microseconds=rng.choice([-1, 1, 10**6, 86400 * 10**6]))
    if kind in ("actor_id", "case_id"):
        return None if old is not None and rng.random() < 0.3 else uuid.UUID(int=rng.getrandbits(128))
    if kind in ("body", "previous", "digest"):
        changed = bytearray(bytes(old))
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        return bytes(changed)
    return (old + "x")[-20:] if rng.random() < 0.5 or not old else old[:-1]


def test_entries_for_many_cases_follow_one_another(world):
    cases = [make_case(world), make_case(world)]

    added = record_each("case.registered", actor=world.dpo, cases=[(case, {"right": "access"}) for case in cases])

    newest = AuditEntry.objects.order_by("-seq")[:2]
    assert (added, [entry.case_id for entry in newest]) == (2, [cases[1].pk, cases[0].pk])
    assert newest[0].previous == newest[1].digest
    assert verify().is_whole


def test_an_act_that_is_not_declared_is_refused_for_many_cases_too(world):
    with pytest.raises(DsarError, match="not declared"):
        record_each("case.made_up", actor=world.dpo, cases=[])
