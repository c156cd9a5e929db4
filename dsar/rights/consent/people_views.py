"""A person's choices: looked up by an identifier that never stands in an address, told in words, recorded, proved."""

import json
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consent.connection_services import make_link
from consent.models import LedgerEntry, Purpose, Subject
from consent.selectors import text_in
from consent.services import Said, Source, record_choice, undo_entry
from consent.subjects import Identifier, find_subject
from consent.vocabulary import Act as Word
from consent.vocabulary import Channel, Method, SubjectKind
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, KeyDestroyed, RuleRefused
from dsar.rights.consent import opt_out_services, proof_services, selectors
from dsar.rights.consent.forms import ChoiceForm, LookUpForm, UndoForm
from dsar.rights.consent.frame import frame
from dsar.rights.consent.purpose_views import take_errors
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest


@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "POST"])
@role_page(Act.LOOK_UP_CONSENT)
def people(request: StaffRequest) -> HttpResponse:
    """Look a person up; the identifier goes in the body, and the page found is named by our own id."""
    form = LookUpForm(request.POST or None)
    nobody = None
    if request.method == "POST" and form.is_valid():
        identifier = Identifier(SubjectKind(form.cleaned_data["kind"]), form.cleaned_data["identifier"])
        try:
            found = find_subject(identifier)
        except RuleRefused as refusal:
            take_errors(form, refusal)
        else:
            if found is not None:
                return redirect("dsar:consent-person", subject_id=found.pk)
            nobody = identifier
    choice = ChoiceForm(initial={"channel": Channel.PHONE, "method": Method.SPOKEN})
    context = frame(request.user, "consent-people", form=form, nobody=nobody, choice=choice)
    return render(request, "consent/people.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.LOOK_UP_CONSENT)
def person(request: StaffRequest, subject_id: UUID) -> HttpResponse:
    """What holds for a person, and everything that they ever said."""
    subject = get_object_or_404(Subject, pk=subject_id)
    proof_services.note_look_up(subject=subject, actor=request.user)
    form = ChoiceForm(initial={"channel": Channel.PHONE, "method": Method.SPOKEN})
    return render(request, "consent/person.html", _person_context(request, subject, form))


@sensitive_post_parameters()
@require_POST
@role_page(Act.LOOK_UP_CONSENT)
def record(request: StaffRequest) -> HttpResponse:
    """Write down what a person told us; `subject` names a known one, `kind` and `identifier` a new one."""
    named = _uuid(request.POST.get("subject", ""))
    subject = Subject.objects.filter(pk=named).first() if named else None
    form, who = ChoiceForm(request.POST), LookUpForm(request.POST)
    identifier = None
    if subject is None and who.is_valid():
        identifier = Identifier(SubjectKind(who.cleaned_data["kind"]), who.cleaned_data["identifier"])
    if form.is_valid() and (subject or identifier):
        try:
            entry = _recorded(request, identifier, subject, form)
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("It is recorded."))
            return redirect("dsar:consent-person", subject_id=entry.subject_id)
    if subject is not None:
        return render(request, "consent/person.html", _person_context(request, subject, form), status=422)
    context = frame(request.user, "consent-people", form=who, nobody=identifier, choice=form)
    return render(request, "consent/people.html", context, status=422)


@require_http_methods(["GET", "POST"])
@role_page(Act.LOOK_UP_CONSENT)
def undo(request: StaffRequest, entry_uid: UUID) -> HttpResponse:
    """Take an entry back by a counter-entry."""
    entry = get_object_or_404(LedgerEntry.objects.select_related("subject", "purpose"), uid=entry_uid)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_entry(entry=entry, reason=form.cleaned_data["reason"], source=_staff(request))
        except Conflict as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The entry is taken back. Both stand in the history."))
            return redirect("dsar:consent-person", subject_id=entry.subject_id)
    context = frame(request.user, "consent-people", entry=entry, form=form)
    return render(request, "consent/undo.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.LOOK_UP_CONSENT)
def receipt(request: StaffRequest, entry_uid: UUID) -> HttpResponse:
    """The signed receipt of an entry."""
    found = get_object_or_404(LedgerEntry.objects.select_related("subject", "purpose", "text", "undoes"), uid=entry_uid)
    made = proof_services.make_receipt(entry=found, actor=request.user)
    content = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return download([content], name=f"receipt-{found.seq}.json", media_type="application/json")  # type: ignore[return-value]  # streamed


@require_POST
@role_page(Act.LOOK_UP_CONSENT)
def proof(request: StaffRequest, subject_id: UUID) -> HttpResponse:
    """The proof pack of a person as a ZIP."""
    subject = get_object_or_404(Subject, pk=subject_id)
    try:
        content = proof_services.make_proof(subject=subject, actor=request.user)
    except KeyDestroyed as erased:
        messages.warning(request, erased.message)
        return redirect("dsar:consent-person", subject_id=subject.pk)
    name = f"consent-proof-{subject.pk.hex[:8]}.zip"
    return download([content], name=name, media_type="application/zip", size=len(content))  # type: ignore[return-value]  # streamed


@require_POST
@role_page(Act.LOOK_UP_CONSENT)
def link(request: StaffRequest, subject_id: UUID) -> HttpResponse:
    """Make a private link to the person's own page of choices; it is shown this once."""
    subject = get_object_or_404(Subject, pk=subject_id)
    made, token = make_link(subject=subject, actor=request.user)
    address = request.build_absolute_uri(reverse("dsar:choices-link", kwargs={"choices_token": token}))
    form = ChoiceForm(initial={"channel": Channel.PHONE, "method": Method.SPOKEN})
    context = _person_context(request, subject, form) | {"link": address, "link_until": made.expires_at}
    return render(request, "consent/person.html", context)


def _person_context(request: StaffRequest, subject: Subject, form: ChoiceForm) -> dict[str, object]:
    try:
        identifier = subject.identifier
    except KeyDestroyed:
        identifier = ""
    return frame(
        request.user,
        "consent-people",
        subject=subject,
        identifier=identifier,
        standings=selectors.standings_in_words(subject),
        history=selectors.history_in_words(subject),
        choice=form,
    )


@transaction.atomic
def _recorded(
    request: StaffRequest, identifier: Identifier | None, subject: Subject | None, form: ChoiceForm
) -> LedgerEntry:
    entry = record_choice(identifier=identifier, subject=subject, said=_said(form), source=_staff(request))
    opt_out_services.begin_clock(entry=entry, source=_staff(request))
    return entry


def _said(form: ChoiceForm) -> Said:
    given = form.cleaned_data
    purpose: Purpose = given["purpose"]
    act = Word(given["act"])
    text = text_in(purpose, given["language"]) if act is Word.GRANTED else None
    evidence = {"note": given["note"]} if given["note"] else {}
    return Said(purpose, act, Method(given["method"]), Channel(given["channel"]), text=text, evidence=evidence)


def _staff(request: StaffRequest) -> Source:
    return Source("staff", actor=request.user, kind="user", id=request.user.pk)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
