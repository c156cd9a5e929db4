"""Single sign-on: the providers that are offered, and which colleague a provider's claims belong to.

Speaking OpenID Connect itself is the part of dsar.access.openid_connect.
"""

from dataclasses import dataclass, field
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from dsar.access import mails
from dsar.access.models import User
from dsar.access.rules import Role
from dsar.access.services import add_person, roles_from_provider
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation.errors import NotPermitted

catalogue.declare(
    access_sign_on_linked="Single sign-on with {provider} linked",
    access_sign_on_refused="Single sign-on with {provider} refused: {why}",
)

_SECOND_FACTOR_METHODS = {"mfa", "otp", "hwk", "swk"}  # RFC 8176


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of the installation (DSAR_OIDC).

    Attributes:
        id: short name, part of the address that the provider calls back.
        issuer: its address; the claims must name exactly this.
        domains: of e-mail addresses that may sign in; empty where any may.
        creates_people: whether somebody unknown is added, without a role.
        roles_claim: the claim that lists groups; empty where roles are given here.
        roles: role by value of that claim.
        proves_second_factor: whether its word ("amr") is taken for a second factor.
    """

    id: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    domains: list[str]
    creates_people: bool
    roles_claim: str
    roles: dict[str, str]
    proves_second_factor: bool


def offered() -> list[Provider]:
    """The providers of this installation."""
    return [Provider(id=name, **given) for name, given in settings.DSAR_OIDC_PROVIDERS.items()]


def provider_of(name: str) -> Provider | None:
    """The provider of that short name."""
    return next((provider for provider in offered() if provider.id == name), None)


def vouches_for_second_factor(provider: Provider, claims: dict[str, Any]) -> bool:
    """Whether the provider has asked for a second factor and its word is taken for it."""
    methods = claims.get("amr")
    used = {str(method) for method in methods} if isinstance(methods, list) else set()
    return provider.proves_second_factor and not used.isdisjoint(_SECOND_FACTOR_METHODS)


@transaction.atomic
def person_of(provider: Provider, claims: dict[str, Any]) -> User:
    """The colleague to whom verified claims belong; linked on the first sign-in by a verified address.

    Raises:
        NotPermitted: the domain is not allowed ("domain"), nobody is known ("unknown_person"), the address is not
            verified ("unverified"), or their access has ended ("ended"); the code is the reason.
    """
    email = str(claims.get("email", "")).strip()
    if provider.domains and email.rpartition("@")[2].casefold() not in provider.domains:
        raise _refused("domain")
    linked = SocialAccount.objects.filter(provider=provider.id, uid=str(claims["sub"])).select_related("user").first()
    person: User = linked.user if linked else _link(provider, claims, email)
    if not person.is_active:
        raise _refused("ended")
    if provider.roles_claim:
        roles_from_provider(person=person, roles=_roles(provider, claims))
    return User.objects.get(pk=person.pk)


def _link(provider: Provider, claims: dict[str, Any], email: str) -> User:
    if claims.get("email_verified") is not True or not email:
        raise _refused("unverified")
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        if not provider.creates_people:
            raise _refused("unknown_person")
        name = str(claims.get("name") or email.partition("@")[0])[:150]
        person = add_person(email=email, full_name=name, roles=[], actor=None)
    SocialAccount.objects.create(user=person, provider=provider.id, uid=str(claims["sub"]))
    record("access.sign_on_linked", actor=person, about=person, facts={"provider": provider.id})
    mails.account_changed(person, mails.SIGN_ON_LINKED)
    return person


def _roles(provider: Provider, claims: dict[str, Any]) -> list[Role]:
    given = claims.get(provider.roles_claim)
    values = given if isinstance(given, list) else [given]
    return sorted({Role(provider.roles[str(value)]) for value in values if str(value) in provider.roles})


def _refused(why: str) -> NotPermitted:
    message = "This sign-in does not open DSAR Desk. Ask an administrator."
    return NotPermitted(message, code=why)
