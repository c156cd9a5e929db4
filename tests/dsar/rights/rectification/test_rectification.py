import datetime as dt

import pytest

from dsar.audit.models import AuditEntry
from dsar.cases import registry
from dsar.cases.clock import received_on
from dsar.cases.models import Case, CaseLink
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.processing_records.models import System
from dsar.rights.decisions import rules, services, work_services
from dsar.rights.decisions.models import RightTask
from dsar.rights.decisions.selectors import version_of
from dsar.rights.rectification import services as rectification
from dsar.rights.rectification.models import Correction
from dsar.rights.rectification.room import undecidable
from dsar.rights.restriction.models import Restriction
from tests.dsar.rights.ways import RightAsked, asked, at_decision, decided, letters_of, sign_all, small_register


def noted(case, world, *, field="street", new="14 Harbour Road", statement=""):
    claim = rectification.Claim(
        field=field, old="12 Harbour Road", new=new, statement=statement, system=System.objects.get(name="Shop")
    )
    return rectification.note_correction(case=case, claim=claim, actor=world.handler)


def checked(row, world, finding):
    return rectification.check_accuracy(correction=row, finding=finding, words="Asked the shop", actor=world.handler)


@pytest.fixture
def case(world):
    small_register(world)
    return at_decision(world, RightAsked.RECTIFICATION)


def test_a_correction_goes_from_the_claim_to_the_closed_case_with_recipients_told(case, world):
    checked(noted(case, world), world, "inaccurate")
    decided(case, world, rules.GRANTED, "inaccurate")
    task = RightTask.objects.get(case=case)
    too_early = registry.gate_fact("D2", case)
    sign_all(case, world)

    answered = services.answer(case=case, actor=world.handler)
    untold = registry.gate_fact("D3", answered)
    for name, state in (("Parcels Ltd", "told"), ("Tax office", "disproportionate")):
        work_services.tell_recipient(
            case=answered, recipient=name, state=state, words="By phone", actor=world.handler,
            address="privacy@parcels.example" if state == "told" else "",
        )  # fmt: skip
    closed = services.finish(case=answered, actor=world.handler)

    assert "14 Harbour Road" in task.what
    assert (too_early.is_met, untold.is_met) == (False, False)
    assert (closed.stage, closed.outcome) == ("closed", "granted")
    assert closed.responded_on is not None
    letters = letters_of(case)
    assert "14 Harbour Road" in letters["rectification_done"]
    assert "Parcels Ltd" in letters["recipient_of_right"]
    told = set(AuditEntry.objects.filter(case_id=case.pk).values_list("action", flat=True))
    assert {"rectification.noted", "rectification.checked", "right.decided", "right.task_signed",
            "right.recipient_told", "right.answered"} <= told  # fmt: skip


def test_old_and_new_value_stand_sealed_in_the_database(case, world):
    row = noted(case, world)

    stored = Correction.objects.filter(pk=row.pk).values_list("old", "new", "field").get()

    assert all(b"Harbour" not in bytes(cell) and b"street" not in bytes(cell) for cell in stored)


def test_a_refusal_is_one_persons_proposal_and_another_persons_word(case, world):
    checked(noted(case, world, statement="I moved in May."), world, "accurate")

    proposed = services.propose(
        case=case, outcome=rules.REFUSED, ground="accurate", why="The land register says so",
        words="The land register says number 12.", actor=world.dpo,
    )  # fmt: skip
    waiting = registry.gate_fact("D1", case)
    with pytest.raises(NotPermitted):
        services.agree(decision=proposed, actor=world.dpo, read=version_of(proposed))
    services.agree(decision=proposed, actor=world.approver, read=version_of(proposed))
    services.answer(case=case, actor=world.handler)

    letter = letters_of(case)["right_refused"]
    assert not waiting.is_met
    assert "The land register says number 12." in letter
    assert "I moved in May." in letter
    assert "Information Commissioner" in letter
    assert not RightTask.objects.filter(case=case).exists()


def test_the_findings_decide_what_can_be_decided(case, world):
    without = {outcome: undecidable(case, outcome) for outcome in rules.CASE_OUTCOME}
    first, second = noted(case, world), noted(case, world, field="town")
    unchecked = undecidable(case, rules.GRANTED)
    checked(first, world, "inaccurate")
    checked(second, world, "inaccurate")
    all_wrong = {outcome: bool(undecidable(case, outcome)) for outcome in rules.CASE_OUTCOME}
    checked(second, world, "accurate")
    mixed = {outcome: bool(undecidable(case, outcome)) for outcome in rules.CASE_OUTCOME}

    with pytest.raises(RuleRefused) as refused:
        decided(case, world, rules.GRANTED, "inaccurate")

    assert all(without.values())
    assert "not checked yet" in unchecked
    assert all_wrong == {"granted": False, "in_part": True, "refused": True}
    assert mixed == {"granted": True, "in_part": False, "refused": True}
    assert refused.value.code == "room_wants_more"


def test_what_is_incomplete_gets_the_persons_statement(case, world):
    row = noted(case, world, new="", statement="The order was sent back on 3 May.")
    checked(row, world, "incomplete")
    decided(case, world, rules.GRANTED, "incomplete")

    assert "sent back on 3 May" in RightTask.objects.get(case=case).what


def test_while_the_accuracy_is_checked_a_restriction_is_one_act_away(case, world):
    from dsar.rights.restriction.services import restrict_meanwhile

    made = restrict_meanwhile(case=case, actor=world.handler)

    assert Restriction.objects.get(case=made).ground == "accuracy_contested"
    assert CaseLink.objects.filter(case=case, other=made, kind="same_request").exists()
    with pytest.raises(RuleRefused):
        restrict_meanwhile(case=case, actor=world.handler)


def test_in_california_the_right_to_correct_has_its_own_clock_and_articles(world):
    case = asked(world, RightAsked.RECTIFICATION, regime_id="CCPA")

    ground = rules.ground_of("rectification", "inaccurate")

    assert case.statutory_due_on - received_on(case) in (dt.timedelta(days=44), dt.timedelta(days=45))
    assert "1798.106" in ground.article_under(case.regime_id)
    assert ground.article_under("UK") == "GDPR Art. 16 s. 1"


def test_a_case_about_another_right_takes_no_correction(world):
    small_register(world)
    case = asked(world, RightAsked.ACCESS)

    with pytest.raises(RuleRefused) as refused:
        noted(case, world)

    assert refused.value.code == "other_right"
    assert not Case.objects.filter(corrections__isnull=False).exists()
