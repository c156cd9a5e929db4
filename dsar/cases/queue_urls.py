"""The list of cases: its views, its table, acts on many. They come before addresses with a reference."""

from django.urls import path

from dsar.cases import queue_bulk_views, queue_export, queue_views, saved_views

urlpatterns = [
    path("cases/", queue_views.case_list, name="case-list"),
    path("cases/overdue/", queue_views.case_skeletons, name="case-skeletons"),
    path("cases/overdue/export.csv", queue_export.skeletons, name="case-skeletons-export"),
    path("cases/export.csv", queue_export.export, name="case-export"),
    path("cases/bulk/", queue_bulk_views.bulk, name="case-bulk"),
    path("cases/views/", saved_views.view_list, name="case-views"),
    path("cases/views/save/", saved_views.view_save, name="case-view-save"),
    path("cases/views/default/", saved_views.view_default, name="case-view-default"),
    path("cases/views/<uuid:view_id>/", saved_views.view_edit, name="case-view"),
]
