"""The search of a case."""

from django.urls import path

from dsar.search import upload_views, views

urlpatterns = [
    path("cases/<str:ref>/search/", views.page, name="case-search"),
    path("cases/<str:ref>/search/plan/", views.plan, name="case-search-plan"),
    path("cases/<str:ref>/search/start/", views.start, name="case-search-start"),
    path("cases/<str:ref>/search/cancel/", views.cancel, name="case-search-cancel"),
    path("cases/<str:ref>/search/resume/", views.resume, name="case-search-resume"),
    path("cases/<str:ref>/search/progress/", views.progress, name="case-search-progress"),
    path("cases/<str:ref>/search/systems/<uuid:planned_id>/", views.system, name="case-search-system"),
    path("cases/<str:ref>/search/systems/<uuid:planned_id>/back/", views.back_in, name="case-search-back-in"),
    path("cases/<str:ref>/search/files/", upload_views.files, name="case-search-files"),
    path("cases/<str:ref>/search/files/<uuid:upload_id>/", upload_views.take, name="case-search-file"),
    path("cases/<str:ref>/search/files/<uuid:upload_id>/remove/", upload_views.remove, name="case-search-file-remove"),
    path("cases/<str:ref>/search/findings/", views.findings, name="case-search-findings"),
    path("cases/<str:ref>/search/coverage/", views.coverage, name="case-search-coverage"),
    path("cases/<str:ref>/search/coverage/<uuid:coverage_id>/", views.read, name="case-search-read"),
]
