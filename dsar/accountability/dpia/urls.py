"""Impact assessments: lists, screenings, templates, and the pages of an assessment."""

from django.urls import path

from dsar.accountability.dpia import decision_views, draft_views, screening_views, views, writing_views

_ONE = "dpias/<str:dpia_ref>/"

urlpatterns = [
    path("dpias/", views.dpias, name="dpias"),
    path("dpias/table.csv", views.dpias_csv, name="dpias-csv"),
    path("dpias/new/", views.dpia_new, name="dpia-new"),
    path("dpias/to-advise/", views.dpias_to_advise, name="dpias-to-advise"),
    path("dpias/to-approve/", views.dpias_to_approve, name="dpias-to-approve"),
    path("dpias/screenings/", screening_views.dpia_screenings, name="dpia-screenings"),
    path("dpias/screenings/new/", screening_views.dpia_screening_new, name="dpia-screening-new"),
    path("dpias/screenings/<str:screening_ref>/", screening_views.dpia_screening, name="dpia-screening"),
    path("dpias/screenings/<str:screening_ref>/view/", screening_views.dpia_screening_view, name="dpia-screening-view"),
    path(
        "dpias/screenings/<str:screening_ref>/decide/",
        screening_views.dpia_screening_decide,
        name="dpia-screening-decide",
    ),
    path("dpias/templates/", decision_views.dpia_templates, name="dpia-templates"),
    path(
        "dpias/templates/<uuid:template_id>/retire/", decision_views.dpia_template_retire, name="dpia-template-retire"
    ),
    path(_ONE, views.dpia, name="dpia"),
    path(f"{_ONE}part/<slug:part>/", writing_views.dpia_part, name="dpia-part"),
    path(f"{_ONE}part/<slug:part>/keep/", draft_views.dpia_keep, name="dpia-keep"),
    path(f"{_ONE}register/", writing_views.dpia_register, name="dpia-register"),
    path(f"{_ONE}risks/", writing_views.dpia_risks, name="dpia-risks"),
    path(f"{_ONE}risks/new/", writing_views.dpia_risk, name="dpia-risk-new"),
    path(f"{_ONE}risks/<slug:risk_id>/", writing_views.dpia_risk, name="dpia-risk"),
    path(f"{_ONE}measures/new/", writing_views.dpia_measure, name="dpia-measure-new"),
    path(f"{_ONE}measures/<slug:measure_id>/", writing_views.dpia_measure, name="dpia-measure"),
    path(f"{_ONE}measures/<slug:measure_id>/state/", decision_views.dpia_measure_state, name="dpia-measure-state"),
    path(f"{_ONE}advice/", decision_views.dpia_advice, name="dpia-advice"),
    path(f"{_ONE}consultation/", decision_views.dpia_consultation, name="dpia-consultation"),
    path(f"{_ONE}decision/", decision_views.dpia_decision, name="dpia-decision"),
    path(f"{_ONE}comments/", writing_views.dpia_comments, name="dpia-comments"),
    path(f"{_ONE}comments/<uuid:comment_id>/settle/", writing_views.dpia_comment_settle, name="dpia-comment-settle"),
    path(f"{_ONE}new-version/", decision_views.dpia_version_new, name="dpia-version-new"),
    path(f"{_ONE}save-as-template/", decision_views.dpia_template_save, name="dpia-template-save"),
    path(f"{_ONE}versions/<int:version>/", views.dpia_version, name="dpia-version"),
    path(f"{_ONE}versions/<int:version>/changes/", views.dpia_compare, name="dpia-compare"),
    path(f"{_ONE}versions/<int:version>/report.<slug:form>", views.dpia_file, name="dpia-file"),
]
