"""Where a case ends, is charged for, or is taken up again."""

from django.urls import path

from dsar.cases import decision_views, ending_views

urlpatterns = [
    path("cases/<str:ref>/close/", ending_views.close, name="case-close"),
    path("cases/<str:ref>/close/<slug:kind>/", ending_views.close_as, name="case-close-as"),
    path("cases/<str:ref>/remind/", ending_views.remind, name="case-remind"),
    path("cases/<str:ref>/refuse/", decision_views.refuse, name="case-refuse"),
    path("cases/<str:ref>/fee/", decision_views.fee, name="case-fee"),
    path("cases/<str:ref>/drafts/<slug:kind>/opinion/", decision_views.opinion, name="case-ending-opinion"),
    path("cases/<str:ref>/drafts/<slug:kind>/drop/", decision_views.drop, name="case-ending-drop"),
    path("cases/<str:ref>/reopen/", ending_views.reopen, name="case-reopen"),
    path("cases/<str:ref>/anew/", ending_views.anew, name="case-anew"),
]
