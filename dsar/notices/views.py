"""Set-up of letters: the list, one letter with its versions, its text with a preview, the shipped text restored."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, DsarError, RuleRefused
from dsar.notices import catalogue
from dsar.notices.forms import LetterForm
from dsar.notices.letters import letter_rows, letter_texts
from dsar.notices.paper import Paper, Sender, letter_pdf
from dsar.notices.rendering import Text, filled
from dsar.notices.samples import ABOUT, sample_values
from dsar.notices.text_models import LetterVersion
from dsar.notices.text_services import newest_number, restore_text, save_text
from dsar.notices.texts import LetterSource, current_text, languages
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest, page_or_fragment


@require_GET
@role_page(Act.SEE_REGISTER)
def letters(request: StaffRequest) -> HttpResponse:
    """Every letter with the languages it is written in."""
    return render(request, "notices/letters.html", {"nav": "setup", "rows": letter_rows()})


@require_GET
@role_page(Act.SEE_REGISTER)
def letter(request: StaffRequest, code: str) -> HttpResponse:
    """The texts of one letter, with the places of its variables and its versions."""
    declared = _declared(code)
    context = {
        "nav": "setup",
        "letter": declared,
        "code": code,
        "texts": letter_texts(code),
        "variables": _variables(declared),
        "may_edit": request.user.may(Act.EDIT_REGISTER),
    }
    return render(request, "notices/letter.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def letter_edit(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """Change the text of a letter in one language; with "preview", only show what it would say."""
    declared = _declared(code, language)
    if request.method == "GET":
        now = current_text(code, language)
        initial = {"subject": now.subject, "body": now.body, "based_on": newest_number(code, language)}
        return _edit(request, declared, code, language, LetterForm(initial=initial, code=code, language=language))
    form = LetterForm(request.POST, code=code, language=language)
    is_valid = form.is_valid()
    if "preview" in request.POST or request.htmx:
        return _edit(request, declared, code, language, form)
    if is_valid:
        try:
            save_text(code=code, language=language, actor=request.user, **form.cleaned_data)
        except (RuleRefused, Conflict) as error:
            _take(form, error)
        else:
            messages.success(request, _("The text is saved and goes out from now on."))
            return redirect("dsar:letter", code=code)
    return _edit(request, declared, code, language, form, status=422)


@require_POST
@role_page(Act.EDIT_REGISTER)
def letter_restore(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """Use the shipped text again."""
    _declared(code, language)
    based_on = request.POST.get("based_on", "")
    restore_text(code=code, language=language, based_on=int(based_on) if based_on.isdigit() else 0, actor=request.user)
    messages.success(request, _("The shipped text goes out again. Your own versions are kept in the list."))
    return redirect("dsar:letter", code=code)


@require_GET
@role_page(Act.SEE_REGISTER)
def letter_version(request: StaffRequest, code: str, language: str, number: int) -> HttpResponse:
    """A text as it was."""
    declared = _declared(code, language)
    version = LetterVersion.objects.filter(code=code, language=language, number=number).first()
    if version is None or version.is_shipped:
        raise Http404
    context = {"nav": "setup", "letter": declared, "code": code, "version": version}
    return render(request, "notices/letter_version.html", context)


@require_GET
@role_page(Act.SEE_REGISTER)
def letter_sample(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """The letter on paper with invented values."""
    _declared(code, language)
    text = filled(current_text(code, language), sample_values(code, language))
    sender = Sender("Northwind Ltd", "1 Example Street\nLondon", "privacy@example.org", "Dana Poe, dpo@example.org")
    paper = Paper(
        sender=sender,
        recipient="Ana Lindqvist\n2 Example Street\nLondon",
        subject=text.subject,
        body=text.body,
        reference="DSAR-2026-0042-K",
        language=text.language,
        day=clock.today("UTC"),
    )
    content = letter_pdf(paper)
    return download([content], name=f"{code}-{language}.pdf", media_type="application/pdf", size=len(content))  # type: ignore[return-value]  # streamed


def _edit(
    request: StaffRequest,
    declared: catalogue.Letter,
    code: str,
    language: str,
    form: LetterForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "nav": "setup",
        "letter": declared,
        "code": code,
        "language": language,
        "form": form,
        "variables": _variables(declared),
        "preview": _preview(form, code, language),
    }
    return page_or_fragment(request, "notices/letter_edit.html", "notices/_letter_preview.html", context, status=status)


def _preview(form: LetterForm, code: str, language: str) -> Text | None:
    """What the text would say with invented values; None while something is wrong with it."""
    if form.is_bound and form.errors:
        return None
    values = form.cleaned_data if form.is_bound else form.initial
    source = LetterSource(code, language, str(values["subject"]), str(values["body"]))
    try:
        return filled(source, sample_values(code, language))
    except DsarError:
        return None


def _variables(declared: catalogue.Letter) -> list[dict[str, Any]]:
    return [
        {"name": name, "about": ABOUT.get(name, name.replace("_", " ")), "must": name in declared.must_tell}
        for name in sorted(declared.known, key=lambda name: (name not in declared.must_tell, name))
    ]


def _declared(code: str, language: str = "") -> catalogue.Letter:
    if code not in catalogue.LETTERS or (language and language not in languages()):
        raise Http404
    return catalogue.letter(code)


def _take(form: LetterForm, error: DsarError) -> None:
    for name, words in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, words)
