"""Security keys (WebAuthn), through django-allauth. The library is heavy, so it is loaded when a key is used."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from dsar.access.factors import KEY, key_added
from dsar.access.models import User
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused

MAX_ANSWER = 20_000  # characters; a real answer has about a thousand
MAX_KEYS = 10


def begin_adding(person: User) -> str:
    """What the browser needs to make a new key, as JSON; the challenge is kept in the session."""
    from allauth.mfa.webauthn.internal import auth

    return json.dumps(auth.begin_registration(person, passwordless=False))


@transaction.atomic
def finish_adding(*, person: User, name: str, answer: str, session: str) -> Authenticator:
    """Keep the key that answered the challenge.

    Raises:
        RuleRefused: the answer does not fit the challenge ("wrong_answer"), or there are too many keys ("many_keys").
    """
    from allauth.mfa.webauthn.internal import auth

    if Authenticator.objects.filter(user=person, type=KEY).count() >= MAX_KEYS:
        message = "You have ten security keys; remove one first."
        raise RuleRefused(message, code="many_keys")
    credential = _read(answer)
    try:
        auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise _wrong() from error
    row: Authenticator = auth.WebAuthn.add(person, name, credential).instance
    return key_added(row=row, person=person, session=session)


def begin_proving(person: User) -> str:
    """What the browser needs to ask one of the person's keys, as JSON; empty where there is no key."""
    if not Authenticator.objects.filter(user=person, type=KEY).exists():
        return ""
    from allauth.mfa.webauthn.internal import auth

    return json.dumps(auth.begin_authentication(person))


def accept_key(*, person: User, answer: str) -> bool:
    """Whether one of the person's keys answered the challenge of this session; a challenge serves once."""
    from allauth.mfa.webauthn.internal import auth

    try:
        row = auth.complete_authentication(person, _read(answer))
    except (RuleRefused, ValidationError, ValueError, TypeError, KeyError):
        return False
    finally:
        auth.clear_state()
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=clock.now())
    return True


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > MAX_ANSWER:
        raise _wrong()
    try:
        read = json.loads(answer)
    except ValueError as error:
        raise _wrong() from error
    if not isinstance(read, dict):
        raise _wrong()
    return read


def _wrong() -> RuleRefused:
    message = "The security key did not answer as it should. Try again."
    return RuleRefused(message, code="wrong_answer", fields={"answer": message})
