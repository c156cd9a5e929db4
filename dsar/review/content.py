"""The content of an exhibit as review reads it: text blocks of a document, columns of a row."""

import json
from typing import Any

from dsar.cases.models import Case, CasePerson
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import storage
from dsar.review.people import Surroundings
from dsar.search.cells import without_digest
from dsar.search.models import Exhibit

ROW = "row"


def blocks_of(exhibit: Exhibit) -> list[dict[str, Any]]:
    """The text blocks of a document; empty for a row and where no text could be read."""
    if exhibit.blocks is None:
        return []
    found: list[dict[str, Any]] = json.loads(storage.read(exhibit.blocks))
    return found


def values_of(exhibit: Exhibit) -> dict[str, Any]:
    """The columns of a row, of binary ones the length; empty for a document."""
    found = exhibit.values or {} if exhibit.form == ROW else {}
    return {name: without_digest(value) for name, value in found.items()}


def text_blocks(exhibit: Exhibit) -> list[dict[str, Any]]:
    """What a rule reads: the blocks of a document, or the texts of a row as one block a column."""
    if exhibit.form != ROW:
        return blocks_of(exhibit)
    return [{"text": value} for value in values_of(exhibit).values() if isinstance(value, str)]


def surroundings_of(case: Case) -> Surroundings:
    """The data subject's own data, and the organisation's mail domains."""
    subject = CasePerson.objects.filter(case=case, role=PersonRole.SUBJECT).first()
    addresses = (case.controller.contact_email, case.controller.dpo_contact)
    domains = frozenset(address.rpartition("@")[2].strip().casefold() for address in addresses if "@" in address)
    return Surroundings(profile=dict(subject.details) if subject else {}, staff_domains=domains)
