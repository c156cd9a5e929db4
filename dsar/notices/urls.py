"""Notices: the set-up of letters."""

from django.urls import path

from dsar.notices import views

urlpatterns = [
    path("setup/letters/", views.letters, name="letters"),
    path("setup/letters/<slug:code>/", views.letter, name="letter"),
    path("setup/letters/<slug:code>/<slug:language>/", views.letter_edit, name="letter-edit"),
    path("setup/letters/<slug:code>/<slug:language>/restore/", views.letter_restore, name="letter-restore"),
    path("setup/letters/<slug:code>/<slug:language>/sample.pdf", views.letter_sample, name="letter-sample"),
    path("setup/letters/<slug:code>/<slug:language>/<int:number>/", views.letter_version, name="letter-version"),
]
