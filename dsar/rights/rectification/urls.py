"""Rectification on its case."""

from django.urls import path

from dsar.rights.rectification import views

urlpatterns = [
    path("cases/<str:ref>/rectification/", views.rectification, name="case-rectification"),
    path("cases/<str:ref>/rectification/new/", views.correction_new, name="case-rectification-new"),
    path("cases/<str:ref>/rectification/<uuid:correction_id>/check/", views.correction_check,
         name="case-rectification-check"),
    path("cases/<str:ref>/rectification/<uuid:correction_id>/drop/", views.correction_drop,
         name="case-rectification-drop"),
    path("cases/<str:ref>/restrict-meanwhile/", views.meanwhile, name="case-restrict-meanwhile"),
]  # fmt: skip
