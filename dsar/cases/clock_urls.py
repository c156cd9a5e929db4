"""The acts on the clock of a case, its explanation, and the clock without a case."""

from django.urls import path

from dsar.cases import calendar_views, clock_pages, clock_views

urlpatterns = [
    path("cases/<str:ref>/pause/", clock_views.pause, name="case-pause"),
    path("cases/<str:ref>/resume/", clock_views.resume, name="case-resume"),
    path("cases/<str:ref>/extend/", clock_views.extend, name="case-extend"),
    path("cases/<str:ref>/extend/withdraw/", clock_views.withdraw_extension, name="case-extension-withdraw"),
    path("cases/<str:ref>/receipt/", clock_views.receipt, name="case-receipt"),
    path("cases/<str:ref>/answered/", clock_views.response_given, name="case-answered"),
    path("cases/<str:ref>/clock/", clock_pages.explanation, name="case-clock"),
    path("cases/<str:ref>/clock/<uuid:event_id>/", clock_views.correct, name="case-clock-correct"),
    path("deadlines/", clock_pages.rules, name="deadline-rules"),
    path("deadlines/what-if/", clock_pages.what_if, name="deadline-what-if"),
    path("setup/controllers/<uuid:controller_id>/clock/", calendar_views.clock_settings, name="controller-clock"),
]
