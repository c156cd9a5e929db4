"""How a case ends without an answer: gates, letters in the same transaction, four eyes, and the way back."""

import datetime as dt

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts, closing_services, decision_services, reopening_services
from dsar.cases.ending_models import Ending, EndingKind, EndingState
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case, CaseLink
from dsar.cases.registry import gate_fact
from dsar.cases.services import unmet_gates
from dsar.deadlines.events import PauseKind
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.notices.models import Notice
from tests.world import PASSWORD, ago, local_today, make_case

ABUSE = {
    "reasons": "You asked for the same data four times this month.",
    "objective": "Four requests in 20 days; nothing had changed.",
    "subjective": "The mail of 3 May offers to withdraw for money.",
    "burden": "The four requests and the mail are attached.",
}


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=10))


def url(name, case, *more):
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


def drafted(case, by, **changes):
    findings = {**ABUSE, **changes.pop("findings", {})}
    return decision_services.propose(
        case=case, kind=EndingKind.REFUSAL, ground=changes.get("ground", "excessive"), findings=findings, actor=by
    )


def refused(world, case):
    row = drafted(case, world.handler)
    decision_services.give_opinion(ending=row, opinion="It holds.", actor=world.dpo)
    return decision_services.refuse(ending=row, decision="Shown.", actor=world.approver)


def test_a_refusal_is_drafted_by_one_and_decided_by_another_with_its_letter(world, case):
    refused(world, case)

    letter = Notice.objects.get(code="refusal")
    row = Ending.objects.get()
    assert (case.stage, case.outcome, case.responded_on) == ("closed", "refused_excessive", local_today())
    assert (row.state, row.decider, row.notice_id) == (EndingState.DECIDED, world.approver, letter.pk)
    assert ABUSE["reasons"] in letter.body
    assert ABUSE["subjective"] not in letter.body


def test_a_british_refusal_names_three_routes_and_a_continental_one_two(world, case):
    refused(world, case)
    british = Notice.objects.get(code="refusal").body
    world.controller.regime, world.controller.supervisory_authority = "EU", "Garante"
    world.controller.save()
    other = make_case(world, name="Bo Berg")

    refused(world, other)

    continental = Notice.objects.get(code="refusal", about_id=other.pk).body
    assert all(section in british for section in ("164A", "165", "167", "Information Commissioner"))
    assert "Garante" in continental
    assert "court" in continental
    assert "164A" not in continental


@pytest.mark.parametrize("missing", ["reasons", "objective", "subjective", "burden"])
def test_abuse_needs_both_elements_and_their_proof(world, case, missing):
    row = drafted(case, world.handler, findings={missing: " "})
    decision_services.give_opinion(ending=row, opinion="It holds.", actor=world.dpo)

    fact = gate_fact("G16", case)

    assert not fact.is_met
    assert "Still to be written" in fact.reason
    with pytest.raises(RuleRefused) as no:
        decision_services.refuse(ending=row, decision="Shown.", actor=world.approver)
    assert no.value.code == "G16"
    assert not Notice.objects.exists()


def test_a_refusal_waits_for_the_opinion_of_the_dpo(world, case):
    row = drafted(case, world.handler)

    with pytest.raises(RuleRefused) as no:
        decision_services.refuse(ending=row, decision="Shown.", actor=world.approver)

    assert no.value.code == "G16"
    assert "Data Protection Officer" in no.value.message


def test_wholly_exempt_is_only_said_once_everything_was_considered(world, case):
    findings = {"reasons": "All of it is privileged.", "items": "Every item is advice of counsel."}
    row = decision_services.propose(
        case=case, kind=EndingKind.REFUSAL, ground="exempt", findings=findings, actor=world.handler
    )
    decision_services.give_opinion(ending=row, opinion="It holds.", actor=world.dpo)

    fact = gate_fact("G16", case)

    assert not fact.is_met
    assert "considered first" in fact.reason


def test_a_new_draft_makes_the_old_opinion_void(world, case):
    row = drafted(case, world.handler)
    decision_services.give_opinion(ending=row, opinion="It holds.", actor=world.dpo)

    drafted(case, world.handler, findings={"reasons": "Other reasons."})

    row.refresh_from_db()
    assert row.opinion_at is None


def test_nobody_decides_on_their_own_draft(world, case):
    row = drafted(case, world.dpo)
    decision_services.give_opinion(ending=row, opinion="It holds.", actor=world.dpo)

    with pytest.raises(RuleRefused) as no:
        decision_services.refuse(ending=row, decision="Shown.", actor=world.dpo)

    assert no.value.code == "four_eyes"


def test_a_small_team_decides_on_its_own_draft_with_a_reason_for_this_decision(world, case):
    world.controller.small_team, world.controller.small_team_reason = True, "Two people work here"
    world.controller.save()
    row = drafted(case, world.dpo)
    decision_services.give_opinion(ending=row, opinion="It holds.", actor=world.dpo)
    row.case.controller.refresh_from_db()

    with pytest.raises(RuleRefused) as no:
        decision_services.refuse(ending=row, decision="Shown.", actor=world.dpo)
    decision_services.refuse(
        ending=row, decision="Shown.", actor=world.dpo, small_team_reason="The other one is on leave until May."
    )

    assert no.value.code == "small_team_reason"
    assert Ending.objects.get().small_team_reason.startswith("The other one")
    assert b'"small_team":true' in bytes(AuditEntry.objects.get(action="case.refused").body)


def test_a_refusal_that_is_not_agreed_lets_the_case_go_on(world, case):
    row = drafted(case, world.handler)

    decision_services.decline(ending=row, reason="Answer it.", actor=world.approver)

    assert Case.objects.get().stage == "triage"
    assert Ending.objects.get().state == EndingState.DECLINED


def test_the_pages_show_the_letter_before_it_goes_and_ask_for_the_password(client, world, case):
    client.force_login(world.handler)
    values = {"ground": "excessive", **ABUSE}
    previewed = client.post(url("refuse", case), {**values, "act": "preview"}).content.decode()
    sent_early = Notice.objects.exists()
    client.post(url("refuse", case), {**values, "act": "draft"})
    client.force_login(world.dpo)
    asked = client.get(url("refuse", case))
    client.logout()
    client.post(reverse("dsar:sign-in"), {"email": world.dpo.email, "password": PASSWORD})
    shown = client.get(url("refuse", case)).content.decode()

    client.post(url("refuse", case), {"decision": "Shown.", "opinion": "It holds."})

    assert "164A" in previewed
    assert not sent_early
    assert reverse("dsar:reauthenticate") in asked["Location"]
    assert ABUSE["subjective"] in shown
    assert Case.objects.get().outcome == "refused_excessive"


def test_a_draft_with_a_gap_keeps_what_was_typed(client, world, case):
    client.force_login(world.handler)

    answer = client.post(url("refuse", case), {"ground": "unfounded", "reasons": "Four times.", "act": "draft"})

    assert answer.status_code == 422
    assert "Four times." in answer.content.decode()
    assert not Ending.objects.exists()


def test_a_fee_restarts_the_british_clock_and_not_the_continental_one(world, case):
    world.controller.regime = "EU"
    world.controller.save()
    continental = make_case(world, name="Bo Berg")
    for one in (case, continental):
        findings = {"reasons": "A second copy.", "amount": "£12.50"}
        row = decision_services.propose(
            case=one, kind=EndingKind.FEE, ground="further_copy", findings=findings, actor=world.handler
        )
        decision_services.ask_fee(ending=row, decision="Cost of copying.", actor=world.approver)

    case.refresh_from_db()
    continental.refresh_from_db()
    assert (case.clock_state, case.waiting_for, case.due_on) == ("not_started", "fee", None)
    assert continental.clock_state == "running"
    assert "£12.50" in Notice.objects.get(code="fee_request", about_id=case.pk).body


def test_a_withdrawal_is_written_by_somebody_known_and_never_inferred(world, case):
    with pytest.raises(RuleRefused) as silent:
        closing_services.close_as(
            case=case, kind="withdrawn", findings={"evidence": "No reply.", "verified_how": " "}, actor=world.handler
        )
    findings = {"evidence": "Mail of today: I withdraw.", "verified_how": "From her address on file."}
    closing_services.close_as(case=case, kind="withdrawn", findings=findings, actor=world.handler)

    assert "verified_how" in silent.value.fields
    assert (case.outcome, case.responded_on) == ("withdrawn", local_today())
    assert Notice.objects.get().code == "withdrawn"


def reminded(world, case, *, days=30):
    return closing_services.remind(
        case=case,
        question="Which account do you mean?",
        asked_on=local_today() - dt.timedelta(days=5),
        closing_on=local_today() + dt.timedelta(days=days),
        actor=world.handler,
    )


def let_days_pass(row, days):
    """As if the reminder had gone out that many days ago."""
    back = dt.timedelta(days=days)
    named = ("asked_on", "reminded_on", "closing_on")
    moved = {name: (dt.date.fromisoformat(row.findings[name]) - back).isoformat() for name in named}
    row.findings = {**row.findings, **moved}
    row.save()


def test_silence_closes_a_case_only_after_a_reminder_and_its_days(world, case):
    before = gate_fact("G20", case)
    row = reminded(world, case)
    during = gate_fact("G20", case)
    let_days_pass(row, 31)

    closing_services.close_as(case=case, kind="no_reply", findings={"reasons": "Nothing came."}, actor=world.approver)

    assert "reminder" in before.reason
    assert "until" in during.reason
    assert case.outcome == "no_reply"
    assert {notice.code for notice in Notice.objects.all()} == {"reminder", "closed_no_reply"}


def test_a_reminder_may_not_give_less_than_the_policy(world, case):
    with pytest.raises(RuleRefused) as no:
        reminded(world, case, days=3)

    assert no.value.code == "too_soon"


def test_a_reply_opens_a_lapsed_case_again_and_its_clock_counts_right(world, case):
    clock_acts.pause(
        case=case, waiting_for=PauseKind.IDENTITY, on=local_today(), reason="Unknown address", actor=world.handler
    )
    let_days_pass(reminded(world, case), 31)
    closing_services.close_as(case=case, kind="no_reply", findings={"reasons": "Silence."}, actor=world.approver)

    reopening_services.reopen_case(case=case, occasion="reply", reason="Her passport came.", actor=world.handler)
    clock_acts.resume(case=case, waiting_for=PauseKind.IDENTITY, on=local_today(), actor=world.handler)

    assert (case.stage, case.outcome, case.responded_on) == ("triage", "", None)
    assert case.statutory_due_on > local_today() + dt.timedelta(days=25)
    assert Ending.objects.get().state == EndingState.UNDONE


def test_unable_to_identify_is_for_approvers_shows_why_and_tells_the_person(world, case):
    Case.objects.filter(pk=case.pk).update(stage="identity")
    case.refresh_from_db()
    findings = {"reasons": "Three people have this name and none the address.", "wanted": "A customer number."}
    with pytest.raises(NotPermitted):
        closing_services.close_as(case=case, kind="unidentified", findings=findings, actor=world.handler)

    closing_services.close_as(case=case, kind="unidentified", findings=findings, actor=world.approver)

    letter = Notice.objects.get(code="unidentified").body
    assert case.outcome == "unidentified"
    assert "A customer number." in letter
    assert "164A" in letter


def test_passed_on_names_the_controller(world, case):
    findings = {"controller": "Contoso Ltd", "evidence": "Mail to their DPO today."}

    closing_services.close_as(case=case, kind="passed_on", findings=findings, actor=world.handler)

    assert case.outcome == "passed_on"
    assert "Contoso Ltd" in Notice.objects.get().body


def test_a_duplicate_is_linked_both_ways_and_can_be_undone(world, case):
    other = make_case(world)
    closing_services.close_as(
        case=case, kind="duplicate", findings={"reasons": "Same mail."}, actor=world.handler, duplicate_of=other
    )
    closed = case.outcome

    reopening_services.reopen_case(case=case, occasion="mistake", reason="Another account.", actor=world.dpo)

    assert closed == "duplicate"
    assert set(CaseLink.objects.values_list("case", "kind")) == {(case.pk, "duplicate"), (other.pk, "duplicated_by")}
    assert (case.stage, case.responded_on) == ("triage", local_today())


def test_reopening_needs_the_dpo_and_an_occasion_and_keeps_the_first_answer(client, world, case):
    refused(world, case)
    client.force_login(world.approver)
    forbidden = client.post(url("reopen", case), {"occasion": "complaint", "reason": "Upheld"}).status_code
    client.force_login(world.dpo)
    empty = client.post(url("reopen", case), {"reason": "Upheld"}).status_code
    shown = client.post(url("reopen", case), {"occasion": "complaint", "reason": "Upheld"}, follow=True)

    case.refresh_from_db()
    assert (forbidden, empty) == (403, 422)
    assert (case.outcome, case.responded_on) == ("", local_today())
    assert "first answer stays" in shown.content.decode()
    assert case.clock_events.filter(kind="respond").count() == 1


def test_a_move_back_into_a_closed_case_without_occasion_is_refused_by_its_gate(world, case):
    refused(world, case)

    assert [fact.gate for fact in unmet_gates(case, Move.REOPEN)] == ["G22"]


def test_asking_anew_is_a_linked_case_with_its_own_clock(client, world, case):
    refused(world, case)
    client.force_login(world.handler)

    client.post(
        url("anew", case),
        {"received_on": local_today().isoformat(), "channel": "email", "request_text": "Now the mails of May, please."},
    )

    made = Case.objects.exclude(pk=case.pk).get()
    assert made.links.get().kind == "earlier"
    assert made.due_on > case.statutory_due_on
    assert made.people.get(role="subject").name == "Ana Lindqvist"


@pytest.mark.parametrize("kind", list(closing_services.WAYS))
def test_every_way_out_has_its_page(client, world, case, kind):
    Case.objects.filter(pk=case.pk).update(stage="identity")
    client.force_login(world.dpo)

    answer = client.get(url("close-as", case, kind))
    wrong = client.post(url("close-as", case, kind), {})

    assert answer.status_code == 200
    assert wrong.status_code == 422
    assert Case.objects.get().stage == "identity"
