"""Many items decided as one, with a preview, a sample and the way back."""

import pytest

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.review.models import Verdict
from dsar.review.selectors import ItemQuery
from dsar.review.services import decide
from dsar.review.set_services import decide_set, preview_set, undo_set
from tests.dsar.review.exhibits import add_item, in_review, suggest_passage
from tests.world import make_case


@pytest.fixture
def case(world):
    return in_review(make_case(world))


@pytest.fixture
def rows(case):
    return [add_item(case, values={"id": number, "total": "9.50"}) for number in range(12)]


def verdicts(case):
    return sorted(case.review_items.values_list("verdict", flat=True))


def test_a_set_is_decided_with_one_entry(world, case, rows):
    query = ItemQuery(group="shop.orders")

    made = decide_set(case=case, query=query, verdict=Verdict.DISCLOSE, actor=world.handler, expected=12)

    assert verdicts(case) == ["disclose"] * 12
    assert (made.size, len(made.sample), made.query) == (12, 8, {"group": "shop.orders"})
    assert AuditEntry.objects.filter(action="review.set_decided").count() == 1


def test_items_with_other_people_are_left_out(world, case, rows):
    suggest_passage(rows[0])
    add_item(case, "Not read yet", is_read=False)

    preview = preview_set(case=case, query=ItemQuery(), verdict=Verdict.DISCLOSE)

    assert (preview.size, preview.left_out_people) == (11, 2)


def test_items_that_may_be_about_somebody_else_are_asked_for(case, rows):
    add_item(case, "A namesake", decision="review")

    everything = preview_set(case=case, query=ItemQuery(), verdict=Verdict.DISCLOSE)
    asked_for = preview_set(case=case, query=ItemQuery(decision="review"), verdict=Verdict.DISCLOSE)

    assert (everything.size, everything.left_out_unsure) == (12, 1)
    assert asked_for.size == 1


def test_a_set_is_taken_back_but_for_what_was_touched_since(world, case, rows):
    decide(item=rows[0], verdict=Verdict.NOT_SUBJECT, actor=world.handler, version=0)
    made = decide_set(case=case, query=ItemQuery(), verdict=Verdict.DISCLOSE, actor=world.handler)
    rows[1].refresh_from_db()
    decide(item=rows[1], verdict=Verdict.NOT_SUBJECT, actor=world.dpo, version=rows[1].version)

    undone = undo_set(made=made, actor=world.handler)

    rows[0].refresh_from_db()
    rows[1].refresh_from_db()
    assert undone == 11
    assert (rows[0].verdict, rows[1].verdict) == (Verdict.NOT_SUBJECT, Verdict.NOT_SUBJECT)
    assert verdicts(case) == ["not_subject"] * 2 + ["undecided"] * 10


def test_a_set_is_taken_back_once(world, case, rows):
    made = decide_set(case=case, query=ItemQuery(), verdict=Verdict.DISCLOSE, actor=world.handler)
    undo_set(made=made, actor=world.handler)

    with pytest.raises(Conflict):
        undo_set(made=made, actor=world.handler)


def test_a_count_that_is_no_longer_true_is_a_conflict(world, case, rows):
    with pytest.raises(Conflict):
        decide_set(case=case, query=ItemQuery(), verdict=Verdict.DISCLOSE, actor=world.handler, expected=11)

    assert verdicts(case) == ["undecided"] * 12


@pytest.mark.parametrize("verdict", [Verdict.REDACT, Verdict.WITHHOLD])
def test_redacting_and_withholding_are_decided_singly(case, rows, verdict):
    with pytest.raises(RuleRefused):
        preview_set(case=case, query=ItemQuery(), verdict=verdict)


def test_an_empty_set_is_refused(world, case):
    with pytest.raises(RuleRefused):
        decide_set(case=case, query=ItemQuery(), verdict=Verdict.DISCLOSE, actor=world.handler)


def test_strangers_may_not(world, case, rows):
    with pytest.raises(NotPermitted):
        decide_set(case=case, query=ItemQuery(), verdict=Verdict.DISCLOSE, actor=world.stranger)
