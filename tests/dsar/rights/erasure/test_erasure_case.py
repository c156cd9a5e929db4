import datetime as dt
import json
import sqlite3

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry, AuditPayload
from dsar.audit.verification import verify
from dsar.cases.clock import received_on
from dsar.cases.complaint_services import NewComplaint, record_complaint
from dsar.cases.hold_services import lift_hold, set_hold
from dsar.foundation.errors import KeyDestroyed, RuleRefused
from dsar.foundation.keys import data_key
from dsar.foundation.models import DataKey
from dsar.processing_records.models import ProcessingActivity, System
from dsar.rights.erasure import case_services, targets_services
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.erasure.restoring_services import after_restore, erase_case
from erasure.errors import ErasureRefused
from erasure.rules import CategoryRuling
from erasure.runs.models import ErasureCertificate, RunState
from erasure.runs.worker import work_run
from tests.dsar.rights.erasure.steps import DETAILS, approved, rehearsed
from tests.erasure.shop import traces_in
from tests.world import make_case


def test_an_erasure_goes_from_the_ground_to_the_certificate(case, world, proved, client, tmp_path):
    run = approved(case, world)

    case_services.carry_out(case=case, actor=world.handler)
    work_run(run_id=run.pk)
    run.refresh_from_db()

    assert run.state == RunState.DONE
    with sqlite3.connect(tmp_path / "shop.sqlite") as opened:
        dump = "\n".join(opened.iterdump())
        kept = opened.execute("SELECT count(*) FROM orders WHERE customer_id = 1").fetchone()
    opened.close()
    assert kept == (2,)
    assert traces_in(dump, ("mira.holt", "Mira Holt", "7946 0018")) == []
    told = set(AuditEntry.objects.filter(case_id=case.pk).values_list("action", flat=True))
    assert {"erasure.approved", "erasure.started", "erasure.finished", "erasure.category_decided"} <= told
    client.force_login(world.handler)
    page = client.get(reverse("dsar:case-erasure", args=[case.reference]))
    signed = json.loads(b"".join(client.get(reverse("dsar:case-erasure-certificate", args=[case.reference, "json"]))))
    paper = b"".join(client.get(reverse("dsar:case-erasure-certificate", args=[case.reference, "pdf"])))
    assert "Erased and verified" in page.content.decode()
    assert signed["certificate"]["erasure"] == str(run.pk)
    assert traces_in(json.dumps(signed)) == []
    assert paper.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("stand", "code"), [("hold", "legal_hold"), ("access", "access_open"), ("complaint", "complaint_open")]
)
def test_a_hold_an_access_request_and_a_complaint_block_the_act_but_not_the_rehearsal(stand, code, case, world, proved):
    if stand == "hold":
        hold = set_hold(case=case, kind="court", reason="A claim is pending", actor=world.approver)
    elif stand == "access":
        make_case(world, name="Mira Holt", details=DETAILS)
    else:
        complaint = NewComplaint(
            kind="authority", received_on=received_on(case), about="Late", contact="", foreign_reference="", answer_by=None
        )  # fmt: skip
        record_complaint(case=case, complaint=complaint, actor=world.handler)
    run = approved(case, world)

    with pytest.raises(ErasureRefused) as refused:
        case_services.carry_out(case=case, actor=world.handler)

    assert refused.value.code == code
    assert run.steps.get().counts["changes"]
    if stand == "hold":
        lift_hold(hold=hold, reason="Settled", actor=world.approver)
        case_services.carry_out(case=case, actor=world.handler)


def test_without_ground_decisions_and_identity_nobody_is_asked_to_approve(case, world):
    rehearsed(case, world.handler)

    with pytest.raises(ErasureRefused) as refused:
        case_services.propose(case=case, gaps_reason="", actor=world.handler)

    assert refused.value.code == "identity"


def test_a_retention_period_restricts_and_does_not_keep(case, world):
    activity = ProcessingActivity.objects.get(name="Orders")
    ruling = CategoryRuling("keep", "retention", "Tax law", "2034")

    with pytest.raises(RuleRefused) as refused:
        case_services.decide_category(case=case, activity=activity, ruling=ruling, actor=world.handler)

    assert "decision" in refused.value.fields


def test_a_case_about_another_right_is_not_erased(world):
    access = make_case(world)

    with pytest.raises(RuleRefused) as refused:
        case_services.rehearse(case=access, actor=world.handler)

    assert refused.value.code == "other_right"


def test_a_target_needs_a_secret_of_its_own_and_no_password_in_its_address(case, world):
    from dsar.processing_records.models import Source

    Source.objects.create(system=System.objects.get(), name="Search", kind="sql", secret_name="shop_reader")
    given = {
        "target": None,
        "system": System.objects.get(),
        "name": "Two",
        "kind": "sql",
        "is_active": True,
        "actor": world.dpo,
    }

    with pytest.raises(RuleRefused) as shared:
        targets_services.save_target(values={"url": "postgresql://db/shop"}, secret_name="shop_reader", **given)
    with pytest.raises(RuleRefused) as open_password:
        targets_services.save_target(values={"url": "postgresql://me:pw@db/shop"}, secret_name="", **given)

    assert (shared.value.code, open_password.value.code) == ("secret_of_a_source", "secret_in_address")


def test_our_own_case_is_erased_with_its_key_and_stays_erased_after_a_restore(case, world, tmp_path):
    case_services.record_ground(case=case, ground="unlawful", why="Mira Holt never agreed", actor=world.handler)
    with pytest.raises(RuleRefused) as refused:
        erase_case(case=case, actor=world.dpo)
    type(case).objects.filter(pk=case.pk).update(stage="closed", outcome="withdrawn", retain_until=dt.date(2020, 1, 1))
    case.refresh_from_db()
    wrapped = DataKey.objects.values_list("wrapped", flat=True).get(pk=case.key_id)

    erase_case(case=case, actor=world.dpo)
    gone = DataKey.objects.get(pk=case.key_id).wrapped
    DataKey.objects.filter(pk=case.key_id).update(wrapped=wrapped, destroyed_at=None)
    restored = after_restore()

    assert refused.value.code == "G23"
    assert gone is None
    assert restored.keys == 1
    with pytest.raises(Exception, match="destroyed"):
        data_key(case.key_id, "fields")
    told = AuditEntry.objects.filter(case_id=case.pk)
    assert told.filter(action="erasure.case_key_destroyed").exists()
    assert verify().is_whole  # the lines stay; what of them was personal cannot be read any more
    payloads = list(AuditPayload.objects.filter(seq__in=told.values("seq")))
    assert payloads
    for payload in payloads:
        with pytest.raises(KeyDestroyed):
            _ = payload.content


def test_the_screens_of_setup_save_try_and_explain(case, world, client, tmp_path):
    client.force_login(world.dpo)
    target = ErasureTarget.objects.get()

    wrong = client.post(reverse("dsar:erasure-policy-new", args=[target.pk]), {"set": "customer", "action": "keep"})
    tried = client.post(reverse("dsar:erasure-target-test", args=[target.pk]), follow=True)
    added = client.post(
        reverse("dsar:erasure-target-new", args=["manual"]),
        {"system": System.objects.get().pk, "name": "Archive", "instructions": "Shred it", "is_active": "on"},
    )
    pages = [client.get(reverse(name)).status_code for name in ("dsar:erasure-targets", "dsar:suppression")]

    assert wrong.status_code == 422
    assert "Name the exception" in wrong.content.decode()
    assert "Can be changed" in tried.content.decode()
    assert added.status_code == 302
    assert pages == [200, 200]
    assert not ErasureCertificate.objects.exists()


def test_the_acts_of_the_page_answer_what_is_wrong(case, world, client):
    client.force_login(world.handler)
    act = reverse("dsar:case-erasure-act", args=[case.reference, "propose"])

    answer = client.post(act, follow=True)
    ground = client.post(reverse("dsar:case-erasure", args=[case.reference]), {"ground": "", "why": "Because"})

    assert "There is no rehearsal yet." in answer.content.decode()
    assert ground.status_code == 422
    assert "Because" in ground.content.decode()


def test_the_page_of_a_case_about_another_right_says_how_to_get_one(world, client):
    access = make_case(world)
    client.force_login(world.handler)

    page = client.get(reverse("dsar:case-erasure", args=[access.reference]))

    assert "Split the request by right" in page.content.decode()
    assert reverse("dsar:case-split", args=[access.reference]) in page.content.decode()
