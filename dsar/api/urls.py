"""/api/v1/"""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from dsar.api import deadline_views, detect_views, views, work_views

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("cases/", views.CaseList.as_view(), name="api-cases"),
    path("cases/<str:ref>/", views.CaseDetail.as_view(), name="api-case"),
    path("cases/<str:ref>/clock-acts/", views.ClockActs.as_view(), name="api-clock-acts"),
    path("cases/<str:ref>/scans/", work_views.ScanView.as_view(), name="api-scans"),
    path("cases/<str:ref>/packages/", work_views.PackageView.as_view(), name="api-packages"),
    path("deadlines/preview/", deadline_views.DeadlinePreview.as_view(), name="api-deadline-preview"),
    path("detect/", detect_views.Detect.as_view(), name="api-detect"),
    path("anonymise/", detect_views.Anonymise.as_view(), name="api-anonymise"),
    path("moderate/", detect_views.Moderate.as_view(), name="api-moderate"),
    path("compliance-report/", detect_views.ComplianceReport.as_view(), name="api-compliance-report"),
]
