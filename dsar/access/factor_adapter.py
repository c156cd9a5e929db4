"""How django-allauth keeps second factors here (MFA_ADAPTER): secrets sealed under the installation's key."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

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
