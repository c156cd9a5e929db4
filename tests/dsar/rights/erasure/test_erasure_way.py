"""The way of an erasure case: its stages and gates, the letters, the end; over the API as on the pages."""

import io
import shutil
import sqlite3

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from dsar.cases import registry
from dsar.cases.ending_letters import letter_of
from dsar.cases.ending_rules import grounds_of_refusal
from dsar.cases.frame import frame_of
from dsar.cases.lifecycle import Move, path_of, transition
from dsar.cases.services import move_case
from dsar.cases.vocabulary import Outcome, Stage
from dsar.foundation.errors import Conflict, DsarError, RuleRefused
from dsar.notices.models import Notice, NoticeState
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions.services import current_decision
from dsar.rights.erasure import case_services, flow_services, letters_services, restoring_services
from dsar.rights.erasure.answers import answer_order, recipient_notices
from dsar.rights.erasure.findings import reused_findings
from dsar.rights.erasure.models import RecipientTold
from dsar.search.models import Exhibit
from erasure.errors import ErasureRefused
from erasure.rules import CategoryRuling
from erasure.runs.models import RunState
from erasure.runs.worker import work_run
from erasure.suppression.models import SuppressionEntry
from tests.dsar.rights.erasure.steps import DETAILS, approved, carried_out, decide, rehearsed, signed_in
from tests.erasure.shop import traces_in
from tests.world import make_case


@pytest.fixture
def authority(world):
    """The controller names whom one may complain to."""
    world.controller.supervisory_authority = "Example Authority"
    world.controller.save()


def test_the_case_follows_its_erasure_from_triage_to_the_end(case, world, proved, authority):
    run = approved(case, world)
    ready = case.stage
    with pytest.raises(Conflict):
        letters_services.answer_person(case=case, actor=world.handler)
    case_services.carry_out(case=case, actor=world.handler)
    work_run(run_id=run.pk)
    notice = letters_services.answer_person(case=case, actor=world.handler)
    with pytest.raises(RuleRefused) as untold:
        flow_services.close(case=case, actor=world.handler)
    letters_services.write_to_recipient(
        case=case, recipient="Parcels Ltd", address="privacy@parcels.example.org", actor=world.handler
    )
    flow_services.close(case=case, actor=world.handler)

    assert ready == Stage.READY
    assert untold.value.code == "E6"
    assert case.stage == Stage.CLOSED
    assert case.outcome == Outcome.GRANTED_PART  # the orders are restricted under tax law
    assert case.responded_on is not None
    assert notice.code == "erasure_in_part"
    assert "Tax law" in notice.body
    assert "Example Authority" in notice.body
    assert traces_in(notice.body, ("7946 0018", "C-88017")) == []


def test_the_letter_to_a_recipient_names_the_person_and_is_recorded_as_told(case, world, proved, authority):
    carried_out(case, world)

    notice = letters_services.write_to_recipient(
        case=case, recipient="Parcels Ltd", address="Parcels Ltd\n1 Dock Street\nHull", actor=world.handler
    )

    assert "Mira Holt" in notice.body
    assert "Article 19 UK GDPR" in notice.body
    assert notice.channel == "letter"
    assert RecipientTold.objects.get(case=case).was_told


def test_a_recipient_that_was_written_to_at_a_wrong_address_is_written_to_again(case, world, proved, client):
    carried_out(case, world)

    for address in ("wrong@parcels.example.org", "wrong@parcels.example.org", "right@parcels.example.org"):
        letters_services.write_to_recipient(case=case, recipient="Parcels Ltd", address=address, actor=world.handler)

    letters = Notice.objects.filter(about_id=case.pk, code="erasure_recipient").order_by("queued_at")
    assert [one.recipient for one in letters] == ["wrong@parcels.example.org", "right@parcels.example.org"]
    assert recipient_notices(case) == {"Parcels Ltd": str(NoticeState(letters[1].state).label)}
    assert all(len(one.dedup_key) < 140 and "parcels" not in one.dedup_key for one in letters)
    client.force_login(world.handler)
    assert (
        "Write to another address" in client.get(reverse("dsar:case-erasure", args=[case.reference])).content.decode()
    )


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Un délai légal"), ("de", "Eine gesetzliche Aufbewahrungsfrist")]
)
def test_the_person_reads_the_reasons_in_their_language(language, words, case, world, proved, authority):
    type(case).objects.filter(pk=case.pk).update(language=language)
    case.refresh_from_db()
    carried_out(case, world)

    order = answer_order(case)

    assert words in order.body
    assert not order.obstacle


def test_going_back_voids_the_approval_and_is_refused_once_it_has_begun(case, world, proved):
    run = approved(case, world)

    move_case(case=case, move=Move.BACK, actor=world.handler, reason="A system is missing")
    run.refresh_from_db()
    again = case.stage, run.state, run.approved_by
    case_services.propose(case=case, gaps_reason="", actor=world.handler)
    case_services.approve(case=case, fingerprint=run.fingerprint, actor=world.approver, is_shared_seen=True)
    case_services.carry_out(case=case, actor=world.handler)
    with pytest.raises(RuleRefused) as begun:
        move_case(case=case, move=Move.BACK, actor=world.handler, reason="Too late")

    assert again == (Stage.SEARCH, RunState.REHEARSED, None)
    assert begun.value.code == "erasure_begun"


def test_what_is_given_back_is_decided_again(case, world, proved):
    decide(case, world.handler)
    run = case_services.rehearse(case=case, actor=world.handler)
    work_run(run_id=run.pk)
    step = run.steps.get()
    case_services.answer(
        case=case, answers={str(step.ref): {"ticket|other_persons_row|text": "redact"}}, actor=world.handler
    )
    work_run(run_id=run.pk)
    case_services.propose(case=case, gaps_reason="", actor=world.handler)
    waiting = case.stage

    case_services.send_back(case=case, actor=world.approver)

    assert (waiting, case.stage) == (Stage.SIGN_OFF, Stage.SEARCH)


def test_an_erasure_has_no_search_review_or_package(case, world, client):
    client.force_login(world.handler)

    frame = frame_of(case, world.handler, "dsar:case")

    assert "Erasure" in [str(tab["label"]) for tab in frame.tabs]
    assert not {"Search", "Review", "Sign-off", "Delivery"} & {str(tab["label"]) for tab in frame.tabs}
    assert transition(Move.START_REVIEW, "search", "erasure") is None
    assert transition(Move.START_REVIEW, "search") is not None
    assert path_of("access").rows != path_of("erasure").rows


def test_the_api_goes_the_same_way_with_the_same_refusals(case, world, proved, authority, client):
    def call(method, path, body=None, user=world.handler, *, fresh=True):
        signed_in(client, user, fresh=fresh)
        return getattr(client, method)(f"/api/v1/{path}", body or {}, content_type="application/json")

    base = f"cases/{case.reference}/erasure/"
    state = call("get", base).json()
    call("post", f"{base}ground/", {"ground": "no_longer_needed", "why": "The account is closed"})
    for row in state["categories"]:
        keep = {"decision": "restrict", "exception": "retention", "why": "Tax law", "until": "2034"}
        ruling = keep if row["activity"] == "Orders" else {"decision": "erase"}
        call("post", f"{base}categories/{row['id']}/", ruling)
    early = call("post", f"{base}acts/", {"act": "propose"})
    run_state = call("post", f"{base}acts/", {"act": "rehearse"}).json()["state"]
    _work(case)
    asked = call("get", base).json()["questions"]
    call("post", f"{base}acts/", {"act": "answer", "answers": {asked[0]["target"]: {asked[0]["question"]: "redact"}}})
    _work(case)
    seen = call("get", base).json()
    preview = call("get", f"{base}rehearsal/{seen['targets'][0]['step']}/").json()
    call("post", f"{base}acts/", {"act": "propose"})
    approve = {"act": "approve", "version": seen["version"], "shared_seen": True}
    alone = call("post", f"{base}acts/", approve)
    unproved = call("post", f"{base}acts/", approve, world.approver, fresh=False)
    unread = call("post", f"{base}acts/", approve | {"version": ""}, world.approver)
    other = call("post", f"{base}acts/", approve | {"version": "0" * 64}, world.approver)
    unseen = call("post", f"{base}acts/", approve | {"shared_seen": False}, world.approver)
    call("post", f"{base}acts/", approve, world.approver)
    early_hand = call("post", f"{base}acts/", {"act": "carry_out"}, fresh=False)
    call("post", f"{base}acts/", {"act": "carry_out"})
    _work(case)
    done = call("get", base).json()
    certificate = call("get", f"{base}certificate/").json()
    asked_list = call("post", "erasure/suppression/check/", {"emails": ["mira.holt@example.org"]}, world.dpo)

    assert early.status_code == 409
    assert run_state == "rehearsing"
    assert preview["counts"]["changes"]["customer"] == {"pseudonymise": 1}
    assert alone.status_code == 403
    assert [(one.status_code, one.json()["code"]) for one in (unproved, unread, other, unseen, early_hand)] == [
        (403, "password_needed"), (422, "version_needed"), (409, "stale"), (422, "shared_unseen"),
        (403, "password_needed"),
    ]  # fmt: skip
    assert (done["state"], done["stage"]) == ("done", "ready")
    assert certificate["certificate"]["order"] == str(case.pk)
    assert asked_list.json() == {"suppressed": True}
    assert call("post", "erasure/suppression/check/", {"emails": ["no@example.org"]}).status_code == 403
    assert call("get", base, user=world.stranger).status_code == 404


def test_the_api_tries_targets_and_knows_what_a_restore_brought_back(case, world, client):
    client.force_login(world.dpo)

    listed = client.get("/api/v1/erasure/targets/").json()
    tried = client.post(f"/api/v1/erasure/targets/{listed[0]['id']}/trial/").json()
    restored = client.get("/api/v1/erasure/after-restore/").json()

    assert [row["name"] for row in listed] == ["Shop database"]
    assert "settings" not in listed[0]
    assert tried["test_passed"] is True
    assert restored == {
        "is_needed": False, "keys_that_came_back": 0, "entries_missing": 0, "lines_not_believed": 0, "tasks": [],
    }  # fmt: skip


def test_a_letter_without_an_authority_to_name_is_not_sent(case, world, proved):
    world.controller.supervisory_authority = ""
    world.controller.save()
    carried_out(case, world)
    case.controller.refresh_from_db()

    with pytest.raises(DsarError) as refused:
        letters_services.answer_person(case=case, actor=world.handler)

    assert refused.value.code == "no_authority"
    assert not Notice.objects.filter(code="erasure_in_part").exists()


def test_the_page_offers_the_letters_and_the_end(case, world, proved, authority, client):
    carried_out(case, world)
    signed_in(client, world.handler)
    page, act = reverse("dsar:case-erasure", args=[case.reference]), "dsar:case-erasure-act"

    before = client.get(page).content.decode()
    for name, given in (
        ("tell", {}), ("recipient", {"recipient": "Parcels Ltd", "told": "no", "words": "They went out of business"}),
    ):  # fmt: skip
        client.post(reverse(act, args=[case.reference, name]), given)
    told = client.get(page).content.decode()
    client.post(reverse(act, args=[case.reference, "close"]))
    case.refresh_from_db()

    assert "Send this letter" in before
    assert "Queue the letter" in before
    assert "Close the case" in told
    assert case.stage == Stage.CLOSED


def test_approving_and_carrying_out_on_the_page_ask_for_the_password_again(case, world, proved, client):
    decide(case, world.handler)
    run = rehearsed(case, world.handler)
    case_services.propose(case=case, gaps_reason="", actor=world.handler)
    approve, carry_out, tell = (
        reverse("dsar:case-erasure-act", args=[case.reference, name]) for name in ("approve", "carry-out", "tell")
    )

    signed_in(client, world.approver, fresh=False)
    asked = client.post(approve, {"fingerprint": run.fingerprint})
    run.refresh_from_db()
    before = run.state
    signed_in(client, world.approver)
    page = client.get(reverse("dsar:case-erasure", args=[case.reference])).content.decode()
    unseen = client.post(approve, {"fingerprint": run.fingerprint}, follow=True).content.decode()
    client.post(approve, {"fingerprint": run.fingerprint, "shared_seen": "on"})
    signed_in(client, world.handler, fresh=False)
    later = [client.post(door) for door in (carry_out, tell)]
    run.refresh_from_db()

    assert before == RunState.PROPOSED
    assert "I have looked at the 1 thing of others that loses the person" in page
    assert "Things of others lose the person by this." in unseen
    assert run.state == RunState.APPROVED
    assert all(answer.url.startswith(reverse("dsar:reauthenticate")) for answer in (asked, *later))


def test_findings_of_the_access_case_are_looked_at_again_before_anybody_approves(case, world, proved):
    access = make_case(world, name="Mira Holt", details={**DETAILS, "emails": [*DETAILS["emails"], "mira@example.net"]})
    type(access).objects.filter(pk=access.pk).update(stage="sent")
    _found(access, 1, {"schema": None, "table": "orders", "key": {"id": 10}})
    _found(access, 2, {"path": "old/letter.docx"})
    taken = case_services.take_details(case=case, other=access, actor=world.handler)
    decide(case, world.handler)
    run = rehearsed(case, world.handler)

    reused = reused_findings(case, [access], run)
    with pytest.raises(ErasureRefused) as refused:
        case_services.propose(case=case, gaps_reason="", actor=world.handler)
    case_services.propose(case=case, gaps_reason="The old share was wiped in spring.", actor=world.handler)

    assert taken == 1
    assert [(row.found, row.seen, row.unreached) for row in reused[0].sources] == [(2, 1, 1)]
    assert refused.value.code == "findings"
    assert case.stage == Stage.SIGN_OFF


def test_details_of_somebody_else_are_not_taken_over(case, world):
    other = make_case(world, name="Jon Beck", details={"names": ["Jon Beck"], "emails": ["jon.beck@example.org"]})

    with pytest.raises(RuleRefused) as refused:
        case_services.take_details(case=case, other=other, actor=world.handler)

    assert refused.value.code == "other_case"


def test_an_approved_erasure_stands_in_the_register_of_decisions(case, world, proved):
    approved(case, world)

    decision = current_decision(case)

    assert (decision.right, decision.outcome, decision.ground) == ("erasure", "in_part", "no_longer_needed")
    assert decision.decider == world.approver


def test_an_erasure_is_refused_for_a_ground_of_its_own_right(case, world):
    assert "not_due" in grounds_of_refusal("erasure")
    assert "exempt" not in grounds_of_refusal("erasure")
    assert "not_due" not in grounds_of_refusal("access")
    assert letter_of("refusal", case) == "erasure_refused"


def test_an_erasure_is_not_refused_while_something_of_it_is_to_be_erased(case, world):
    before = registry.gate_fact("E7", case)
    decide(case, world.handler)
    mixed = registry.gate_fact("E7", case)
    for activity in ProcessingActivity.objects.all():
        kept = CategoryRuling("keep", "legal_claims", "A claim is pending", "2028")
        case_services.decide_category(case=case, activity=activity, ruling=kept, actor=world.handler)

    assert before.is_met  # no ground applies
    assert not mixed.is_met
    assert registry.gate_fact("E7", case).is_met


def test_a_restored_backup_is_erased_again_as_it_was_decided(case, world, proved, client, tmp_path):
    shutil.copy(tmp_path / "shop.sqlite", tmp_path / "backup.sqlite")
    carried_out(case, world)
    once = _dump(tmp_path)
    shutil.copy(tmp_path / "backup.sqlite", tmp_path / "shop.sqlite")
    SuppressionEntry.objects.all().delete()  # the product itself came from an older backup too
    needed = restoring_services.restore_state()

    client.force_login(world.dpo)
    warned = client.get(reverse("dsar:suppression")).content.decode()

    call_command("dsar", "after-restore", "--json", stdout=io.StringIO())
    calm = client.get(reverse("dsar:suppression")).content.decode()

    again = _dump(tmp_path)
    assert needed.is_needed
    assert "A restored backup brought" in warned
    assert "A restored backup brought" not in calm
    assert not restoring_services.restore_state().is_needed
    assert again.count('INSERT INTO "orders"') == once.count(
        'INSERT INTO "orders"'
    )  # restricted by the case: they stay
    assert traces_in(again, ("mira.holt@example.org'", "Mira", "7946 0018")) == []


def _dump(folder):
    with sqlite3.connect(folder / "shop.sqlite") as opened:
        text = "\n".join(opened.iterdump())
    opened.close()
    return text


def _found(case, number, locator):
    now = timezone.now()
    Exhibit(
        case=case, number=number, source_name="Shop", form="row", group="shop", title="", locator=locator, values={},
        decision="confirmed", sha256="0" * 64, item_digest=bytes([number] * 16), found_at=now, expires_at=now,
    ).save(force_insert=True)  # fmt: skip


def _work(case):
    from dsar.rights.erasure.situation import last_run

    work_run(run_id=last_run(case).pk)
