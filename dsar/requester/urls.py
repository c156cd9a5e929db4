"""The door of the person who asked, and the staff's page of what they wish for."""

from django.urls import path

from dsar.requester import portal, views

urlpatterns = [
    path("my-request/", portal.sign_in, name="requester-sign-in"),
    path("my-request/code/", portal.code, name="requester-code"),
    path("my-request/status/", portal.home, name="requester-home"),
    path("my-request/messages/", portal.written, name="requester-messages"),
    path("my-request/question/", portal.clarify, name="requester-clarify"),
    path("my-request/proof/<slug:kind>/", portal.evidence, name="requester-evidence"),
    path("my-request/contact/", portal.contact, name="requester-contact"),
    path("my-request/withdraw/", portal.withdraw, name="requester-withdraw"),
    path("my-request/leave/", portal.sign_out, name="requester-sign-out"),
    path("cases/<str:ref>/wishes/", views.wishes, name="case-wishes"),
    path("cases/<str:ref>/wishes/<uuid:wish_id>/", views.decide, name="case-wish"),
]
