"""The staff's page of what the person wished for in the status page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.permissions import may
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.requester.forms import DecideForm
from dsar.requester.models import PortalWish, WishKind, WishState
from dsar.requester.services import CONTACTS
from dsar.requester.wish_services import settle_wish, take_over_contact
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def wishes(request: StaffRequest, case: Case) -> HttpResponse:
    """What the person wished for, and what was done about it."""
    return _page(request, case)


@require_POST
@case_page(Act.WORK_CASE)
def decide(request: StaffRequest, case: Case, wish_id: UUID) -> HttpResponse:
    """Take over contact details, or note what was done."""
    wish = PortalWish.objects.select_related("case").filter(case=case, pk=wish_id).first()
    if wish is None:
        message = "No such wish."
        raise Http404(message)
    form, does = DecideForm(request.POST), request.POST.get("act", "")
    if not form.is_valid():
        return _page(request, case, form=form, wish_id=wish_id, status=422)
    how = form.cleaned_data["how"]
    try:
        if does == "take_over":
            take_over_contact(wish=wish, how=how, actor=request.user)
        else:
            settle_wish(wish=wish, is_done=does == "done", how=how, actor=request.user)
    except (RuleRefused, Conflict) as refusal:
        form.add_error("how" if "how" in refusal.fields else None, refusal.message)
        return _page(request, case, form=form, wish_id=wish_id, status=422)
    messages.success(request, _("It is recorded."))
    return redirect("dsar:case-wishes", ref=case.reference)


def _page(
    request: StaffRequest, case: Case, *, form: DecideForm | None = None, wish_id: UUID | None = None, status: int = 200
) -> HttpResponse:
    found = PortalWish.objects.filter(case=case).select_related("case", "decided_by")
    with keys_at_hand([case.key_id]):
        rows: list[dict[str, Any]] = [
            {
                "wish": one,
                "words": _words(one),
                "is_open": one.state == WishState.OPEN,
                "is_contact": one.kind == WishKind.CONTACT,
                "form": form if form is not None and one.pk == wish_id else DecideForm(auto_id=f"id_{one.pk}_%s"),
            }
            for one in found
        ]
        context = {"nav": "cases", "case": case, "rows": rows, "may_work": may(request.user, Act.WORK_CASE, case)}
        return render(request, "requester/wishes.html", context, status=status)


def _words(wish: PortalWish) -> str:
    if wish.kind == WishKind.CONTACT:
        return f"{CONTACTS[str(wish.details['kind'])]}: {wish.details['value']}"
    return str(_("I withdraw my request."))
