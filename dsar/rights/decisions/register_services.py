"""Taking the register of decisions away as a table."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.rights.decisions.register_selectors import csv_lines, register_rows

catalogue.declare(right_register_exported="Register of decisions taken away as a table: {count|line|lines}")


@transaction.atomic
def export_register(*, filters: Mapping[str, Any], sort: str, actor: User) -> Iterator[bytes]:
    """The lines of the CSV, for the same filters as the page; that it was taken away is an entry."""
    rows = list(register_rows(actor, filters=filters, sort=sort))
    record("right.register_exported", actor=actor, facts={"count": len(rows)})
    return csv_lines(rows)
