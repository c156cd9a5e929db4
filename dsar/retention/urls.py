"""Retention: under Set-up, and on a case."""

from django.urls import path

from dsar.retention import case_views, register_views, views

urlpatterns = [
    path("setup/retention/", views.rules, name="retention"),
    path("setup/retention/rules/<slug:code>/", views.rule, name="retention-rule"),
    path("setup/retention/rules/<slug:code>/<int:number>/<slug:act>/", views.rule_version, name="retention-version"),
    path("setup/retention/preview/", views.preview, name="retention-preview"),
    path("setup/retention/preview.csv", views.preview_file, name="retention-preview-file"),
    path("setup/retention/tasks/", views.tasks, name="retention-tasks"),
    path("setup/retention/tasks/<uuid:question_id>/", views.task, name="retention-task"),
    path("setup/retention/next/", views.upcoming, name="retention-next"),
    path("setup/retention/sweeps/", views.sweeps, name="retention-sweeps"),
    path("setup/retention/sweeps/new/", views.sweep_new, name="retention-sweep-new"),
    path("setup/retention/sweeps/<uuid:sweep_id>/", views.sweep, name="retention-sweep"),
    path("setup/retention/sweeps/<uuid:sweep_id>/record.<str:form>", views.sweep_file, name="retention-sweep-file"),
    path("setup/retention/register/", register_views.register, name="retention-register"),
    path("setup/retention/register/<uuid:activity_id>/", register_views.term, name="retention-term"),
    path("setup/retention/register/<uuid:activity_id>/count/", register_views.count, name="retention-count"),
    path(
        "setup/retention/register/<uuid:activity_id>/count/<uuid:column_id>/drop/",
        register_views.count_drop,
        name="retention-count-drop",
    ),
    path("setup/retention/holds/", register_views.holds, name="retention-holds"),
    path("setup/retention/holds/new/", register_views.hold_new, name="retention-hold-new"),
    path("setup/retention/holds/<uuid:hold_id>/<slug:act>/", register_views.hold_act, name="retention-hold-act"),
    path("cases/<str:ref>/retention/", case_views.retention, name="case-retention"),
    path("cases/<str:ref>/erase/", case_views.erase, name="case-erase"),
]
