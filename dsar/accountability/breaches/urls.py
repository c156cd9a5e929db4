"""The register of breaches: list and reporting, then the pages of an entry, then its acts."""

from django.urls import path

from dsar.accountability.breaches import notice_views, views, work_views

urlpatterns = [
    path("breaches/", views.register, name="breaches"),
    path("breaches/table.csv", views.register_csv, name="breaches-csv"),
    path("breaches/report/", views.report, name="breach-report"),
    path("breaches/<slug:breach_ref>/", views.breach, name="breach"),
    path("breaches/<slug:breach_ref>/facts/", views.facts, name="breach-facts"),
    path("breaches/<slug:breach_ref>/aware/", views.aware, name="breach-aware"),
    path("breaches/<slug:breach_ref>/no-breach/", views.dismiss, name="breach-dismiss"),
    path("breaches/<slug:breach_ref>/assessment/", work_views.assessment, name="breach-assessment"),
    path("breaches/<slug:breach_ref>/assessment/<uuid:scan_id>/", work_views.scan, name="breach-scan"),
    path(
        "breaches/<slug:breach_ref>/assessment/<uuid:scan_id>/<slug:verb>/",
        work_views.scan_act,
        name="breach-scan-act",
    ),
    path("breaches/<slug:breach_ref>/risk/", work_views.risk, name="breach-risk"),
    path("breaches/<slug:breach_ref>/notices/", notice_views.notices, name="breach-notices"),
    path("breaches/<slug:breach_ref>/notices/<int:number>/", notice_views.notice, name="breach-notice"),
    path(
        "breaches/<slug:breach_ref>/notices/<int:number>/approve/",
        notice_views.notice_approve,
        name="breach-notice-approve",
    ),
    path("breaches/<slug:breach_ref>/notices/<int:number>/drop/", notice_views.notice_drop, name="breach-notice-drop"),
    path(
        "breaches/<slug:breach_ref>/notices/<int:number>/paper.pdf",
        notice_views.notice_paper,
        name="breach-notice-paper",
    ),
    path("breaches/<slug:breach_ref>/timeline/", work_views.timeline, name="breach-timeline"),
    path("breaches/<slug:breach_ref>/documents/<uuid:document_id>/", work_views.document, name="breach-document"),
    path("breaches/<slug:breach_ref>/packs/", work_views.pack_order, name="breach-pack"),
    path("breaches/<slug:breach_ref>/packs/<uuid:pack_id>/", work_views.pack_file, name="breach-pack-file"),
    path("breaches/<slug:breach_ref>/tasks/", work_views.task, name="breach-task"),
    path("breaches/<slug:breach_ref>/cases/", work_views.case_link, name="breach-case"),
    path("breaches/<slug:breach_ref>/close/", views.close, name="breach-close"),
    path("breaches/<slug:breach_ref>/reopen/", views.reopen, name="breach-reopen"),
]
