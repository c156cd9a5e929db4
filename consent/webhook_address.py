"""Where a webhook may go: over TLS, to an address of the public internet, looked up once and then held to.

A receiver's name could lead to a machine of our own network (SSRF). So the name is resolved here, every address that it
has must be public, and the connection goes to the very address that was checked. DSAR_WEBHOOK_LOCAL_HOSTS names hosts
of one's own network that may be told all the same, also without TLS.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings

from dsar.foundation.errors import RuleRefused


@dataclass(frozen=True, slots=True)
class Receiver:
    """A checked place: scheme, name, the address to connect to, port and path."""

    scheme: str
    host: str
    address: str
    port: int
    path: str


def receiver_of(url: str) -> Receiver:
    """Where this address leads.

    Raises:
        RuleRefused: it leads to no place that may be told ("bad_address", "not_public", "unknown_host").
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise _refused("bad_address", "This is no address of a receiver.") from error
    host = (parts.hostname or "").lower()
    is_local = host in {name.lower() for name in settings.DSAR_WEBHOOK_LOCAL_HOSTS}
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.password:
        raise _refused("bad_address", "This is no address of a receiver.")
    if parts.scheme == "http" and not is_local:
        raise _refused("bad_address", "A receiver is told over TLS only: begin with https://.")
    addresses = _resolve(host, port)
    if not is_local and any(not _is_public(ip_address(one)) for one in addresses):
        raise _refused("not_public", "This name leads into a private network. DSAR_WEBHOOK_LOCAL_HOSTS may allow it.")
    query = f"?{parts.query}" if parts.query else ""
    return Receiver(parts.scheme, host, addresses[0], port, f"{parts.path or '/'}{query}")


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _refused("unknown_host", "There is no such host.") from error
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast


def _refused(code: str, words: str) -> RuleRefused:
    return RuleRefused(words, code=code, fields={"url": words})
