"""What ties an answer to the mail that it answers: a random token in Message-ID and reply address.

It says to which notice something claims to belong and proves nothing about who wrote it.
"""

import re
import secrets
from collections.abc import Iterable

from django.conf import settings

TOKEN_BYTES = 12
_MESSAGE_ID = re.compile(r"dsar\.([0-9a-f]{24})@", re.IGNORECASE)


def new_token() -> str:
    """A token for a new notice: 96 random bits, in small letters because servers fold the case of addresses."""
    return secrets.token_hex(TOKEN_BYTES)


def message_id(token: str) -> str:
    """The Message-ID of the mail, the same for every try."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return f"<dsar.{token}@{domain}>"


def reply_address(token: str) -> str:
    """Where answers to the mail go: DSAR_REPLY_ADDRESS with the token in the place of "{token}"."""
    return str(settings.DSAR_REPLY_ADDRESS).replace("{token}", token)


def tokens_in(headers: Iterable[str], addresses: Iterable[str]) -> list[str]:
    """Tokens named by References and In-Reply-To, and by the addresses that a mail went to; each once, in order."""
    found = [match[1].lower() for header in headers for match in _MESSAGE_ID.finditer(header)]
    if "{token}" in settings.DSAR_REPLY_ADDRESS:
        before, _, after = settings.DSAR_REPLY_ADDRESS.partition("{token}")
        pattern = re.compile(re.escape(before) + r"([0-9a-f]{24})" + re.escape(after), re.IGNORECASE)
        found += [match[1].lower() for address in addresses for match in pattern.finditer(address)]
    return list(dict.fromkeys(found))
