"""The profile of a real installation: everything secret is given from outside, HTTPS only, no keys are made."""

from django.core.exceptions import ImproperlyConfigured

from dsar.config.settings import env
from dsar.config.settings.base import *
from dsar.config.settings.secrets import production_secret_key

SECRET_KEY = production_secret_key()
if not env.text("DSAR_DATABASE_URL").startswith(("postgres://", "postgresql://")):
    message = "DSAR_DATABASE_URL must name a PostgreSQL in production"
    raise ImproperlyConfigured(message)
if not env.words("DSAR_ALLOWED_HOSTS"):
    message = "DSAR_ALLOWED_HOSTS must name the host of this installation"
    raise ImproperlyConfigured(message)

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = env.words("DSAR_TRUSTED_ORIGINS")
DSAR_PUBLIC_URL = env.text("DSAR_PUBLIC_URL", f"https://{ALLOWED_HOSTS[0]}")
DSAR_PROFILE = "production"
# Those who decide and those who set up sign in with two factors, unless the installation says otherwise.
DSAR_SECOND_FACTOR_ROLES = second_factor_roles("admin,dpo,approver")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("DSAR_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("DSAR_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("DSAR_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("DSAR_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("DSAR_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
