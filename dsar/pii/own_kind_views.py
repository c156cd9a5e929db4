"""Own kinds: the list, one with its versions, the form with its trial, switching and going back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.detection import KIND_FACTS
from discovery.documents import Kind
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.pii.forms import CATEGORY_WORDS, RISK_WORDS, OwnKindForm, initial_of
from dsar.pii.models import OwnKindVersion
from dsar.pii.own_kind_services import newest_of, restore_own_kind, save_own_kind, slug_of, switch_own_kind
from dsar.pii.own_kind_templates import TEMPLATES, template
from dsar.pii.steering import newest_own_kinds
from dsar.pii.trial import Trial, try_own_kind
from dsar.web.requests import StaffRequest


@require_GET
@role_page(Act.SEE_REGISTER)
def own_kinds(request: StaffRequest) -> HttpResponse:
    """Every own kind with its newest version, and what to start from."""
    context = {
        "nav": "setup",
        "rows": [_shown(row) for row in newest_own_kinds()],
        "templates": TEMPLATES,
        "may_edit": request.user.may(Act.EDIT_SOURCES),
    }
    return render(request, "pii/own_kinds.html", context)


@require_GET
@role_page(Act.SEE_REGISTER)
def own_kind(request: StaffRequest, slug: str) -> HttpResponse:
    """One own kind with all its versions."""
    newest = _newest(slug)
    versions = OwnKindVersion.objects.filter(slug=slug).select_related("written_by").order_by("-number")
    context = {
        "nav": "setup",
        "row": _shown(newest),
        "facts": _facts(newest),
        "versions": [_shown(row) for row in versions],
        "may_edit": request.user.may(Act.EDIT_SOURCES),
    }
    return render(request, "pii/own_kind.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def own_kind_edit(request: StaffRequest, slug: str = "") -> HttpResponse:
    """Make or change an own kind; trying it on a text writes nothing."""
    newest = _newest(slug) if slug else None
    form = OwnKindForm(request.POST or None, initial=_initial(request, newest))
    is_trial = request.method == "POST" and (request.htmx or "try" in request.POST)
    if is_trial and request.htmx:
        return render(request, "pii/_trial.html", {"trial": _trial(form)})
    if request.method == "POST" and not is_trial and form.is_valid():
        try:
            saved = save_own_kind(
                values=form.values(),
                actor=request.user,
                slug=slug,
                based_on=form.cleaned_data["based_on"] or 0,
                why=form.cleaned_data["why"],
            )
        except (RuleRefused, Conflict) as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("“%(label)s” is looked for from now on.") % {"label": saved.label})
            return redirect("dsar:own-kind", slug=saved.slug)
    trial = _trial(form) if request.method == "POST" else None
    context = {"nav": "setup", "form": form, "row": newest, "trial": trial, "templates": TEMPLATES}
    status = 422 if request.method == "POST" and not is_trial else 200
    return render(request, "pii/own_kind_edit.html", context, status=status)


@require_POST
@role_page(Act.EDIT_SOURCES)
def own_kind_switch(request: StaffRequest, slug: str) -> HttpResponse:
    """Look for it again, or no more."""
    newest = _newest(slug)
    is_on = request.POST.get("state") == "on"
    try:
        switch_own_kind(slug=slug, is_on=is_on, based_on=_number(request.POST.get("based_on")), actor=request.user)
    except (RuleRefused, Conflict) as refusal:
        messages.error(request, refusal.message)
    else:
        words = _("“%(label)s” is looked for again.") if is_on else _("“%(label)s” is not looked for any more.")
        messages.success(request, words % {"label": newest.label})
    return redirect("dsar:own-kind", slug=slug)


@require_POST
@role_page(Act.EDIT_SOURCES)
def own_kind_restore(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Take up an earlier version again."""
    _newest(slug)
    based_on = _number(request.POST.get("based_on"))
    try:
        restore_own_kind(slug=slug, number=number, based_on=based_on, actor=request.user)
    except (RuleRefused, Conflict) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Version %(number)d is used again.") % {"number": number})
    return redirect("dsar:own-kind", slug=slug)


def take_refusal(form: Any, refusal: RuleRefused | Conflict) -> None:
    """Put the words of a refusal beside the field that they belong to."""
    fields = getattr(refusal, "fields", {})
    for name, words in fields.items():
        form.add_error(name if name in form.fields else None, words)
    if not fields:
        form.add_error(None, refusal.message)


def _initial(request: StaffRequest, newest: OwnKindVersion | None) -> dict[str, Any]:
    if newest is not None:
        return initial_of(newest)
    chosen = template(request.GET.get("from", ""))
    return chosen.initial() if chosen else {"counts_as": Kind.OWN_KIND.value, "category": "business", "risk": 2}


def _trial(form: OwnKindForm) -> Trial | None:
    """The trial of what is typed so far; None where the form lacks what a pattern needs."""
    form.is_valid()
    given = form.cleaned_data
    needed = ("pattern", "category", "risk", "score", "least", "counts_as", "context")
    if not all(name in given for name in needed):
        return None
    given.setdefault("label", "")
    return try_own_kind(form.values().own_kind(slug_of(given["label"] or "trial")), given.get("trial", ""))


def _newest(slug: str) -> OwnKindVersion:
    newest = newest_of(slug)
    if newest is None:
        message = "No such kind."
        raise Http404(message)
    return newest


def _shown(row: OwnKindVersion) -> dict[str, Any]:
    return {
        "version": row,
        "counts_as": KIND_FACTS[Kind(row.counts_as)].label,
        "category": CATEGORY_WORDS.get(row.category, row.category),
        "risk": RISK_WORDS.get(row.risk, row.risk),
        "by": row.written_by.full_name if row.written_by else "",
    }


def _facts(row: OwnKindVersion) -> list[dict[str, Any]]:
    shown = _shown(row)
    return [
        {"label": _("Pattern"), "value": row.pattern},
        {"label": _("Counts as"), "value": shown["counts_as"]},
        {"label": _("Category"), "value": shown["category"]},
        {"label": _("Risk"), "value": shown["risk"]},
        {"label": _("Context words"), "value": ", ".join(row.context) or "–"},
        {"label": _("Certainty of the pattern alone"), "value": f"{row.score:.2f}"},
        {"label": _("Least certainty"), "value": f"{row.least:.2f}"},
        {"label": _("Slowest text"), "value": _("%(s).3f seconds a megabyte") % {"s": row.seconds}},
    ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
