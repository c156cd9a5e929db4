"""The URL map of the installation."""

from django.urls import include, path

urlpatterns = [path("", include("dsar.urls"))]
