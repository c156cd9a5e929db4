"""OpenID Connect with a provider: sending somebody there, and reading what they bring back. Built on django-allauth.

State, nonce and the code verifier (PKCE, RFC 7636) are kept in the session and serve once. The ID token is always
verified by signature, issuer, audience and time, although it comes over the back channel.
"""

import secrets
from typing import Any

import requests
from allauth.socialaccount.internal import jwtkit, statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from jwt import PyJWTError, get_unverified_header

from dsar.access.single_sign_on import Provider

SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
_CONFIG_SECONDS = 600


class SignOnFailed(Exception):
    """The provider could not be asked, or what came back is not to be believed; the first argument says why."""


class _Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library is untyped
    """allauth's client, for a provider of our settings and with our callback address."""

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        self.desk_provider = provider
        super().__init__(request, provider.id)

    def get_provider(self) -> OpenIDConnectProvider:
        return _provider(self.request, self.desk_provider)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself; it must be the issuer that was set (OpenID Discovery 4.3)."""
        key = f"openid-configuration:{self.desk_provider.issuer}"
        config: dict[str, Any] | None = cache.get(key)
        if config is None:
            config = super().openid_config
            if config.get("issuer") != self.desk_provider.issuer:
                raise SignOnFailed("issuer")
            cache.set(key, config, _CONFIG_SECONDS)
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("dsar:sign-in-callback", args=[self.desk_provider.id]))


class _OpenIdProvider(OpenIDConnectProvider):  # type: ignore[misc]  # the library is untyped
    """allauth's provider with the code verifier always on."""

    pkce_enabled_default = True
    desk_provider: Provider

    def get_oauth2_adapter(self, request: HttpRequest) -> _Adapter:
        return _Adapter(request, self.desk_provider)


def send_there(request: HttpRequest, provider: Provider, *, wanted: str, is_again: bool) -> HttpResponse:
    """The redirection to the provider.

    Raises:
        SignOnFailed: the provider cannot be asked.
    """
    nonce = secrets.token_urlsafe(32)
    parameters = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if is_again else {})
    stash = {"nonce": nonce, "again": is_again}
    try:
        answer: HttpResponse = _provider(request, provider).redirect(
            request, process="login", next_url=wanted, data=stash, auth_params=parameters
        )
    except (requests.RequestException, OAuth2Error, ValueError, KeyError) as error:
        raise SignOnFailed("unreachable") from error
    return answer


def take_back(request: HttpRequest, provider: Provider) -> tuple[dict[str, Any], dict[str, Any]]:
    """The verified claims, and the state that was kept when the person was sent there.

    Raises:
        SignOnFailed: "state", "cancelled", "unreachable", "token", "nonce" or "issuer".
    """
    state = statekit.unstash_state(request, provider_id=provider.id, state_id=request.GET.get("state", ""))
    if state is None:
        raise SignOnFailed("state")
    if "code" not in request.GET:
        raise SignOnFailed("cancelled")
    adapter = _Adapter(request, provider)
    try:
        client = adapter.get_client(request, adapter.get_provider().app)
        verifier = state.get("pkce_code_verifier")
        answer = adapter.get_access_token_data(request, None, client, pkce_code_verifier=verifier)
        claims = _verified(provider, adapter.openid_config, str(answer.get("id_token", "")))
    except requests.RequestException as error:
        raise SignOnFailed("unreachable") from error
    except (OAuth2Error, PyJWTError, ValueError, TypeError, KeyError) as error:
        raise SignOnFailed("token") from error
    if not secrets.compare_digest(str(claims.get("nonce", "")), state["data"]["nonce"]):
        raise SignOnFailed("nonce")
    return claims, state


def _verified(provider: Provider, config: dict[str, Any], token: str) -> dict[str, Any]:
    if get_unverified_header(token).get("alg") not in SIGNATURES:
        raise SignOnFailed("token")
    claims: dict[str, Any] = jwtkit.verify_and_decode(
        credential=token,
        keys_url=config["jwks_uri"],
        issuer=provider.issuer,
        audience=provider.client_id,
        lookup_kid=jwtkit.lookup_kid_jwk,
    )
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", provider.client_id) != provider.client_id or (several and "azp" not in claims):
        raise SignOnFailed("token")
    return claims


def _provider(request: HttpRequest, provider: Provider) -> _OpenIdProvider:
    app = SocialApp(
        provider="openid_connect",
        provider_id=provider.id,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={"server_url": provider.issuer, "scope": ["openid", "profile", "email"]},
    )
    made = _OpenIdProvider(request, app=app)
    made.desk_provider = provider
    return made
