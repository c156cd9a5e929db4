"""The ledger's screens: set a purpose up, look a person up, record, undo, prove."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from consent.import_services import let_go_rehearsals
from consent.importing import BadFile, read
from consent.models import Batch, LedgerEntry, Purpose
from consent.receipts import is_genuine
from consent.selectors import state_for
from consent.vocabulary import Act, State
from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.rights.consent.models import CcpaOptOut
from tests.consent.ledger import ANA, say

CSV = """known_by,identifier,purpose,act,at,method,channel,wording,language
email,ana@example.org,newsletter,granted,2026-01-05T10:00:00+00:00,ticked,web,1,en
email,ben@example.org,newsletter,denied,2026-01-05T10:00:00+00:00,button,web,,
"""


@pytest.fixture
def officer(world):
    client = Client()
    client.force_login(world.dpo)
    return client


def recorded(code):
    return AuditEntry.objects.filter(action=code).count()


def test_a_purpose_is_added_and_its_first_wording_published(world, officer):
    given = {"code": "analytics", "kind": "analytics", "ground": "consent", "controller": world.controller.pk}

    made = officer.post(reverse("dsar:consent-purpose-new"), given | {"valid_months": "12"})
    purpose = Purpose.objects.get(code="analytics")
    page = officer.post(
        made.url, {"title_en": "Statistics", "text_en": "May we count?", "screen": "Banner"}, follow=True
    )

    assert made.status_code == 302
    assert "May we count?" in page.content.decode()
    assert purpose.wordings.get().texts.get().screen == "Banner"
    assert recorded("consent.purpose_added") == recorded("consent.wording_published") == 1


def test_what_is_necessary_called_consent_is_refused_beside_its_field(world, officer):
    given = {"code": "login", "kind": "necessary", "ground": "consent", "controller": world.controller.pk}

    page = officer.post(reverse("dsar:consent-purpose-new"), given)

    assert page.status_code == 422
    assert "not a matter of consent" in page.content.decode()
    assert 'value="login"' in page.content.decode()


def test_two_wordings_are_compared_sentence_by_sentence(newsletter, officer):
    officer.post(
        reverse("dsar:consent-wording-new", args=[newsletter.pk]),
        {"title_en": "Newsletter", "text_en": "May we write to you? Contoso sends it.", "asks_again": "yes"},
    )

    page = officer.get(reverse("dsar:consent-purpose", args=[newsletter.pk]), {"from": "1", "to": "2"})

    assert "<ins>" in page.content.decode()
    assert "Contoso sends it." in page.content.decode()


def test_a_person_is_found_by_the_whole_identifier_and_no_address_names_them(newsletter, officer):
    entry = say(newsletter, wording=newsletter.wordings.get(), evidence={"address": "192.0.2.9"})

    found = officer.post(reverse("dsar:consent-people"), {"kind": "email", "identifier": " ANA@example.org"})
    page = officer.get(found.url)

    assert found.url == reverse("dsar:consent-person", args=[entry.subject_id])
    assert "Consent given: Newsletter" in page.content.decode()
    assert "192.0.2.9" in page.content.decode()
    assert recorded("consent.looked_up") == 1


def test_what_a_stranger_to_the_ledger_says_on_the_phone_is_recorded(newsletter, officer):
    nobody = officer.post(reverse("dsar:consent-people"), {"kind": "email", "identifier": "new@example.org"})
    said = {"purpose": newsletter.pk, "act": "granted", "method": "spoken", "channel": "phone", "language": "de"}
    who = {"kind": "email", "identifier": "new@example.org", "note": "Call 4711"}

    done = officer.post(reverse("dsar:consent-record"), said | who)

    assert "Nothing was ever said" in nobody.content.decode()
    assert done.status_code == 302
    entry = LedgerEntry.objects.get()
    assert (entry.text.language, entry.source, entry.evidence.content) == ("de", "staff", {"note": "Call 4711"})


def test_an_entry_is_taken_back_with_a_reason(newsletter, officer):
    entry = say(newsletter, wording=newsletter.wordings.get())
    url = reverse("dsar:consent-undo", args=[entry.uid])

    without = officer.post(url, {"reason": ""})
    done = officer.post(url, {"reason": "Another Ana."})

    assert (without.status_code, done.status_code) == (422, 302)
    assert state_for(ANA).standings["newsletter"].state is State.NOT_ASKED


def test_a_receipt_is_genuine_and_a_changed_one_is_not(newsletter, officer):
    entry = say(newsletter, wording=newsletter.wordings.get())

    answer = officer.get(reverse("dsar:consent-receipt", args=[entry.uid]))
    receipt = json.loads(answer.getvalue())
    forged = {**receipt, "receipt": receipt["receipt"] | {"act": "denied"}}

    assert is_genuine(receipt)
    assert not is_genuine(forged)
    assert receipt["receipt"]["text"] == "May we write to you?"
    assert "ana@" not in json.dumps(receipt)


def test_the_proof_pack_holds_wordings_receipts_and_a_pdf(newsletter, officer):
    entry = say(newsletter, wording=newsletter.wordings.get(), evidence={"address": "192.0.2.9"})

    answer = officer.post(reverse("dsar:consent-proof", args=[entry.subject_id]))
    pack = zipfile.ZipFile(io.BytesIO(answer.getvalue()))

    assert pack.read("history.pdf").startswith(b"%PDF-")
    assert b"May we write to you?" in pack.read("wordings/newsletter-1-en.txt")
    assert json.loads(pack.read("history.json"))["entries"][0]["evidence"] == {"address": "192.0.2.9"}
    assert is_genuine(json.loads(pack.read(f"receipts/{entry.seq:08d}.json")))


def test_a_file_is_rehearsed_written_and_undone(newsletter, officer):
    shown = officer.post(reverse("dsar:consent-imports"), {"file": SimpleUploadedFile("old.csv", CSV.encode())})
    batch = Batch.objects.get()
    before = LedgerEntry.objects.count()
    page = officer.get(shown.url).content.decode()

    officer.post(reverse("dsar:consent-import", args=[batch.pk]))
    written = state_for(ANA).standings["newsletter"].state
    officer.post(reverse("dsar:consent-import-undo", args=[batch.pk]), {"reason": "Wrong list."})

    assert before == 0
    assert "2 new entries" in page
    assert written is State.GRANTED
    assert state_for(ANA).standings["newsletter"].state is State.NOT_ASKED
    assert LedgerEntry.objects.count() == 4


def test_a_file_with_faults_names_lines_and_writes_nothing(newsletter, officer):
    bad = CSV + "email,not-an-address,newsletter,granted,yesterday,ticked,web,1,en\n"
    bad += "email,cy@example.org,no-such,granted,2026-01-05T10:00:00+00:00,ticked,web,1,en\n"
    shown = officer.post(reverse("dsar:consent-imports"), {"file": SimpleUploadedFile("old.csv", bad.encode())})

    page = officer.get(shown.url).content.decode()
    tried = officer.post(shown.url)

    assert "A date and time with its zone" in page
    assert "There is no purpose with this code." in page
    assert "not-an-address" not in page
    assert tried.status_code == 422
    assert LedgerEntry.objects.count() == 0


def test_an_opt_out_by_phone_starts_the_clock_of_fifteen_business_days(sale, officer):
    body = {"kind": "email", "identifier": "ana@example.org", "purpose": sale.pk, "act": "opted_out"}

    officer.post(reverse("dsar:consent-record"), {**body, "method": "spoken", "channel": "phone", "language": "en"})

    assert CcpaOptOut.objects.get().rights == ["sale"]
    assert state_for(ANA).standings["sale"].state is State.OPTED_OUT


def test_every_wrong_line_is_named_and_nothing_of_a_line_is_dropped(newsletter):
    more = "email,ana@example.org,newsletter,denied,2026-01-05T10:00:00Z,button,web,,,,left over\n"
    long = f"email,cy@example.org,newsletter,denied,2026-01-05T10:00:00Z,button,web,,,{'x' * 2001}\n"
    entries = [{"known_by": "email"}, {"identifier": ["a"], "colour": "red"}]

    faults = read(CSV.replace("language\n", "language,evidence\n") + more + long, "csv")[1]
    of_json = read(json.dumps(entries), "json")[1]

    assert [(one.number, one.column) for one in faults] == [(4, ""), (5, "evidence")]
    assert {(1, "identifier"), (1, "at"), (2, "colour"), (2, "identifier")} <= {(f.number, f.column) for f in of_json}
    with pytest.raises(BadFile, match="twice"):
        read("known_by,known_by,identifier,purpose,act,at,method\n", "csv")


def test_a_yes_to_a_wording_in_a_language_that_was_never_written_is_refused(newsletter, officer):
    bad = CSV + "email,cy@example.org,newsletter,granted,2026-01-05T10:00:00+00:00,ticked,web,1,it\n"
    shown = officer.post(reverse("dsar:consent-imports"), {"file": SimpleUploadedFile("old.csv", bad.encode())})

    assert "This wording stands in other languages" in officer.get(shown.url).content.decode()


def test_a_file_that_nobody_carries_out_is_let_go_after_seven_days(newsletter, officer, monkeypatch):
    officer.post(reverse("dsar:consent-imports"), {"file": SimpleUploadedFile("old.csv", CSV.encode())})
    early, now = let_go_rehearsals(), clock.now() + dt.timedelta(days=7, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: now)

    assert (early, let_go_rehearsals(), Batch.objects.count()) == (0, 1, 0)
    assert AuditEntry.objects.filter(action="consent.import_let_go").count() == 1


def test_a_file_carried_out_while_it_is_to_be_let_go_keeps_its_batch(newsletter, officer, monkeypatch):
    officer.post(reverse("dsar:consent-imports"), {"file": SimpleUploadedFile("old.csv", CSV.encode())})
    now, asked, locking = clock.now() + dt.timedelta(days=8), [], QuerySet.select_for_update
    monkeypatch.setattr(clock, "now", lambda: now)

    def carried_out_just_before(rows, **how):
        if rows.model is Batch and not asked:
            asked.append(how)
            Batch.objects.update(applied_at=now)
        return locking(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", carried_out_just_before)

    assert (let_go_rehearsals(), Batch.objects.count(), asked) == (0, 1, [{"skip_locked": True}])


def test_the_same_lines_are_not_written_twice(newsletter, officer):
    for name in ("one.csv", "two.csv"):
        content = (
            CSV
            if name == "one.csv"
            else CSV + "email,di@example.org,newsletter,denied,2026-02-01T00:00:00Z,button,web,,\n"
        )
        shown = officer.post(reverse("dsar:consent-imports"), {"file": SimpleUploadedFile(name, content.encode())})
        officer.post(shown.url)

    assert LedgerEntry.objects.count() == 3


@pytest.mark.parametrize(
    "route",
    [
        "consent",
        "consent-figures",
        "consent-people",
        "consent-imports",
        "consent-systems",
        "consent-opt-outs",
        "consent-documents",
    ],
)
def test_an_empty_ledger_says_what_to_do_next(world, officer, route):
    page = officer.get(reverse(f"dsar:{route}"))

    assert page.status_code == 200
    assert "Consent and opt-outs" in page.content.decode()


def test_figures_count_each_person_once(newsletter, officer):
    wording = newsletter.wordings.get()
    for number in range(4):
        who = type(ANA)("email", f"p{number}@example.org")
        say(newsletter, who=who, wording=wording)
        if number == 0:
            say(newsletter, Act.WITHDRAWN, who=who)

    page = officer.get(reverse("dsar:consent-figures")).content.decode()

    assert f">{newsletter.wordings.get().texts.first().title}</a>" in page
    assert "75 %" in page
    assert "25 %" in page
