"""The register as files: export, import with a preview, and what the register lacks."""

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.gaps import activity_gaps, system_gaps
from dsar.processing_records.interchange import ACTIVITY_FIELDS, LARGEST, SYSTEM_FIELDS, as_csv, as_json
from dsar.processing_records.interchange_services import Plan, exported, plan_of, take_file
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

FILES = {"register.json": "application/json", "activities.csv": "text/csv", "systems.csv": "text/csv"}
SHOWN = 200


class FileForm(forms.Form):
    """A file to be taken in."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("JSON or CSV as exported here; 1 MB at most.")
    )

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        return bytes(given.read())


@require_GET
@role_page(Act.SEE_REGISTER)
def register_file(request: StaffRequest, name: str) -> HttpResponse:
    """The register as a file that can be taken in again."""
    if name not in FILES:
        raise Http404
    activities, systems = exported()
    content = {
        "register.json": lambda: as_json(activities, systems),
        "activities.csv": lambda: as_csv("activity", activities),
        "systems.csv": lambda: as_csv("system", systems),
    }[name]()
    return download([content], name=name, media_type=FILES[name])  # type: ignore[return-value]  # streamed


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def register_import(request: StaffRequest) -> HttpResponse:
    """Choose a file, see what it would do, and take it in."""
    if request.method == "POST" and "content" in request.POST:
        return _take(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content: bytes = form.cleaned_data["file"]
        plan = plan_of(content)
        return _shown(request, FileForm(), plan, content, status=422 if plan.faults else 200)
    context = {"nav": "setup", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "processing_records/import.html", context, status=status)


@require_GET
@role_page(Act.SEE_REGISTER)
def register_gaps(request: StaffRequest) -> HttpResponse:
    """What the register and the systems lack."""
    may_edit = request.user.may(Act.EDIT_REGISTER)
    context = {
        "nav": "setup",
        "activities": activity_gaps(),
        "systems": system_gaps(may_edit=may_edit),
    }
    return render(request, "processing_records/gaps.html", context)


def _take(request: StaffRequest) -> HttpResponse:
    try:
        content = base64.b64decode(request.POST["content"], validate=True)
    except (binascii.Error, ValueError):
        messages.error(request, _("The file did not arrive whole. Choose it again."))
        return redirect("dsar:register-import")
    try:
        done = take_file(content=content, base=request.POST.get("base", ""), actor=request.user)
    except (Conflict, RuleRefused) as error:
        messages.warning(request, error.message)
        return _shown(request, FileForm(), plan_of(content), content, status=error.status)
    words = _("The register is changed: %(added)d added, %(changed)d changed.")
    messages.success(request, words % {"added": len(done.added), "changed": len(done.changed)})
    return redirect("dsar:register")


def _shown(request: StaffRequest, form: FileForm, plan: Plan, content: bytes, *, status: int) -> HttpResponse:
    labels = {name: heading for fields in (ACTIVITY_FIELDS, SYSTEM_FIELDS) for name, heading, _longest in fields}
    labels["name"] = _("Name")
    context: dict[str, Any] = {
        "nav": "setup",
        "form": form,
        "plan": plan,
        "faults": [(fault.line, labels.get(fault.field, fault.field), fault.words) for fault in plan.faults[:SHOWN]],
        "remarks": [(remark.line, remark.words) for remark in plan.remarks[:SHOWN]],
        "changes": [
            (
                change,
                [(labels.get(one.field, one.field), one.old, one.new) for one in change.fields if one.old or one.new],
            )
            for change in [*plan.added, *plan.changed][:SHOWN]
        ],
        "does_nothing": not plan.added and not plan.changed,
        "content": base64.b64encode(content).decode(),
    }
    return render(request, "processing_records/import.html", context, status=status)
