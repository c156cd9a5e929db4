"""The page of a restriction on its case."""

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.keys import keys_at_hand
from dsar.rights.decisions.pages import demand_right, form_page, one_click, other_right, room_page
from dsar.rights.restriction import flag_services, forms, selectors, services
from dsar.rights.restriction.models import RestrictedUse
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def restriction(request: StaffRequest, case: Case) -> HttpResponse:
    """Ground and scope, from and to, flags in the targets, uses in between, lifting."""
    if case.right != RightAsked.RESTRICTION:
        return other_right(request, case, RightAsked.RESTRICTION.label)
    row = selectors.restriction_of(case)
    flags = selectors.flags_shown(selectors.steps_of(case))
    own = {
        "restriction": row, "uses": list(RestrictedUse.objects.filter(case=case).select_related("case", "recorded_by")),
        "to_lift": services.why_not_lifted(row) if row and row.state == "in_force" else "",
        "planned": sorted({rule.target.name for rule in selectors.flag_rules(case)}),
        "by_hand": selectors.by_hand(case),
    }  # fmt: skip
    return room_page(request, case, "rights/restriction.html", **own, **flags)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def scope(request: StaffRequest, case: Case) -> HttpResponse:
    """Write ground and scope down."""
    demand_right(case, RightAsked.RESTRICTION)
    row = selectors.restriction_of(case)
    with keys_at_hand([case.key_id]):
        chosen = [one.pk for one in row.activities.all()] if row else []
        initial = {"ground": row.ground, "why": row.why, "activities": chosen} if row else {}
    form = forms.ScopeForm(request.POST if request.method == "POST" else None, case=case, initial=initial)
    return form_page(
        request, case, form, lambda values: services.note_restriction(case=case, actor=request.user, **values),
        title=_("Ground and scope"), label=_("Write it down"), done=_("Ground and scope are written down."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def use(request: StaffRequest, case: Case) -> HttpResponse:
    """Record a use of restricted data."""
    demand_right(case, RightAsked.RESTRICTION)
    form = forms.UseForm(request.POST if request.method == "POST" else None, case=case)
    return form_page(
        request, case, form, lambda values: services.record_use(case=case, actor=request.user, **values),
        title=_("Restricted data were used"), label=_("Record the use"), done=_("The use is recorded."),
        lead=_("While a restriction is in force the data are kept; anything else needs one of these (Art. 18(2))."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def inform(request: StaffRequest, case: Case) -> HttpResponse:
    """Tell the person before the restriction is lifted."""
    demand_right(case, RightAsked.RESTRICTION)
    form = forms.InformForm(request.POST if request.method == "POST" else None, case=case)
    if not reach_of(case).is_protected:
        del form.fields["is_confirmed"]
    return form_page(
        request, case, form, lambda values: services.inform_before_lifting(case=case, actor=request.user, **values),
        title=_("Inform the person before lifting"), label=_("Send the letter"), done=_("The letter is queued."),
        lead=_("Without this letter the restriction is not lifted (Art. 18(3))."),
    )  # fmt: skip


@require_POST
@case_page(Act.WORK_CASE)
def lift(request: StaffRequest, case: Case) -> HttpResponse:
    """Lift the restriction."""
    demand_right(case, RightAsked.RESTRICTION)
    return one_click(
        request, case, lambda: services.lift(case=case, actor=request.user),
        _("The restriction is lifted. The flags are being taken away."),
    )  # fmt: skip


@require_POST
@case_page(Act.WORK_CASE)
def flags_again(request: StaffRequest, case: Case) -> HttpResponse:
    """Try again what failed on a target: the flags of a restriction, or of a stop of marketing."""
    if case.right not in (RightAsked.RESTRICTION, RightAsked.OBJECTION):
        demand_right(case, RightAsked.RESTRICTION)
    act = partial(flag_services.try_again, case=case, actor=request.user)
    return one_click(request, case, act, _("What failed is tried again."))
