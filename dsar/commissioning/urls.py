"""Commissioning: the staff's pages and the owner's private link."""

from django.urls import path

from dsar.commissioning import portal, views

urlpatterns = [
    path("owners/", views.waiting, name="owners-waiting"),
    path("cases/<str:ref>/owners/", views.commissions, name="case-commissions"),
    path("cases/<str:ref>/owners/ask/<uuid:planned_id>/", views.ask, name="case-commission-new"),
    path("cases/<str:ref>/owners/<uuid:commission_id>/", views.commission, name="case-commission"),
    path("cases/<str:ref>/owners/<uuid:commission_id>/reply/", views.reply, name="case-commission-reply"),
    path("cases/<str:ref>/owners/<uuid:commission_id>/due/", views.move_due, name="case-commission-due"),
    path("cases/<str:ref>/owners/<uuid:commission_id>/link/", views.renew, name="case-commission-link"),
    path("cases/<str:ref>/owners/<uuid:commission_id>/call-off/", views.call_off, name="case-commission-call-off"),
    path("cases/<str:ref>/search/log/", views.log, name="case-search-log"),
    path("part/<str:link>/", portal.part, name="part"),
    path("part/<str:link>/files/", portal.files, name="part-files"),
    path("part/<str:link>/files/<uuid:upload_id>/back/", portal.file_back, name="part-file-back"),
    path("part/<str:link>/answer/", portal.answer, name="part-answer"),
    path("part/<str:link>/question/", portal.question, name="part-question"),
]
