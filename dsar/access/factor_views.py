"""Pages on which people set up, renew and remove their second factors, and on which administrators reset them."""

from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access import factor_keys, factors
from dsar.access.factor_adapter import open_credential, seal_credential
from dsar.access.factor_forms import AppForm, KeyForm, ResetForm
from dsar.access.models import User
from dsar.access.pages import role_page
from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.access.sessions import MUST_SET_UP
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest, staff_page

_SECRET = "new_app_secret"  # noqa: S105 - a name in the session; the value there is sealed
_SHOW_CODES = "show_recovery_codes"


@require_GET
@staff_page
def overview(request: StaffRequest) -> HttpResponse:
    """What is set up, and what may be added."""
    context = {
        "factors": factors.factors_of(request.user),
        "is_needed": factors.must_have_factor(request.user),
        "must_set_up": bool(request.session.get(MUST_SET_UP)),
    }
    return render(request, "access/factors.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@staff_page
@recently_authenticated
def app(request: StaffRequest) -> HttpResponse:
    """Set up an authenticator app: scan, then show that it works."""
    form = AppForm(request.POST or None)
    secret = _new_secret(request)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            factors.add_app(person=request.user, secret=secret, code=code, session=_session(request))
        except RuleRefused as error:
            form.add_error("code", error.message)
        else:
            request.session.pop(_SECRET)
            return _after_adding(request)
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "secret": grouped}
    return render(request, "access/factor_app.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@staff_page
@recently_authenticated
def app_qr(request: StaffRequest) -> HttpResponse:
    """The secret of the new app as a QR code, for the page of the app alone."""
    adapter = get_adapter()
    drawing = adapter.build_totp_svg(adapter.build_totp_url(request.user, _new_secret(request)))
    return HttpResponse(drawing, content_type="image/svg+xml")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@staff_page
@recently_authenticated
def key(request: StaffRequest) -> HttpResponse:
    """Add a security key, or the one that is built into the device."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            factor_keys.finish_adding(
                person=request.user, name=given["name"], answer=given["answer"], session=_session(request)
            )
        except RuleRefused as error:
            form.add_error("name", error.message)
        else:
            return _after_adding(request)
    context = {"form": form, "key_request": factor_keys.begin_adding(request.user)}
    return render(request, "access/factor_key.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page
@recently_authenticated
def codes(request: StaffRequest) -> HttpResponse:
    """Make new recovery codes, and show them this once."""
    shown = []
    if request.method == "POST" or request.session.pop(_SHOW_CODES, False):
        shown = factors.new_recovery_codes(person=request.user)
    context = {"codes": shown, "factors": factors.factors_of(request.user)}
    return render(request, "access/factor_codes.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
@recently_authenticated
def remove(request: StaffRequest, factor_id: int) -> HttpResponse:
    """Remove an app or a key."""
    own = Authenticator.objects.filter(user=request.user, type__in=(factors.APP, factors.KEY))
    row = get_object_or_404(own, pk=factor_id)
    if request.method == "POST":
        try:
            factors.remove_factor(person=request.user, row=row, session=_session(request))
        except RuleRefused as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("It is removed."))
        return redirect("dsar:factors")
    return render(request, "access/factor_remove.html", {"row": row, "is_app": row.type == factors.APP})


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_PEOPLE)
@recently_authenticated
def reset(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Take the second factors from a colleague who has lost them."""
    person = get_object_or_404(User, pk=person_id)
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            factors.reset_factors(person=person, why=given["why"], known_by=given["known_by"], actor=request.user)
        except RuleRefused as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("%(name)s sets up a new second factor.") % {"name": person.full_name})
            return redirect("dsar:person", person_id=person.pk)
    context = {"nav": "setup", "person": person, "form": form}
    return render(request, "access/factor_reset.html", context, status=422 if form.errors else 200)


def _new_secret(request: StaffRequest) -> str:
    """The secret of the app that is being set up; it waits sealed in the session."""
    if kept := request.session.get(_SECRET):
        return open_credential(kept)
    secret: str = generate_totp_secret()
    request.session[_SECRET] = seal_credential(secret)
    return secret


def _session(request: StaffRequest) -> str:
    return request.session.session_key or ""


def _after_adding(request: StaffRequest) -> HttpResponse:
    """Into the house; whoever has no recovery codes yet gets them now."""
    request.session.pop(MUST_SET_UP, None)
    if factors.factors_of(request.user).codes_left is None:
        request.session[_SHOW_CODES] = True
        return redirect("dsar:factor-codes")
    messages.success(request, _("The second factor is added. Everywhere else you are signed out."))
    return redirect("dsar:factors")
