"""The two secrets of a link and the pass that a browser gets for them. Stored are keyed digests only."""

import hmac
import secrets
from uuid import UUID

from django.core import signing

from dsar.delivery import rules
from dsar.delivery.models import Delivery
from dsar.foundation import cipher
from dsar.foundation.keys import installation_key

COOKIE = "collect_pass"
_SALT = "dsar.delivery.pass"
NOBODY = UUID(int=0)


def new_token() -> str:
    """The secret part of a link."""
    return secrets.token_urlsafe(rules.TOKEN_BYTES)


def new_code() -> str:
    """A code of eight digits."""
    return f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"


def token_digest(token: str) -> bytes:
    """What is stored of a link."""
    return cipher.digest(installation_key("links"), "delivery-token", token)


def code_digest(delivery_id: UUID, code: str) -> bytes:
    """What is stored of a code: bound to its delivery, so that equal codes do not show."""
    return cipher.digest(installation_key("links"), "delivery-code", f"{delivery_id}:{rules.clean_code(code)}")


def make_pass(delivery: Delivery) -> str:
    """What a browser keeps after the right code: signed, and void with the next link or code."""
    return signing.dumps([str(delivery.pk), _fingerprint(delivery)], salt=_SALT)


def is_pass_of(delivery: Delivery, given: str) -> bool:
    """Whether the pass belongs to the delivery as it stands and is fresh."""
    try:
        kept = signing.loads(given, salt=_SALT, max_age=rules.PASS_LASTS)
    except signing.BadSignature:
        return False
    expected = f"{delivery.pk}|{_fingerprint(delivery)}"
    return isinstance(kept, list) and hmac.compare_digest("|".join(str(part) for part in kept), expected)


def _fingerprint(delivery: Delivery) -> str:
    both = f"{bytes(delivery.token_digest or b'').hex()}:{bytes(delivery.code_digest or b'').hex()}"
    return cipher.digest(installation_key("links"), "delivery-pass", both).hex()
