"""The pages of a decision: put forward, agreed, answered; tasks signed, recipients told, the case closed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases.ending_letters import LetterPreview, preview_of
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.pages import case_page
from dsar.foundation.errors import Conflict
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.selectors import recipient_addresses
from dsar.rights.decisions import forms, selectors, services, work_services
from dsar.rights.decisions.models import RightDecision, RightTask
from dsar.rights.decisions.pages import form_page, one_click
from dsar.rights.decisions.rooms import room_of
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def decide(request: StaffRequest, case: Case) -> HttpResponse:
    """Decide, or put a refusal before a second person."""
    _demand_room(case)
    proposal = selectors.proposal_of(case)
    with keys_at_hand([case.key_id]):
        names = ("outcome", "ground", "why", "words")
        initial = {name: getattr(proposal, name) for name in names} if proposal else {}
    form = forms.DecideForm(request.POST if request.method == "POST" else None, case=case, initial=initial)
    lead = _("What is refused, in whole or in part, is agreed by a second person before it takes effect.")
    return form_page(
        request, case, form, lambda values: services.propose(case=case, actor=request.user, **values),
        title=_("The decision"), label=_("Record the decision"), lead=lead, done=_("The decision is recorded."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.APPROVE_RELEASE)
@recently_authenticated
def agree(request: StaffRequest, case: Case) -> HttpResponse:
    """Agree to what another person put forward."""
    proposal = _proposal(case)
    form = forms.AgreeForm(request.POST if request.method == "POST" else None, case=case)
    with keys_at_hand([case.key_id]):
        version = selectors.version_of(proposal)
    if not case.controller.small_team or proposal.proposer_id != request.user.pk:
        del form.fields["small_team_reason"]
    return form_page(
        request, case, form,
        lambda values: services.agree(decision=proposal, actor=request.user, read=values.pop("version"), **values),
        title=_("Agree to the decision"), label=_("Agree: it takes effect"), done=_("It is decided."),
        proposal=selectors.in_words(proposal, case.regime_id), version=version,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.APPROVE_RELEASE)
def give_back(request: StaffRequest, case: Case) -> HttpResponse:
    """Give a proposal back with the reason."""
    proposal = _proposal(case)
    form = forms.GiveBackForm(request.POST if request.method == "POST" else None, case=case)
    return form_page(
        request, case, form, lambda values: services.give_back(decision=proposal, actor=request.user, **values),
        title=_("Give the proposal back"), label=_("Give it back"), done=_("It is given back."),
        proposal=selectors.in_words(proposal, case.regime_id),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def take_back(request: StaffRequest, case: Case) -> HttpResponse:
    """Take a decision back before the person is told."""
    _demand_room(case)
    if services.current_decision(case) is None:
        raise Conflict(_("Nothing is decided yet."))
    form = forms.TakeBackForm(request.POST if request.method == "POST" else None, case=case)
    return form_page(
        request, case, form,
        lambda values: services.take_back(case=case, reason=values["remark"], actor=request.user),
        title=_("Take the decision back"), label=_("Take it back"), done=_("The decision is taken back."),
        lead=_("Its open tasks are closed as no longer needed. What is done stays done, and the history keeps it."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def answer(request: StaffRequest, case: Case) -> HttpResponse:
    """The answer as it would go, and sending it."""
    _demand_room(case)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, case=case)
    if not reach_of(case).is_protected:
        del form.fields["is_confirmed"]
    with keys_at_hand([case.key_id]):
        letter = _letter(case)
    return form_page(
        request, case, form, lambda values: services.answer(case=case, actor=request.user, **values),
        title=_("Answer the person"), label=_("Send the answer"),
        lead=_("The letter is queued, the clock stops today, and the case counts as answered."),
        done=_("The answer is queued."), letter=letter,
    )  # fmt: skip


@require_POST
@case_page(Act.WORK_CASE)
def finish(request: StaffRequest, case: Case) -> HttpResponse:
    """Close the answered case."""
    return one_click(
        request, case, lambda: services.finish(case=case, actor=request.user), _("The case is closed."), to="dsar:case"
    )


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def task(request: StaffRequest, case: Case, task_id: UUID) -> HttpResponse:
    """Sign that a task in a system was done."""
    row = RightTask.objects.select_related("case").filter(pk=task_id, case=case).first()
    if row is None:
        raise Http404
    form = forms.TaskForm(request.POST if request.method == "POST" else None, case=case)
    with keys_at_hand([case.key_id]):
        lead = row.what
    return form_page(
        request, case, form,
        lambda values: work_services.sign_task(
            task=row, state=values["state"], done_on=values["on"], words=values["words"], actor=request.user
        ),
        title=_("Sign the task: %(system)s") % {"system": row.system_name}, label=_("Sign"), lead=lead,
        done=_("The task is signed."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def recipient(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Record what a recipient was told, or write to them; recipients are counted in the order of the register."""
    names = selectors.recipients_of(case)
    if number >= len(names) or services.current_decision(case) is None:
        raise Http404
    told = dict(selectors.recipient_rows(case))[names[number]]
    known = "" if told else recipient_addresses(case.controller).get(names[number], "")
    posted = request.POST if request.method == "POST" else None
    form = forms.RecipientForm(posted, case=case, initial={"address": known})
    return form_page(
        request, case, form,
        lambda values: work_services.tell_recipient(
            case=case, recipient=names[number], actor=request.user, **values
        ),
        title=_("Tell %(name)s") % {"name": names[number]}, label=_("Record"),
        lead=_("Whoever got the data is told what became of them, unless that is impossible or a disproportionate "
               "effort (Art. 19)."),
        done=_("It is recorded."),
    )  # fmt: skip


@require_POST
@case_page(Act.WORK_CASE)
def name_recipients(request: StaffRequest, case: Case) -> HttpResponse:
    """The person asked who the recipients are: a letter names them."""
    done = _("The letter with the recipients is queued.")
    return one_click(request, case, lambda: work_services.name_recipients(case=case, actor=request.user), done)


def _letter(case: Case) -> LetterPreview | None:
    decision, room = services.current_decision(case), room_of(case)
    if decision is None or room is None:
        return None
    order = room.letter(case, decision)
    return preview_of(case, order.code, order.variables)


def _proposal(case: Case) -> RightDecision:
    found = selectors.proposal_of(case)
    if found is None:
        raise Conflict(_("No decision waits for a second person."))
    return found


def _demand_room(case: Case) -> None:
    if room_of(case) is None:
        raise Conflict(_("This right is not decided in this way."))
