"""Set-up: the register of processing, controllers, systems and sources, letters."""

from django.urls import path

from dsar.processing_records import interchange_views, organisation_views, source_views, views

urlpatterns = [
    path("setup/", views.setup, name="setup"),
    path("setup/register/", views.register_list, name="register"),
    path("setup/register/print/", views.register_print, name="register-print"),
    path("setup/register/table.csv", views.register_csv, name="register-csv"),
    path("setup/register/gaps/", interchange_views.register_gaps, name="register-gaps"),
    path("setup/register/import/", interchange_views.register_import, name="register-import"),
    path("setup/register/file/<str:name>", interchange_views.register_file, name="register-file"),
    path("setup/register/new/", views.activity_edit, name="activity-new"),
    path("setup/register/<uuid:activity_id>/", views.activity, name="activity"),
    path("setup/register/<uuid:activity_id>/edit/", views.activity_edit, name="activity-edit"),
    path("setup/register/<uuid:activity_id>/remove/", views.activity_remove, name="activity-remove"),
    path("setup/controllers/", organisation_views.controllers, name="controllers"),
    path("setup/controllers/new/", organisation_views.controller_edit, name="controller-new"),
    path("setup/controllers/<uuid:controller_id>/", organisation_views.controller_edit, name="controller"),
    path("setup/systems/", organisation_views.systems, name="systems"),
    path("setup/systems/new/", organisation_views.system_edit, name="system-new"),
    path("setup/systems/<uuid:system_id>/", organisation_views.system_edit, name="system"),
    path("setup/sources/new/<slug:kind>/", source_views.source_new, name="source-new"),
    path("setup/sources/<uuid:source_id>/", source_views.source_edit, name="source"),
    path("setup/sources/<uuid:source_id>/test/", source_views.source_test, name="source-test"),
]
