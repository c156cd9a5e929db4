import json

import pytest

from discovery.findings.models import Coverage
from dsar.audit.models import AuditEntry
from dsar.cases.registry import gate_fact
from dsar.foundation import storage
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.search.models import Exhibit, PlannedSystem
from dsar.search.services import (
    answer_for,
    cancel_search,
    leave_out,
    mark_read,
    plan_search,
    put_back,
    resume_search,
    start_search,
)
from tests.dsar.search.conftest import run

pytestmark = pytest.mark.django_db


def plan_of(case):
    return {row.system.name: row for row in PlannedSystem.objects.filter(case=case).select_related("system")}


def acts(case):
    return list(AuditEntry.objects.filter(case_id=case.pk).order_by("seq").values_list("action", flat=True))


@pytest.fixture
def searched(case, register):
    plan_search(case=case, actor=register.handler)
    start_search(case=case, actor=register.handler)
    run(case)
    return case


def test_the_plan_names_every_source_and_every_system_without_one(case, register):
    rows = plan_search(case=case, actor=register.handler)
    again = plan_search(case=case, actor=register.handler)

    assert sorted((row.system.name, row.source is not None) for row in rows) == [
        ("Cabinet", False), ("Shared drive", True), ("Web shop", True),
    ]  # fmt: skip
    assert len(again) == 3
    assert acts(case).count("search.planned") == 1
    assert gate_fact("G8", case).is_met


def test_without_a_plan_the_gates_are_closed(case):
    assert not gate_fact("G8", case).is_met
    assert not gate_fact("G9", case).is_met


def test_a_search_ends_with_an_outcome_for_each_system(searched):
    rows = plan_of(searched)

    assert {name: row.state for name, row in rows.items()} == {
        "Cabinet": "planned", "Shared drive": "done", "Web shop": "done",
    }  # fmt: skip
    assert acts(searched)[-2:] == ["search.started", "search.finished"]
    assert not gate_fact("G9", searched).is_met


def test_exhibits_are_sealed_copies_with_places_and_reasons(searched, share):
    exhibits = {exhibit.title: exhibit for exhibit in Exhibit.objects.filter(case=searched)}

    letter = exhibits["letter.txt"]
    assert storage.read(letter.original) == (share / "letter.txt").read_bytes()
    blocks = json.loads(storage.read(letter.blocks))
    assert "Ana Lindqvist" in blocks[0]["text"]
    assert (letter.decision, letter.form, letter.group) == ("confirmed", "document", "Shared drive/txt")
    assert {reason["identifier"] for reason in letter.reasons} == {"person", "email_address"}
    assert exhibits["minutes.txt"].decision == "review"
    assert "other.txt" not in exhibits
    assert letter.expires_at > letter.found_at
    order = next(exhibit for exhibit in exhibits.values() if exhibit.group == "Web shop/orders")
    assert order.values["note"] == "leave with the neighbour please"
    assert "customer_id" in order.reasons[0]["why"]
    assert sorted(exhibit.number for exhibit in exhibits.values()) == list(range(1, len(exhibits) + 1))


def test_searching_again_doubles_no_exhibit_and_keeps_no_file_more(searched, register, settings):
    from pathlib import Path

    before = set(Exhibit.objects.filter(case=searched).values_list("pk", flat=True))
    files = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    for row in plan_of(searched).values():
        if row.source:
            put_back(planned=row, actor=register.handler)

    start_search(case=searched, actor=register.handler)
    run(searched)

    assert set(Exhibit.objects.filter(case=searched).values_list("pk", flat=True)) == before
    assert sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()) == files


def test_every_planned_system_needs_an_answer_before_review(searched, register):
    answer_for(
        planned=plan_of(searched)["Cabinet"],
        holds_data=False,
        words="Mo Ruiz looked on Monday.",
        actor=register.handler,
    )

    assert gate_fact("G9", searched).is_met
    assert plan_of(searched)["Cabinet"].state == "nil"


def test_leaving_a_system_out_needs_a_reason(case, register):
    plan_search(case=case, actor=register.handler)
    cabinet = plan_of(case)["Cabinet"]

    with pytest.raises(RuleRefused) as refusal:
        leave_out(planned=cabinet, reason="  ", actor=register.handler)
    leave_out(planned=cabinet, reason="It holds invoices of suppliers only.", actor=register.handler)

    assert "reason" in refusal.value.fields
    cabinet.refresh_from_db()
    assert (cabinet.state, cabinet.signed_by) == ("left_out", register.handler)
    assert acts(case)[-1] == "search.left_out"


def test_nothing_held_is_said_only_where_everything_was_read(case, register, share):
    for path in share.iterdir():
        path.unlink()
    (share / "unknown.bin").write_bytes(bytes(range(256)))
    plan_search(case=case, actor=register.handler)
    start_search(case=case, actor=register.handler)
    run(case)
    assert plan_of(case)["Shared drive"].state == "done"

    (share / "unknown.bin").unlink()
    put_back(planned=plan_of(case)["Shared drive"], actor=register.handler)
    start_search(case=case, actor=register.handler)
    run(case)

    assert plan_of(case)["Shared drive"].state == "nil"


def test_a_damaged_file_never_ends_the_search_and_asks_for_a_person(case, register, share):
    (share / "broken.pdf").write_bytes(b"%PDF-1.7\nno document")
    plan_search(case=case, actor=register.handler)
    start_search(case=case, actor=register.handler)
    run(case)
    failed = Coverage.objects.get(state="failed")
    assert plan_of(case)["Shared drive"].state == "failed"
    assert Exhibit.objects.filter(case=case, form="document").count() == 2

    mark_read(case=case, coverage_id=failed.pk, note="An empty scan of a leaflet.", actor=register.handler)

    assert plan_of(case)["Shared drive"].state == "done"
    assert acts(case)[-1] == "search.read_by_person"


def test_a_cancelled_search_is_taken_up_again(case, register):
    plan_search(case=case, actor=register.handler)
    start_search(case=case, actor=register.handler)
    with pytest.raises(Conflict):
        start_search(case=case, actor=register.handler)
    cancel_search(case=case, actor=register.handler)
    assert plan_of(case)["Shared drive"].state == "planned"

    resume_search(case=case, actor=register.handler)
    run(case)

    assert plan_of(case)["Shared drive"].state == "done"
    assert Exhibit.objects.filter(case=case).count() == 4


def test_a_stranger_can_do_none_of_it(case, register):
    for act in (plan_search, start_search, cancel_search, resume_search):
        with pytest.raises(NotPermitted):
            act(case=case, actor=register.stranger)


def test_the_search_waits_for_identity(case, register):
    case.stage = "triage"
    case.save(update_fields=["stage"])
    plan_search(case=case, actor=register.handler)

    with pytest.raises(RuleRefused) as refusal:
        start_search(case=case, actor=register.handler)

    assert refusal.value.code == "G6"
    case.refresh_from_db()
    assert case.stage == "triage"
