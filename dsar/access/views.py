"""Signing in and out, proving oneself again, the own account. Reset is Django's, with our templates."""

from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access import factor_keys, factors, lock_out, mails, proof, signing_in
from dsar.access.forms import LanguageForm, ProofAgainForm, SecondFactorForm, SignInForm, TimeZoneForm
from dsar.access.models import User
from dsar.access.reauthentication import mark_fresh
from dsar.access.services import set_language, set_time_zone
from dsar.access.sessions import end_session, end_sessions, sessions_of
from dsar.access.single_sign_on import offered
from dsar.audit.services import record
from dsar.web.requests import StaffRequest, staff_page


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; the answer to a wrong address and to a wrong password is the same."""
    if request.user.is_authenticated:
        return redirect("dsar:home")
    form = SignInForm(request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        user = authenticate(request, username=given["email"], password=given["password"])
        if isinstance(user, User):
            return signing_in.recognised(request, user, by="password", wanted=wanted)
        record("access.sign_in_refused", actor=None, actor_kind="public", outcome="refused")
        message = _("The address or the password is not right.")
        if lock_out.was_held_back(request):
            message = _("Too many tries. Wait 15 minutes, or set a new password by e-mail.")
        form.add_error(None, message)
    context = {"form": form, "next": wanted, "providers": offered()}
    return render(request, "access/sign_in.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in_second(request: HttpRequest) -> HttpResponse:
    """The second step of signing in, for those who have a second factor."""
    person = signing_in.pending_person(request)
    if person is None:
        return redirect("dsar:sign-in")
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proved = proof.judge(person, form.cleaned_data)
        if proved not in (proof.WRONG, proof.HELD_BACK):
            return signing_in.enter_pending(request, person, second=proved)
        form.add_error("code", _refusal(proved, _("This code or key is not right. A code works once.")))
    context = {"form": form, "key_request": factor_keys.begin_proving(person)}
    return render(request, "access/sign_in_second.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and tell the browser to forget what it keeps."""
    logout(request)
    response = redirect("dsar:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@staff_page
def reauthenticate(request: StaffRequest) -> HttpResponse:
    """Ask for the password or the second factor again before an act that cannot be taken back."""
    form = ProofAgainForm(request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        proved = proof.judge(request.user, form.cleaned_data)
        if proved not in (proof.WRONG, proof.HELD_BACK):
            mark_fresh(request)
            record("access.reauthenticated", actor=request.user, facts={"by": proved})
            return HttpResponseRedirect(signing_in.safe_next(request, wanted))
        field = "password" if form.cleaned_data.get("password") else "code"
        form.add_error(field, _refusal(proved, _("This is not your password or your code.")))
    context = {
        "form": form,
        "next": wanted,
        "has_factor": factors.has_factor(request.user),
        "key_request": factor_keys.begin_proving(request.user),
        "providers": [] if request.user.has_usable_password() else offered(),
    }
    return render(request, "access/reauthenticate.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@staff_page
def account(request: StaffRequest) -> HttpResponse:
    """The own account: name, roles, second factors, sessions, a new password."""
    form = PasswordChangeForm(request.user, request.POST or None)
    form.fields["old_password"].widget.attrs.pop("autofocus", None)  # the page begins elsewhere
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        request.session.save()
        end_sessions(request.user, but=request.session.session_key)
        record("access.password_changed", actor=request.user, about=request.user)
        mails.account_changed(request.user, mails.PASSWORD_CHANGED)
        messages.success(request, _("The password is changed. Everywhere else you are signed out."))
        return redirect("dsar:account")
    context = {
        "form": form,
        "factors": factors.factors_of(request.user),
        "sessions": sessions_of(request.user, request),
        "zone_form": TimeZoneForm(initial={"time_zone": request.user.time_zone}),
        "language_form": LanguageForm(initial={"language": request.user.language}),
    }
    return render(request, "access/account.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page
def time_zone(request: StaffRequest) -> HttpResponse:
    """Say in which zone one works."""
    set_time_zone(person=request.user, zone=request.POST.get("time_zone", ""))
    messages.success(request, _("Your time zone is changed."))
    return redirect("dsar:account")


@require_POST
@staff_page
def language(request: StaffRequest) -> HttpResponse:
    """Say in which language one reads the screens; the answer is in it already."""
    set_language(person=request.user, language=request.POST.get("language", ""))
    if request.user.language:
        translation.activate(request.user.language)
    messages.success(request, _("Your language is changed."))
    return redirect("dsar:account")


@require_POST
@staff_page
def session_end(request: StaffRequest, handle: str) -> HttpResponse:
    """Sign out in another browser."""
    if end_session(request.user, handle):
        record("access.session_ended", actor=request.user, about=request.user)
        messages.success(request, _("You are signed out there."))
    return redirect("dsar:account")


@require_POST
@staff_page
def sessions_end(request: StaffRequest) -> HttpResponse:
    """Sign out in every other browser."""
    ended = end_sessions(request.user, but=request.session.session_key)
    record("access.sessions_ended", actor=request.user, about=request.user, facts={"count": ended})
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("dsar:account")


class NewPassword(PasswordResetConfirmView):
    """Setting a password by the mailed link; every session of the person ends, the second factor stays."""

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        """Keep the password."""
        person = form.user
        end_sessions(person)
        record("access.password_changed", actor=person, about=person)
        mails.account_changed(person, mails.PASSWORD_CHANGED)
        return super().form_valid(form)


def _refusal(verdict: str, wrong: str) -> str:
    return _("Too many tries. Wait 15 minutes.") if verdict == proof.HELD_BACK else wrong
