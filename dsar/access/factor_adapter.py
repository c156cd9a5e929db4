"""How django-allauth keeps second factors here (MFA_ADAPTER): secrets sealed under the installation's key."""

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from dsar.foundation import cipher
from dsar.foundation.errors import IntegrityBroken
from dsar.foundation.keys import installation_key

_PLACE = b"v1|mfa_authenticator|data"


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the library is untyped
    """Seals the secret of an authenticator app and the seed of recovery codes."""

    def encrypt(self, text: str) -> str:
        """The sealed form that is stored."""
        return seal_credential(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret.

        Raises:
            IntegrityBroken: it is not what was sealed.
        """
        return open_credential(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as a security key knows it: the host name that the browser shows."""
        return {"id": context.request.get_host().partition(":")[0], "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """The person as a security key knows them; the key keeps it, we give no more than the account page shows."""
        return {"id": user.pk.bytes, "display_name": str(user), "name": user.get_username()}


def seal_credential(text: str) -> str:
    """A credential of a person, sealed, as text."""
    return base64.b64encode(cipher.seal(installation_key("credentials"), text.encode(), _PLACE)).decode()


def open_credential(token: str) -> str:
    """The credential.

    Raises:
        IntegrityBroken: it is not what was sealed.
    """
    try:
        return cipher.unseal(installation_key("credentials"), base64.b64decode(token), _PLACE).decode()
    except (cipher.CannotOpen, ValueError) as error:
        message = "The secret of a second factor is not what was written; set the factor up again."
        raise IntegrityBroken(message) from error
