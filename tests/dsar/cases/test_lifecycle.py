"""The table of moves: whatever it does not hold is refused by name, and every gate has a room that knows it."""

import importlib
import itertools

import pytest

from dsar.access.rules import CASE_ACTS, ROLE_ACTS, Act
from dsar.cases import registry
from dsar.cases.lifecycle import (
    ERASED,
    GATES,
    NEW,
    NO_ROW,
    NOBODY,
    NOT_PERMITTED,
    RULES,
    TABLE,
    Move,
    judge,
    moves_from,
    transition,
)
from dsar.cases.models import Case
from dsar.cases.permissions import acts_on
from dsar.cases.services import move_case
from dsar.cases.vocabulary import OPEN_STAGES, Outcome, Stage
from dsar.foundation.errors import DsarError, NotPermitted, RuleRefused
from tests.world import make_case

ORDER = [stage.value for stage in Stage]


def subsets(gates):
    return itertools.chain.from_iterable(itertools.combinations(gates, size) for size in range(len(gates) + 1))


def test_the_table_alone_says_which_of_all_combinations_is_open():
    tried = opened = 0

    for stage, move, (_role, acts) in itertools.product(ORDER, Move, ROLE_ACTS.items()):
        row = next((one for one in TABLE if one.move is move and stage in one.sources), None)
        for met in subsets(row.gates if row else ()):
            verdict = judge(move, stage, acts=acts, is_met=met.__contains__)
            tried += 1
            opened += verdict.is_open
            if row is None:
                assert verdict.refused_by == NO_ROW
            elif row.act == NOBODY or row.act not in acts:
                assert verdict.refused_by == NOT_PERMITTED
            else:
                missing = [gate for gate in row.gates if gate not in met]
                assert verdict.unmet == tuple(missing)
                assert verdict.refused_by == (missing[0] if missing else "")

    assert tried > 1000
    assert 0 < opened < tried


def test_a_gate_that_nobody_knows_is_not_met(world):
    case = make_case(world)

    fact = registry.gate_fact("G99", case)

    assert not fact.is_met


@pytest.mark.parametrize("gate", sorted(RULES))
def test_every_gate_has_words_an_article_and_a_room_that_knows_it(gate):
    rule = RULES[gate]

    assert rule.words
    assert rule.article
    assert gate in registry.registered_gates()


def test_the_gates_are_those_of_the_law_and_each_has_its_place():
    of_moves = {gate for row in TABLE for gate in row.gates}

    assert sorted(GATES, key=lambda name: int(name[1:])) == [f"G{number}" for number in range(1, 32)]
    assert of_moves | {gate.id for gate in RULES.values() if gate.places} == set(GATES)


@pytest.mark.parametrize("place", sorted({place for rule in RULES.values() for place in rule.places}))
def test_what_enforces_a_gate_is_there(place):
    module, _dot, name = place.rpartition(".")

    try:
        found = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError:
        found = None

    assert found is not None or importlib.import_module(place)


def test_every_row_leads_somewhere_that_is_a_stage_or_an_end():
    ends = {*ORDER, NEW, ERASED}

    assert all({*row.sources, row.target} <= ends for row in TABLE)
    assert all(row.act == NOBODY or Act(row.act) for row in TABLE)
    assert len({(row.move, source) for row in TABLE for source in row.sources}) == sum(len(r.sources) for r in TABLE)


def test_back_is_one_stage_at_a_time_and_never_from_what_was_sent():
    for row in (row for row in TABLE if row.move is Move.BACK):
        for source in row.sources:
            assert ORDER.index(row.target) == ORDER.index(source) - 1
            assert source in OPEN_STAGES

    assert transition(Move.BACK, "sent") is None
    assert transition(Move.BACK, "closed") is None


@pytest.mark.parametrize("stage", ORDER)
def test_from_every_stage_only_the_moves_of_the_table_are_carried_out(world, stage):
    case = make_case(world)
    outcome = Outcome.WITHDRAWN if stage == "closed" else ""
    Case.objects.filter(pk=case.pk).update(stage=stage, outcome=outcome)
    open_moves = {row.move for row in moves_from(stage) if row.act != NOBODY}

    for move in set(Move) - open_moves:
        case.refresh_from_db()
        with pytest.raises(RuleRefused) as refused:
            move_case(case=case, move=move, actor=world.dpo, reason="x", outcome=Outcome.WITHDRAWN)
        assert refused.value.code == NO_ROW

    assert Case.objects.get(pk=case.pk).stage == stage


@pytest.mark.parametrize("who", ["intake", "handler", "approver", "dpo", "admin", "auditor", "stranger"])
def test_every_move_is_refused_by_the_role_or_by_the_name_of_its_first_unmet_gate(world, who):
    person = getattr(world, who)
    case = make_case(world)
    acts = acts_on(case, person)

    for stage in OPEN_STAGES:
        for row in moves_from(stage):
            Case.objects.filter(pk=case.pk).update(stage=stage, outcome="")
            case.refresh_from_db()
            verdict = judge(row.move, stage, acts=acts, is_met=lambda gate: registry.gate_fact(gate, case).is_met)
            assert answer_of(case, row.move, person) == verdict.refused_by, (stage, row.move)

    assert acts <= CASE_ACTS


def answer_of(case, move, person):
    try:
        move_case(case=case, move=move, actor=person, reason="x", outcome=Outcome.WITHDRAWN)
    except NotPermitted:
        return NOT_PERMITTED
    except DsarError as error:
        return error.code
    return ""
