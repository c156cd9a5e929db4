"""Set-up → PII tools."""

from django.urls import path

from dsar.pii import anonymise_views, own_kind_views, quality_views, text_views, views

_ROOT = "setup/pii/"

urlpatterns = [
    path(_ROOT, views.index, name="pii-tools"),
    path(f"{_ROOT}kinds/", own_kind_views.own_kinds, name="own-kinds"),
    path(f"{_ROOT}kinds/new/", own_kind_views.own_kind_edit, name="own-kind-new"),
    path(f"{_ROOT}kinds/<slug:slug>/", own_kind_views.own_kind, name="own-kind"),
    path(f"{_ROOT}kinds/<slug:slug>/edit/", own_kind_views.own_kind_edit, name="own-kind-edit"),
    path(f"{_ROOT}kinds/<slug:slug>/switch/", own_kind_views.own_kind_switch, name="own-kind-switch"),
    path(
        f"{_ROOT}kinds/<slug:slug>/versions/<int:number>/restore/",
        own_kind_views.own_kind_restore,
        name="own-kind-restore",
    ),
    path(f"{_ROOT}feedback/", quality_views.feedback, name="pii-feedback"),
    path(f"{_ROOT}thresholds/", quality_views.thresholds, name="pii-thresholds"),
    path(f"{_ROOT}thresholds/choose/", quality_views.threshold_choose, name="pii-threshold-choose"),
    path(f"{_ROOT}thresholds/of/<str:key>/", quality_views.threshold, name="pii-threshold"),
    path(f"{_ROOT}thresholds/<int:number>/restore/", quality_views.thresholds_restore, name="pii-thresholds-restore"),
    path(f"{_ROOT}figures/", quality_views.figures, name="pii-metrics"),
    path(f"{_ROOT}settings/", quality_views.policy, name="pii-policy"),
    path(f"{_ROOT}scan/", text_views.scan_text, name="pii-scan-text"),
    path(f"{_ROOT}report/", text_views.compliance_report, name="pii-report"),
    path(f"{_ROOT}anonymise/", anonymise_views.anonymise_text, name="pii-anonymise-text"),
    path(f"{_ROOT}restore/", anonymise_views.restore_tokens, name="pii-restore"),
    path(f"{_ROOT}vaults/", anonymise_views.vaults, name="vaults"),
    path(f"{_ROOT}vaults/<uuid:vault_id>/erase/", anonymise_views.vault_erase, name="vault-erase"),
]
