"""Pages of a case beside its acts: notes, files, checklist, details, hold, messages, presence, history."""

from django.urls import path

from dsar.cases import checklist, messages, messages_incoming, notes, pages_details, pages_files, presence, views

urlpatterns = [
    path("mentions/", notes.mention_list, name="mentions"),
    path("cases/<str:ref>/history/", views.history_page, name="case-history"),
    path("cases/<str:ref>/history.csv", views.history_csv, name="case-history-csv"),
    path("cases/<str:ref>/notes/", notes.note_list, name="case-note"),
    path("cases/<str:ref>/notes/<uuid:written_id>/", notes.note, name="case-note-one"),
    path("cases/<str:ref>/files/", pages_files.file_list, name="case-attach"),
    path("cases/<str:ref>/files/<uuid:file_id>/", pages_files.file, name="case-file"),
    path("cases/<str:ref>/files/<uuid:file_id>/purpose/", pages_files.file_purpose, name="case-file-purpose"),
    path("cases/<str:ref>/files/<uuid:file_id>/delete/", pages_files.file_delete, name="case-file-delete"),
    path("cases/<str:ref>/checklist/", checklist.checklist, name="case-checklist"),
    path("cases/<str:ref>/checklist/line/", checklist.check, name="case-check"),
    path("cases/<str:ref>/details/", pages_details.details, name="case-details"),
    path("cases/<str:ref>/internal-hold/", pages_details.hold, name="case-internal-hold"),
    path("cases/<str:ref>/internal-hold/lift/", pages_details.hold_lift, name="case-internal-hold-lift"),
    path("cases/<str:ref>/presence/", presence.presence, name="case-presence"),
    path("cases/<str:ref>/messages/", messages.message_list, name="case-messages"),
    path("cases/<str:ref>/messages/write/", messages.write_message, name="case-message-write"),
    path("cases/<str:ref>/messages/draft/drop/", messages.draft_drop, name="case-draft-drop"),
    path("cases/<str:ref>/messages/received/", messages_incoming.incoming_write, name="case-incoming-write"),
    path(
        "cases/<str:ref>/messages/received/<uuid:incoming_id>/",
        messages_incoming.incoming_read,
        name="case-incoming-read",
    ),
    path("cases/<str:ref>/messages/<uuid:notice_id>/", messages.message, name="case-message"),
    path("cases/<str:ref>/messages/<uuid:notice_id>/posted/", messages.message_posted, name="case-message-posted"),
    path("cases/<str:ref>/messages/<uuid:notice_id>/again/", messages.message_again, name="case-message-again"),
]
