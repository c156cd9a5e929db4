import pytest

from consent.ledger_models import Purpose
from consent.selectors import state_for
from consent.services import Said, Source, record_choice
from consent.subjects import Identifier
from consent.vocabulary import Act, Channel, Method, State, SubjectKind
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.rights.decisions import rules, services
from dsar.rights.decisions.models import RightTask
from dsar.rights.withdrawal import services as withdrawal
from dsar.rights.withdrawal.ledger_services import purpose_lines
from tests.dsar.rights.ways import RightAsked, asked, at_decision, decided, letters_of, sign_all, small_register

SHE = Identifier(SubjectKind.EMAIL, "mira.holt@example.org")


@pytest.fixture
def purpose(world):
    _orders, letters = small_register(world)
    made = Purpose.objects.create(
        code="newsletter", kind="marketing", ground="consent", created_at=clock.now(), activity_id=letters.pk
    )
    said = Said(made, Act.GRANTED, Method.TICKED, Channel.IMPORT)
    record_choice(identifier=SHE, said=said, source=Source("import"))
    return made


def test_a_withdrawal_takes_effect_in_the_ledger_before_any_stage(world, purpose):
    case = asked(world, RightAsked.WITHDRAWAL)

    words = withdrawal.withdraw(case=case, purposes=[purpose], note="No more", actor=world.handler)
    again = withdrawal.withdraw(case=case, purposes=[purpose], note="No more", actor=world.handler)

    assert case.stage == "triage"
    assert state_for(SHE).standings["newsletter"].state == State.WITHDRAWN
    assert [word.act for word in words] == ["withdrawn"]
    assert again[0].entry_uid == words[0].entry_uid
    assert purpose_lines(case)[0].is_ended


def test_the_case_goes_on_to_the_systems_and_the_letter(world, purpose):
    case = at_decision(world, RightAsked.WITHDRAWAL)
    with pytest.raises(RuleRefused) as unwritten:
        decided(case, world, rules.GRANTED, "consent_withdrawn")
    withdrawal.withdraw(case=case, purposes=[purpose], note="", actor=world.handler)

    decided(case, world, rules.GRANTED, "consent_withdrawn")
    tasks = [task.system_name for task in RightTask.objects.filter(case=case)]
    sign_all(case, world)
    services.answer(case=case, actor=world.handler)
    closed = services.finish(case=Case.objects.get(pk=case.pk), actor=world.handler)

    assert unwritten.value.code == "room_wants_more"
    assert tasks == ["Newsletter tool"]
    assert "stays lawful" in letters_of(case)["withdrawal_done"]
    assert closed.outcome == "granted"


def test_what_is_withdrawn_already_cannot_be_refused(world, purpose):
    case = at_decision(world, RightAsked.WITHDRAWAL)
    withdrawal.withdraw(case=case, purposes=[purpose], note="", actor=world.handler)

    with pytest.raises(RuleRefused):
        decided(case, world, rules.REFUSED, "no_consent", words="No consent")


def test_the_erasure_of_what_rested_on_the_consent_is_offered_beside(world, purpose):
    case = asked(world, RightAsked.WITHDRAWAL)

    beside = withdrawal.offer_erasure(case=case, actor=world.handler)

    assert beside.right == RightAsked.ERASURE
    assert beside.received_at == case.received_at


def test_nothing_chosen_and_nobody_known_are_told(world, purpose):
    case = asked(world, RightAsked.WITHDRAWAL)

    with pytest.raises(RuleRefused) as nothing:
        withdrawal.withdraw(case=case, purposes=[], note="", actor=world.handler)
    case.people.all().delete()
    with pytest.raises(RuleRefused) as nobody:
        withdrawal.withdraw(case=case, purposes=[purpose], note="", actor=world.handler)

    assert (nothing.value.code, nobody.value.code) == ("no_purpose", "no_identifier")
