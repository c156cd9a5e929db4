import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discovery.findings.models import Coverage, Finding
from dsar.search.models import PlannedSystem
from dsar.search.services import plan_search, start_search
from tests.dsar.search.conftest import run

pytestmark = pytest.mark.django_db


def url(name, case, *more):
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


@pytest.fixture
def handler(client, register):
    client.force_login(register.handler)
    return client


@pytest.fixture
def searched(case, register, share):
    (share / "broken.pdf").write_bytes(b"%PDF-1.7\nno document")
    plan_search(case=case, actor=register.handler)
    start_search(case=case, actor=register.handler)
    run(case)
    return case


def test_without_a_plan_the_page_offers_to_make_one(handler, case):
    page = handler.get(url("search", case)).content.decode()
    assert "Make the search plan" in page

    handler.post(url("search-plan", case))

    page = handler.get(url("search", case)).content.decode()
    assert "Shared drive" in page
    assert "Mo Ruiz answers" in page
    assert "ana@example.com" in page
    assert "Start the search" in page


def test_starting_shows_progress_that_asks_again(handler, case):
    handler.post(url("search-plan", case))
    handler.post(url("search-start", case))

    page = handler.get(url("search", case)).content.decode()

    assert "every 2s" in page
    assert "Cancel the search" in page
    fragment = handler.get(url("search-progress", case), headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content
    assert "HX-Refresh" not in fragment.headers


def test_the_last_fragment_tells_the_page_to_read_itself_anew(handler, searched):
    fragment = handler.get(url("search-progress", searched), headers={"HX-Request": "true"})

    assert fragment.headers["HX-Refresh"] == "true"


def test_findings_say_place_certainty_and_reason_in_words(handler, searched):
    page = handler.get(url("search-findings", searched)).content.decode()

    assert "letter.txt" in page
    assert "Confirmed" in page
    assert "0.9" not in page
    only = handler.get(url("search-findings", searched), {"decision": "review"}).content.decode()
    assert "minutes.txt" in only
    assert "letter.txt" not in only


def test_a_wrong_filter_narrows_nothing(handler, searched):
    page = handler.get(url("search-findings", searched), {"decision": "x'--", "source_ref": "1"})

    assert page.status_code == 200
    assert "letter.txt" in page.content.decode()


def test_coverage_names_what_could_not_be_read_and_takes_a_persons_word(handler, searched):
    page = handler.get(url("search-coverage", searched)).content.decode()
    assert "The file is damaged." in page
    assert "Could not be read" in page
    item = Coverage.objects.get(state="failed")

    empty = handler.post(url("search-read", searched, item.pk), {"note": ""})
    done = handler.post(url("search-read", searched, item.pk), {"note": "A leaflet."})

    assert empty.status_code == 422
    assert done.status_code == 302
    assert "Read by a person" in handler.get(url("search-coverage", searched)).content.decode()


def test_a_system_is_answered_for_or_left_out_with_a_reason(handler, case):
    handler.post(url("search-plan", case))
    cabinet = PlannedSystem.objects.get(case=case, source=None)

    empty = handler.post(url("search-system", case, cabinet.pk), {"answer": "left_out", "reason": ""})
    done = handler.post(url("search-system", case, cabinet.pk), {"answer": "left_out", "reason": "Invoices only."})

    assert empty.status_code == 422
    assert done.status_code == 302
    assert "Invoices only." in handler.get(url("search", case)).content.decode()


def test_what_the_rules_refuse_is_said_on_the_page(handler, case):
    case.stage = "triage"
    case.save(update_fields=["stage"])
    handler.post(url("search-plan", case))

    page = handler.post(url("search-start", case))

    assert page.status_code == 422
    assert "alert-warn" in page.content.decode()


def test_somebody_without_a_grant_finds_no_case(client, case, register):
    client.force_login(register.stranger)

    assert client.get(url("search", case)).status_code == 404
    assert client.post(url("search-start", case)).status_code == 404


def test_another_cases_system_is_not_found(handler, case, register):
    from tests.world import make_case

    other = make_case(register, name="Bo Carr")
    plan_search(case=other, actor=register.handler)

    page = handler.get(url("search-system", case, PlannedSystem.objects.filter(case=other).first().pk))

    assert page.status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_findings(handler, searched):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            handler.get(url("search", searched))
            handler.get(url("search-findings", searched))
        return len(queries)

    asked()
    few = asked()
    for number in range(30):
        found = Finding.objects.filter(decision="review").first()
        found.pk, found.digest = uuid.uuid4(), bytes([number])
        found.locator = {"path": f"more-{number}.txt"}
        found.why = found.path = found.excerpt = "more"
        found.save(force_insert=True)

    assert asked() == few
