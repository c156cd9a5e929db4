"""The delivery room: the pages of a case, and the public door of a link."""

from django.urls import path

from dsar.delivery import portal, requester_door, views

urlpatterns = [
    path("deliveries/", views.waiting, name="deliveries"),
    path("cases/<str:ref>/delivery/", views.delivery, name="case-delivery"),
    path("cases/<str:ref>/delivery/release/", views.release, name="case-delivery-release"),
    path("cases/<str:ref>/delivery/code/", views.new_code, name="case-delivery-code"),
    path("cases/<str:ref>/delivery/renew/", views.renew, name="case-delivery-renew"),
    path("cases/<str:ref>/delivery/revoke/", views.revoke, name="case-delivery-revoke"),
    path("cases/<str:ref>/delivery/confirm/", views.confirm, name="case-delivery-confirm"),
    path("cases/<str:ref>/delivery/recipient/", views.recipient, name="case-delivery-recipient"),
    path("cases/<str:ref>/delivery/close/", views.close, name="case-delivery-close"),
    path("cases/<str:ref>/delivery/file/", views.file, name="case-delivery-file"),
    path("my-request/response/", requester_door.response, name="requester-response"),
    path("my-request/response/file/", requester_door.response_file, name="requester-response-file"),
    path("collect/<str:token>/", portal.collect, name="portal-collect"),
    path("collect/<str:token>/file/", portal.collect_file, name="portal-collect-file"),
]
