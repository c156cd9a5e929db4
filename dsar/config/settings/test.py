"""The profile of the tests: like the demo, in a folder of its own, with a cheap password hasher."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The tests' files never touch the var/ of a running demo; whoever made the folder removes it.
if "DSAR_VAR_DIR" not in os.environ:
    os.environ["DSAR_VAR_DIR"] = os.environ["DSAR_TEST_VAR"] = tempfile.mkdtemp(prefix="dsar-test-")
    atexit.register(shutil.rmtree, os.environ["DSAR_VAR_DIR"], ignore_errors=True)
# Tests that run beside each other share no folder; what they start with a folder of its own keeps that one.
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and os.environ["DSAR_VAR_DIR"] == os.environ.get("DSAR_TEST_VAR"):
    os.environ["DSAR_VAR_DIR"] = str(Path(os.environ["DSAR_TEST_VAR"]) / worker)
    Path(os.environ["DSAR_VAR_DIR"]).mkdir(exist_ok=True)

from dsar.config.settings.base import *

SECRET_KEY = "tests-only-" + "x" * 40
DSAR_MAKE_KEYS = True
DSAR_SOURCE_ROOTS = ["/"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DSAR_LINE_RULES_SECONDS = 0  # no statement comes up by the clock while a test counts them
DSAR_PROFILE = "test"
