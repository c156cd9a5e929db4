"""Sign-in, account, people and teams."""

from django.contrib.auth import views as auth_views
from django.urls import path, reverse_lazy

from dsar.access import people_views, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password-again/", views.reauthenticate, name="reauthenticate"),
    path("account/", views.account, name="account"),
    path(
        "password-reset/",
        auth_views.PasswordResetView.as_view(
            template_name="access/reset.html",
            email_template_name="letters/password_reset.txt",
            subject_template_name="letters/password_reset_subject.txt",
            success_url=reverse_lazy("dsar:reset-sent"),
        ),
        name="reset",
    ),
    path(
        "password-reset/sent/",
        auth_views.PasswordResetDoneView.as_view(template_name="access/reset_sent.html"),
        name="reset-sent",
    ),
    path(
        "password-reset/<uidb64>/<token>/",
        auth_views.PasswordResetConfirmView.as_view(
            template_name="access/reset_confirm.html", success_url=reverse_lazy("dsar:reset-done")
        ),
        name="reset-confirm",
    ),
    path(
        "password-reset/done/",
        auth_views.PasswordResetCompleteView.as_view(template_name="access/reset_done.html"),
        name="reset-done",
    ),
    path("setup/people/", people_views.people, name="people"),
    path("setup/people/new/", people_views.person_new, name="person-new"),
    path("setup/people/<uuid:person_id>/", people_views.person, name="person"),
    path("setup/people/<uuid:person_id>/link/", people_views.person_link, name="person-link"),
    path("setup/people/<uuid:person_id>/let-go/", people_views.person_let_go, name="person-let-go"),
    path("setup/teams/new/", people_views.team, name="team-new"),
    path("setup/teams/<int:team_id>/", people_views.team, name="team"),
]
