"""Cases: the list, the case page, its acts."""

from django.urls import path

from dsar.cases import act_views, advice_views, break_glass_views, ending_urls, messages, queue_urls, triage_views, views

urlpatterns = [
    *queue_urls.urlpatterns,
    path("emergency-access/", break_glass_views.break_glass, name="break-glass"),
    path("emergency-access/<uuid:glass_id>/end/", break_glass_views.break_glass_end, name="break-glass-end"),
    path("cases/<str:ref>/advice/", advice_views.advice_page, name="case-advice"),
    path("cases/<str:ref>/advice/ask/", advice_views.advice_ask, name="case-advice-ask"),
    path("cases/<str:ref>/advice/<uuid:note_id>/", advice_views.advice_give, name="case-advice-give"),
    path("cases/<str:ref>/", views.overview, name="case"),
    path("cases/<str:ref>/history/", views.history_page, name="case-history"),
    path("cases/<str:ref>/history.csv", views.history_csv, name="case-history-csv"),
    path("cases/<str:ref>/notes/", views.write, name="case-note"),
    path("cases/<str:ref>/files/", views.attach, name="case-attach"),
    path("cases/<str:ref>/files/<uuid:file_id>/", views.file, name="case-file"),
    path("cases/<str:ref>/pause/", act_views.pause, name="case-pause"),
    path("cases/<str:ref>/resume/", act_views.resume, name="case-resume"),
    path("cases/<str:ref>/extend/", act_views.extend, name="case-extend"),
    path("cases/<str:ref>/assign/", act_views.assign, name="case-assign"),
    path("cases/<str:ref>/move/<slug:move>/", act_views.move, name="case-move"),
    path("cases/<str:ref>/take-in/", triage_views.take_in, name="case-take-in"),
    path("cases/<str:ref>/back/", act_views.back, name="case-back"),
    *ending_urls.urlpatterns,
    path("cases/<str:ref>/messages/", messages.message_list, name="case-messages"),
    path("cases/<str:ref>/messages/write/", messages.write_message, name="case-message-write"),
    path("cases/<str:ref>/messages/<uuid:notice_id>/", messages.message, name="case-message"),
    path("cases/<str:ref>/messages/<uuid:notice_id>/posted/", messages.message_posted, name="case-message-posted"),
    path("cases/<str:ref>/messages/<uuid:notice_id>/again/", messages.message_again, name="case-message-again"),
]
