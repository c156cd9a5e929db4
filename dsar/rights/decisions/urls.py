"""Decided rights: the shared pages on a case, and the register of decisions."""

from django.urls import path

from dsar.rights.decisions import register_views, views

urlpatterns = [
    path("cases/<str:ref>/decision/", views.decide, name="case-right-decision"),
    path("cases/<str:ref>/decision/agree/", views.agree, name="case-right-agree"),
    path("cases/<str:ref>/decision/give-back/", views.give_back, name="case-right-give-back"),
    path("cases/<str:ref>/decision/take-back/", views.take_back, name="case-right-take-back"),
    path("cases/<str:ref>/decision/answer/", views.answer, name="case-right-answer"),
    path("cases/<str:ref>/decision/finish/", views.finish, name="case-right-finish"),
    path("cases/<str:ref>/decision/task/<uuid:task_id>/", views.task, name="case-right-task"),
    path("cases/<str:ref>/decision/recipients/<int:number>/", views.recipient, name="case-right-recipient"),
    path("cases/<str:ref>/decision/recipients/name/", views.name_recipients, name="case-right-recipients-named"),
    path("decisions/register/", register_views.register, name="rights-register"),
    path("decisions/register.csv", register_views.register_file, name="rights-register-file"),
]
