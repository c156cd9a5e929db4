"""Review: the list and the items of a case, and the decisions that wait."""

from django.urls import path

from dsar.review import decision_views, item_views, pictures, views

_CASE = "cases/<str:ref>/review/"
_ITEM = f"{_CASE}<int:number>/"

urlpatterns = [
    path(_CASE, views.review_list, name="case-review"),
    path(f"{_CASE}open/", views.review_open, name="case-review-open"),
    path(f"{_CASE}set/", views.review_set, name="case-review-set"),
    path(f"{_CASE}sets/<uuid:set_id>/undo/", views.review_set_undo, name="case-review-set-undo"),
    path(_ITEM, item_views.item, name="case-review-item"),
    path(f"{_ITEM}decide/", item_views.item_decide, name="case-review-decide"),
    path(f"{_ITEM}passages/", item_views.item_mark, name="case-review-mark"),
    path(f"{_ITEM}passages/add/", item_views.item_add, name="case-review-add"),
    path(f"{_ITEM}passages/confirm/", item_views.item_confirm, name="case-review-confirm"),
    path(f"{_ITEM}passages/ground/", item_views.item_ground, name="case-review-ground"),
    path(f"{_ITEM}passages/judge/", item_views.item_judge, name="case-review-judge"),
    path(f"{_ITEM}passages/<uuid:passage_id>/picture/", pictures.face_picture, name="case-review-picture"),
    path(f"{_ITEM}exemption/", item_views.item_propose, name="case-review-propose"),
    path(f"{_ITEM}exemption/<uuid:proposal_id>/withdraw/", item_views.item_withdraw, name="case-review-withdraw"),
    path("decisions/", decision_views.decisions, name="decisions"),
    path("decisions/<uuid:proposal_id>/", decision_views.decision, name="decision"),
    path("decisions/<uuid:proposal_id>/opinion/", decision_views.decision_opinion, name="decision-opinion"),
]
