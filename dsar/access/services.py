"""Acts on people: inviting, roles, letting go, signing in."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction

from dsar.access.models import RoleGrant, Team, User
from dsar.access.rules import Role
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
    access_reauthenticated="Password given again",
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
    record("people.roles_changed", actor=actor, about=person, facts={"roles": ", ".join(given)})


@transaction.atomic
def let_go(*, person: User, actor: User) -> None:
    """End a person's access at once: no sign-in, and their sessions are closed."""
    if person.pk == actor.pk:
        message = "You cannot end your own access."
        raise RuleRefused(message, code="own_access")
    person.is_active = False
    person.save(update_fields=["is_active"])
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    record("people.let_go", actor=actor, about=person)


@transaction.atomic
def set_team(*, name: str, members: Iterable[User], actor: User | None) -> Group:
    """Create the team or replace its members."""
    team, _created = Team.objects.get_or_create(name=name)
    team.user_set.set(members)
    record("people.team_changed", actor=actor, about=team, facts={"members": team.user_set.count()})
    return team
