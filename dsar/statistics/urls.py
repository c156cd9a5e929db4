"""Home, notifications and reports."""

from django.urls import path

from dsar.statistics import notification_views, record_views, report_views, views
from dsar.statistics.release import views as release_views

urlpatterns = [
    path("", views.home, name="home"),
    path("notifications/", notification_views.notifications, name="notifications"),
    path("notifications/read/", notification_views.notifications_read, name="notifications-read"),
    path("notifications/mail/", notification_views.notifications_mail, name="notifications-mail"),
    path("reports/", report_views.performance, name="reports"),
    path("reports/workload/", report_views.workload, name="reports-workload"),
    path("reports/groups/", report_views.groups, name="reports-groups"),
    path("reports/public/", release_views.release_figures, name="release-figures"),
    path("reports/public/<uuid:report_id>/withdraw/", release_views.release_withdraw, name="release-withdraw"),
    path("reports/public/table/", release_views.release_table, name="release-table"),
    path("transparency/", release_views.transparency, name="transparency"),
    path("transparency/report.<slug:form>", release_views.transparency_file, name="transparency-file"),
    path("reports/records/", record_views.records, name="audit-records"),
    path("reports/records/<uuid:case_id>/", record_views.audit_record, name="audit-record"),
    path("reports/records/<uuid:case_id>/pack/", record_views.audit_record_pack, name="audit-record-pack"),
    path(
        "reports/records/<uuid:case_id>/packs/<uuid:pack_id>/",
        record_views.audit_record_pack_file,
        name="audit-record-pack-file",
    ),
    path("cases/<str:ref>/record/", record_views.record, name="case-record"),
    path("cases/<str:ref>/record/pack/", record_views.record_pack, name="case-record-pack"),
    path("cases/<str:ref>/record/packs/<uuid:pack_id>/", record_views.record_pack_file, name="case-record-pack-file"),
    path("reports/file/<slug:code>.<slug:form>", report_views.report_file, name="report-file"),
]
