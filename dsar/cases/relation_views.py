"""Pages that join cases: further rights of the same request, links by hand."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions, relation_services
from dsar.cases.act_views import act_page, take_errors
from dsar.cases.keeping_forms import LinkForm, SplitForm
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.relation_selectors import related_requests
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def related(request: StaffRequest, case: Case) -> HttpResponse:
    """Requests that belong together, earlier ones with what was given, and a link by hand."""
    form = LinkForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["other"].strip().upper()
        other = Case.objects.visible_to(request.user).filter(reference=reference).first()
        try:
            relation_services.link_by_hand(case=case, other=other, kind=form.cleaned_data["kind"], actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The cases are linked."))
            return redirect("dsar:case-related", ref=case.reference)
    context = {
        "nav": "cases",
        "case": case,
        "form": form,
        "rows": related_requests(case, request.user),
        "may_work": permissions.may(request.user, Act.WORK_CASE, case),
    }
    return render(request, "cases/related.html", context, status=422 if form.errors else 200)


@require_POST
@case_page(Act.WORK_CASE)
def unlink(request: StaffRequest, case: Case, other: str) -> HttpResponse:
    """Take the links with another case away."""
    visible = Case.objects.visible_to(request.user).filter(reference=other.upper())
    found = list(case.links.filter(other__in=visible).select_related("other"))
    if not found:
        raise Http404
    for link in found:
        relation_services.unlink(case=case, link=link, actor=request.user)
    messages.success(request, _("The link is taken away."))
    return redirect("dsar:case-related", ref=case.reference)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def split(request: StaffRequest, case: Case) -> HttpResponse:
    """One case for each further right that the request names, linked, from the same receipt."""
    form = SplitForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            made = relation_services.split_case(case=case, rights=form.cleaned_data["rights"], actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            references = ", ".join(other.reference for other in made)
            messages.success(request, _("Logged beside this case: %(refs)s.") % {"refs": references})
            return redirect("dsar:case-related", ref=case.reference)
    return act_page(request, case, "cases/split.html", form, status=422 if form.errors else 200)
