"""Proving again, or in a second step, that it is really this person: password, code or security key."""

from typing import Any

from dsar.access import factor_keys, factors, throttle
from dsar.access.models import User
from dsar.audit.services import record

HELD_BACK = "held_back"
WRONG = "wrong"


def judge(person: User, given: dict[str, Any]) -> str:
    """What proved the person ("password", "totp", "webauthn", "recovery_codes"), or "wrong", or "held_back".

    Each try is counted before it is judged; a good one clears the count.
    """
    if not throttle.may_try(person):
        return HELD_BACK
    proved = _proved_by(person, given)
    if proved:
        throttle.forget_failures(person)
        return proved
    record("access.factor_refused", actor=person, outcome="refused")
    return WRONG


def _proved_by(person: User, given: dict[str, Any]) -> str:
    if answer := given.get("answer"):
        return "webauthn" if factor_keys.accept_key(person=person, answer=answer) else ""
    if (password := given.get("password")) and person.check_password(password):
        return "password"
    if code := given.get("code"):
        return factors.accept_code(person=person, code=code) or ""
    return ""
