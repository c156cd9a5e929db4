"""The page of an objection on its case."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.keys import keys_at_hand
from dsar.rights.decisions.pages import demand_right, form_page, one_click, other_right, room_page
from dsar.rights.objection import forms, services
from dsar.rights.objection.models import ObjectionKind
from dsar.rights.objection.selectors import MARKETING_KINDS, consents_since_stop, objection_of, still_stopped
from dsar.rights.restriction.models import FlagMeaning
from dsar.rights.restriction.selectors import by_hand, flag_rules, flags_shown, steps_of
from dsar.rights.withdrawal.ledger_services import purpose_lines
from dsar.web.requests import StaffRequest

_BESIDE = (RightAsked.RESTRICTION, RightAsked.ERASURE)


@require_GET
@case_page(Act.VIEW_CASE)
def objection(request: StaffRequest, case: Case) -> HttpResponse:
    """To what the person objects, the weighing, what was stopped."""
    if case.right != RightAsked.OBJECTION:
        return other_right(request, case, RightAsked.OBJECTION.label)
    links = case.links.filter(kind="same_request", other__right__in=_BESIDE).select_related("other")
    row = objection_of(case)
    lines = purpose_lines(case, kinds=MARKETING_KINDS) if row and row.kind == "marketing" else []
    own = {"objection": row, "beside": {link.other.right: link.other for link in links}, "purposes": lines}
    marks = _marks(case) if row and row.kind == ObjectionKind.MARKETING else {}
    return room_page(request, case, "rights/objection.html", **own, **marks)


def _marks(case: Case) -> dict[str, Any]:
    """Where the stop of marketing stands in the targets, and whether a new consent ends it."""
    return flags_shown(steps_of(case)) | {
        "planned": sorted({rule.target.name for rule in flag_rules(case, FlagMeaning.MARKETING)}),
        "by_hand": by_hand(case, FlagMeaning.MARKETING),
        "consents": consents_since_stop(case),
        "still_stopped": still_stopped(case),
    }


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def note(request: StaffRequest, case: Case) -> HttpResponse:
    """Note to what the person objects."""
    demand_right(case, RightAsked.OBJECTION)
    row = objection_of(case)
    with keys_at_hand([case.key_id]):
        chosen = [one.pk for one in row.activities.all()] if row else []
        initial = {"kind": row.kind, "situation": row.situation, "activities": chosen} if row else {}
    form = forms.ObjectionForm(request.POST if request.method == "POST" else None, case=case, initial=initial)
    return form_page(
        request, case, form, lambda values: services.note_objection(case=case, actor=request.user, **values),
        title=_("The objection"), label=_("Note it"), done=_("The objection is noted."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def weigh(request: StaffRequest, case: Case) -> HttpResponse:
    """Record the weighing."""
    demand_right(case, RightAsked.OBJECTION)
    row = objection_of(case)
    names = ("our_grounds", "their_interests", "conclusion", "weighing")
    with keys_at_hand([case.key_id]):
        initial = {name: getattr(row, name) for name in names} if row else {}
    form = forms.WeighForm(request.POST if request.method == "POST" else None, case=case, initial=initial)
    return form_page(
        request, case, form, lambda values: services.weigh(case=case, actor=request.user, **values),
        title=_("The weighing"), label=_("Record the weighing"), done=_("The weighing is recorded."),
        lead=_("The controller has to show compelling legitimate grounds; doubt goes to the person (Art. 21(1))."),
    )  # fmt: skip


@require_POST
@case_page(Act.WORK_CASE)
def stop(request: StaffRequest, case: Case) -> HttpResponse:
    """Stop direct marketing at once."""
    demand_right(case, RightAsked.OBJECTION)
    done = _("Direct marketing is stopped: the ledger says no, targets are being marked, other systems have tasks.")
    return one_click(request, case, lambda: services.stop_marketing(case=case, actor=request.user), done)


@require_POST
@case_page(Act.WORK_CASE)
def free(request: StaffRequest, case: Case) -> HttpResponse:
    """Take the marks away, because the person has consented anew."""
    demand_right(case, RightAsked.OBJECTION)
    done = _("The marks are being taken away; other systems have tasks.")
    return one_click(request, case, lambda: services.free_marketing(case=case, actor=request.user), done)
