"""Sign-off of a case."""

from django.urls import path

from dsar.response import simple_views, views

urlpatterns = [
    path("cases/<str:ref>/simple/", simple_views.simple, name="case-simple"),
    path("cases/<str:ref>/simple/on/", simple_views.go_on, name="case-simple-on"),
    path("cases/<str:ref>/simple/leave/", simple_views.leave, name="case-simple-leave"),
    path("cases/<str:ref>/sign-off/", views.sign_off, name="case-sign-off"),
    path("cases/<str:ref>/sign-off/answers/", views.answers, name="case-answers"),
    path("cases/<str:ref>/sign-off/copies/", views.copies, name="case-copies"),
    path("cases/<str:ref>/sign-off/copies/<int:number>/", views.copy_file, name="case-copy-file"),
    path("cases/<str:ref>/sign-off/build/", views.build, name="case-build"),
    path("cases/<str:ref>/sign-off/opinion/", views.opinion, name="case-opinion"),
    path("cases/<str:ref>/sign-off/approve/", views.approve, name="case-approve"),
    path("cases/<str:ref>/sign-off/packages/<int:number>/", views.package_file, name="case-package-file"),
]
