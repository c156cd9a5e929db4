"""/api/v1/"""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from dsar.api import (
    breach_views,
    consent_views,
    deadline_views,
    detect_views,
    erasure_views,
    retention_views,
    views,
    work_views,
)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("cases/", views.CaseList.as_view(), name="api-cases"),
    path("cases/<str:ref>/", views.CaseDetail.as_view(), name="api-case"),
    path("cases/<str:ref>/clock-acts/", views.ClockActs.as_view(), name="api-clock-acts"),
    path("cases/<str:ref>/scans/", work_views.ScanView.as_view(), name="api-scans"),
    path("cases/<str:ref>/packages/", work_views.PackageView.as_view(), name="api-packages"),
    path("cases/<str:ref>/erasure/", erasure_views.ErasureView.as_view(), name="api-erasure"),
    path("cases/<str:ref>/erasure/ground/", erasure_views.ErasureGroundView.as_view(), name="api-erasure-ground"),
    path(
        "cases/<str:ref>/erasure/categories/<uuid:activity_id>/",
        erasure_views.ErasureCategoryView.as_view(),
        name="api-erasure-category",
    ),
    path("cases/<str:ref>/erasure/acts/", erasure_views.ErasureActs.as_view(), name="api-erasure-acts"),
    path(
        "cases/<str:ref>/erasure/rehearsal/<uuid:step_id>/",
        erasure_views.ErasureRehearsal.as_view(),
        name="api-erasure-rehearsal",
    ),
    path(
        "cases/<str:ref>/erasure/certificate/",
        erasure_views.ErasureCertificateView.as_view(),
        name="api-erasure-certificate",
    ),
    path("erasure/targets/", erasure_views.ErasureTargets.as_view(), name="api-erasure-targets"),
    path(
        "erasure/targets/<uuid:target_id>/trial/",
        erasure_views.ErasureTargetTrial.as_view(),
        name="api-erasure-target-trial",
    ),
    path("erasure/suppression/check/", erasure_views.SuppressionCheck.as_view(), name="api-suppression-check"),
    path("erasure/after-restore/", erasure_views.AfterRestore.as_view(), name="api-after-restore"),
    path("deadlines/preview/", deadline_views.DeadlinePreview.as_view(), name="api-deadline-preview"),
    path("consent/check/", consent_views.ConsentCheck.as_view(), name="api-consent-check"),
    path("consent/grant/", consent_views.ConsentGrant.as_view(), name="api-consent-grant"),
    path("consent/withdraw/", consent_views.ConsentWithdraw.as_view(), name="api-consent-withdraw"),
    path("consent/signal/", consent_views.ConsentSignal.as_view(), name="api-consent-signal"),
    path("consent/history/", consent_views.ConsentHistory.as_view(), name="api-consent-history"),
    path("breaches/", breach_views.BreachList.as_view(), name="api-breaches"),
    path("breaches/<slug:breach_ref>/", breach_views.BreachDetail.as_view(), name="api-breach"),
    path("breaches/<slug:breach_ref>/acts/", breach_views.BreachActs.as_view(), name="api-breach-acts"),
    path("detect/", detect_views.Detect.as_view(), name="api-detect"),
    path("anonymise/", detect_views.Anonymise.as_view(), name="api-anonymise"),
    path("moderate/", detect_views.Moderate.as_view(), name="api-moderate"),
    path("compliance-report/", detect_views.ComplianceReport.as_view(), name="api-compliance-report"),
    path("retention/rules/", retention_views.RetentionRules.as_view(), name="api-retention-rules"),
    path("retention/rules/<slug:code>/", retention_views.RetentionRuleVersions.as_view(), name="api-retention-rule"),
    path(
        "retention/rules/<slug:code>/<int:number>/approve/",
        retention_views.RetentionRuleApproval.as_view(),
        name="api-retention-rule-approve",
    ),
    path("retention/preview/", retention_views.RetentionPreview.as_view(), name="api-retention-preview"),
    path("retention/sweeps/", retention_views.RetentionSweeps.as_view(), name="api-retention-sweeps"),
    path("retention/questions/", retention_views.RetentionQuestions.as_view(), name="api-retention-questions"),
    path(
        "retention/questions/<uuid:question_id>/",
        retention_views.RetentionQuestion.as_view(),
        name="api-retention-question",
    ),
    path("retention/person-holds/", retention_views.PersonHolds.as_view(), name="api-person-holds"),
    path("cases/<str:ref>/holds/", retention_views.CaseHolds.as_view(), name="api-case-holds"),
    path("cases/<str:ref>/erase/", retention_views.CaseErase.as_view(), name="api-case-erase"),
]
