"""The ledger's screens under Set-up, and the public door of privacy choices."""

from django.urls import path

from dsar.rights.consent import (
    connection_views,
    import_views,
    opt_out_views,
    people_views,
    portal,
    purpose_views,
    snippet_portal,
)

_STAFF = [
    path("", purpose_views.index, name="consent"),
    path("figures/", purpose_views.figures, name="consent-figures"),
    path("purposes/new/", purpose_views.purpose_new, name="consent-purpose-new"),
    path("purposes/<uuid:purpose_id>/", purpose_views.purpose, name="consent-purpose"),
    path("purposes/<uuid:purpose_id>/wording/", purpose_views.wording_new, name="consent-wording-new"),
    path("purposes/<uuid:purpose_id>/retire/", purpose_views.purpose_retire, name="consent-purpose-retire"),
    path("wordings/<uuid:text_id>/picture/", purpose_views.picture, name="consent-picture"),
    path("people/", people_views.people, name="consent-people"),
    path("people/record/", people_views.record, name="consent-record"),
    path("people/<uuid:subject_id>/", people_views.person, name="consent-person"),
    path("people/<uuid:subject_id>/proof/", people_views.proof, name="consent-proof"),
    path("people/<uuid:subject_id>/link/", people_views.link, name="consent-link"),
    path("entries/<uuid:entry_uid>/undo/", people_views.undo, name="consent-undo"),
    path("entries/<uuid:entry_uid>/receipt/", people_views.receipt, name="consent-receipt"),
    path("imports/", import_views.imports, name="consent-imports"),
    path("imports/<uuid:batch_id>/", import_views.batch, name="consent-import"),
    path("imports/<uuid:batch_id>/undo/", import_views.undo, name="consent-import-undo"),
    path("systems/", connection_views.systems, name="consent-systems"),
    path("systems/tokens/new/", connection_views.token_new, name="consent-token-new"),
    path("systems/tokens/<uuid:token_id>/revoke/", connection_views.token_revoke, name="consent-token-revoke"),
    path("systems/receivers/new/", connection_views.webhook_new, name="consent-webhook-new"),
    path("systems/receivers/<uuid:webhook_id>/", connection_views.webhook, name="consent-webhook"),
    path("systems/receivers/<uuid:webhook_id>/again/", connection_views.webhook_again, name="consent-webhook-again"),
    path("systems/receivers/<uuid:webhook_id>/stop/", connection_views.webhook_stop, name="consent-webhook-stop"),
    path("systems/pages/new/", connection_views.site_new, name="consent-site-new"),
    path("systems/pages/<uuid:site_id>/", connection_views.site, name="consent-site"),
    path("systems/pages/<uuid:site_id>/stop/", connection_views.site_stop, name="consent-site-stop"),
    path("opt-outs/", opt_out_views.opt_outs, name="consent-opt-outs"),
    path("opt-outs/<uuid:opt_out_id>/", opt_out_views.opt_out, name="consent-opt-out"),
    path("notices/", opt_out_views.documents, name="consent-documents"),
    path(
        "notices/<uuid:controller_id>/<slug:notice_kind>/<slug:language>/",
        opt_out_views.document,
        name="consent-document",
    ),
]
_PUBLIC = [
    path(".well-known/gpc.json", snippet_portal.gpc, name="gpc"),
    path("privacy/", portal.browser_choices, name="choices"),
    path("privacy/mine/<str:choices_token>/", portal.linked_choices, name="choices-link"),
    path("my-request/choices/", portal.signed_in_choices, name="requester-choices"),
    path("privacy/receipt-key.txt", snippet_portal.receipt_key, name="choices-key"),
    path("privacy/notices/<slug:kind>/", portal.document, name="privacy-document"),
    path("privacy/notices/<slug:kind>/<int:version>/", portal.document, name="privacy-document-version"),
    path("privacy/pages/<slug:site_key>/", snippet_portal.site, name="choices-site"),
    path("privacy/pages/<slug:site_key>/state/", snippet_portal.state, name="choices-site-state"),
    path("privacy/pages/<slug:site_key>/choose/", snippet_portal.choose, name="choices-site-choose"),
]

urlpatterns = [
    *(path(f"setup/consent/{one.pattern}", one.callback, name=one.name) for one in _STAFF),
    *_PUBLIC,
]
