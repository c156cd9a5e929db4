"""Second factors: an app that shows codes, security keys, recovery codes. Kept by django-allauth, sealed by us."""

from dataclasses import dataclass

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.db import transaction

from dsar.access import mails
from dsar.access.factor_adapter import open_credential
from dsar.access.models import User
from dsar.access.sessions import end_sessions
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    access_factor_added="Second factor added: {kind}",
    access_factor_removed="Second factor removed: {kind}",
    access_factor_reset="Second factors of a person reset by an administrator ({why}; known by: {known_by})",
    access_factor_refused="Second factor refused",
    access_recovery_codes_made="New recovery codes made",
    access_recovery_code_used="A recovery code was used",
)

APP, KEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
KIND_WORDS = {APP: "authenticator app", KEY: "security key", CODES: "recovery codes"}
_STEP_SECONDS = 30  # RFC 6238, and what every authenticator app assumes
_LAST_STEP = "last_step"


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has set up."""

    app: Authenticator | None
    keys: list[Authenticator]
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether sign-in asks for a second factor."""
        return bool(self.app or self.keys)


def factors_of(person: User) -> Factors:
    """The second factors of a person."""
    rows = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    codes = next((row for row in rows if row.type == CODES), None)
    return Factors(
        app=next((row for row in rows if row.type == APP), None),
        keys=[row for row in rows if row.type == KEY],
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else None,
    )


def has_factor(person: User) -> bool:
    """Whether sign-in asks this person for a second factor."""
    return bool(Authenticator.objects.filter(user=person, type__in=(APP, KEY)).exists())


def must_have_factor(person: User) -> bool:
    """Whether a role of this person asks for a second factor (DSAR_SECOND_FACTOR_ROLES)."""
    return not person.roles.isdisjoint(settings.DSAR_SECOND_FACTOR_ROLES)


@transaction.atomic
def add_app(*, person: User, secret: str, code: str, session: str) -> Authenticator:
    """Keep the secret of an authenticator app, once a code shows that the app has it.

    Raises:
        RuleRefused: the code is not the app's ("wrong_code"), or there is an app already ("app_known").
    """
    if Authenticator.objects.filter(user=person, type=APP).exists():
        message = "You have an authenticator app already; remove it first."
        raise RuleRefused(message, code="app_known")
    step = _matching_step(secret, code)
    if step is None:
        message = "This is not the code that the app shows now. Look again: it changes every 30 seconds."
        raise RuleRefused(message, code="wrong_code", fields={"code": message})
    row: Authenticator = TOTP.activate(person, secret).instance
    row.data[_LAST_STEP] = step
    row.save(update_fields=["data"])
    return _added(row, person, session)


def key_added(*, row: Authenticator, person: User, session: str) -> Authenticator:
    """Tell of a security key that was just kept; part of the caller's transaction."""
    return _added(row, person, session)


@transaction.atomic
def accept_code(*, person: User, code: str) -> str | None:
    """Take a code of the app or a recovery code, each once; gives its kind, or None where it is neither."""
    app = Authenticator.objects.select_for_update().filter(user=person, type=APP).first()
    if app is not None:
        step = _matching_step(open_credential(app.data["secret"]), code)
        if step is not None and step > app.data.get(_LAST_STEP, -1):
            app.data[_LAST_STEP] = step
            app.last_used_at = clock.now()
            app.save(update_fields=["data", "last_used_at"])
            return str(APP)
    codes = Authenticator.objects.filter(user=person, type=CODES).first()
    if codes is not None and RecoveryCodes(codes).validate_code(code):
        record("access.recovery_code_used", actor=person, about=person)
        mails.account_changed(person, mails.RECOVERY_CODE_USED)
        return str(CODES)
    return None


@transaction.atomic
def new_recovery_codes(*, person: User) -> list[str]:
    """Ten fresh codes in place of the old ones.

    Raises:
        RuleRefused: there is no second factor that they could stand in for ("no_factor").
    """
    if not has_factor(person):
        message = "Set up an app or a security key first."
        raise RuleRefused(message, code="no_factor")
    Authenticator.objects.filter(user=person, type=CODES).delete()
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    record("access.recovery_codes_made", actor=person, about=person)
    mails.account_changed(person, mails.CODES_MADE)
    return codes


@transaction.atomic
def remove_factor(*, person: User, row: Authenticator, session: str) -> None:
    """Remove an app or a key; with the last of them the recovery codes go too.

    Raises:
        RuleRefused: it is the last one and a role of the person asks for one ("factor_needed").
    """
    others = Authenticator.objects.filter(user=person, type__in=(APP, KEY)).exclude(pk=row.pk)
    if not others.exists():
        if must_have_factor(person):
            message = "Your role needs a second factor. Add another one before you remove this."
            raise RuleRefused(message, code="factor_needed")
        Authenticator.objects.filter(user=person, type=CODES).delete()
    row.delete()
    end_sessions(person, but=session)
    record("access.factor_removed", actor=person, about=person, facts={"kind": KIND_WORDS[row.type]})
    mails.account_changed(person, mails.FACTOR_REMOVED)


@transaction.atomic
def reset_factors(*, person: User, why: str, known_by: str, actor: User) -> None:
    """Take all second factors from a person who has lost them, and end their sessions.

    Args:
        person: who lost them; never the administrator who acts.
        why: a word of dsar.access.factor_forms.WHY.
        known_by: how the administrator made sure that it is them, a word of KNOWN_BY.
        actor: the administrator.

    Raises:
        RuleRefused: nobody resets their own ("own_factor").
    """
    if person.pk == actor.pk:
        message = "You cannot reset your own second factor; ask another administrator, or use a recovery code."
        raise RuleRefused(message, code="own_factor")
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    facts = {"why": why, "known_by": known_by}
    record("access.factor_reset", actor=actor, about=person, facts=facts)
    mails.account_changed(person, mails.FACTOR_RESET)


def _added(row: Authenticator, person: User, session: str) -> Authenticator:
    end_sessions(person, but=session)
    record("access.factor_added", actor=person, about=person, facts={"kind": KIND_WORDS[row.type]})
    mails.account_changed(person, mails.FACTOR_ADDED)
    return row


def _matching_step(secret: str, code: str) -> int | None:
    """The time step (RFC 6238) whose code this is, now or one step to either side."""
    now = int(clock.now().timestamp()) // _STEP_SECONDS
    tolerance = int(settings.MFA_TOTP_TOLERANCE)
    for step in range(now - tolerance, now + tolerance + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None
