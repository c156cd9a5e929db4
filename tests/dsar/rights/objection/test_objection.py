import pytest
from django.db import IntegrityError, transaction

from consent.ledger_models import Purpose
from consent.selectors import state_for
from consent.subjects import Identifier
from consent.vocabulary import State, SubjectKind
from dsar.cases import registry
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.rights.decisions import rules, services
from dsar.rights.decisions.models import RightTask
from dsar.rights.decisions.selectors import version_of
from dsar.rights.objection import services as objection
from dsar.rights.objection.models import Objection
from tests.dsar.rights.ways import RightAsked, asked, at_decision, decided, letters_of, sign_all, small_register

SHE = Identifier(SubjectKind.EMAIL, "mira.holt@example.org")


def note(case, world, kind="general", situation="I am a neighbour of the controller", activities=()):
    return objection.note_objection(
        case=case, kind=kind, situation=situation, activities=activities, actor=world.handler
    )


def weigh(case, world, result):
    return objection.weigh(
        case=case, our_grounds="Fraud was proved", their_interests="Private life", conclusion="Because",
        weighing=result, actor=world.handler,
    )  # fmt: skip


def marketing_purpose(code="news", ground="consent"):
    return Purpose.objects.create(code=code, kind="marketing", ground=ground, created_at=clock.now())


def test_marketing_stops_at_once_without_identity_weighing_or_decision(world):
    orders, _letters = small_register(world)
    marketing_purpose()
    marketing_purpose("ads", "opt_out")
    case = asked(world, RightAsked.OBJECTION)
    note(case, world, kind="marketing", situation="", activities=[orders])

    stopped = objection.stop_marketing(case=case, actor=world.handler)
    again = objection.stop_marketing(case=case, actor=world.handler)

    standings = state_for(SHE).standings
    assert case.stage == "triage"
    assert (standings["news"].state, standings["ads"].state) == (State.DENIED, State.OPTED_OUT)
    assert stopped.stopped_at == again.stopped_at
    assert [task.system_name for task in RightTask.objects.filter(case=case)] == ["Shop"]
    assert case.ledger_words.count() == 2 * len({word.kind for word in case.ledger_words.all()})


def test_marketing_is_never_weighed_and_never_refused(world):
    small_register(world)
    case = at_decision(world, RightAsked.OBJECTION)
    note(case, world, kind="marketing", situation="")
    objection.stop_marketing(case=case, actor=world.handler)

    with pytest.raises(RuleRefused) as weighed:
        weigh(case, world, "controller")
    with pytest.raises(RuleRefused) as refused:
        decided(case, world, rules.REFUSED, "compelling_grounds", words="No")
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(case=case).update(weighing="controller")

    assert weighed.value.code == "absolute"
    assert "absolute" in refused.value.message


def test_the_weighing_decides_what_can_be_decided(world):
    orders, _letters = small_register(world)
    case = at_decision(world, RightAsked.OBJECTION)
    note(case, world, activities=[orders])
    with pytest.raises(RuleRefused):
        decided(case, world, rules.GRANTED, "no_compelling_grounds")
    weigh(case, world, "controller")
    with pytest.raises(RuleRefused):
        decided(case, world, rules.GRANTED, "no_compelling_grounds")

    weigh(case, world, "person")
    decided(case, world, rules.GRANTED, "no_compelling_grounds")
    sign_all(case, world)
    answered = services.answer(case=case, actor=world.handler)
    closed = services.finish(case=answered, actor=world.handler)

    assert "Orders" in letters_of(case)["objection_upheld"]
    assert closed.outcome == "granted"


def test_our_grounds_win_only_with_grounds_a_second_person_and_the_remedies_told(world):
    small_register(world)
    case = at_decision(world, RightAsked.OBJECTION)
    note(case, world)
    with pytest.raises(RuleRefused):
        objection.weigh(
            case=case, our_grounds=" ", their_interests="x", conclusion="y", weighing="controller", actor=world.handler
        )
    weigh(case, world, "controller")

    row = services.propose(
        case=case, outcome=rules.REFUSED, ground="compelling_grounds", why="Fraud", words="We need it against fraud.",
        actor=world.handler,
    )  # fmt: skip
    services.agree(decision=row, actor=world.approver, read=version_of(row))
    services.answer(case=case, actor=world.handler)

    assert "against fraud" in letters_of(case)["right_refused"]
    assert registry.gate_fact("D3", case).is_met


def test_an_objection_without_a_situation_is_only_heard_about_marketing(world):
    case = asked(world, RightAsked.OBJECTION)

    with pytest.raises(RuleRefused) as refused:
        note(case, world, kind="research", situation=" ")

    assert "situation" in refused.value.fields
