"""Files of a case: the page, attaching, saying what a file is, deleting with a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.file_services import PURPOSES, call_file, delete_file, open_file, purpose_words
from dsar.cases.models import Case, CaseFile
from dsar.cases.pages import case_page
from dsar.cases.services import attach_file
from dsar.foundation.errors import RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

MAX_FILES_AT_ONCE = 10


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each checked like one."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as a list; the first wrong one is the error."""
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(ManyFilesField, self).clean(one, initial) for one in given if one] or [super().clean(None)]
        if len(cleaned) > MAX_FILES_AT_ONCE:
            raise forms.ValidationError(_("At most %(number)d files at once."), params={"number": MAX_FILES_AT_ONCE})
        return [one for one in cleaned if one]


class FilesForm(forms.Form):
    """Files to be attached, all of one kind."""

    file = ManyFilesField(label=_("Files"))
    purpose = forms.ChoiceField(label=_("What are they?"), choices=list(PURPOSES.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = {"size": settings.DSAR_MAX_UPLOAD_MB, "number": MAX_FILES_AT_ONCE}
        words = _t("At most %(size)s MB each and %(number)s at once. They are sealed before they are stored.") % limit
        self.fields["file"].help_text = words


class DeleteFileForm(forms.Form):
    """Why a file is deleted."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def files_of(case: Case) -> list[dict[str, Any]]:
    """The files of the case as the page and the cards show them."""
    attached = case.files.select_related("file", "added_by", "case")
    with keys_at_hand([case.key_id]):
        return [
            {
                "id": one.pk,
                "name": one.file.name,
                "size": one.file.size,
                "note": purpose_words(one.purpose),
                "purpose": one.purpose,
                "type": one.file.media_type or "—",
                "url": reverse("dsar:case-file", args=[case.reference, one.pk]),
                "who": one.added_by.full_name if one.added_by else _t("The requester"),
                "at": one.added_at,
                "is_ours": one.purpose in PURPOSES,
            }
            for one in attached
        ]


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def file_list(request: StaffRequest, case: Case) -> HttpResponse:
    """The files of the case; attaching needs the grant to work it."""
    if request.method == "POST":
        permissions.demand(request.user, Act.WORK_CASE, case)
        return _attach(request, case)
    return _page(request, case, FilesForm())


def _attach(request: StaffRequest, case: Case) -> HttpResponse:
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    try:
        for upload in form.cleaned_data["file"]:
            attach_file(case=case, upload=upload, purpose=form.cleaned_data["purpose"], actor=request.user)
    except RuleRefused as error:
        form.add_error("file", error.message)
        return _page(request, case, form, status=422)
    messages.success(request, _t("Attached and sealed."))
    return redirect("dsar:case-attach", ref=case.reference)


@require_GET
@case_page(Act.VIEW_CASE)
def file(request: StaffRequest, case: Case, file_id: UUID) -> HttpResponse:
    """Hand out an attached file as a download; the browser never shows it itself."""
    attached = find_file(case, file_id)
    content = open_file(attached=attached, actor=request.user)
    stored = attached.file
    return download(content, name=stored.name, media_type="application/octet-stream", size=stored.size)  # type: ignore[return-value]  # streamed


@require_POST
@case_page(Act.WORK_CASE)
def file_purpose(request: StaffRequest, case: Case, file_id: UUID) -> HttpResponse:
    """Say what the file is."""
    try:
        call_file(attached=find_file(case, file_id), purpose=request.POST.get("purpose", ""), actor=request.user)
    except RuleRefused as error:
        messages.warning(request, error.message)
    return redirect("dsar:case-attach", ref=case.reference)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def file_delete(request: StaffRequest, case: Case, file_id: UUID) -> HttpResponse:
    """Delete the file, with a reason; the page says what is lost."""
    attached = find_file(case, file_id)
    form = DeleteFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_file(attached=attached, reason=form.cleaned_data["reason"], actor=request.user)
        except RuleRefused as error:
            form.add_error("reason" if error.fields else None, error.message)
        else:
            messages.success(request, _t("The file is deleted."))
            return redirect("dsar:case-attach", ref=case.reference)
    with keys_at_hand([case.key_id]):
        context = {"nav": "cases", "case": case, "form": form, "name": attached.file.name, "size": attached.file.size}
        return render(request, "cases/file_delete.html", context, status=422 if form.is_bound else 200)


def find_file(case: Case, file_id: UUID) -> CaseFile:
    """A file of this case. Raises Http404."""
    attached = CaseFile.objects.filter(case=case, pk=file_id).select_related("file", "case", "case__controller").first()
    if attached is None:
        message = "No such file."
        raise Http404(message)
    return attached


def _page(request: StaffRequest, case: Case, form: FilesForm, *, status: int = 200) -> HttpResponse:
    context = {
        "nav": "cases",
        "case": case,
        "files": files_of(case),
        "file_form": form,
        "purposes": list(PURPOSES.items()),
        "may_attach": permissions.may(request.user, Act.WORK_CASE, case),
    }
    return render(request, "cases/files.html", context, status=status)
