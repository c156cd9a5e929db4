"""Which addresses a mailbox may be read from: never this machine or a cloud's metadata service by way of a name.

The name is resolved once and the connection goes to the address that was checked, so a name that resolves differently
a moment later leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Iterable

from django.conf import settings

from dsar.intake.mail_boxes import MailboxUnreadable

# Metadata services outside the link-local range (Alibaba Cloud, Oracle Cloud, AWS and Google over IPv6).
METADATA = frozenset(
    ipaddress.ip_address(text) for text in ("100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254")
)


def checked_address(host: str, port: int) -> str:
    """The address to connect to.

    Raises:
        MailboxUnreadable: the name is not known ("unknown_host"), or one of its addresses may not be read
            ("address_refused").
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise MailboxUnreadable("unknown_host") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host.lower() not in {name.lower() for name in settings.DSAR_MAIL_LOCAL_HOSTS} and any_refused(addresses):
        raise MailboxUnreadable("address_refused")
    return addresses[0]


def any_refused(addresses: Iterable[str]) -> bool:
    """Whether one of the addresses is this machine, link-local, a metadata service, or no address of a host."""
    return any(_is_refused(address) for address in addresses)


def _is_refused(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    host = inner or address
    return (
        host.is_loopback
        or host.is_link_local
        or host.is_unspecified
        or host.is_multicast
        or host.is_reserved
        or host in METADATA
    )
