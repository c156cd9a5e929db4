"""Intake: the staff form and the public form."""

from django.urls import path

from dsar.intake import mail_setup_views, mail_views, phone_views, portal, views

urlpatterns = [
    path("requests/new/", views.new_request, name="request-new"),
    path("requests/new/dates/", views.preview, name="request-preview"),
    path("requests/call/", phone_views.call, name="request-call"),
    path("requests/call/script/", phone_views.script, name="request-script"),
    path("mail/", mail_views.mail_list, name="mail-list"),
    path("mail/<uuid:mail_id>/", mail_views.mail_page, name="mail"),
    path("mail/<uuid:mail_id>/log/", mail_views.mail_log, name="mail-log"),
    path("mail/<uuid:mail_id>/join/", mail_views.mail_join, name="mail-join"),
    path("mail/<uuid:mail_id>/dismiss/", mail_views.mail_dismiss, name="mail-dismiss"),
    path("mail/<uuid:mail_id>/reopen/", mail_views.mail_reopen, name="mail-reopen"),
    path("mail/<uuid:mail_id>/original/", mail_views.mail_original, name="mail-original"),
    path("setup/mailboxes/", mail_setup_views.mailboxes, name="mailboxes"),
    path("setup/mailboxes/new/<slug:kind>/", mail_setup_views.mailbox_new, name="mailbox-new"),
    path("setup/mailboxes/<uuid:mailbox_id>/", mail_setup_views.mailbox, name="mailbox"),
    path("setup/mailboxes/<uuid:mailbox_id>/test/", mail_setup_views.mailbox_test, name="mailbox-test"),
    path("setup/mailboxes/<uuid:mailbox_id>/again/", mail_setup_views.mailbox_again, name="mailbox-again"),
    path("cases/<str:ref>/logged/", views.logged, name="case-logged"),
    path("request/", portal.start, name="portal-start"),
    path("request/check/", portal.check, name="portal-check"),
    path("request/done/", portal.done, name="portal-done"),
    path("request/status/", portal.status, name="portal-status"),
    path("request/status/<str:code>/", portal.status_link, name="portal-status-link"),
    path("request/question/<slug:step>/", portal.question, name="portal-question"),
]
