"""Codes of a second factor at once: a code of the app, or a recovery code, opens the door once."""

from collections.abc import Callable

from benchmarks.races import Told, at_once

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def app_code(rounds: int) -> Told:
    """The same code of the app given twice at the same moment: taken once."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

    from dsar.foundation import clock
    from tests.world import make_world

    person = make_world().handler

    def fresh() -> str:
        Authenticator.objects.filter(user=person).delete()
        TOTP.activate(person, SECRET)
        return str(format_hotp_value(hotp_value(SECRET, int(clock.now().timestamp()) // 30)))

    return _each_once(rounds, person, fresh)


def recovery_code(rounds: int) -> Told:
    """The same recovery code given twice at the same moment: taken once."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    from dsar.access.factors import new_recovery_codes
    from tests.world import make_world

    person = make_world().handler

    def fresh() -> str:
        Authenticator.objects.filter(user=person).delete()
        TOTP.activate(person, SECRET)
        return new_recovery_codes(person=person)[0]

    return _each_once(rounds, person, fresh)


def _each_once(rounds: int, person: object, fresh: Callable[[], str]) -> Told:
    """A fresh code a round, given by two at the same moment."""
    from dsar.access.factors import accept_code
    from dsar.foundation.errors import RuleRefused

    def give(code: str) -> None:
        if accept_code(person=person, code=code) is None:  # type: ignore[arg-type]  # the handler of the world
            raise RuleRefused("", code="wrong_code")

    wrong = []
    for _round in range(rounds):
        code = fresh()
        told = sorted(at_once(lambda c=code: give(c), lambda c=code: give(c)))  # type: ignore[misc]
        if told != ["done", "refused"]:
            wrong.append(str(told))
    return Told(rounds, wrong)
