"""The profile of the tests: like the demo, in a folder of its own, with a cheap password hasher."""

import atexit
import os
import shutil
import tempfile

# The tests' files never touch the var/ of a running demo; whoever made the folder removes it.
if "DSAR_VAR_DIR" not in os.environ:
    os.environ["DSAR_VAR_DIR"] = tempfile.mkdtemp(prefix="dsar-test-")
    atexit.register(shutil.rmtree, os.environ["DSAR_VAR_DIR"], ignore_errors=True)

from dsar.config.settings.base import *

SECRET_KEY = "tests-only-" + "x" * 40
DSAR_MAKE_KEYS = True
DSAR_SOURCE_ROOTS = ["/"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DSAR_PROFILE = "test"
