"""The page of emergency access: what is open, and opening a case."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases.break_glass import end_glass, open_glass, standing_for
from dsar.cases.break_glass_models import BreakGlass
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest


class GlassForm(forms.Form):
    """Which case, and why."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the case"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why must you see it now?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It is kept with the case and read by the other Data Protection Officers."),
    )


@require_http_methods(["GET", "POST"])
@role_page(Act.BREAK_GLASS)
@recently_authenticated
def break_glass(request: StaffRequest) -> HttpResponse:
    """Open a case in an emergency."""
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            glass = open_glass(reference=given["reference"], reason=given["reason"], actor=request.user)
        except RuleRefused as error:
            for name, words in error.fields.items():
                form.add_error(name, words)
        else:
            return redirect("dsar:case", ref=glass.case.reference)
    context = {"nav": "cases", "form": form, "standing": standing_for(request.user)}
    return render(request, "cases/break_glass.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.BREAK_GLASS)
def break_glass_end(request: StaffRequest, glass_id: UUID) -> HttpResponse:
    """End emergency access early."""
    glass = get_object_or_404(BreakGlass.objects.select_related("case"), pk=glass_id, person=request.user)
    end_glass(glass=glass, actor=request.user)
    messages.success(request, _("Emergency access to %(case)s has ended.") % {"case": glass.case.reference})
    return redirect("dsar:break-glass")
