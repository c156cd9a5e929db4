"""The page of a withdrawal of consent on its case."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consent.vocabulary import Ground
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import RightAsked
from dsar.rights.decisions.pages import demand_right, form_page, one_click, other_right, room_page
from dsar.rights.withdrawal import services
from dsar.rights.withdrawal.forms import WithdrawForm
from dsar.rights.withdrawal.ledger_services import purpose_lines
from dsar.rights.withdrawal.models import LedgerWord
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def withdrawal(request: StaffRequest, case: Case) -> HttpResponse:
    """Which consents stand, which this case ended."""
    if case.right != RightAsked.WITHDRAWAL:
        return other_right(request, case, RightAsked.WITHDRAWAL.label)
    erasure = case.links.filter(kind="same_request", other__right=RightAsked.ERASURE).select_related("other").first()
    own = {
        "purposes": purpose_lines(case, grounds=(Ground.CONSENT,)), "erasure_case": erasure.other if erasure else None,
        "words": list(LedgerWord.objects.filter(case=case).select_related("written_by")),
    }  # fmt: skip
    return room_page(request, case, "rights/withdrawal.html", **own)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def withdraw(request: StaffRequest, case: Case) -> HttpResponse:
    """Write the withdrawal into the ledger."""
    demand_right(case, RightAsked.WITHDRAWAL)
    form = WithdrawForm(request.POST if request.method == "POST" else None, case=case)
    return form_page(
        request, case, form, lambda values: services.withdraw(case=case, actor=request.user, **values),
        title=_("Withdraw the consent"), label=_("Withdraw now"), done=_("It stands in the consent ledger."),
        lead=_("It takes effect at once and waits for no stage. What was done before stays lawful (Art. 7(3))."),
    )  # fmt: skip


@require_POST
@case_page(Act.WORK_CASE)
def erasure_beside(request: StaffRequest, case: Case) -> HttpResponse:
    """An erasure of what rested on the consent, or of what is objected to, as a linked case."""
    done = _("An erasure is logged in a case of its own, linked with this one.")
    return one_click(request, case, lambda: services.offer_erasure(case=case, actor=request.user), done)
