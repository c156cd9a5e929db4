"""Finding a subject by a keyed digest of an identifier; making one on the first word."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from consent.ledger_models import Subject
from consent.rules import normal_identifier
from consent.vocabulary import SubjectKind
from dsar.foundation import cipher, clock
from dsar.foundation.errors import RuleRefused
from dsar.foundation.keys import create_data_key, installation_key


@dataclass(frozen=True, slots=True)
class Identifier:
    """By what somebody is known; the value never shows in a repr."""

    kind: SubjectKind
    value: str = field(repr=False)

    def digest(self) -> bytes:
        """The keyed digest under which the subject stands.

        Raises:
            RuleRefused: the value cannot be an identifier of this kind ("bad_identifier").
        """
        text = normal_identifier(self.kind, self.value)
        if not text:
            message = "This cannot be an identifier of this kind."
            raise RuleRefused(message, code="bad_identifier", fields={"identifier": message})
        return cipher.digest(installation_key("index"), f"consent-{self.kind}", text)


def find_subject(identifier: Identifier) -> Subject | None:
    """The subject, if anything was ever said under this identifier."""
    return Subject.objects.filter(digest=identifier.digest()).first()


def subject_for(identifier: Identifier) -> Subject:
    """The subject, made where it is new; part of the caller's transaction."""
    digest = identifier.digest()
    found = Subject.objects.filter(digest=digest).first()
    if found is not None:
        return found
    row = Subject(kind=identifier.kind, digest=digest, key_id=create_data_key().pk, created_at=clock.now())
    row.identifier = normal_identifier(identifier.kind, identifier.value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else wrote the first word at the same moment
        return Subject.objects.get(digest=digest)
    return row
