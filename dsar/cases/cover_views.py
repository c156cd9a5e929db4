"""Absences on a page of one's own: when I am away and who stands in; whom I stand in for."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.models import User
from dsar.access.rules import Act, Role
from dsar.cases import cover_services
from dsar.cases.cover_models import Absence
from dsar.cases.cover_selectors import covered_by
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest, staff_page


class AbsenceForm(forms.Form):
    """When somebody is away, and who stands in."""

    from_on = forms.DateField(label=_("First day away"))
    until_on = forms.DateField(label=_("Last day away"))
    deputy = forms.ModelChoiceField(label=_("Who stands in"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(pk=person.pk)
        if person.may(Act.WORK_CASE):
            people = people.filter(role_grants__role__in=(Role.HANDLER, Role.DPO)).distinct()
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["from_on"].initial = clock.today(person.time_zone)


@require_http_methods(["GET", "POST"])
@staff_page
def absences(request: StaffRequest) -> HttpResponse:
    """The own absences, and the colleagues that one stands in for today with the number of their open cases."""
    person = request.user
    form = AbsenceForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            cover_services.set_absence(person=person, actor=person, **form.cleaned_data)
        except RuleRefused as error:
            for name, words in (error.fields or {"": error.message}).items():
                form.add_error(name if name in form.fields else None, words)
        else:
            messages.success(request, _t("Your absence is recorded. Your deputy sees your cases on these days."))
            return redirect("dsar:absences")
    covered = covered_by(person)
    mine = Absence.objects.filter(user=person, ended_at__isnull=True, until_on__gte=clock.today(person.time_zone))
    visible = Case.objects.visible_to(person).open()
    context = {
        "form": form,
        "mine": list(mine.select_related("deputy")),
        "covered": [{"absence": absence, "cases": visible.filter(handler=absence.user).count()} for absence in covered],
    }
    return render(request, "cases/absences.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page
def absence_end(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    """Back before the last day: the deputy loses the cases at once."""
    absence = Absence.objects.filter(pk=absence_id, user=request.user).first()
    if absence is None:
        raise Http404
    cover_services.end_absence(absence=absence, actor=request.user)
    messages.success(request, _t("Welcome back. Your deputy no longer sees your cases."))
    return redirect("dsar:absences")
