"""The notes of a case: their page, one note with its versions, and the page of a person's mentions."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.forms import NoteForm
from dsar.cases.models import Case, Note
from dsar.cases.notes_selectors import colleagues_of, mentions_of, notes_of, see_mentions
from dsar.cases.notes_services import add_note, correct_note
from dsar.cases.pages import case_page
from dsar.cases.pages_conflict import Both, Stale, both_versions
from dsar.foundation.errors import RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.web.requests import StaffRequest

MOST_MENTIONS = 100


class CorrectionForm(NoteForm):
    """The note as it should read, and the version that it is based on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def note_list(request: StaffRequest, case: Case) -> HttpResponse:
    """The notes of the case, and the form to write one."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        written = add_note(case=case, text=form.cleaned_data["text"], actor=request.user)
        messages.success(request, _("The note is written."))
        _warn_of_masking(request, form.cleaned_data["text"], written.text)
        return redirect("dsar:case-note", ref=case.reference)
    see_mentions(case, request.user)
    context = {
        "nav": "cases",
        "case": case,
        "notes": notes_of(case, request.user),
        "note_form": form,
        "colleagues": [user for user in colleagues_of(case) if user.pk != request.user.pk],
    }
    return render(request, "cases/notes.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def note(request: StaffRequest, case: Case, written_id: UUID) -> HttpResponse:
    """One note: how it reads, how it read before, and its correction by who wrote it."""
    found = _find(case, written_id)
    with keys_at_hand([case.key_id]):
        number = found.versions.count() + 1
        form = CorrectionForm(request.POST or None, initial={"text": found.text, "version": number})
        if request.method == "POST" and form.is_valid():
            typed = form.cleaned_data["text"]
            try:
                corrected = correct_note(note=found, text=typed, seen=form.cleaned_data["version"], actor=request.user)
            except Stale as stale:
                both = [Both("text", _("Note"), stale.theirs, stale.mine)]
                return both_versions(request, case, both, version=number, who=_last_hand(found), back_url=request.path)
            except RuleRefused as error:
                form.add_error("text", error.message)
            else:
                messages.success(request, _("The note is corrected; how it read before is kept."))
                _warn_of_masking(request, typed, corrected.text)
                return redirect("dsar:case-note-one", ref=case.reference, written_id=found.pk)
        context = {
            "nav": "cases",
            "case": case,
            "note": found,
            "text": found.text,
            "version": number,
            "versions": [(one, one.text) for one in found.versions.select_related("replaced_by", "case").reverse()],
            "form": form if found.author_id == request.user.pk else None,
        }
        return render(request, "cases/note.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.VIEW_CASE)
def mention_list(request: StaffRequest) -> HttpResponse:
    """Where the person was named and has not looked yet: references only, no word of the note."""
    found = mentions_of(request.user).select_related("note__case", "note__author")[:MOST_MENTIONS]
    rows = [
        {
            "reference": mention.note.case.reference,
            "url": reverse("dsar:case-note", args=[mention.note.case.reference]),
            "who": mention.note.author.full_name if mention.note.author else "",
            "at": mention.mentioned_at,
        }
        for mention in found
    ]
    return render(request, "cases/mentions.html", {"nav": "cases", "rows": rows})


def _warn_of_masking(request: StaffRequest, typed: str, kept: str) -> None:
    """Say that something was not kept (docs/pii-tools.md: what is never stored)."""
    if typed.strip() != kept.strip():
        words = _("Payment card numbers and their codes are never kept: they are masked in the note.")
        messages.warning(request, words)


def _last_hand(found: Note) -> str:
    last = found.versions.select_related("replaced_by").last()
    return last.replaced_by.full_name if last is not None and last.replaced_by else ""


def _find(case: Case, note_id: UUID) -> Note:
    found = Note.objects.filter(case=case, pk=note_id).select_related("author", "case").first()
    if found is None:
        message = "No such note."
        raise Http404(message)
    return found
