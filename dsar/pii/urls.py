"""Set-up → PII tools."""

from django.urls import path

from dsar.pii import views

_ROOT = "setup/pii/"

urlpatterns = [
    path(_ROOT, views.index, name="pii-tools"),
]
