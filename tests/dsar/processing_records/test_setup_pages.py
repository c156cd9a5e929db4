"""The pages of Set-up: register, controllers, systems, letters; who may, wrong input, what is shown."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.processing_records.capped import capped_receipts
from dsar.processing_records.models import Controller, ProcessingActivity, Recipient, System
from dsar.processing_records.seed import seed_register

ACTIVITY = {
    "name": "Parking",
    "purpose": "Parking of cars",
    "legal_basis": "Contract",
    "categories": "number plates\nnames",
    "automated": "no",
    "recipients-TOTAL_FORMS": "2",
    "recipients-INITIAL_FORMS": "0",
    "recipients-0-name": "Gatekeeper Ltd",
    "recipients-0-country": "us",
    "recipients-1-name": "",
}


@pytest.fixture
def seeded(world):
    shop = System.objects.create(name="Shop")
    return seed_register(controller=world.controller, systems={"shop": shop})


def test_the_register_tells_what_is_missing(client, world, seeded):
    ProcessingActivity.objects.filter(name="Web analytics").update(retention="")
    client.force_login(world.dpo)

    page = client.get(reverse("dsar:register")).content.decode()

    assert "retention missing" in page
    assert "Web analytics" in page


def test_an_entry_is_added_with_its_recipients(client, world):
    system = System.objects.create(name="Gate")
    client.force_login(world.dpo)

    answer = client.post(
        reverse("dsar:activity-new"), ACTIVITY | {"controller": str(world.controller.pk), "systems": [str(system.pk)]}
    )

    entry = ProcessingActivity.objects.get()
    assert answer.status_code == 302
    assert entry.categories == ["number plates", "names"]
    assert list(entry.recipients.values_list("name", "country")) == [("Gatekeeper Ltd", "US")]
    assert "safeguard for a transfer missing" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"purpose": ""},
        {"recipients-0-country": "United States"},
        {"recipients-0-is_category": "on"},
        {"recipients-1-name": "gatekeeper ltd"},
    ],
)
def test_wrong_input_is_answered_with_what_was_typed(client, world, changes):
    client.force_login(world.dpo)

    answer = client.post(reverse("dsar:activity-new"), ACTIVITY | {"controller": str(world.controller.pk)} | changes)

    assert answer.status_code == 422
    assert "number plates" in answer.content.decode()
    assert not ProcessingActivity.objects.exists()


def test_a_recipient_is_taken_away(client, world):
    client.force_login(world.dpo)
    client.post(reverse("dsar:activity-new"), ACTIVITY | {"controller": str(world.controller.pk)})
    entry = ProcessingActivity.objects.get()

    client.post(
        reverse("dsar:activity-edit", args=[entry.pk]),
        ACTIVITY
        | {"controller": str(world.controller.pk), "recipients-INITIAL_FORMS": "1", "recipients-0-DELETE": "on"},
    )

    assert not Recipient.objects.exists()


def test_an_entry_is_removed_and_the_chain_keeps_its_name(client, world, seeded):
    client.force_login(world.dpo)

    client.post(reverse("dsar:activity-remove", args=[seeded[0].pk]))

    assert not ProcessingActivity.objects.filter(pk=seeded[0].pk).exists()
    assert AuditEntry.objects.filter(action="register.activity_removed").exists()


def test_the_table_file_holds_no_formula(client, world, seeded):
    ProcessingActivity.objects.filter(pk=seeded[0].pk).update(purpose='=HYPERLINK("https://example.org")')
    client.force_login(world.auditor)

    answer = client.get(reverse("dsar:register-csv"))

    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert len(text.splitlines()) > len(seeded)
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["setup", "register", "register-print", "controllers", "systems", "letters"])
def test_an_auditor_reads_set_up(client, world, seeded, name):
    client.force_login(world.auditor)

    page = client.get(reverse(f"dsar:{name}"))

    assert page.status_code == 200
    assert b"Add a" not in page.content


@pytest.mark.parametrize("name", ["activity-new", "controller-new", "system-new"])
def test_a_handler_does_not_edit(client, world, name):
    client.force_login(world.handler)

    assert client.get(reverse(f"dsar:{name}")).status_code == 403


def test_the_index_shows_each_person_only_their_cards(client, world):
    client.force_login(world.intake)
    nothing = client.get(reverse("dsar:setup")).content.decode()
    client.force_login(world.dpo)
    cards = client.get(reverse("dsar:setup")).content.decode()

    assert "Register of processing" not in nothing
    assert "Register of processing" in cards
    assert "Systems and sources" in cards


def test_a_controller_is_changed_and_told(client, world):
    client.force_login(world.dpo)
    form = client.get(reverse("dsar:controller", args=[world.controller.pk])).context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, False)}

    changes = {"dpo_name": "Dorothea Quill", "time_zone": "Europe/Paris"}
    answer = client.post(reverse("dsar:controller", args=[world.controller.pk]), given | changes)

    assert answer.status_code == 302
    saved = Controller.objects.get()
    assert (saved.dpo_name, saved.time_zone) == ("Dorothea Quill", "Europe/London")  # the clock has a page of its own
    assert AuditEntry.objects.filter(action="register.controller_changed").count() == 1


@pytest.mark.parametrize("changes", [{"regime": "ZZ"}, {"country": "ZZZ"}, {"small_team": "on"}, {"name": ""}])
def test_a_wrong_controller_is_refused(client, world, changes):
    client.force_login(world.dpo)
    form = client.get(reverse("dsar:controller", args=[world.controller.pk])).context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, False)}

    answer = client.post(reverse("dsar:controller", args=[world.controller.pk]), given | changes)

    assert answer.status_code == 422
    assert not AuditEntry.objects.filter(action="register.controller_changed").exists()


def test_thirty_days_are_capped_for_late_january_and_february():
    ranges = capped_receipts("FIXED30", 2027)

    first = [(one.first.isoformat(), one.last.isoformat(), one.days) for one in ranges]
    assert first[0] == ("2027-01-30", "2027-01-30", 1)
    assert first[-1] == ("2027-02-01", "2027-02-28", 2) or first[-1][1] == "2027-02-28"
    assert capped_receipts("FIXED28", 2027) == []


def test_a_letter_shows_its_languages(client, world):
    client.force_login(world.dpo)

    page = client.get(reverse("dsar:letter", args=["refusal"])).content.decode()

    assert "{{ reasons }}" in page
    assert "DE" in page
