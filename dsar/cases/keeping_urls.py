"""What surrounds a case: other requests, holds, owners, complaints, who must not know."""

from django.urls import path

from dsar.cases import cover_views, keeping_views, preservation_portal, relation_views

urlpatterns = [
    path("cases/<str:ref>/related/", relation_views.related, name="case-related"),
    path("cases/<str:ref>/related/<str:other>/unlink/", relation_views.unlink, name="case-unlink"),
    path("cases/<str:ref>/split/", relation_views.split, name="case-split"),
    path("cases/<str:ref>/holds/", keeping_views.holds, name="case-holds"),
    path("cases/<str:ref>/holds/<uuid:hold_id>/lift/", keeping_views.hold_lift, name="case-hold-lift"),
    path("cases/<str:ref>/preserve/", keeping_views.preserve, name="case-preserve"),
    path("cases/<str:ref>/preserve/<uuid:notice_id>/<slug:act>/", keeping_views.preservation, name="case-preservation"),
    path("cases/<str:ref>/complaints/", keeping_views.complaints, name="case-complaints"),
    path("cases/<str:ref>/complaints/<uuid:complaint_id>/", keeping_views.complaint, name="case-complaint"),
    path("cases/<str:ref>/conflicts/", keeping_views.conflicts, name="case-conflicts"),
    path("cases/<str:ref>/conflicts/<uuid:conflict_id>/lift/", keeping_views.conflict_lift, name="case-conflict-lift"),
    path("account/absences/", cover_views.absences, name="absences"),
    path("account/absences/<uuid:absence_id>/end/", cover_views.absence_end, name="absence-end"),
    path("preserve/<str:owner_token>/", preservation_portal.preserve, name="preserve"),
]
