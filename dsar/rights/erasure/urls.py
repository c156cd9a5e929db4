"""Erasure: on its case, and under Set-up."""

from django.urls import path

from dsar.rights.erasure import setup_views, views

urlpatterns = [
    path("cases/<str:ref>/erasure/", views.erasure, name="case-erasure"),
    path("cases/<str:ref>/erasure/category/<uuid:activity_id>/", views.category, name="case-erasure-category"),
    path("cases/<str:ref>/erasure/target/<uuid:step_id>/", views.rehearsal, name="case-erasure-target"),
    path("cases/<str:ref>/erasure/certificate.<str:form>", views.certificate, name="case-erasure-certificate"),
    path("cases/<str:ref>/erasure/act/<slug:name>/", views.act, name="case-erasure-act"),
    path("setup/erasure/", setup_views.targets, name="erasure-targets"),
    path("setup/erasure/new/<slug:kind>/", setup_views.target_new, name="erasure-target-new"),
    path("setup/erasure/<uuid:target_id>/", setup_views.target_edit, name="erasure-target"),
    path("setup/erasure/<uuid:target_id>/test/", setup_views.target_test, name="erasure-target-test"),
    path("setup/erasure/<uuid:target_id>/policies/", setup_views.policy_new, name="erasure-policy-new"),
    path("setup/erasure/policies/<uuid:policy_id>/remove/", setup_views.policy_remove, name="erasure-policy-remove"),
    path("setup/suppression/", setup_views.suppression, name="suppression"),
    path("setup/suppression/tasks/<uuid:task_id>/", setup_views.restore_task, name="restore-task"),
]
