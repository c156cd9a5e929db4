"""Set-up of flags, and the list of restrictions in force."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.views import take_errors
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.restriction.forms import FlagRuleForm
from dsar.rights.restriction.models import FlagRule
from dsar.rights.restriction.rule_services import remove_flag_rule, set_flag_rule
from dsar.rights.restriction.selectors import in_force
from dsar.web.requests import StaffRequest
from erasure.flags import can_flag

PAGE_ROWS = 50


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def flag_rules(request: StaffRequest) -> HttpResponse:
    """How each target marks a person who is restricted or gets no marketing, and which targets cannot."""
    form = FlagRuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            set_flag_rule(
                target=values["target"], set_name=values["set"], column=values["column"], value=values["value"],
                meaning=values["meaning"], actor=request.user,
            )  # fmt: skip
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("New cases set this flag."))
            return redirect("dsar:restriction-flags")
    rules: dict[UUID, list[FlagRule]] = {}
    for rule in FlagRule.objects.all():
        rules.setdefault(rule.target_id, []).append(rule)
    targets = ErasureTarget.objects.filter(is_active=True).select_related("system")
    rows = [(target, can_flag(target.kind), rules.get(target.pk, [])) for target in targets]
    context = {"nav": "setup", "form": form, "rows": rows}
    return render(request, "rights/flags.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.EDIT_SOURCES)
def flag_rule_remove(request: StaffRequest, rule_id: UUID) -> HttpResponse:
    """Remove a rule."""
    remove_flag_rule(rule=get_object_or_404(FlagRule.objects.select_related("target"), pk=rule_id), actor=request.user)
    messages.success(request, _("The rule is removed. Flags that stand go with their case."))
    return redirect("dsar:restriction-flags")


@require_GET
@role_page(Act.VIEW_CASE)
def restrictions(request: StaffRequest) -> HttpResponse:
    """Restrictions in force of the cases that the person may see."""
    page = Paginator(in_force(request.user), PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "rights/restrictions.html", {"nav": "cases", "page": page})
