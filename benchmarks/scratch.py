"""A throw-away database for a measurement, with the tests' settings and people."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.test")

import django


@contextmanager
def scratch_database() -> Iterator[None]:
    """Django set up over a migrated database that is gone afterwards. Import models inside the block."""
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    setup_test_environment()
    before = connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
        teardown_test_environment()
