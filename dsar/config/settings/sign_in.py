"""Settings of signing in: second factor, single sign-on, lock-out, limits of sessions.

django-allauth keeps second factors and speaks OpenID Connect, django-axes counts failures; none of their pages is
mounted. Their own settings stand here with ours, which start with DSAR_.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from dsar.access.rules import Role
from dsar.config.settings import env
from dsar.config.settings.single_sign_on import providers


def second_factor_roles(default: str = "") -> list[str]:
    """The roles that must have a second factor.

    Raises:
        ImproperlyConfigured: one of them is no role.
    """
    given = env.words("DSAR_SECOND_FACTOR_ROLES", default)
    if unknown := set(given) - {role.value for role in Role}:
        message = f"DSAR_SECOND_FACTOR_ROLES names what is no role: {', '.join(sorted(unknown))}"
        raise ImproperlyConfigured(message)
    return given


AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]

# Sessions: rows of our own that know their person, so that somebody can be signed out elsewhere.
SESSION_ENGINE = "dsar.access.session_store"
DSAR_IDLE_MINUTES = env.number("DSAR_IDLE_MINUTES", 30)
DSAR_SESSION_HOURS = env.number("DSAR_SESSION_HOURS", 10)
DSAR_SESSIONS_PER_PERSON = env.number("DSAR_SESSIONS_PER_PERSON", 5)
SESSION_COOKIE_AGE = DSAR_SESSION_HOURS * 60 * 60

# Roles that must have a second factor; production asks it of those who decide and of those who set up.
DSAR_SECOND_FACTOR_ROLES = second_factor_roles()
# Whether a Data Protection Officer may read legal advice; legal reviewers always do.
DSAR_DPO_READS_ADVICE = env.flag("DSAR_DPO_READS_ADVICE", default=True)

# django-allauth: second factors. Secrets are sealed by our adapter.
MFA_ADAPTER = "dsar.access.factor_adapter.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "DSAR Desk"
MFA_TOTP_TOLERANCE = 1  # a phone whose clock is up to half a minute off
MFA_RECOVERY_CODE_COUNT = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# Single sign-on: the providers that DSAR_OIDC names.
DSAR_OIDC_PROVIDERS: dict[str, dict[str, Any]] = providers()

# django-axes: held back by address and place together. Both are stored as keyed digests, and nothing is logged of them.
AXES_HANDLER = "dsar.access.lock_out.DigestHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "dsar.access.lock_out.address_digest"
AXES_CLIENT_IP_CALLABLE = "dsar.access.lock_out.place_digest"
AXES_CLIENT_STR_CALLABLE = "dsar.access.lock_out.nobody"
AXES_LOCKOUT_CALLABLE = "dsar.access.lock_out.own_answer"
