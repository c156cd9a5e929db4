"""Redaction: the log of a case."""

from django.urls import path

from dsar.redaction import views

urlpatterns = [
    path("cases/<str:ref>/redactions/", views.redaction_log, name="case-review-log"),
    path("cases/<str:ref>/redactions.csv", views.redaction_log_csv, name="case-review-log-csv"),
]
