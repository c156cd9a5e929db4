"""Signing in and out, giving the password again, the own account. Reset is Django's, with our templates."""

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access import throttle
from dsar.access.forms import PasswordAgainForm, SignInForm
from dsar.access.models import User
from dsar.access.reauthentication import mark_fresh
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
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        held_back = throttle.is_held_back(email)
        user = None if held_back else authenticate(request, username=email, password=form.cleaned_data["password"])
        if isinstance(user, User):
            return _welcome(request, user, email)
        throttle.count_failure(email)
        record("access.sign_in_refused", actor=None, actor_kind="public", outcome="refused")
        message = _("The address or the password is not right.")
        if held_back:
            message = _("Too many tries. Wait 15 minutes, or set a new password by e-mail.")
        form.add_error(None, message)
    context = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "access/sign_in.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, user: User, email: str) -> HttpResponse:
    login(request, user)
    throttle.forget_failures(email)
    mark_fresh(request)
    record("access.signed_in", actor=user)
    return HttpResponseRedirect(_safe_next(request, "dsar:home"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and tell the browser to forget what it keeps."""
    logout(request)
    response = redirect("dsar:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@staff_page
def reauthenticate(request: StaffRequest) -> HttpResponse:
    """Ask for the password again before an act that cannot be taken back."""
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not throttle.is_held_back(request.user.email) and request.user.check_password(form.cleaned_data["password"]):
            mark_fresh(request)
            record("access.reauthenticated", actor=request.user)
            return HttpResponseRedirect(_safe_next(request, "dsar:home"))
        throttle.count_failure(request.user.email)
        form.add_error("password", _("This is not your password."))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "access/reauthenticate.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@staff_page
def account(request: StaffRequest) -> HttpResponse:
    """The own account: name, roles, a new password."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        record("access.password_changed", actor=request.user, about=request.user)
        return redirect("dsar:account")
    return render(request, "access/account.html", {"form": form}, status=422 if form.errors else 200)


def _safe_next(request: HttpRequest, default: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(default)
