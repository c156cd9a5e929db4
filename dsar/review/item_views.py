"""One item of a review: reading it, marking passages, deciding, proposing an exemption."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import Stage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.review.confirming_services import STAGES as CONFIRMING
from dsar.review.confirming_services import confirm_special
from dsar.review.feedback_services import judge_passages
from dsar.review.forms import ProposalForm, WordsForm
from dsar.review.ground_services import state_ground
from dsar.review.item_page import ItemPage, item_page, items_around
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.review.proposal_services import exemptions_of, propose_exemption, withdraw_proposal
from dsar.review.selectors import neighbours, next_undecided, progress_of
from dsar.review.services import Place, add_passage, add_words, decide, mark_passages
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def item(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """The item between the list and the suggestions."""
    return _page(request, case, find_item(case, number))


@require_POST
@case_page(Act.WORK_CASE)
def item_decide(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Decide on the item and go to the next one that is undecided."""
    found = find_item(case, number)
    version = request.POST.get("version", "")

    def act() -> str:
        decide(
            item=found,
            verdict=request.POST.get("verdict", ""),
            actor=request.user,
            version=int(version) if version.isdigit() else -1,
            note=request.POST.get("note", "").strip(),
            accept_suggestions=bool(request.POST.get("accept")),
        )
        return _("Item %(number)d: %(verdict)s.") % {"number": number, "verdict": found.get_verdict_display()}

    if refusal := _refused(request, act):
        return _page(request, case, find_item(case, number), refusal=refusal.message, status=refusal.status)
    after = next_undecided(found) if found.verdict != Verdict.UNDECIDED else None
    return redirect("dsar:case-review-item", ref=case.reference, number=after or number)


@require_POST
@case_page(Act.WORK_CASE)
def item_mark(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Redact or keep passages: those of a card, or all suggestions."""
    found = find_item(case, number)
    ids = [_uuid(one) for one in request.POST.getlist("passage")]
    if request.POST.get("all"):
        ids = list(found.passages.filter(status=PassageStatus.SUGGESTED).values_list("pk", flat=True))

    def act() -> str:
        mark_passages(item=found, passage_ids=ids, status=request.POST.get("status", ""), actor=request.user)
        return ""

    return _back(request, case, found, act)


@require_POST
@case_page(Act.WORK_CASE)
def item_ground(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Say whose data the passages of a card are, on which their redaction rests."""
    found = find_item(case, number)
    ids = [_uuid(one) for one in request.POST.getlist("passage")]

    def act() -> str:
        state_ground(item=found, passage_ids=ids, person_role=request.POST.get("person_role", ""), actor=request.user)
        return ""

    return _back(request, case, found, act)


@require_POST
@case_page(Act.WORK_CASE)
def item_confirm(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Confirm passages of special categories of the data subject: those of a card, or all that the page shows."""
    found = find_item(case, number)
    ids = [_uuid(one) for one in request.POST.getlist("passage")]

    def act() -> str:
        confirm_special(item=found, passage_ids=ids, actor=request.user)
        return ""

    return _back(request, case, found, act)


@require_POST
@case_page(Act.WORK_CASE)
def item_judge(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Say what was wrong with a suggestion."""
    found = find_item(case, number)
    given = request.POST
    ids = [_uuid(one) for one in given.getlist("passage")]

    def act() -> str:
        judge_passages(
            item=found, passage_ids=ids, verdict=given.get("verdict", ""), meant=given.get("meant", ""),
            actor=request.user,
        )  # fmt: skip
        return _("Thank you: it counts under Set-up → PII tools.")

    return _back(request, case, found, act)


@require_POST
@case_page(Act.WORK_CASE)
def item_add(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Mark a passage by hand: selected on the page, a column, or words typed."""
    found = find_item(case, number)
    given = request.POST
    role = given.get("person_role", "")

    def act() -> str:
        if "words" in given:
            form = WordsForm(given)
            if not form.is_valid():
                message = _("Write the words to redact.")
                raise RuleRefused(message, code="words_missing")
            words = form.cleaned_data["words"]
            count = add_words(item=found, words=words, actor=request.user, person_role=role)
            return ngettext("%(n)d place marked.", "%(n)d places marked.", count) % {"n": count}
        place = Place(_number(given.get("block")), _number(given.get("start")), _number(given.get("end")))
        if given.get("column"):
            place = Place(column=given["column"])
        add_passage(item=found, place=place, actor=request.user, person_role=role)
        return ""

    return _back(request, case, found, act)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def item_propose(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Propose an exemption: choose it, answer its test, say why."""
    found = find_item(case, number)
    with keys_at_hand([case.key_id]):
        shown = item_page(found)
        laws = exemptions_of(case)
        given = request.POST if request.method == "POST" else request.GET
        chosen = next((law for law in laws if law.id == given.get("exemption_id")), None)
        initial = {name: given[name] for name in ("exemption_id", "action", "passage") if name in given}
        if chosen and "action" not in initial:
            initial["action"] = chosen.actions[0]
        is_sent = request.method == "POST" and "choose" not in request.POST
        form = ProposalForm(request.POST if is_sent else None, initial=initial, laws=laws, chosen=chosen, page=shown)
        if is_sent and form.is_valid() and _propose(request, found, form, shown):
            messages.success(request, _("Proposed. The DPO finds it under Decisions."))
            return redirect("dsar:case-review-item", ref=case.reference, number=number)
        context = {"nav": "cases", "case": case, "item": found, "form": form, "chosen": chosen, "shown": shown}
        return render(request, "review/propose.html", context, status=422 if is_sent else 200)


@require_POST
@case_page(Act.WORK_CASE)
def item_withdraw(request: StaffRequest, case: Case, number: int, proposal_id: UUID) -> HttpResponse:
    """Take a proposal back before it is decided."""
    found = find_item(case, number)
    proposal = found.proposals.select_related("case__controller", "passage").filter(pk=proposal_id).first()
    if proposal is None:
        message = "No such proposal."
        raise Http404(message)

    def act() -> str:
        withdraw_proposal(proposal=proposal, actor=request.user)
        return _("The proposal is taken back.")

    return _back(request, case, found, act)


def find_item(case: Case, number: int) -> ReviewItem:
    """The item with that number, ready to be read.

    Raises:
        Http404: the case has none.
    """
    items = ReviewItem.objects.filter(case=case, exhibit__number=number)
    found = items.select_related("exhibit__case", "exhibit__blocks", "case__controller", "decided_by").first()
    if found is None:
        message = "No such item."
        raise Http404(message)
    return found


def _page(
    request: StaffRequest, case: Case, found: ReviewItem, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    with keys_at_hand([case.key_id]):
        shown = item_page(found, _number(request.GET.get("part")) or 1)
        before, after = neighbours(found)
        context = {
            "nav": "cases", "case": case, "item": found, "exhibit": found.exhibit, "shown": shown, "refusal": refusal,
            "around": items_around(case, found.exhibit.number), "progress": progress_of(case), "before": before,
            "after": after, "words_form": WordsForm(), "may_work": _may_work(request, case),
            "may_confirm": case.stage in CONFIRMING and permissions.may(request.user, Act.WORK_CASE, case),
        }  # fmt: skip
        return render(request, "review/item.html", context, status=status)


def _may_work(request: StaffRequest, case: Case) -> bool:
    return case.stage in (Stage.SEARCH, Stage.REVIEW) and permissions.may(request.user, Act.WORK_CASE, case)


def _refused(request: StaffRequest, act: Callable[[], str]) -> RuleRefused | Conflict | None:
    try:
        words = act()
    except (RuleRefused, Conflict) as error:
        return error
    if words:
        messages.success(request, words)
    return None


def _back(request: StaffRequest, case: Case, found: ReviewItem, act: Callable[[], str]) -> HttpResponse:
    number = found.exhibit.number
    if refusal := _refused(request, act):
        return _page(request, case, find_item(case, number), refusal=refusal.message, status=refusal.status)
    return redirect("dsar:case-review-item", ref=case.reference, number=number)


def _propose(request: StaffRequest, found: ReviewItem, form: ProposalForm, shown: ItemPage) -> bool:
    values = form.cleaned_data
    try:
        propose_exemption(
            item=found,
            exemption_id=values["exemption_id"],
            action=values["action"],
            test=form.answers(),
            reasons=values["reasons"],
            actor=request.user,
            passage=_passage_of(request, found, values["passage"], values["action"]),
        )
    except RuleRefused as error:
        for name, words in error.fields.items() or {"": error.message}.items():
            form.add_error(name if name in form.fields else None, words)
        return False
    return True


def _passage_of(request: StaffRequest, found: ReviewItem, chosen: str, action: str) -> Passage | None:
    """The passage chosen; the words that a rule saw are marked first."""
    if not chosen or action != "redact":
        return None
    if chosen.startswith("signal-"):
        signal: dict[str, Any] = found.signals[int(chosen.removeprefix("signal-"))]
        place = Place(signal["block"], signal["start"], signal["end"])
        same = found.passages.filter(block=place.block, start=place.start, end=place.end).first()
        return same or add_passage(item=found, place=place, actor=request.user, why=signal["why"])
    return found.passages.filter(pk=_uuid(chosen)).first()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        message = "No such passage."
        raise Http404(message) from error
