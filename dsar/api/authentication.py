"""Who calls: `Authorization: Bearer <token>`."""

from django.db.models import F
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from dsar.access.models import User
from dsar.api.models import ApiToken
from dsar.api.services import digest_of
from dsar.foundation import clock


class TokenAuthentication(BaseAuthentication):
    """A person's token; expired, revoked and unknown ones get the same answer."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.keyword.lower():
            return None
        # One query for token, person and roles: a row for each role, or one row with none.
        valid = ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=clock.now(), user__is_active=True)
        rows = list(
            valid.filter(digest=digest_of(secret.strip()))
            .select_related("user")
            .annotate(role=F("user__role_grants__role"))
            .order_by()
        )
        if not rows:
            message = "This token is not valid."
            raise AuthenticationFailed(message)
        token = rows[0]
        token.user.__dict__["roles"] = frozenset(row.role for row in rows if row.role)
        today = clock.today("UTC")
        if token.last_used_on != today:  # one write a day, not one a request
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library's base is untyped
    """How the published schema tells of the token."""

    target_class = "dsar.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
