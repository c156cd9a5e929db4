"""Where a request comes from: the one place that reads the peer's address, and the one that believes a proxy.

X-Forwarded-For is written by whoever sends it, so it is read only where the connection itself comes from a proxy of
DSAR_TRUSTED_PROXIES (addresses or networks), and then from the right: the first address that is not such a proxy.
"""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def peer_address(request: HttpRequest) -> str:
    """The address of whoever asks; empty where it is not known. Never log or store it in the clear."""
    address = _plain(request.META.get("REMOTE_ADDR", ""))
    if not _is_trusted(address):
        return address
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _plain(hop) or address
        if not _is_trusted(address):
            break
    return address


def _plain(text: str) -> str:
    """The address in its canonical form; empty where it is none."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


def _is_trusted(address: str) -> bool:
    if not address:
        return False
    found = ip_address(address)
    return any(found in ip_network(proxy, strict=False) for proxy in settings.DSAR_TRUSTED_PROXIES)
