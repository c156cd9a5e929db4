"""The OpenID Connect providers of the installation, read from the environment.

`DSAR_OIDC=entra` names them; each then has DSAR_OIDC_ENTRA_ISSUER, …_CLIENT_ID, …_CLIENT_SECRET (or its _FILE),
…_NAME, …_DOMAINS, …_CREATE_PEOPLE, …_ROLES_CLAIM and …_ROLES (`claim value=role`, separated by commas).
"""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from dsar.access.rules import Role
from dsar.config.settings import env

_ID = re.compile(r"[a-z][a-z0-9-]{0,29}")


def providers() -> dict[str, dict[str, Any]]:
    """Settings of each provider by its short name.

    Raises:
        ImproperlyConfigured: a name or a setting is missing or malformed.
    """
    return {name: _provider(name) for name in env.words("DSAR_OIDC")}


def _provider(name: str) -> dict[str, Any]:
    if not _ID.fullmatch(name):
        message = "DSAR_OIDC must list short names in lower case, such as entra"
        raise ImproperlyConfigured(message)
    prefix = f"DSAR_OIDC_{name.upper().replace('-', '_')}_"
    issuer, client_id = env.text(f"{prefix}ISSUER"), env.text(f"{prefix}CLIENT_ID")
    if not issuer.startswith("https://") or not client_id:
        message = f"{prefix}ISSUER must be an https:// address, and {prefix}CLIENT_ID must be given"
        raise ImproperlyConfigured(message)
    return {
        "issuer": issuer.rstrip("/"),
        "client_id": client_id,
        "client_secret": env.text(f"{prefix}CLIENT_SECRET"),
        "name": env.text(f"{prefix}NAME", name),
        "domains": [domain.lower() for domain in env.words(f"{prefix}DOMAINS")],
        "creates_people": env.flag(f"{prefix}CREATE_PEOPLE"),
        "roles_claim": env.text(f"{prefix}ROLES_CLAIM"),
        "roles": dict(_pair(prefix, entry) for entry in env.words(f"{prefix}ROLES")),
        "proves_second_factor": env.flag(f"{prefix}PROVES_SECOND_FACTOR"),
    }


def _pair(prefix: str, entry: str) -> tuple[str, str]:
    value, _, role = entry.partition("=")
    if not value or role.strip() not in {known.value for known in Role}:
        message = f"{prefix}ROLES must hold pairs of a group and a role, such as dsar-handlers=handler"
        raise ImproperlyConfigured(message)
    return value.strip(), role.strip()
