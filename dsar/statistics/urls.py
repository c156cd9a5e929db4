"""Home, notifications and reports."""

from django.urls import path

from dsar.statistics import notification_views, report_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("notifications/", notification_views.notifications, name="notifications"),
    path("notifications/read/", notification_views.notifications_read, name="notifications-read"),
    path("notifications/mail/", notification_views.notifications_mail, name="notifications-mail"),
    path("reports/", report_views.performance, name="reports"),
    path("reports/workload/", report_views.workload, name="reports-workload"),
    path("reports/groups/", report_views.groups, name="reports-groups"),
    path("reports/file/<slug:code>.<slug:form>", report_views.report_file, name="report-file"),
]
