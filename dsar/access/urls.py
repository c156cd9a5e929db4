"""Sign-in, account, people and teams."""

from django.contrib.auth import views as auth_views
from django.urls import path, reverse_lazy

from dsar.access import factor_views, people_acts, people_views, single_sign_on_views, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/second-factor/", views.sign_in_second, name="sign-in-second"),
    path("sign-in/with/<slug:provider>/", single_sign_on_views.start, name="sign-in-with"),
    path("sign-in/with/<slug:provider>/callback/", single_sign_on_views.callback, name="sign-in-callback"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password-again/", views.reauthenticate, name="reauthenticate"),
    path("account/", views.account, name="account"),
    path("account/time-zone/", views.time_zone, name="account-time-zone"),
    path("account/language/", views.language, name="account-language"),
    path("account/sessions/end-others/", views.sessions_end, name="sessions-end"),
    path("account/sessions/<slug:handle>/end/", views.session_end, name="session-end"),
    path("account/second-factor/", factor_views.overview, name="factors"),
    path("account/second-factor/app/", factor_views.app, name="factor-app"),
    path("account/second-factor/app/qr.svg", factor_views.app_qr, name="factor-app-qr"),
    path("account/second-factor/key/", factor_views.key, name="factor-key"),
    path("account/second-factor/codes/", factor_views.codes, name="factor-codes"),
    path("account/second-factor/<int:factor_id>/remove/", factor_views.remove, name="factor-remove"),
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
        views.NewPassword.as_view(
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
    path("setup/people/<uuid:person_id>/unlock/", people_acts.person_unlock, name="person-unlock"),
    path("setup/people/<uuid:person_id>/sign-out/", people_acts.person_sign_out, name="person-sign-out"),
    path("setup/people/<uuid:person_id>/second-factor/", factor_views.reset, name="person-factor-reset"),
    path("setup/teams/new/", people_views.team, name="team-new"),
    path("setup/teams/<int:team_id>/", people_views.team, name="team"),
]
