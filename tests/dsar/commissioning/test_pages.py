"""The staff's pages, and the owner's page behind the link."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dsar.cases.clock import received_on
from dsar.commissioning.models import Commission
from dsar.commissioning.services import call_off
from dsar.intake import budget
from dsar.search.upload_models import CaseUpload, SearchLogEntry
from tests.dsar.commissioning.conftest import token_of

pytestmark = pytest.mark.django_db


def text(answer):
    return html.unescape(answer.content.decode())


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    return client


@pytest.fixture
def link(commission):
    return reverse("dsar:part", args=[token_of(commission)])


def url(name, case, *more):
    return reverse(f"dsar:{name}", args=[case.reference, *more])


def test_staff_choose_which_identifiers_an_owner_is_told(handler, case, crm):
    page = text(handler.get(url("case-commission-new", case, crm.pk)))
    assert "ana@example.com" in page
    assert "7946 0999" in page
    fields = {
        "owner_name": "Mo Ruiz",
        "owner_email": "mo.ruiz@example.org",
        "language": "en",
        "terms": ["1"],
        "due_on": case.due_on.isoformat(),
    }

    refused = handler.post(url("case-commission-new", case, crm.pk), {**fields, "terms": []})
    done = handler.post(url("case-commission-new", case, crm.pk), fields)

    assert refused.status_code == 422
    assert "Choose what this owner has to look for" in text(refused)
    assert done.status_code == 302
    assert [term["value"] for term in Commission.objects.get().asked["terms"]] == ["ana@example.com"]


def test_the_pages_of_staff_show_who_was_asked_and_how_it_stands(handler, case, commission):
    for page in (
        url("case-commissions", case),
        url("case-commission", case, commission.pk),
        reverse("dsar:owners-waiting"),
        url("case-search", case),
        url("case", case),
    ):
        answer = handler.get(page)
        assert answer.status_code == 200, page
        assert "CRM" in text(answer)


def test_acts_of_staff_with_nothing_typed_are_refused_beside_the_field(handler, case, commission):
    for name in ("case-commission-reply", "case-commission-call-off", "case-commission-due"):
        assert handler.post(url(name, case, commission.pk), {}).status_code == 422

    assert handler.post(url("case-commission-link", case, commission.pk)).status_code == 302


def test_an_owner_sends_files_and_signs_without_an_account(commission, link):
    owner = Client()
    page = text(owner.get(link))
    assert "ana@example.com" in page
    assert "Ana Lindqvist" not in page  # the name was not chosen
    several = [SimpleUploadedFile("a.json", b"{}"), SimpleUploadedFile("mail.pst", b"!BDN")]

    assert owner.post(f"{link}files/", {"uploads": several}).status_code == 302
    assert "mail.pst" in text(owner.get(link))
    signed = owner.post(f"{link}answer/", {"answer": "files", "name": "Mo", "statement": "All years."})

    assert signed.status_code == 302
    assert "We have your answer" in text(owner.get(link))
    assert CaseUpload.objects.filter(is_kept=True).count() == 2
    assert "no-store" in owner.get(link)["Cache-Control"]


def test_what_was_typed_is_not_lost_where_something_is_missing(commission, link):
    answer = Client().post(f"{link}answer/", {"answer": "nil", "name": "", "statement": "Looked in all years."})

    assert answer.status_code == 422
    assert "Looked in all years." in text(answer)
    assert "Sign with your name." in text(answer)


def test_a_question_goes_through_the_door(commission, link):
    owner = Client()
    assert owner.post(f"{link}question/", {"text": ""}).status_code == 422
    assert owner.post(f"{link}question/", {"text": "Which years?"}).status_code == 302
    assert "Which years?" in text(owner.get(link))


def test_a_link_that_is_unknown_ended_or_called_off_is_answered_alike(commission, link, world):
    unknown = Client().get(reverse("dsar:part", args=["A" * 22]))
    call_off(commission=commission, reason="Not needed.", actor=world.handler)
    called_off = Client().get(link)

    def plain(answer):
        return text(answer).split("<main", 1)[1].split("</main>")[0]

    assert (unknown.status_code, called_off.status_code) == (404, 404)
    assert plain(unknown) == plain(called_off)
    for door in ("files/", "answer/", "question/"):
        assert Client().post(link + door, {}).status_code == 404


def test_links_cannot_be_guessed_for_long(monkeypatch, commission, link):
    monkeypatch.setitem(budget.BUDGETS, "part", (3, 1000))
    guesser = Client()
    for _guess in range(3):
        guesser.get(reverse("dsar:part", args=["B" * 22]))

    assert guesser.get(link).status_code == 404


def test_a_file_that_is_too_large_is_named_with_the_limit(settings, commission, link):
    settings.DSAR_MAX_UPLOAD_MB = 0
    answer = Client().post(f"{link}files/", {"uploads": SimpleUploadedFile("big.csv", b"a" * 10)})

    assert answer.status_code == 422
    assert "0 MB" in text(answer)
    assert not CaseUpload.objects.exists()


def test_the_log_takes_searches_by_hand_and_the_reason_for_its_width(handler, case, crm):
    page = url("case-search-log", case)
    entry = {
        "act": "log",
        "where": "Cabinet",
        "searched_on": received_on(case).isoformat(),
        "terms": "Ana Lindqvist",
        "result": "Two letters",
    }

    assert handler.post(page, {**entry, "result": ""}).status_code == 422
    assert handler.post(page, {**entry, "searched_on": "2099-01-01"}).status_code == 422
    assert handler.post(page, entry).status_code == 302
    assert handler.post(page, {"act": "scope", "note": "All systems of the register."}).status_code == 302

    shown = text(handler.get(page))
    assert "Two letters" in shown
    assert "All systems of the register." in shown
    assert SearchLogEntry.objects.count() == 2


def test_the_text_of_the_mail_with_the_link_is_not_shown_to_staff(handler, case, commission):
    from dsar.notices.models import Notice

    shown = text(handler.get(url("case-message", case, Notice.objects.get(code="search_task").pk)))

    assert token_of(commission) not in shown
    assert "for the recipient alone" in shown
