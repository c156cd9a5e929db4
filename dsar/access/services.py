"""Acts on people: inviting, roles, letting go, signing in."""

from collections.abc import Iterable
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from dsar.access import lock_out, throttle
from dsar.access.factors import has_factor, must_have_factor
from dsar.access.models import RoleGrant, Team, User
from dsar.access.rules import Role
from dsar.access.sessions import end_sessions
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    people_added="Person added with the roles {roles}",
    people_roles_changed="Roles changed to {roles}",
    people_let_go="Access of a person ended",
    people_team_changed="Members of a team changed",
    access_signed_in="Signed in",
    access_sign_in_refused="Sign-in refused",
    access_password_changed="Password changed",  # noqa: S106 - a sentence
    access_reauthenticated="Proved again who they are",
    access_session_ended="A session ended from elsewhere",
    access_sessions_ended="Signed out everywhere else",
    access_time_zone_changed="Time zone changed to {zone}",
    access_language_changed="Language of the screens changed to {language}",
    people_unlocked="Sign-in of a person unlocked",
    people_signed_out="A person was signed out everywhere",
)


@transaction.atomic
def add_person(
    *, email: str, full_name: str, roles: Iterable[Role], actor: User | None, password: str | None = None
) -> User:
    """A new user with these roles; without a password they set one through the reset mail."""
    if User.objects.filter(email__iexact=email).exists():
        message = "Somebody already signs in with this address."
        raise RuleRefused(message, code="address_taken", fields={"email": message})
    user = User.objects.create_user(email, full_name, password)
    given = sorted(set(roles))
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in given])
    record("people.added", actor=actor, about=user, facts={"roles": ", ".join(given)})
    return user


@transaction.atomic
def change_roles(*, person: User, roles: Iterable[Role], actor: User) -> None:
    """Replace the roles of a person; nobody may take the administrator's role from themselves."""
    given = sorted(set(roles))
    if person.pk == actor.pk and Role.ADMIN in person.roles and Role.ADMIN not in given:
        message = "You cannot take the administrator's role from yourself; ask another administrator."
        raise RuleRefused(message, code="own_admin_role", fields={"roles": message})
    person.role_grants.all().delete()
    RoleGrant.objects.bulk_create([RoleGrant(user=person, role=role) for role in given])
    person = User.objects.get(pk=person.pk)  # its roles as they are now
    if must_have_factor(person) and not has_factor(person):
        end_sessions(person)  # the next sign-in asks for the second factor that the new role needs
    record("people.roles_changed", actor=actor, about=person, facts={"roles": ", ".join(given)})


@transaction.atomic
def set_time_zone(*, person: User, zone: str) -> None:
    """Say where a person is: their lists, their mail in the morning and the moments on their pages go by it.

    Raises:
        RuleRefused: no such zone ("time_zone_unknown").
    """
    if zone not in available_timezones():
        message = "Choose a time zone from the list."
        raise RuleRefused(message, code="time_zone_unknown", fields={"time_zone": message})
    person.time_zone = zone
    person.save(update_fields=["time_zone"])
    record("access.time_zone_changed", actor=person, about=person, facts={"zone": zone})


@transaction.atomic
def set_language(*, person: User, language: str) -> None:
    """Say in which language a person reads screens and mails; empty: what their browser asks for, mails in English.

    Raises:
        RuleRefused: the screens are not there in it ("language_unknown").
    """
    if language and language not in dict(settings.LANGUAGES):
        message = "Choose a language from the list."
        raise RuleRefused(message, code="language_unknown", fields={"language": message})
    person.language = language
    person.save(update_fields=["language"])
    record("access.language_changed", actor=person, about=person, facts={"language": language or "browser"})


@transaction.atomic
def roles_from_provider(*, person: User, roles: Iterable[Role]) -> None:
    """Give a person exactly the roles that their provider of single sign-on says; recorded where they change."""
    given = sorted(set(roles))
    if set(given) == person.roles:
        return
    person.role_grants.all().delete()
    RoleGrant.objects.bulk_create([RoleGrant(user=person, role=role) for role in given])
    facts = {"roles": ", ".join(given), "by": "provider"}
    record("people.roles_changed", actor=None, actor_kind="system", about=person, facts=facts)


@transaction.atomic
def let_go(*, person: User, actor: User) -> None:
    """End a person's access at once: no sign-in, and their sessions are closed."""
    if person.pk == actor.pk:
        message = "You cannot end your own access."
        raise RuleRefused(message, code="own_access")
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    record("people.let_go", actor=actor, about=person)


@transaction.atomic
def set_team(*, name: str, members: Iterable[User], actor: User | None) -> Group:
    """Create the team or replace its members."""
    team, _created = Team.objects.get_or_create(name=name)
    team.user_set.set(members)
    record("people.team_changed", actor=actor, about=team, facts={"members": team.user_set.count()})
    return team


@transaction.atomic
def unlock_sign_in(*, person: User, actor: User) -> None:
    """Forget the failed tries of a person, of the password and of the second factor."""
    lock_out.unlock(person)
    throttle.forget_failures(person)
    record("people.unlocked", actor=actor, about=person)


@transaction.atomic
def sign_out_everywhere(*, person: User, actor: User) -> None:
    """End all sessions of a person."""
    ended = end_sessions(person)
    record("people.signed_out", actor=actor, about=person, facts={"count": ended})
