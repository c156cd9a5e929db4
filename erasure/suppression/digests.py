"""The keyed digests by which an erased person is known again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from discovery.documents import SubjectProfile
from discovery.matching.identifiers import compact_id, email_parts, national_digits, read_date
from discovery.matching.plain import plain_value
from dsar.foundation import cipher
from dsar.foundation.keys import installation_key

Token = tuple[str, bytes]


def digest(kind: str, value: str) -> bytes:
    """The digest of a normalised value under the installation's key."""
    return cipher.digest(installation_key("index"), f"suppressed|{kind}", value)


def email_token(value: str) -> Token | None:
    """The token of an e-mail address without its tag; None for what is none."""
    local, domain = email_parts(unicodedata.normalize("NFKC", value))
    return ("email", digest("email", f"{local}@{domain}")) if local else None


def tokens_of(person: SubjectProfile) -> Iterator[Token]:
    """All tokens of a person: e-mails, numbers of any kind, and each name with each date of birth.

    A phone number alone suppresses nobody: families share one; it goes with the name.
    """
    for value in person.emails:
        if token := email_token(value):
            yield token
    for kind, value in person.identifiers:
        if compact := compact_id(value):
            yield "id", digest("id", f"{plain_value(kind)}|{compact}")
    for name in person.names:
        for raw in person.dates_of_birth:
            for day in sorted(read_date(raw)):
                yield "born", digest("born", f"{plain_value(name)}|{day.isoformat()}")
        for raw in person.phones:
            if number := national_digits(raw):
                yield "phone", digest("phone", f"{plain_value(name)}|{number}")
