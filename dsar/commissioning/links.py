"""The private link of a commission: made anew from a key whenever a mail needs it, stored only as a digest."""

import base64

from django.conf import settings
from django.urls import reverse

from dsar.commissioning.models import Commission
from dsar.foundation import cipher
from dsar.foundation.keys import installation_key


def token_of(commission: Commission) -> str:
    """The secret part of the present link: 128 bits that nobody computes without the installation's key.

    So reminders can carry the link without its being stored anywhere.
    """
    made = cipher.digest(installation_key("links"), "commission-link", f"{commission.pk}:{commission.links}")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def digest_of(token: str) -> bytes:
    """By what a link is found."""
    return cipher.digest(installation_key("links"), "commission-token", token)


def address_of(commission: Commission) -> str:
    """The whole link, for a mail."""
    return f"{settings.DSAR_PUBLIC_URL}{reverse('dsar:part', args=[token_of(commission)])}"
