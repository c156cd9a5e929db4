"""Help."""

from django.urls import path

from dsar.accountability import help as help_pages

urlpatterns = [
    path("help/", help_pages.help_page, name="help"),
    path("help/components/", help_pages.components, name="help-components"),
]
