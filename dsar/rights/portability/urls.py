"""Portability: on its case, at the door of a receiving controller, and its published schemas."""

from django.urls import path

from dsar.rights.portability import portal, transmission_views, views

urlpatterns = [
    path("cases/<str:ref>/portability/", views.portability, name="case-portability"),
    path("cases/<str:ref>/portability/act/<slug:name>/", views.act, name="case-portability-act"),
    path("cases/<str:ref>/portability/activity/<uuid:activity_id>/", views.activity, name="case-portability-activity"),
    path("cases/<str:ref>/portability/set/<int:place>/", views.one_set, name="case-portability-set"),
    path("cases/<str:ref>/portability/package/<int:number>/", views.package_file, name="case-portability-file"),
    path(
        "cases/<str:ref>/portability/package/<int:number>/picture/<int:place>/",
        views.picture,
        name="case-portability-picture",
    ),
    path(
        "cases/<str:ref>/portability/receiver/new/",
        transmission_views.receiver_new,
        name="case-portability-receiver-new",
    ),
    path(
        "cases/<str:ref>/portability/receiver/<uuid:receiver_id>/",
        transmission_views.receiver,
        name="case-portability-receiver",
    ),
    path("transfer/<str:token>/", portal.transfer, name="portal-transfer"),
    path("portability/schema/", portal.schemas, name="portability-schemas"),
    path("portability/schema/<str:version>/<str:name>", portal.schema, name="portability-schema"),
]
