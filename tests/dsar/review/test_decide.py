"""Deciding on an item and its passages."""

import pytest

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.review import exemptions
from dsar.review.models import PassageStatus, Verdict
from dsar.review.proposal_services import propose_exemption
from dsar.review.services import Place, add_passage, decide, mark_passages, remove_passage
from tests.dsar.review.exhibits import add_item, answers_to, in_review, suggest_passage
from tests.world import make_case


@pytest.fixture
def case(world):
    return in_review(make_case(world))


def test_an_item_is_disclosed(world, case):
    item = add_item(case, "Your order is on its way.")

    decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=item.version, note="Plain order")

    item.refresh_from_db()
    assert (item.verdict, item.decided_by, item.version) == (Verdict.DISCLOSE, world.handler, 1)
    assert item.note == "Plain order"
    assert AuditEntry.objects.filter(action="review.decided", case_id=case.pk).count() == 1


def test_the_second_of_two_people_is_told(world, case):
    item = add_item(case, "Text")
    seen = item.version
    decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=seen)

    with pytest.raises(Conflict):
        decide(item=item, verdict=Verdict.NOT_SUBJECT, actor=world.dpo, version=seen)

    item.refresh_from_db()
    assert item.verdict == Verdict.DISCLOSE


def test_an_item_with_open_suggestions_is_not_disclosed(world, case):
    item = add_item(case, "Erik was there.")
    suggest_passage(item)

    with pytest.raises(RuleRefused) as refusal:
        decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=item.version)

    assert refusal.value.code == "suggestions_open"


def test_redacting_needs_something_to_redact(world, case):
    item = add_item(case, "Text")

    with pytest.raises(RuleRefused) as refusal:
        decide(item=item, verdict=Verdict.REDACT, actor=world.handler, version=item.version)

    assert refusal.value.code == "nothing_to_redact"


def test_redacting_may_accept_all_suggestions(world, case):
    item = add_item(case, "Erik was there.")
    passage = suggest_passage(item)

    decide(item=item, verdict=Verdict.REDACT, actor=world.handler, version=item.version, accept_suggestions=True)

    passage.refresh_from_db()
    assert (passage.status, passage.decided_by) == (PassageStatus.REDACT, world.handler)


def test_what_is_marked_to_be_redacted_is_not_disclosed_whole(world, case):
    item = add_item(case, "Erik was there.")
    suggest_passage(item, status=PassageStatus.REDACT)

    with pytest.raises(RuleRefused) as refusal:
        decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=item.version)

    assert refusal.value.code == "passages_to_redact"


def test_withholding_needs_an_approved_exemption(world, case):
    item = add_item(case, "Text")

    with pytest.raises(RuleRefused) as refusal:
        decide(item=item, verdict=Verdict.WITHHOLD, actor=world.handler, version=item.version)

    assert refusal.value.code == "exemption_needed"


def test_an_item_with_a_waiting_exemption_is_not_disclosed(world, case):
    item = add_item(case, "Text")
    law = exemptions.find("uk.lpp")
    propose_exemption(
        item=item, exemption_id=law.id, action="withhold", test=answers_to(law), reasons="Advice", actor=world.handler
    )

    with pytest.raises(RuleRefused) as refusal:
        decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=item.version)

    assert refusal.value.code == "proposal_pending"


def test_a_new_mark_opens_a_decided_item_again(world, case):
    item = add_item(case, "Erik was there.")
    decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=item.version)

    passage = add_passage(item=item, place=Place(block=0, start=0, end=4), actor=world.handler, person_role="other")

    item.refresh_from_db()
    assert (item.verdict, passage.text, passage.status) == (Verdict.UNDECIDED, "Erik", PassageStatus.REDACT)


@pytest.mark.parametrize(
    "place", [Place(block=0, start=3, end=900), Place(block=4, start=0, end=1), Place(block=0, start=2, end=2), Place()]
)
def test_a_mark_outside_the_text_is_refused(world, case, place):
    item = add_item(case, "Erik was there.")

    with pytest.raises(RuleRefused) as refusal:
        add_passage(item=item, place=place, actor=world.handler)

    assert refusal.value.code == "no_such_place"


def test_a_passage_is_not_marked_twice(world, case):
    item = add_item(case, "Erik was there.")
    add_passage(item=item, place=Place(block=0, start=0, end=4), actor=world.handler)

    with pytest.raises(RuleRefused):
        add_passage(item=item, place=Place(block=0, start=0, end=4), actor=world.handler)


def test_a_column_of_a_row_is_marked_once(world, case):
    item = add_item(case, values={"name": "Ana", "rep": "Erik"})
    passage = add_passage(item=item, place=Place(column="rep"), actor=world.handler)

    with pytest.raises(RuleRefused):
        add_passage(item=item, place=Place(column="rep"), actor=world.handler)

    assert (passage.text, passage.box) == ("Erik", {"column": "rep"})


def test_keeping_and_taking_away_marks(world, case):
    item = add_item(case, "Erik was there.")
    passage = suggest_passage(item)

    changed = mark_passages(item=item, passage_ids=[passage.pk], status=PassageStatus.KEEP, actor=world.handler)
    passage.refresh_from_db()
    remove_passage(passage=passage, actor=world.handler)

    assert changed == 1
    assert passage.status == PassageStatus.KEEP
    assert item.passages.count() == 0


@pytest.mark.parametrize("name", ["intake", "admin", "auditor", "stranger", "approver"])
def test_others_may_not_decide(world, case, name):
    item = add_item(case, "Text")

    with pytest.raises(NotPermitted):
        decide(item=item, verdict=Verdict.DISCLOSE, actor=getattr(world, name), version=item.version)


def test_nothing_changes_after_review(world, case):
    item = add_item(case, "Text")
    item.case.stage = "sign_off"

    with pytest.raises(RuleRefused) as refusal:
        decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=item.version)

    assert refusal.value.code == "not_in_review"
