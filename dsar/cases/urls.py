"""Cases: the list, the case page, its acts."""

from django.urls import path

from dsar.cases import (
    act_views,
    advice_views,
    break_glass_views,
    clock_urls,
    ending_urls,
    keeping_urls,
    outbox_views,
    page_urls,
    queue_urls,
    triage_views,
    views,
)

urlpatterns = [
    *queue_urls.urlpatterns,
    *clock_urls.urlpatterns,
    path("emergency-access/", break_glass_views.break_glass, name="break-glass"),
    path("emergency-access/<uuid:glass_id>/end/", break_glass_views.break_glass_end, name="break-glass-end"),
    path("cases/<str:ref>/advice/", advice_views.advice_page, name="case-advice"),
    path("cases/<str:ref>/advice/ask/", advice_views.advice_ask, name="case-advice-ask"),
    path("cases/<str:ref>/advice/<uuid:note_id>/", advice_views.advice_give, name="case-advice-give"),
    path("cases/<str:ref>/", views.overview, name="case"),
    path("outbox/", outbox_views.outbox, name="outbox"),
    path("cases/<str:ref>/messages/<uuid:notice_id>/letter.pdf", outbox_views.message_pdf, name="case-message-pdf"),
    *page_urls.urlpatterns,
    path("cases/<str:ref>/assign/", act_views.assign, name="case-assign"),
    path("cases/<str:ref>/move/<slug:move>/", act_views.move, name="case-move"),
    path("cases/<str:ref>/take-in/", triage_views.take_in, name="case-take-in"),
    path("cases/<str:ref>/back/", act_views.back, name="case-back"),
    *ending_urls.urlpatterns,
    *keeping_urls.urlpatterns,
]
