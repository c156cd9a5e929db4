"""Home and reports."""

from django.urls import path

from dsar.statistics import views

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/", views.reports, name="reports"),
]
