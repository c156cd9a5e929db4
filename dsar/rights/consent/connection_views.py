"""Systems that ask, receivers that are told, pages that show our snippet."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consent import connection_services as services
from consent.models import Scope, Site, SystemToken, Webhook
from dsar.access.pages import role_page
from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.rights.consent.forms import SiteForm, TokenForm, WebhookForm
from dsar.rights.consent.frame import frame
from dsar.rights.consent.purpose_views import take_errors
from dsar.web.requests import StaffRequest

ROWS = 50


@require_GET
@role_page(Act.EDIT_SOURCES)
def systems(request: StaffRequest) -> HttpResponse:
    """Tokens, receivers and pages."""
    context = frame(
        request.user,
        "consent-systems",
        tokens=SystemToken.objects.all(),
        webhooks=Webhook.objects.prefetch_related("purposes"),
        sites=Site.objects.prefetch_related("purposes"),
    )
    return render(request, "consent/systems.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
@recently_authenticated
def token_new(request: StaffRequest) -> HttpResponse:
    """Make a token; its secret is shown once."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        scopes = [Scope(one) for one in form.cleaned_data["scopes"]]
        _token, secret = services.make_token(name=form.cleaned_data["name"], scopes=scopes, actor=request.user)
    context = frame(request.user, "consent-systems", form=form, secret=secret)
    return render(request, "consent/token_new.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.EDIT_SOURCES)
def token_revoke(request: StaffRequest, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    try:
        services.revoke_token(token=get_object_or_404(SystemToken, pk=token_id), actor=request.user)
        messages.success(request, _("The token opens nothing any more."))
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("dsar:consent-systems")


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
@recently_authenticated
def webhook_new(request: StaffRequest) -> HttpResponse:
    """Add a receiver; the secret that signs is shown once."""
    form = WebhookForm(request.POST or None)
    secret, made = "", None
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.add_webhook(actor=request.user, **form.cleaned_data)
        except RuleRefused as refusal:
            take_errors(form, refusal)
    context = frame(request.user, "consent-systems", form=form, secret=secret, webhook=made)
    return render(request, "consent/webhook_new.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.EDIT_SOURCES)
def webhook(request: StaffRequest, webhook_id: UUID) -> HttpResponse:
    """A receiver with the log of what it was told."""
    found = get_object_or_404(Webhook, pk=webhook_id)
    log = found.deliveries.select_related("entry__purpose")
    context = frame(
        request.user,
        "consent-systems",
        webhook=found,
        page=Paginator(log, ROWS).get_page(request.GET.get("page")),
        failed=found.deliveries.filter(state="failed").count(),
    )
    return render(request, "consent/webhook.html", context)


@require_POST
@role_page(Act.EDIT_SOURCES)
def webhook_again(request: StaffRequest, webhook_id: UUID) -> HttpResponse:
    """Tell once more what the receiver did not take."""
    number = services.tell_again(webhook=get_object_or_404(Webhook, pk=webhook_id), actor=request.user)
    messages.success(request, _("%(number)d entries are told once more.") % {"number": number})
    return redirect("dsar:consent-webhook", webhook_id=webhook_id)


@require_POST
@role_page(Act.EDIT_SOURCES)
def webhook_stop(request: StaffRequest, webhook_id: UUID) -> HttpResponse:
    """Tell the receiver nothing more."""
    try:
        services.stop_webhook(webhook=get_object_or_404(Webhook, pk=webhook_id), actor=request.user)
        messages.success(request, _("The receiver is told nothing more."))
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("dsar:consent-systems")


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def site_new(request: StaffRequest) -> HttpResponse:
    """Add a page that shows the snippet."""
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_site(actor=request.user, **form.cleaned_data)
        except RuleRefused as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The page is added."))
            return redirect("dsar:consent-site", site_id=made.pk)
    context = frame(request.user, "consent-systems", form=form)
    return render(request, "consent/site_new.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.EDIT_SOURCES)
def site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """A page with the two lines that it needs."""
    found = get_object_or_404(Site, pk=site_id)
    script = request.build_absolute_uri(static("js/consent_snippet.js"))
    server = request.build_absolute_uri(reverse("dsar:choices-site", kwargs={"site_key": found.key}))
    lines = f'<script src="{script}" data-consent="{server}" defer></script>'
    base = request.build_absolute_uri("/").rstrip("/")
    policy = f"script-src {base}; connect-src {base}"
    context = frame(request.user, "consent-systems", site=found, lines=lines, policy=policy)
    return render(request, "consent/site.html", context)


@require_POST
@role_page(Act.EDIT_SOURCES)
def site_stop(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """The snippet of this page shows nothing more."""
    try:
        services.stop_site(site=get_object_or_404(Site, pk=site_id), actor=request.user)
        messages.success(request, _("The snippet of this page shows nothing any more."))
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("dsar:consent-systems")
