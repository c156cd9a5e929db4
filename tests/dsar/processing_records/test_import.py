"""Taking a file into the register: shown first, all of it or nothing, and nothing that it does not mention is lost."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.interchange import as_csv, as_json
from dsar.processing_records.interchange_services import exported, plan_of, take_file
from dsar.processing_records.models import Controller, ProcessingActivity, Recipient, Source, System
from dsar.processing_records.seed import seed_register

PAGE = "/setup/register/import/"


@pytest.fixture
def register(world):
    """The register of a shop, with an entry that lacks most things."""
    shop = System.objects.create(name="Web shop", owner="Sales", description="=SUM(A1)")
    Source.objects.create(
        system=shop, name="Shop database", kind="sql", settings={"url": "db.internal"}, secret_name="shop"
    )
    hr = System.objects.create(name="HR files", is_paper=True)
    seed_register(controller=world.controller, systems={"shop": shop, "hr": hr})
    ProcessingActivity.objects.create(controller=world.controller, name="Half an entry", purpose="'=not a formula")
    return world


def everything():
    return json.dumps(exported(), sort_keys=True)


def test_every_kind_of_file_that_was_exported_changes_nothing(register):
    activities, systems = exported()
    before = everything()

    for content in (as_json(activities, systems), as_csv("activity", activities), as_csv("system", systems)):
        plan = plan_of(content)
        assert plan.faults == []
        assert (plan.added, plan.changed) == ([], [])
        take_file(content=content, base=plan.base, actor=register.dpo)
    assert everything() == before


def test_an_emptied_register_comes_back_whole_from_its_file(register):
    activities, systems = exported()
    content, before = as_json(activities, systems), everything()
    ProcessingActivity.objects.all().delete()
    System.objects.filter(sources=None).delete()

    plan = plan_of(content)
    take_file(content=content, base=plan.base, actor=register.dpo)

    assert len(plan.added) == len(activities) + 1
    assert everything() == before
    assert Recipient.objects.count() > 5


def test_only_what_the_file_mentions_changes(register):
    before = ProcessingActivity.objects.get(name="Marketing")
    content = b"Processing activity,Retention\nMarketing,Two years.\nNew entry,\n"

    plan = plan_of(content)
    take_file(content=content, base=plan.base, actor=register.dpo)
    after = ProcessingActivity.objects.get(name="Marketing")

    assert [(one.field, one.new) for one in plan.changed[0].fields] == [("retention", "Two years.")]
    assert [change.name for change in plan.added] == ["New entry"]
    assert (after.pk, after.purpose, after.recipients.count()) == (before.pk, before.purpose, before.recipients.count())
    assert after.retention == "Two years."


def test_a_file_with_one_fault_changes_nothing_at_all(register):
    before = everything()
    content = b"Processing activity,Systems\nMarketing,Web shop\nFraud checks on orders,Mainframe\n"
    plan = plan_of(content)

    with pytest.raises(RuleRefused):
        take_file(content=content, base=plan.base, actor=register.dpo)

    assert [(fault.line, fault.field) for fault in plan.faults] == [(3, "systems")]
    assert everything() == before


def test_a_system_of_the_same_file_is_known(register):
    content = json.dumps(
        {"systems": [{"name": "Mainframe"}], "activities": [{"name": "Pay", "systems": ["mainframe"]}]}
    )

    plan = plan_of(content.encode())
    take_file(content=content.encode(), base=plan.base, actor=register.dpo)

    assert plan.faults == []
    assert ProcessingActivity.objects.get(name="Pay").systems.get().name == "Mainframe"


def test_a_source_is_never_made_from_a_file_and_none_is_lost(register):
    content = b"System,Sources\nWeb shop,Other database | sql | yes\n"
    plan = plan_of(content)
    take_file(content=content, base=plan.base, actor=register.dpo)

    assert "not set up here" in plan.remarks[0].words
    assert list(Source.objects.values_list("name", "secret_name")) == [("Shop database", "shop")]


def test_addresses_and_secrets_of_sources_are_in_no_file(register):
    activities, systems = exported()

    written = as_json(activities, systems) + as_csv("system", systems)

    assert b"Shop database" in written
    assert b"db.internal" not in written
    assert b"secret" not in written


def test_a_register_that_changed_since_the_preview_is_shown_anew(client, register):
    content = b"Processing activity,Retention\nMarketing,Two years.\n"
    base = plan_of(content).base
    ProcessingActivity.objects.filter(name="Marketing").update(retention="Four years.")
    client.force_login(register.dpo)

    with pytest.raises(Conflict):
        take_file(content=content, base=base, actor=register.dpo)
    answer = client.post(PAGE, {"content": base64.b64encode(content).decode(), "base": base})

    assert answer.status_code == 409
    assert "Four years." in answer.content.decode()
    assert ProcessingActivity.objects.get(name="Marketing").retention == "Four years."


def test_with_two_controllers_an_entry_has_to_name_its_own(register):
    Controller.objects.create(name="Southwind Ltd")

    assert plan_of(b"Processing activity\nPay\n").faults[0].field == "controller"
    assert plan_of(b"Controller,Processing activity\nsouthwind ltd,Pay\n").faults == []


def test_the_page_shows_what_would_change_and_then_changes_it(client, register):
    client.force_login(register.dpo)
    file = SimpleUploadedFile("a.csv", b"Processing activity,Retention\nMarketing,Two years.\n", "text/csv")

    shown = client.post(PAGE, {"file": file})
    text = shown.content.decode()
    untouched = ProcessingActivity.objects.get(name="Marketing").retention
    done = client.post(PAGE, {"content": shown.context["content"], "base": shown.context["plan"].base}, follow=True)

    assert "0 added, 1 changed" in text
    assert "Until consent is withdrawn" in text
    assert untouched.startswith("Until consent")
    assert "1 changed." in done.content.decode()
    assert ProcessingActivity.objects.get(name="Marketing").retention == "Two years."
    assert AuditEntry.objects.filter(action="register.imported").count() == 1


def test_the_page_names_faults_with_their_lines(client, register):
    client.force_login(register.dpo)
    file = SimpleUploadedFile("a.csv", b"Processing activity,Colour\nMarketing,red\n", "text/csv")

    answer = client.post(PAGE, {"file": file})

    assert answer.status_code == 422
    assert "Unknown column: Colour" in answer.content.decode()
    assert client.post(PAGE, {}).status_code == 422
    assert client.post(PAGE, {"content": "%%%"}).status_code == 302


@pytest.mark.parametrize("name", ["register.json", "activities.csv", "systems.csv"])
def test_the_files_are_downloads(client, register, name):
    client.force_login(register.handler)

    answer = client.get(reverse("dsar:register-file", args=[name]))

    assert "attachment" in answer["Content-Disposition"]
    assert len(b"".join(answer.streaming_content)) > 100
    assert client.get(reverse("dsar:register-file", args=["people.csv"])).status_code == 404


def test_gaps_are_listed_with_the_page_that_closes_them(client, register):
    System.objects.create(name="Old archive")
    client.force_login(register.dpo)

    answer = client.get(reverse("dsar:register-gaps"))
    systems = {row.name: [str(gap.words) for gap in row.gaps] for row in answer.context["systems"]}
    activities = {row.name: [str(gap.words) for gap in row.gaps] for row in answer.context["activities"]}

    assert systems["Old archive"] == ["no owner", "no source: its owner searches", "no activity uses it"]
    assert "Web shop" not in systems
    assert {"no system named", "retention missing"} <= set(activities["Half an entry"])
    assert reverse("dsar:system", args=[System.objects.get(name="Old archive").pk]) in answer.content.decode()
