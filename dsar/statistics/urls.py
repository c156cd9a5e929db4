"""Home, notifications and reports."""

from django.urls import path

from dsar.statistics import notification_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("notifications/", notification_views.notifications, name="notifications"),
    path("notifications/read/", notification_views.notifications_read, name="notifications-read"),
    path("notifications/mail/", notification_views.notifications_mail, name="notifications-mail"),
    path("reports/", views.reports, name="reports"),
]
