"""The page of files that were put into a case: adding, taking out, downloading."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation import storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.intake.fields import ManyFilesField
from dsar.processing_records.models import System
from dsar.search import upload_services
from dsar.search.rules import OTHER_PLACES
from dsar.search.upload_models import CaseUpload
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest


class FilesForm(forms.Form):
    """Files, and where they come from."""

    uploads = ManyFilesField(
        label=_("Files"),
        help_text=_(
            "Exports as JSON, CSV, XML or ZIP, mail as EML or MBOX, PDF, office files, scans. Several at once. "
            "A PST is kept too, and named as a gap until it is converted."
        ),
        error_messages={"required": _("Choose at least one file.")},
    )
    system = forms.ModelChoiceField(
        label=_("From which system?"),
        queryset=System.objects.none(),
        required=False,
        empty_label=_("From a place that is not in the register"),
    )
    place = forms.CharField(
        label=_("Where from, in your words"),
        max_length=300,
        required=False,
        help_text=_("Needed where the system is not in the register, such as “paper file, scanned today”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["system"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - declared above
        chosen.queryset = System.objects.exclude(name=OTHER_PLACES)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def files(request: StaffRequest, case: Case) -> HttpResponse:
    """What was put into the case, and the form to add more."""
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _added(request, case, form):
        return redirect("dsar:case-search-files", ref=case.reference)
    with keys_at_hand([case.key_id]):
        context = {"nav": "cases", "case": case, "form": form, "rows": _rows(case)}
        return render(request, "search/files.html", context, status=422 if form.errors else 200)


@require_POST
@case_page(Act.WORK_CASE)
def remove(request: StaffRequest, case: Case, upload_id: UUID) -> HttpResponse:
    """Take a file out again that nobody has read yet."""
    upload_services.remove_file(upload=_find(case, upload_id), actor=request.user)
    messages.success(request, _t("The file is taken out of the case."))
    return redirect("dsar:case-search-files", ref=case.reference)


@require_POST
@case_page(Act.WORK_CASE)
def take(request: StaffRequest, case: Case, upload_id: UUID) -> HttpResponse:
    """Download a file as it came, for example to convert it."""
    upload = _find(case, upload_id)
    upload_services.take_out_file(upload=upload, actor=request.user)
    content = storage.chunks(upload.file)
    return download(content, name=upload.label, media_type="application/octet-stream", size=upload.file.size)  # type: ignore[return-value]  # streamed


def _added(request: StaffRequest, case: Case, form: FilesForm) -> bool:
    values = form.cleaned_data
    try:
        upload_services.add_files(
            case=case, system=values["system"], place=values["place"], uploads=values["uploads"], actor=request.user
        )
    except (RuleRefused, Conflict) as refusal:
        named = [name for name in refusal.fields if name in form.fields]
        form.add_error(
            named[0] if named else ("uploads" if refusal.code == "file_too_large" else None), refusal.message
        )
        return False
    messages.success(request, _t("The files are sealed into the case. They are read when the case is searched."))
    return True


def _rows(case: Case) -> list[dict[str, Any]]:
    found = CaseUpload.objects.filter(case=case, is_kept=True).select_related(
        "file", "case", "planned__system", "added_by"
    )
    return [
        {
            "id": one.pk,
            "label": one.label,
            "place": one.place,
            "system": one.planned.system.name,
            "who": one.added_by.full_name if one.added_by else one.given_by,
            "at": one.added_at,
            "size": one.file.size,
            "is_by_link": one.added_by is None,
            "may_go": one.planned.scan_id is None and one.added_by_id is not None,
        }
        for one in found
    ]


def _find(case: Case, upload_id: UUID) -> CaseUpload:
    found = CaseUpload.objects.filter(case=case, pk=upload_id, is_kept=True)
    upload = found.select_related("case", "file", "planned__system").first()
    if upload is None:
        message = "No such file in this case."
        raise Http404(message)
    return upload
