"""The profile of `make run`: one machine, SQLite, keys made on the first start, mail written to files, DEBUG off."""

import os

from dsar.config.settings import env
from dsar.config.settings.base import *
from dsar.config.settings.secrets import demo_secret_key

SECRET_KEY = demo_secret_key(VAR_DIR)
DSAR_MAKE_KEYS = True
DSAR_SOURCE_ROOTS = env.words("DSAR_SOURCE_ROOTS", str(VAR_DIR / "demo"))
CSRF_TRUSTED_ORIGINS = env.words("DSAR_TRUSTED_ORIGINS")
DSAR_PUBLIC_URL = env.text("DSAR_PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
DSAR_PROFILE = "demo"
