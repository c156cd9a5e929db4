"""Logging a request as a case."""

import datetime as dt

import pytest
from django.db import connection

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case
from dsar.foundation.errors import RuleRefused
from dsar.foundation.references import is_reference
from tests.world import make_case


def test_a_case_gets_a_reference_a_key_and_both_dates(world):
    case = make_case(world, received=dt.datetime(2026, 11, 5, 9, tzinfo=dt.UTC))

    assert is_reference(case.reference)
    assert case.statutory_due_on == dt.date(2026, 12, 7)  # 5 December is a Saturday
    assert case.due_on == case.target_due_on == dt.date(2026, 12, 5)


def test_the_name_is_not_in_the_database_in_the_clear(world):
    make_case(world, name="Xaverine Quillfeather")

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any(b"Quillfeather" in _bytes(value) for row in cursor.fetchall() for value in row), table


def test_a_case_is_found_by_name_and_address_without_case_or_accents(world):
    case = make_case(world, name="Luís Gonçalves", details={"emails": ["Luis.G@Example.com"]})
    make_case(world, name="Luisa Berg")

    assert list(Case.objects.matching("goncalves LUIS")) == [case]
    assert list(Case.objects.matching("luis.g@example.com")) == [case]
    assert list(Case.objects.matching(case.reference.lower())) == [case]


def test_only_those_with_a_grant_see_it(world):
    case = make_case(world)

    seen = {
        user: case in Case.objects.visible_to(user) for user in (world.handler, world.dpo, world.stranger, world.admin)
    }

    assert seen == {world.handler: True, world.dpo: True, world.stranger: False, world.admin: False}


def test_a_receipt_in_the_future_is_refused_and_leaves_nothing(world):
    with pytest.raises(RuleRefused) as refused:
        make_case(world, received=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))

    assert refused.value.code == "received_in_the_future"
    assert not Case.objects.exists()
    assert not AuditEntry.objects.filter(action="case.registered").exists()


def _bytes(value):
    if isinstance(value, memoryview | bytes):
        return bytes(value)
    return str(value).encode()
