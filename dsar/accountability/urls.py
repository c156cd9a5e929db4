"""Help and audit."""

from django.urls import path

from dsar.accountability import audit_views, roles_views
from dsar.accountability import help as help_pages
from dsar.accountability.breaches import urls as breaches
from dsar.accountability.dpia import urls as dpia

urlpatterns = [
    path("help/", help_pages.help_page, name="help"),
    path("help/roles/", roles_views.roles_page, name="help-roles"),
    path("help/components/", help_pages.components, name="help-components"),
    path("audit/", audit_views.audit, name="audit"),
    path("audit/verify/", audit_views.audit_verify, name="audit-verify"),
    path("audit/checkpoint/", audit_views.audit_checkpoint, name="audit-checkpoint"),
    *breaches.urlpatterns,
    *dpia.urlpatterns,
]
