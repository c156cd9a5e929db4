"""The door of the web server: `gunicorn dsar.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.demo")

application = get_wsgi_application()
