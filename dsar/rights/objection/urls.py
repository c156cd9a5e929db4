"""Objection on its case."""

from django.urls import path

from dsar.rights.objection import views

urlpatterns = [
    path("cases/<str:ref>/objection/", views.objection, name="case-objection"),
    path("cases/<str:ref>/objection/note/", views.note, name="case-objection-note"),
    path("cases/<str:ref>/objection/weigh/", views.weigh, name="case-objection-weigh"),
    path("cases/<str:ref>/objection/stop/", views.stop, name="case-objection-stop"),
    path("cases/<str:ref>/objection/free/", views.free, name="case-objection-free"),
]
