"""Screenings: answered in steps, decided by a person, kept as proof."""

import pytest
from django.db import IntegrityError, transaction

from dsar.accountability.dpia import screening_services as services
from dsar.accountability.dpia.models import Screening
from dsar.accountability.dpia.questions import ALL
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused

NO = dict.fromkeys(ALL, "no")
WHY = "Only names of colleagues, shown to colleagues."


@pytest.fixture
def screening(world):
    return services.begin_screening(controller=world.controller, title="Phone list", activities=[], actor=world.handler)


def answered(screening, world, **yes):
    return services.answer_screening(
        screening=screening, answers=NO | yes, entry="", revision=screening.revision, actor=world.handler
    )


def test_not_needed_is_kept_as_proof_and_never_changes(world, screening):
    decided = services.decide_screening(
        screening=answered(screening, world), outcome="not_needed", reasons=WHY, actor=world.handler
    )

    assert (decided.outcome, decided.decided_by, decided.words["reasons"]) == ("not_needed", world.handler, WHY)
    with pytest.raises(Conflict):
        answered(decided, world, special="yes")
    with pytest.raises(Conflict):
        services.decide_screening(screening=decided, outcome="needed", reasons=WHY, actor=world.handler)


def test_against_the_presumption_the_view_of_the_dpo_comes_first(world, screening):
    screening = answered(screening, world, monitoring="yes", vulnerable="unsure")
    with pytest.raises(RuleRefused) as refused:
        services.decide_screening(screening=screening, outcome="not_needed", reasons=WHY, actor=world.handler)
    with pytest.raises(NotPermitted):
        services.give_view(screening=screening, text="Fine.", actor=world.handler)

    services.give_view(screening=screening, text="Two people only; I agree.", actor=world.dpo)
    decided = services.decide_screening(screening=screening, outcome="not_needed", reasons=WHY, actor=world.handler)

    assert refused.value.code == "dpo_view"
    assert (decided.outcome, decided.dpo) == ("not_needed", world.dpo)


def test_what_the_law_names_cannot_be_found_not_needed(world, screening):
    screening = answered(screening, world, special="yes")

    with pytest.raises(RuleRefused) as refused:
        services.decide_screening(screening=screening, outcome="not_needed", reasons=WHY, actor=world.handler)

    assert refused.value.code == "mandatory"


def test_the_slower_of_two_is_told(world, screening):
    answered(screening, world)

    with pytest.raises(Conflict) as refused:
        answered(screening, world, special="yes")

    assert refused.value.code == "part_changed"


def test_an_approver_does_not_screen(world):
    with pytest.raises(NotPermitted):
        services.begin_screening(controller=world.controller, title="List", activities=[], actor=world.approver)


def test_the_database_refuses_a_decision_of_nobody(screening):
    with pytest.raises(IntegrityError), transaction.atomic():
        Screening.objects.filter(pk=screening.pk).update(outcome="not_needed")
