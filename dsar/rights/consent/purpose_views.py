"""Purposes and their wordings, and the figures."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consent.catalogue_services import NewPurpose, NewText, add_purpose, publish_wording, retire_purpose
from consent.models import LedgerEntry, Purpose, Subject, WebhookDelivery, WordingText
from consent.vocabulary import Ground, OptOutRight, PurposeKind
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import Controller
from dsar.rights.consent import selectors
from dsar.rights.consent.forms import PurposeForm, WordingForm
from dsar.rights.consent.frame import frame
from dsar.rights.consent.models import CcpaOptOut
from dsar.web.requests import StaffRequest


@require_GET
@role_page(Act.SEE_CONSENT)
def index(request: StaffRequest) -> HttpResponse:
    """The purposes, with the numbers that need somebody."""
    is_retired = request.GET.get("show") == "retired"
    context = frame(
        request.user,
        "consent",
        rows=selectors.purpose_rows(retired=is_retired),
        is_retired=is_retired,
        may_edit=request.user.may(Act.EDIT_CONSENT),
        entries=LedgerEntry.objects.count(),
        subjects=Subject.objects.count(),
        open_opt_outs=CcpaOptOut.objects.filter(carried_out_at__isnull=True).count(),
        undelivered=WebhookDelivery.objects.filter(state="failed").count(),
        may_connect=request.user.may(Act.EDIT_SOURCES),
    )
    return render(request, "consent/index.html", context)


@require_GET
@role_page(Act.SEE_CONSENT)
def figures(request: StaffRequest) -> HttpResponse:
    """Where people stand now, purpose by purpose, and how many agree and withdraw."""
    return render(request, "consent/figures.html", frame(request.user, "consent-figures", figures=selectors.figures()))


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_CONSENT)
def purpose_new(request: StaffRequest) -> HttpResponse:
    """Add a purpose."""
    only = Controller.objects.first()
    form = PurposeForm(request.POST or None, initial={"controller": only.pk if only else None})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_purpose(purpose=_purpose_of(form), actor=request.user)
        except RuleRefused as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The purpose is added. Now publish its first wording."))
            return redirect("dsar:consent-wording-new", purpose_id=made.pk)
    context = frame(request.user, "consent", form=form, has_controller=only is not None)
    return render(request, "consent/purpose_new.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.SEE_CONSENT)
def purpose(request: StaffRequest, purpose_id: UUID) -> HttpResponse:
    """A purpose with its wordings, and what changed between two of them."""
    found = get_object_or_404(Purpose, pk=purpose_id)
    wordings = list(found.wordings.prefetch_related("texts"))
    old, new = _compared(request, wordings)
    languages = sorted({text.language for one in wordings for text in one.texts.all()})
    language = request.GET.get("language", "")
    language = language if language in languages else ("en" if "en" in languages else next(iter(languages), "en"))
    context = frame(
        request.user,
        "consent",
        purpose=found,
        wordings=wordings,
        languages=languages,
        language=language,
        old=old,
        new=new,
        diff=selectors.wording_diff(old, new, language) if old and new else [],
        controller=controller_of(found),
        may_edit=request.user.may(Act.EDIT_CONSENT) and found.retired_at is None,
    )
    return render(request, "consent/purpose.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_CONSENT)
def wording_new(request: StaffRequest, purpose_id: UUID) -> HttpResponse:
    """Publish the next wording."""
    found = get_object_or_404(Purpose, pk=purpose_id, retired_at__isnull=True)
    latest = found.wordings.prefetch_related("texts").first()
    initial = {f"{name}_{text.language}": getattr(text, name) for name in ("title", "text") for text in _texts(found)}
    languages = _languages(found)
    form = WordingForm(
        request.POST or None, request.FILES or None, languages=languages, first=latest is None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            publish_wording(
                purpose=found,
                texts=_texts_of(form),
                is_material=form.cleaned_data.get("asks_again", "yes") == "yes",
                reason=form.cleaned_data.get("reason", ""),
                actor=request.user,
            )
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The wording is published."))
            return redirect("dsar:consent-purpose", purpose_id=found.pk)
    context = frame(request.user, "consent", purpose=found, form=form, latest=latest)
    return render(request, "consent/wording_new.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.EDIT_CONSENT)
def purpose_retire(request: StaffRequest, purpose_id: UUID) -> HttpResponse:
    """Nobody is asked any more; what was said stays."""
    found = get_object_or_404(Purpose, pk=purpose_id)
    try:
        retire_purpose(purpose=found, actor=request.user)
        messages.success(request, _("The purpose is retired."))
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("dsar:consent-purpose", purpose_id=found.pk)


@require_GET
@role_page(Act.SEE_CONSENT)
def picture(request: StaffRequest, text_id: UUID) -> HttpResponse:
    """The picture of the screen on which a wording stood."""
    found = get_object_or_404(WordingText, pk=text_id)
    if not found.picture:
        raise Http404
    answer = HttpResponse(bytes(found.picture), content_type=found.picture_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def take_errors(form: object, error: RuleRefused | Conflict) -> None:
    """Put the words of a refusal beside the field that they belong to, or above the form."""
    fields = getattr(form, "fields", {})
    for name, words in error.fields.items():
        form.add_error(name if name in fields else None, words)  # type: ignore[attr-defined]  # any Django form
    if not error.fields:
        form.add_error(None, error.message)  # type: ignore[attr-defined]


def _purpose_of(form: PurposeForm) -> NewPurpose:
    given = form.cleaned_data
    return NewPurpose(
        code=given["code"],
        kind=PurposeKind(given["kind"]),
        ground=Ground(given["ground"]),
        legal_basis=given["legal_basis"],
        opt_out_right=OptOutRight(given["opt_out_right"]),
        heeds_signal=given["heeds_signal"],
        is_special_category=given["is_special_category"],
        valid_months=given["valid_months"],
        controller_id=given["controller"].pk,
        activity_id=given["activity"].pk if given["activity"] else None,
    )


def controller_of(found: Purpose) -> Controller | None:
    """The organisation that asks for it."""
    return Controller.objects.filter(pk=found.controller_id).first() if found.controller_id else None


def _languages(found: Purpose) -> list[str]:
    """English, French, German, the controller's own first."""
    controller = controller_of(found)
    first = controller.language[:2] if controller else "en"
    return [first, *(code for code in ("en", "fr", "de") if code != first)]


def _texts(found: Purpose) -> list[WordingText]:
    latest = found.wordings.prefetch_related("texts").first()
    return list(latest.texts.all()) if latest else []


def _texts_of(form: WordingForm) -> list[NewText]:
    given, upload = form.cleaned_data, form.cleaned_data.get("picture")
    shown = bytes(upload.read()) if upload else b""
    return [
        NewText(code, given[f"title_{code}"], given[f"text_{code}"], given["screen"], shown)
        for code in form.languages
        if given.get(f"text_{code}")
    ]


def _compared(request: StaffRequest, wordings: list) -> tuple:  # type: ignore[type-arg]  # of Wording or None
    numbers = {str(one.number): one for one in wordings}
    old, new = numbers.get(request.GET.get("from", "")), numbers.get(request.GET.get("to", ""))
    if len(wordings) > 1 and not (old and new):
        new, old = wordings[0], wordings[1]
    return old, new
