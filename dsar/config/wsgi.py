"""The door of the web server: `gunicorn dsar.config.wsgi:application`. It does not open with the wrong key."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.demo")

application = get_wsgi_application()

from dsar.foundation.keys import check_key  # noqa: E402 - only once the models are loaded

check_key()
