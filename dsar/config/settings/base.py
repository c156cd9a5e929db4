"""Settings that every profile shares. Names of our own start with DSAR_."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from dsar.config.settings import env
from dsar.config.settings.database import database
from dsar.config.settings.sign_in import *

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.text("DSAR_VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False
ALLOWED_HOSTS = env.words("DSAR_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
ROOT_URLCONF = "dsar.config.urls"
WSGI_APPLICATION = "dsar.config.wsgi.application"
AUTH_USER_MODEL = "dsar.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "axes",
    "discovery",
    "consent",
    "erasure",
    "dsar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dsar.api.quick_ways.QuickWays",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dsar.web.middleware.PrivacyHeaders",
    "allauth.account.middleware.AccountMiddleware",
    "dsar.access.middleware.SessionLimits",
    "dsar.access.middleware.LocalTime",
    "dsar.web.middleware.ErrorsAsAnswers",
    "axes.middleware.AxesMiddleware",
    "dsar.pii.gate.TextGate",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dsar.web.context.desk",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "libraries": {},
        },
    }
]

DATABASES = {"default": database(VAR_DIR)}

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "dsar:sign-in"
LOGIN_REDIRECT_URL = "dsar:home"
LOGOUT_REDIRECT_URL = "dsar:sign-in"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "dsar" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR_DIR / "media"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dsar.web.views.csrf_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["dsar.foundation.uploads.SealingUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DSAR_FROM_EMAIL", "privacy@example.org")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "dsar.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "dsar.api.pagination.Pages",
    "EXCEPTION_HANDLER": "dsar.api.errors.answer",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "DSAR Desk API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "CaseChannel": "dsar.cases.vocabulary.Channel",
        "LegalHoldKind": "dsar.cases.hold_models.HoldKind",
        "ConsentChannel": "dsar.api.consent_views.CHANNELS",
        "ConsentMethod": "dsar.api.consent_views.METHODS",
        "DetectedKind": "dsar.api.detect_serializers.KINDS",
        "DetectionMethod": "dsar.api.detect_serializers.METHODS",
        "ClockEventKind": "dsar.api.serializers.CLOCK_EVENT_KINDS",
        "BreachState": "dsar.accountability.breaches.models.BreachState",
        "BreachNoticeState": "dsar.accountability.breaches.work_models.NoticeStand",
        "MeasureState": "dsar.api.dpia_serializers.MEASURE_STATES",
        "BodyOfRules": "dsar.api.detect_serializers.FRAMEWORKS",
    },
}

DSAR_BROKER_URL = env.text("DSAR_BROKER_URL", "filesystem://")
DSAR_BROKER_DIR = VAR_DIR / "broker"
DSAR_SCAN_LEASE_SECONDS = env.number("DSAR_SCAN_LEASE_SECONDS", 30)
DSAR_KEY_FILE = Path(env.text("DSAR_KEY_FILE", str(VAR_DIR / "keys" / "kek")))
# Read when a key is first needed, not here: the command line works without one.
DSAR_KEY = env.text("DSAR_KEY", from_file=False)
DSAR_MAKE_KEYS = False
DSAR_ALLOW_WEAK_SANDBOX = env.flag("DSAR_ALLOW_WEAK_SANDBOX")
DSAR_CHECKPOINT_DIR = Path(env.text("DSAR_CHECKPOINT_DIR", str(VAR_DIR / "checkpoints")))
# Proxies whose X-Forwarded-For is believed: addresses or networks, separated by commas.
DSAR_TRUSTED_PROXIES = env.words("DSAR_TRUSTED_PROXIES")
DSAR_PUBLIC_URL = env.text("DSAR_PUBLIC_URL", "http://127.0.0.1:8000")
DSAR_MAX_UPLOAD_MB = env.number("DSAR_MAX_UPLOAD_MB", 100)
# Where answers to our mails go; "{token}" is replaced by the token of the mail, which leads an answer to its case.
DSAR_REPLY_ADDRESS = env.text("DSAR_REPLY_ADDRESS")
# Intake by e-mail: hosts that may be read although their address is of this machine, authorities beside the system's,
# megabytes of a message that are read (a larger one is kept whole and read in part), days that mail is kept which is
# no request.
DSAR_MAIL_LOCAL_HOSTS = env.words("DSAR_MAIL_LOCAL_HOSTS")
DSAR_MAIL_CA_FILE = env.text("DSAR_MAIL_CA_FILE")
DSAR_MAIL_READ_MB = env.number("DSAR_MAIL_READ_MB", 50)
DSAR_MAIL_KEEP_DAYS = env.number("DSAR_MAIL_KEEP_DAYS", 30)
# Hosts of one's own network that may be told of consents by webhook, also without TLS.
DSAR_WEBHOOK_LOCAL_HOSTS = env.words("DSAR_WEBHOOK_LOCAL_HOSTS")
# Characters a minute that one person may send to the detection interface of one web process (0: no limit). A request
# counts at least 200.
DSAR_DETECT_CHARACTERS_PER_MINUTE = env.number("DSAR_DETECT_CHARACTERS_PER_MINUTE", 100_000_000)
# Endpoints before which text is looked at for personal data (see docs/pii-api.md), and bytes of a body that are read.
# Whose national phone numbers are meant where no language is named, besides the language of each block.
DSAR_DETECTION_LANGUAGES = tuple(env.words("DSAR_DETECTION_LANGUAGES", "en"))
# Seconds after which own kinds and thresholds are looked up again where every line is read; 0: only when published.
DSAR_LINE_RULES_SECONDS = env.number("DSAR_LINE_RULES_SECONDS", 30)
DSAR_TEXT_GATE = env.text("DSAR_TEXT_GATE")
DSAR_TEXT_GATE_BYTES = env.number("DSAR_TEXT_GATE_BYTES", 262_144)
# Source folders that may be searched: a source's path must lie under one of these (empty: none may).
DSAR_SOURCE_ROOTS = env.words("DSAR_SOURCE_ROOTS")
# Secrets of sources are named, never stored: a source with the secret "crm" reads DSAR_SECRET_CRM or its _FILE.
DSAR_SECRET_PREFIX = "DSAR_SECRET_"  # noqa: S105 - the prefix of names

LOGGING_CONFIG = "dsar.config.logging.configure"
LOGGING = {"version": 1}  # Django calls LOGGING_CONFIG only where this is not empty
