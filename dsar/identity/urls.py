"""The identity room of a case."""

from django.urls import path

from dsar.identity import people_views, views

urlpatterns = [
    path("cases/<str:ref>/people/recipient/remove/", people_views.remove, name="case-person-remove"),
    path("cases/<str:ref>/people/<slug:role>/", people_views.person, name="case-person"),
    path("cases/<str:ref>/identity/", views.checks, name="case-identity"),
    path("cases/<str:ref>/identity/evidence/", views.evidence, name="case-identity-evidence"),
    path("cases/<str:ref>/identity/evidence/<uuid:file_id>/", views.evidence_file, name="case-identity-file"),
    path("cases/<str:ref>/identity/<slug:kind>/ask/", views.ask, name="case-identity-ask"),
    path("cases/<str:ref>/identity/<slug:kind>/proved/", views.proved, name="case-identity-proved"),
    path("cases/<str:ref>/identity/<slug:kind>/not-enough/", views.insufficient, name="case-identity-insufficient"),
    path("cases/<str:ref>/identity/<slug:kind>/not-needed/", views.not_needed, name="case-identity-not-needed"),
]
