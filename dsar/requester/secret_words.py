"""The secrets of the requester's door: the token of a browser, the code in a mail, the session. Stored are digests."""

import secrets
from uuid import UUID

from dsar.cases.querysets import token_digests
from dsar.cases.rules import normal_email
from dsar.foundation import cipher
from dsar.foundation.keys import installation_key
from dsar.requester import rules

NOBODY = UUID(int=0)


def new_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(rules.TOKEN_BYTES)


def new_code() -> str:
    """A code of eight digits."""
    return f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"


def browser_digest(token: str) -> bytes:
    """What is stored of the token of a browser that waits for a code."""
    return cipher.digest(installation_key("links"), "portal-browser", token)


def session_digest(token: str) -> bytes:
    """What is stored of a session."""
    return cipher.digest(installation_key("links"), "portal-session", token)


def code_digest(request_id: UUID, code: str) -> bytes:
    """What is stored of a code: bound to the browser that asked for it, so that equal codes do not show."""
    return cipher.digest(installation_key("links"), "portal-code", f"{request_id}:{rules.clean_code(code)}")


def address_digest(address: str) -> bytes:
    """The e-mail address as it stands in the blind index of cases."""
    return next(digest for _kind, digest in token_digests([("email", normal_email(address) or "-")]))
