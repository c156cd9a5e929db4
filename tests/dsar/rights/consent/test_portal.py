"""The public door: choices of a browser, the signal, private links, opt-outs with their clock, notices."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from consent.connection_services import add_site, make_link
from consent.models import LedgerEntry, Subject
from consent.selectors import state_of
from consent.subjects import subject_for
from consent.vocabulary import State
from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Controller, ProcessingActivity
from dsar.requester import secret_words
from dsar.requester.models import PortalSession
from dsar.rights.consent.california import clock_of
from dsar.rights.consent.document_services import publish
from dsar.rights.consent.models import CcpaOptOut, DocumentKind, PublishedNotice
from dsar.rights.consent.opt_out_services import carry_out
from tests.consent.ledger import ANA, say
from tests.world import make_case

URL = "/privacy/"


def standing(code):
    return state_of(Subject.objects.get()).standings[code]


def test_a_visit_without_a_word_leaves_nothing(newsletter, client):
    page = client.get(URL)

    assert "Newsletter" in page.content.decode()
    assert "checked" not in page.content.decode()
    assert (Subject.objects.count(), "privacy_choices" in page.cookies) == (0, False)


def test_a_browser_says_yes_and_no_without_an_account(newsletter, client):
    client.post(URL, {"choice-newsletter": "yes"})
    first = standing("newsletter").state
    client.post(URL, {"choice-newsletter": "no"})

    assert first is State.GRANTED
    assert standing("newsletter").state is State.WITHDRAWN
    assert [one.act for one in LedgerEntry.objects.order_by("seq")] == ["granted", "withdrawn"]


def test_saving_what_is_so_already_writes_nothing(newsletter, client):
    for _ in range(3):
        client.post(URL, {"choice-newsletter": "no"})

    assert LedgerEntry.objects.count() == 1


def test_the_wording_in_the_language_of_the_page_is_what_was_agreed_to(newsletter, client):
    client.post(URL, {"choice-newsletter": "yes"}, headers={"Accept-Language": "de"})

    assert LedgerEntry.objects.get().text.text == "Dürfen wir Ihnen schreiben?"


def test_the_signal_is_honoured_at_once_with_one_row_however_often_it_comes(sale, client):
    pages = [client.get(URL, headers={"Sec-GPC": "1"}) for _ in range(5)]
    client.get(URL)
    client.get(URL)

    assert all("Opt-out request honoured" in page.content.decode() for page in pages)
    assert standing("sale").state is State.OPTED_OUT
    assert [one.act for one in LedgerEntry.objects.order_by("seq")] == ["signal_on", "signal_off"]


def test_a_signal_against_an_earlier_yes_is_told(sale, client):
    client.post(URL, {"choice-sale": "no"})
    client.post(URL, {"choice-sale": "yes", "is_confirmed": "1"})

    page = client.get(URL, headers={"Sec-GPC": "1"})

    assert "once said yes" in page.content.decode()


def test_an_opt_out_has_a_reference_and_fifteen_business_days(sale, client):
    page = client.post(URL, {"choice-sale": "no"}, follow=True)

    made = CcpaOptOut.objects.get()
    due = clock_of("sale", received=made.received_at, today=made.received_at.date()).due_on
    assert made.reference in page.content.decode()
    assert made.due_on == due
    assert AuditEntry.objects.filter(action="consent.opt_out_received").count() == 1


@pytest.mark.parametrize(
    "right, due, acknowledge",
    [
        ("sale", "2026-07-23", None),
        ("limit", "2026-07-23", None),
        *((one, "2026-08-15", "2026-07-16") for one in ("know", "delete", "correct")),
    ],
)
def test_californian_clocks_come_from_the_rules(right, due, acknowledge):
    told = clock_of(right, received=dt.datetime(2026, 7, 1, 16, tzinfo=dt.UTC), today=dt.date(2026, 7, 2))

    assert told.due_on.isoformat() == due
    assert (told.acknowledge_by.isoformat() if told.acknowledge_by else None) == acknowledge


def test_allowing_again_takes_two_steps(sale, client):
    client.post(URL, {"choice-sale": "no"})

    asked = client.post(URL, {"choice-sale": "yes"})
    still = standing("sale").state
    client.post(URL, {"choice-sale": "yes", "is_confirmed": "1"})

    assert (asked.status_code, still) == (422, State.OPTED_OUT)
    assert "I allow it again" in asked.content.decode()
    assert standing("sale").state is State.NOT_OPTED_OUT


def test_a_second_no_after_a_second_yes_holds_although_the_first_request_is_open(sale, client):
    client.post(URL, {"choice-sale": "no"})
    client.post(URL, {"choice-sale": "yes", "is_confirmed": "1"})

    client.post(URL, {"choice-sale": "no"})

    assert standing("sale").state is State.OPTED_OUT
    assert CcpaOptOut.objects.count() == 1


def test_a_signal_that_only_scripts_see_is_kept_noted_once_and_given_up_again(sale, client):
    before = client.get(URL).content.decode()
    client.post(URL, {"signal": "on"})
    pages = [client.get(URL).content.decode() for _ in range(3)]
    held = standing("sale").by_signal
    client.post(URL, {"signal": "off"})
    client.get(URL)

    assert 'data-signal=""' in before
    assert all('data-signal="script"' in page and "Opt-out request honoured" in page for page in pages)
    assert held is True
    assert [one.act for one in LedgerEntry.objects.order_by("seq")] == ["signal_on", "signal_off"]


def test_no_to_everything_is_one_press(newsletter, sale, client):
    client.post(URL, {"all": "no"})

    assert (standing("newsletter").is_allowed, standing("sale").is_allowed) == (False, False)


def test_an_opt_out_is_carried_out_once_others_are_told(sale, client, world):
    client.post(URL, {"choice-sale": "no"})
    request = CcpaOptOut.objects.get()

    with pytest.raises(RuleRefused):
        carry_out(request=request, told=" ", actor=world.dpo)
    carry_out(request=request, told="Contoso Lists, today.", actor=world.dpo)

    assert "everybody else was told" in client.get(URL).content.decode()


def test_a_private_link_opens_one_persons_choices_and_heeds_the_signal_for_them(newsletter, sale, client):
    say(newsletter, wording=newsletter.wordings.get())
    _link, token = make_link(subject=subject_for(ANA), actor=None)
    url = reverse("dsar:choices-link", args=[token])

    page = client.get(url, headers={"Sec-GPC": "1"})
    client.post(url, {"choice-newsletter": "no"})

    assert "Consent given: Newsletter" in page.content.decode()
    assert standing("sale").by_signal is True
    assert standing("newsletter").state is State.WITHDRAWN
    assert client.get(reverse("dsar:choices-link", args=["x" * 43])).status_code == 404


def test_the_statement_of_the_signal_is_where_browsers_look(world, client):
    answer = client.get("/.well-known/gpc.json")

    assert answer.json()["gpc"] is True
    assert dt.date.fromisoformat(answer.json()["lastUpdate"])


@pytest.fixture
def site(newsletter, sale, world):
    return add_site(name="Shop", origins=["https://shop.example.org"], purposes=[newsletter, sale], actor=world.dpo)


def post(client, site, path, body, origin="https://shop.example.org", **headers):
    url = f"/privacy/pages/{site.key}/{path}"
    return client.post(url, json.dumps(body), content_type="text/plain", headers={"Origin": origin, **headers})


def test_the_snippet_reads_wordings_and_chooses_from_its_own_origin_only(site):
    browser, client = "c" * 43, Client(enforce_csrf_checks=True)

    words = client.get(f"/privacy/pages/{site.key}/?lang=de", headers={"Origin": "https://shop.example.org"})
    chosen = post(client, site, "choose/", {"browser": browser, "choices": {"newsletter": "yes"}})
    foreign = post(client, site, "choose/", {"browser": browser, "choices": {}}, origin="https://evil.example")

    assert words.json()["purposes"][0]["text"] == "Dürfen wir Ihnen schreiben?"
    assert chosen.json()["allowed"] == {"newsletter": True, "sale": True}
    assert chosen["Access-Control-Allow-Origin"] == "https://shop.example.org"
    assert foreign.status_code == 403


def test_the_signal_of_the_page_reaches_browser_and_profile_once(site, client):
    body = {"browser": "d" * 43, "profile": "profile-0123456789abcdef", "signal": True}

    answers = [post(client, site, "state/", body).json() for _ in range(3)]

    assert answers[0]["allowed"]["sale"] is False
    assert "honoured" in answers[2]["status"]
    assert LedgerEntry.objects.filter(act="signal_on").count() == 2


def test_a_signal_in_the_header_alone_is_honoured_without_a_name_and_writes_nothing(site, client):
    answers = [post(client, site, "state/", {}, **{"Sec-GPC": "1"}).json() for _ in range(2)]

    assert [one["allowed"]["sale"] for one in answers] == [False, False]
    assert (Subject.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_a_profile_that_is_named_later_gets_the_signal_and_keeps_it_when_another_browser_sends_none(site, client):
    profile = "profile-0123456789abcdef"
    post(client, site, "state/", {"browser": "d" * 43, "signal": True})

    post(client, site, "state/", {"browser": "d" * 43, "profile": profile, "signal": True})
    post(client, site, "state/", {"browser": "d" * 43, "profile": profile, "signal": False})
    post(client, site, "state/", {"browser": "e" * 43, "profile": profile, "signal": False})

    said = LedgerEntry.objects.filter(subject__kind="profile")
    assert [one.act for one in said] == ["signal_on"]


def test_notices_are_made_from_the_register_and_keep_their_versions(world, client):
    with pytest.raises(RuleRefused):
        publish(kind=DocumentKind.POLICY, controller=world.controller, language="en", actor=world.dpo)
    row = ProcessingActivity.objects.create(
        controller=world.controller, name="Shop", purpose="Selling books", legal_basis="Art. 6(1)(b)",
        categories=["orders"], retention="six years",
    )  # fmt: skip
    given = {"kind": DocumentKind.POLICY, "controller": world.controller, "language": "en", "actor": world.dpo}
    publish(**given)
    with pytest.raises(RuleRefused):
        publish(**given)
    row.retention = "three years"
    row.save()

    publish(**given)

    assert "three years" in client.get("/privacy/notices/policy/").content.decode()
    assert "six years" in client.get("/privacy/notices/policy/1/").content.decode()


def test_each_organisation_has_its_own_notice_and_never_anothers(world, client):
    other = Controller.objects.create(name="Aardvark Ltd")
    for controller in (world.controller, world.controller, other):
        content = {"title": "Opt out", "lead": f"Of {controller.name}", "sections": [], "controller": controller.name}
        number = PublishedNotice.objects.filter(controller=controller).count() + 1
        PublishedNotice.objects.create(
            controller=controller, kind="do_not_sell", language="en", number=number, content=content,
            sha256="0" * 64, published_at=clock.now(),
        )  # fmt: skip
    url = "/privacy/notices/do-not-sell/"

    first, second = client.get(url).content.decode(), client.get(f"{url}?of={world.controller.pk}").content.decode()

    assert "Of Aardvark Ltd" in first
    assert f"Of {world.controller.name}" in second
    assert client.get(f"{url}2/?of={other.pk}").status_code == 404


def test_behind_the_code_of_the_status_page_a_person_finds_their_own_choices(newsletter, world, client):
    case = make_case(world, name="Ana Lind", details={"emails": ["ana@example.org"]})
    token, now = secret_words.new_token(), clock.now()
    PortalSession.objects.create(
        digest=secret_words.session_digest(token),
        case=case,
        address_digest=secret_words.address_digest("ana@example.org"),
        started_at=now,
        seen_at=now,
    )
    say(newsletter, wording=newsletter.wordings.get())
    client.cookies["my_request"] = token

    page = client.get("/my-request/choices/")
    client.post("/my-request/choices/", {"choice-newsletter": "no"})

    assert "Consent given: Newsletter" in page.content.decode()
    assert standing("newsletter").state is State.WITHDRAWN
    assert Client().get("/my-request/choices/").status_code == 302
