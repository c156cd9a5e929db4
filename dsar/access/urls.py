"""Sign-in and account."""

from django.contrib.auth import views as auth_views
from django.urls import path, reverse_lazy

from dsar.access import views

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
]
