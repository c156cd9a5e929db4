"""Files put straight into a case are searched like every other source."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from discovery.findings.models import Coverage
from dsar.cases.registry import gate_fact, next_acts
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import System
from dsar.search.models import Exhibit, PlannedSystem
from dsar.search.rules import OTHER_PLACES
from dsar.search.services import mark_read, plan_search, start_search
from dsar.search.upload_models import CaseUpload
from dsar.search.upload_services import add_files, read_waiting_files, remove_file
from tests.dsar.search.conftest import run

pytestmark = pytest.mark.django_db

CRM = b'[{"customer": "Ana Lindqvist", "email": "ana@example.com", "note": "wants her money back"}]'


def upload(name="crm.json", content=CRM):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def crm(register):
    return System.objects.create(name="CRM")


def test_an_export_dropped_into_a_case_becomes_an_exhibit(case, register, crm):
    add_files(case=case, system=crm, place="", uploads=[upload()], actor=register.handler)

    assert read_waiting_files() == 1
    run(case)

    line = PlannedSystem.objects.get(case=case, system=crm)
    assert line.state == "done"
    exhibit = Exhibit.objects.get(case=case)
    assert exhibit.planned == line
    assert exhibit.source_name == "CRM"
    assert exhibit.decision == "confirmed"
    assert "crm.json" in exhibit.title


def test_files_of_one_name_are_two_files(case, register, crm):
    both = [upload(), upload(content=b'{"email": "ana@example.com"}')]
    add_files(case=case, system=crm, place="", uploads=both, actor=register.handler)
    read_waiting_files()
    run(case)

    assert {one.label for one in CaseUpload.objects.filter(case=case)} == {"crm.json", "crm (2).json"}
    assert Exhibit.objects.filter(case=case).count() == 2


def test_a_store_of_mail_is_kept_and_named_as_a_gap_until_a_person_has_read_it(case, register, crm):
    pst = upload("mail.pst", b"!BDN" + bytes(600))
    add_files(case=case, system=crm, place="", uploads=[pst], actor=register.handler)
    read_waiting_files()
    run(case)

    gap = Coverage.objects.get()
    assert (gap.state, gap.reason) == ("failed", "needs_conversion")
    assert not gate_fact("G9", case).is_met

    mark_read(case=case, coverage_id=gap.pk, note="Converted to MBOX and added.", actor=register.handler)

    assert PlannedSystem.objects.get(case=case, system=crm).state == "nil"


def test_files_wait_while_something_else_is_read(case, register, crm):
    plan_search(case=case, actor=register.handler)
    start_search(case=case, actor=register.handler)
    add_files(case=case, system=crm, place="", uploads=[upload()], actor=register.handler)

    assert read_waiting_files() == 0
    run(case)
    assert read_waiting_files() == 1


def test_files_wait_until_the_case_is_searched_and_go_with_its_start(case, register, crm):
    case.stage = "triage"
    case.save(update_fields=["stage"])
    add_files(case=case, system=crm, place="", uploads=[upload()], actor=register.handler)
    assert read_waiting_files() == 0

    case.stage = "search"
    case.save(update_fields=["stage"])
    start_search(case=case, actor=register.handler)

    assert PlannedSystem.objects.get(case=case, system=crm).state == "searching"


def test_files_that_come_after_the_review_are_named_until_the_case_goes_back(case, register, crm):
    add_files(case=case, system=crm, place="", uploads=[upload()], actor=register.handler)
    case.stage = "sign_off"
    case.save(update_fields=["stage"])

    assert read_waiting_files() == 0
    assert any("take the case back" in act.label for act in next_acts(case, register.handler))


def test_nobody_adds_files_to_what_is_being_read(case, register, crm):
    add_files(case=case, system=crm, place="", uploads=[upload()], actor=register.handler)
    read_waiting_files()

    with pytest.raises(Conflict):
        add_files(case=case, system=crm, place="", uploads=[upload("b.json")], actor=register.handler)


def test_more_files_after_the_first_reading_are_read_too(case, register, crm):
    add_files(case=case, system=crm, place="", uploads=[upload()], actor=register.handler)
    read_waiting_files()
    run(case)
    add_files(
        case=case,
        system=crm,
        place="",
        uploads=[upload("more.csv", b"name,email\nAna,ana@example.com\n")],
        actor=register.handler,
    )

    assert read_waiting_files() == 1
    run(case)
    assert Exhibit.objects.filter(case=case).count() == 2


def test_a_place_outside_the_register_needs_words_and_is_planned_in_no_other_case(case, register):
    with pytest.raises(RuleRefused) as refusal:
        add_files(case=case, system=None, place=" ", uploads=[upload()], actor=register.handler)
    assert refusal.value.code == "place_missing"

    add_files(case=case, system=None, place="Paper file, scanned", uploads=[upload()], actor=register.handler)
    planned = plan_search(case=case, actor=register.handler)

    assert [row.system.name for row in planned].count(OTHER_PLACES) == 1
    from tests.world import make_case

    other = make_case(register, name="Bo Carr")
    names = [row.system.name for row in plan_search(case=other, actor=register.handler)]
    assert OTHER_PLACES not in names


def test_a_file_put_in_by_mistake_is_taken_out_before_it_is_read_and_not_after(case, register, crm):
    add_files(case=case, system=crm, place="", uploads=[upload(), upload("b.json")], actor=register.handler)
    wrong = next(one for one in CaseUpload.objects.filter(case=case) if one.label == "b.json")
    remove_file(upload=wrong, actor=register.handler)
    read_waiting_files()

    with pytest.raises(RuleRefused):
        remove_file(upload=CaseUpload.objects.get(case=case), actor=register.handler)


def test_the_page_takes_files_lists_them_and_gives_them_out_as_attachments(client, case, register, crm):
    client.force_login(register.handler)
    page = reverse("dsar:case-search-files", args=[case.reference])

    refused = client.post(page, {"place": "here"})
    added = client.post(page, {"uploads": [upload()], "system": crm.pk})

    assert refused.status_code == 422
    assert added.status_code == 302
    shown = client.get(page).content.decode()
    assert "crm.json" in shown
    one = CaseUpload.objects.get(case=case)
    answer = client.post(reverse("dsar:case-search-file", args=[case.reference, one.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == CRM
