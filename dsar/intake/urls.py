"""Intake: the staff form and the public form."""

from django.urls import path

from dsar.intake import portal, views

urlpatterns = [
    path("requests/new/", views.new_request, name="request-new"),
    path("requests/new/dates/", views.preview, name="request-preview"),
    path("cases/<str:ref>/logged/", views.logged, name="case-logged"),
    path("request/", portal.start, name="portal-start"),
    path("request/check/", portal.check, name="portal-check"),
    path("request/done/", portal.done, name="portal-done"),
    path("request/status/", portal.status, name="portal-status"),
    path("request/status/<str:code>/", portal.status_link, name="portal-status-link"),
    path("request/question/<slug:step>/", portal.question, name="portal-question"),
]
