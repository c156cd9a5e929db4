import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import registry
from dsar.cases.clock import received_on
from dsar.cases.decision_services import propose as propose_ending
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.notices.models import Notice
from dsar.processing_records.models import System
from dsar.rights.decisions import rules, services, work_services
from dsar.rights.decisions.models import RecipientNotice, RightDecision
from dsar.rights.decisions.register_selectors import register_rows, waiting_for
from dsar.rights.decisions.selectors import version_of
from dsar.rights.rectification.services import Claim, check_accuracy, note_correction
from dsar.rights.restriction.services import note_restriction
from tests.dsar.rights.ways import RightAsked, asked, at_decision, decided, letters_of, sign_all, small_register
from tests.world import make_case


def restriction_asked(world):
    case = at_decision(world, RightAsked.RESTRICTION)
    note_restriction(case=case, ground="unlawful", why="No basis", activities=(), actor=world.handler)
    return case


@pytest.fixture
def decisions(world):
    """A granted rectification and a refused restriction."""
    small_register(world)
    first = at_decision(world, RightAsked.RECTIFICATION)
    claim = Claim("street", "old", "new", system=System.objects.get(name="Shop"))
    row = note_correction(case=first, claim=claim, actor=world.handler)
    check_accuracy(correction=row, finding="inaccurate", words="Seen", actor=world.handler)
    decided(first, world, rules.GRANTED, "inaccurate")
    Case.objects.filter(pk=first.pk).update(stage="closed", outcome="granted")
    second = restriction_asked(world)
    decided(second, world, rules.REFUSED, "no_restriction_ground", words="No ground.")
    return first, second


def test_one_list_over_all_rights_filters_and_sorts(decisions, world):
    first, second = decisions

    everything = [row.case_id for row in register_rows(world.dpo)]
    refused = [row.case_id for row in register_rows(world.dpo, filters={"outcome": "refused"})]
    by_right = [row.right for row in register_rows(world.dpo, sort="right")]
    nobody = list(register_rows(world.stranger))
    auditor = list(register_rows(world.auditor))

    assert everything == [second.pk, first.pk]
    assert refused == [second.pk]
    assert by_right == ["rectification", "restriction"]
    assert nobody == []
    assert len(auditor) == 2


def test_the_page_and_its_table_say_the_same_and_name_nobody(decisions, world, client):
    client.force_login(world.auditor)

    page = client.get(reverse("dsar:rights-register"), {"right": "restriction"}).content.decode()
    table = b"".join(client.get(reverse("dsar:rights-register-file"), {"right": "restriction"})).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(table)))
    assert "No ground of Article 18(1) applies" in page
    assert [row[1] for row in rows[1:]] == [decisions[1].reference]
    assert decisions[0].reference not in page
    assert "Mira" not in page + table
    assert AuditEntry.objects.filter(action="right.register_exported").count() == 1


def test_a_proposal_waits_on_the_list_of_those_who_may_agree(world):
    small_register(world)
    case = restriction_asked(world)
    row = services.propose(
        case=case, outcome=rules.REFUSED, ground="no_restriction_ground", why="w", words="No.", actor=world.dpo
    )

    assert waiting_for(world.approver) == [row]
    assert waiting_for(world.dpo) == []
    assert waiting_for(world.handler) == []


def test_a_proposal_given_back_says_why_and_can_be_put_forward_anew(world):
    small_register(world)
    case = restriction_asked(world)
    row = services.propose(
        case=case, outcome=rules.REFUSED, ground="no_restriction_ground", why="w", words="No.", actor=world.handler
    )
    services.give_back(decision=row, remark="Look at Art. 18(1)(b)", actor=world.approver)

    with pytest.raises(Conflict):
        services.agree(decision=row, actor=world.approver, read=version_of(row))
    decided(case, world, rules.GRANTED, "unlawful")

    assert services.current_decision(case).outcome == "granted"
    assert RightDecision.objects.get(pk=row.pk).state == "given_back"


def test_in_a_small_team_one_person_agrees_with_a_reason_and_the_database_holds_that(world):
    small_register(world)
    case = restriction_asked(world)
    row = services.propose(
        case=case, outcome=rules.REFUSED, ground="no_restriction_ground", why="w", words="No.", actor=world.dpo
    )
    with pytest.raises(NotPermitted):
        services.agree(decision=row, actor=world.dpo, read=version_of(row), small_team_reason="Alone")
    with pytest.raises(IntegrityError), transaction.atomic():
        RightDecision.objects.filter(pk=row.pk).update(decider=world.dpo)
    case.controller.small_team, case.controller.small_team_reason = True, "Three people"
    case.controller.save()
    row.refresh_from_db()
    row.case.controller.refresh_from_db()
    with pytest.raises(RuleRefused):
        services.agree(decision=row, actor=world.dpo, read=version_of(row))

    services.agree(decision=row, actor=world.dpo, read=version_of(row), small_team_reason="Everybody else is away")

    assert RightDecision.objects.get(pk=row.pk).small_team_reason == "Everybody else is away"


def test_nothing_is_decided_before_identity_and_nothing_answered_before_it_is_decided(world):
    small_register(world)
    case = asked(world, RightAsked.RESTRICTION)
    with pytest.raises(RuleRefused) as early:
        decided(case, world, rules.GRANTED, "unlawful")
    Case.objects.filter(pk=case.pk).update(stage="closed", outcome="withdrawn")
    ready = restriction_asked(world)
    with pytest.raises(RuleRefused) as undecided:
        services.answer(case=ready, actor=world.handler)

    assert early.value.code == "not_at_the_decision"
    assert undecided.value.code == "D1"


def test_a_decision_from_another_room_stands_in_the_register_too(world):
    case = asked(world, RightAsked.ERASURE)

    row = services.register_decision(
        case=case, outcome="in_part", ground="consent_withdrawn", why="Invoices stay", actor=world.approver
    )
    again = services.register_decision(
        case=case, outcome="granted", ground="consent_withdrawn", why="All goes", actor=world.approver
    )

    assert [one.pk for one in register_rows(world.dpo)][0] == again.pk
    assert RightDecision.objects.get(pk=row.pk).state == "replaced"


def test_recipients_are_those_of_the_scope_and_named_to_the_person_who_asks(world):
    small_register(world)
    case = restriction_asked(world)
    decided(case, world, rules.GRANTED, "unlawful")
    with pytest.raises(RuleRefused):
        work_services.tell_recipient(case=case, recipient="Nobody", state="told", words="x", actor=world.handler)
    with pytest.raises(RuleRefused):
        work_services.name_recipients(case=case, actor=world.handler)
    work_services.tell_recipient(case=case, recipient="Parcels Ltd", state="told", words="x", actor=world.handler)
    work_services.tell_recipient(
        case=case, recipient="Tax office", state="impossible", words="Closed", actor=world.handler
    )

    named = work_services.name_recipients(case=case, actor=world.handler)

    assert named == 2
    assert "Parcels Ltd" in letters_of(case)["recipients_named"]
    assert RecipientNotice.objects.filter(case=case).count() == 2


def test_a_task_is_signed_once_with_its_day(world):
    small_register(world)
    case = restriction_asked(world)
    decided(case, world, rules.GRANTED, "unlawful")
    task = case.right_tasks.first()
    today = received_on(case)
    with pytest.raises(RuleRefused):
        work_services.sign_task(task=task, state="done", done_on=None, words="Tom", actor=world.handler)
    with pytest.raises(RuleRefused):
        work_services.sign_task(task=task, state="done", done_on=today, words=" ", actor=world.handler)
    sign_all(case, world)

    with pytest.raises(Conflict):
        work_services.sign_task(task=task, state="done", done_on=today, words="Tom", actor=world.handler)
    assert registry.gate_fact("D2", case).is_met
    answered = services.answer(case=case, actor=world.handler)
    assert answered.responded_on is not None
    assert registry.gate_fact("G26", answered).is_met


def test_access_approved_closed_and_refused_stands_in_the_same_list(world):
    case = make_case(world)
    registry.follow(Move.APPROVE, "sign_off", case, world.approver)
    granted = RightDecision.objects.get(case=case)
    case.outcome = "disclosed_in_part"
    registry.follow(Move.CLOSE, "sent", case, world.handler)
    in_part = RightDecision.objects.get(case=case)
    registry.follow(Move.BACK, "ready", case, world.handler)
    other = make_case(world, name="Oda Brand")
    propose_ending(
        case=other, kind="refusal", ground="excessive", findings={"reasons": "Nine times"}, actor=world.handler
    )
    registry.follow(Move.REFUSE, "triage", other, world.approver)

    refused = RightDecision.objects.get(case=other)
    assert (granted.outcome, granted.decider, in_part.outcome) == ("granted", world.approver, "in_part")
    assert RightDecision.objects.get(case=case).state == "replaced"
    assert (refused.outcome, refused.ground, refused.words) == ("refused", "excessive", "Nine times")


def test_a_recipient_that_was_written_to_at_a_wrong_address_is_written_to_again(world):
    small_register(world)
    case = restriction_asked(world)
    decided(case, world, rules.GRANTED, "unlawful")

    def tell(address, words="Restricted since today"):
        work_services.tell_recipient(
            case=case, recipient="Parcels Ltd", state="told", words=words, address=address, actor=world.handler
        )

    for address in ("wrong@example.org", "wrong@example.org", "right@example.org"):
        tell(address)
    tell("right@example.org", "Restricted, and returned to us")

    sent = [one.recipient for one in Notice.objects.filter(about_id=case.pk).order_by("queued_at")]
    assert sent == ["wrong@example.org", "right@example.org", "right@example.org"]
    assert all(len(one.dedup_key) < 120 for one in Notice.objects.filter(about_id=case.pk))
