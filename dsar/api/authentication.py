"""Who calls: `Authorization: Bearer <token>`."""

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
        found = _valid(digest_of(secret.strip()))
        if found is None:
            message = "This token is not valid."
            raise AuthenticationFailed(message)
        user, token = found
        today = clock.today("UTC")
        if token.last_used_on != today:  # one write a day, not one a request
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


def _valid(digest: bytes) -> tuple[User, ApiToken] | None:
    """The token of that digest and its person with their roles, in one narrow query; None where it is not valid.

    What else a request wants to know of the two is read when it is asked for.
    """
    valid = ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=clock.now(), user__is_active=True)
    asked = ("pk", "last_used_on", "user_id", "user__role_grants__role")  # a row for each role, or one with none
    rows = list(valid.filter(digest=digest).order_by().values_list(*asked))
    if not rows:
        return None
    token_id, last_used_on, user_id, _role = rows[0]
    user = User.from_db(None, ["id", "is_active"], [user_id, True])
    user.__dict__["roles"] = frozenset(role for *_others, role in rows if role)
    # in the order of the model: `from_db` takes values by it, whatever the names say
    return user, ApiToken.from_db(None, ["id", "user_id", "last_used_on"], [token_id, user_id, last_used_on])


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library's base is untyped
    """How the published schema tells of the token."""

    target_class = "dsar.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
