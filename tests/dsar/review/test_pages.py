"""The screens of review: who may open them, what they show, and that acts come through."""

import re

import pytest
from django.urls import reverse

from dsar.review import exemptions
from dsar.review.models import ExemptionProposal, PassageStatus, Verdict
from dsar.review.proposal_services import propose_exemption
from tests.dsar.review.exhibits import add_item, answers_to, in_review, suggest_passage
from tests.world import make_case

LPP = exemptions.find("uk.lpp")


@pytest.fixture
def case(world):
    return in_review(make_case(world))


@pytest.fixture
def item(case):
    return add_item(case, "Erik was at the door. <b>Not bold</b> and \u202egnp.exe")


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    return client


def address(name, case, *more):
    return reverse(f"dsar:case-review{name}", args=[case.reference, *more])


def propose(item, actor):
    return propose_exemption(
        item=item,
        exemption_id=LPP.id,
        action="withhold",
        test=answers_to(LPP),
        reasons="Advice on the claim",
        actor=actor,
    )


def test_the_list_shows_items_and_progress(handler, case, item):
    suggest_passage(item)

    page = handler.get(address("", case)).content.decode()

    assert "Item 1" in page
    assert "0 of 1 items decided" in page
    assert "1 suggestion" in page


def test_an_empty_list_says_what_comes_next(handler, case):
    assert "Nothing to review yet" in handler.get(address("", case)).content.decode()


def test_the_list_takes_few_queries_however_long_it_is(handler, case, django_assert_max_num_queries):
    for number in range(30):
        add_item(case, values={"id": number})

    with django_assert_max_num_queries(60):
        handler.get(address("", case))


@pytest.mark.parametrize("has, shown", [("suggestions", True), ("no_people", False), ("pending", False)])
def test_filters_narrow_the_list(handler, case, item, has, shown):
    suggest_passage(item)

    page = handler.get(address("", case), {"has": has}).content.decode()

    assert ("Item 1</a>" in page) is shown


def test_the_item_is_escaped_and_its_marks_are_shown(handler, case, item):
    suggest_passage(item)

    page = handler.get(address("-item", case, 1)).content.decode()

    assert "&lt;b&gt;Not bold" in page
    assert re.search(r'<mark class="mark mark-suggested"[^>]*>Erik</mark>', page)
    assert "\u202e" not in page
    assert ">RLO</span>" in page


def test_a_row_shows_its_columns(handler, case):
    add_item(case, values={"order_no": 7, "rep": "Erik"})

    page = handler.get(address("-item", case, 1)).content.decode()

    assert "order_no" in page
    assert "Erik" in page


def test_deciding_leads_to_the_next_item(handler, case, item):
    add_item(case, "Second")

    answer = handler.post(address("-decide", case, 1), {"verdict": "disclose", "version": item.version})

    item.refresh_from_db()
    assert item.verdict == Verdict.DISCLOSE
    assert answer["Location"] == address("-item", case, 2)


def test_a_refusal_stays_on_the_page_with_its_words(handler, case, item):
    suggest_passage(item)

    answer = handler.post(address("-decide", case, 1), {"verdict": "disclose", "version": item.version})

    assert answer.status_code == 422
    assert "redact or keep each of them first" in answer.content.decode()


def test_an_outdated_page_is_told(handler, case, item):
    answer = handler.post(address("-decide", case, 1), {"verdict": "disclose", "version": 7})

    assert answer.status_code == 409
    assert "Somebody else has just changed" in answer.content.decode()


def test_a_suggestion_is_redacted(handler, case, item):
    passage = suggest_passage(item)

    handler.post(address("-mark", case, 1), {"passage": passage.pk, "status": "redact"})

    passage.refresh_from_db()
    assert passage.status == PassageStatus.REDACT


@pytest.mark.parametrize(
    "given",
    [{"words": "erik WAS"}, {"block": 0, "start": 0, "end": 8}],
)
def test_words_are_marked_without_scripts_and_with_them(handler, case, item, given):
    handler.post(address("-add", case, 1), given)

    assert [passage.text for passage in item.passages.all()] == ["Erik was"]


def test_a_set_is_confirmed_before_it_is_decided(handler, case, item):
    page = handler.get(address("-set", case), {"scope": "filter", "act": "disclose"}).content.decode()
    untouched = item.verdict
    handler.post(address("-set", case), {"scope": "filter", "act": "disclose", "expected": 1})

    item.refresh_from_db()
    assert "1 item changes" in page
    assert untouched == Verdict.UNDECIDED
    assert item.verdict == Verdict.DISCLOSE


def test_a_set_without_ticks_decides_nothing(handler, case, item):
    handler.post(address("-set", case), {"scope": "ticked", "act": "disclose", "expected": 1})

    item.refresh_from_db()
    assert item.verdict == Verdict.UNDECIDED


def test_an_exemption_is_proposed_with_its_test(handler, case, item):
    form = handler.get(address("-propose", case, 1), {"exemption_id": LPP.id}).content.decode()
    answers = {f"test_{number}": "Yes" for number in range(len(LPP.test))}
    sent = {"exemption_id": LPP.id, "action": "withhold", "passage": "", "reasons": "Advice"} | answers

    answer = handler.post(address("-propose", case, 1), sent)

    assert LPP.test[0].split("(")[0] in form
    assert answer.status_code == 302
    assert ExemptionProposal.objects.get().test[0]["answer"] == "Yes"


def test_an_unanswered_test_is_sent_back_with_what_was_typed(handler, case, item):
    sent = {"exemption_id": LPP.id, "action": "withhold", "reasons": "Advice given in May"}

    answer = handler.post(address("-propose", case, 1), sent)

    assert answer.status_code == 422
    assert "Advice given in May" in answer.content.decode()
    assert not ExemptionProposal.objects.exists()


def test_the_dpo_finds_the_proposal_and_approves_it(client, world, case, item):
    proposal = propose(item, world.handler)
    client.force_login(world.dpo)

    page = client.get(reverse("dsar:decisions")).content.decode()
    one = client.get(reverse("dsar:decision", args=[proposal.pk])).content.decode()
    client.post(reverse("dsar:decision", args=[proposal.pk]), {"status": "approved", "reason": "It is advice"})

    item.refresh_from_db()
    assert case.reference in page
    assert "Advice on the claim" in one
    assert "Because it does." in one
    assert item.verdict == Verdict.WITHHOLD


@pytest.mark.parametrize("sent", [{"status": "approved"}, {"reason": "Because"}, {"status": "rejected", "reason": " "}])
def test_a_decision_needs_both_parts(client, world, item, sent):
    proposal = propose(item, world.handler)
    client.force_login(world.dpo)

    answer = client.post(reverse("dsar:decision", args=[proposal.pk]), sent)

    proposal.refresh_from_db()
    assert (answer.status_code, proposal.status) == (422, "pending")


def test_a_decision_that_came_second_is_told(client, world, item):
    proposal = propose(item, world.handler)
    client.force_login(world.dpo)
    client.post(reverse("dsar:decision", args=[proposal.pk]), {"status": "approved", "reason": "Yes"})

    answer = client.post(reverse("dsar:decision", args=[proposal.pk]), {"status": "rejected", "reason": "No"})

    assert answer.status_code == 409


def test_no_decision_waits_says_so(client, world):
    client.force_login(world.dpo)

    assert "No exemption waits" in client.get(reverse("dsar:decisions")).content.decode()


@pytest.mark.parametrize("name", ["handler", "intake", "admin", "auditor"])
def test_decisions_are_for_deciders(client, world, item, name):
    proposal = propose(item, world.dpo)
    client.force_login(getattr(world, name))

    answers = [
        client.get(reverse("dsar:decisions")),
        client.get(reverse("dsar:decision", args=[proposal.pk])),
        client.post(reverse("dsar:decision", args=[proposal.pk]), {"status": "approved", "reason": "Yes"}),
    ]

    proposal.refresh_from_db()
    assert {answer.status_code for answer in answers} == {403}
    assert proposal.status == "pending"


def test_a_foreign_case_does_not_exist(client, world, case, item):
    client.force_login(world.stranger)

    assert client.get(address("", case)).status_code == 404
    assert client.get(address("-item", case, 1)).status_code == 404
    assert client.post(address("-decide", case, 1), {"verdict": "disclose", "version": 0}).status_code == 404


def test_an_approver_reads_and_does_not_work(client, world, case, item):
    client.force_login(world.approver)

    page = client.get(address("-item", case, 1))

    assert page.status_code == 200
    assert 'name="verdict"' not in page.content.decode()
    assert client.post(address("-decide", case, 1), {"verdict": "disclose", "version": 0}).status_code == 403


@pytest.mark.parametrize("name", ["-mark", "-add", "-decide"])
def test_acts_are_posts(handler, case, item, name):
    assert handler.get(address(name, case, 1)).status_code == 405


@pytest.mark.parametrize(
    "name, sent",
    [
        ("-mark", {"passage": "not-an-id", "status": "redact"}),
        ("-add", {"block": "²", "start": "x", "end": "-1"}),
        ("-add", {"column": "no such"}),
        ("-mark", {"status": "burn"}),
    ],
)
def test_nonsense_is_refused_without_an_error(handler, case, item, name, sent):
    assert handler.post(address(name, case, 1), sent).status_code in {302, 404, 422}
