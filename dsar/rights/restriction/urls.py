"""Restriction on its case, the list of those in force, and Set-up of flags."""

from django.urls import path

from dsar.rights.restriction import setup_views, views

urlpatterns = [
    path("restrictions/", setup_views.restrictions, name="restrictions"),
    path("cases/<str:ref>/restriction/", views.restriction, name="case-restriction"),
    path("cases/<str:ref>/restriction/scope/", views.scope, name="case-restriction-scope"),
    path("cases/<str:ref>/restriction/use/", views.use, name="case-restriction-use"),
    path("cases/<str:ref>/restriction/inform/", views.inform, name="case-restriction-inform"),
    path("cases/<str:ref>/restriction/lift/", views.lift, name="case-restriction-lift"),
    path("cases/<str:ref>/restriction/again/", views.flags_again, name="case-restriction-again"),
    path("setup/restriction-flags/", setup_views.flag_rules, name="restriction-flags"),
    path(
        "setup/restriction-flags/<uuid:rule_id>/remove/", setup_views.flag_rule_remove, name="restriction-flag-remove"
    ),
]
