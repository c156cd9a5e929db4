"""Impact assessments over the API: the whole way, and the refusals by the name of the rule."""

import io
import json

import pytest
from django.test import Client
from pypdf import PdfReader

from dsar.accountability.dpia.content import as_json
from dsar.accountability.dpia.questions import ALL
from dsar.accountability.dpia.storing import fingerprint_of
from dsar.api.services import make_token
from tests.dsar.accountability.dpia.making import LATER, begun, submitted, whole


@pytest.fixture
def call(world):
    """Asks as a person: call(person, method, path, body)."""
    headers = {}

    def ask(person, method, path, body=None):
        if person.pk not in headers:
            headers[person.pk] = {"Authorization": f"Bearer {make_token(user=person, name='tests')[1]}"}
        given = {} if body is None else {"data": json.dumps(body, default=str), "content_type": "application/json"}
        answer = getattr(Client(), method)(f"/api/v1/dpias/{path}", headers=headers[person.pk], **given)
        return answer.status_code, answer.json()

    return ask


def test_a_screening_is_answered_and_decided(world, call):
    _status, made = call(world.handler, "post", "screenings/", {"title": "Scoring"})
    path = f"screenings/{made['reference']}/"
    answers = dict.fromkeys(ALL, "no") | {"scoring": "yes", "automated": "unsure"}

    status, told = call(world.handler, "post", path, {"answers": answers, "revision": 0})
    refused = call(
        world.handler, "post", path, {"outcome": "not_needed", "reasons": "We do not think that it is needed."}
    )
    decided = call(world.handler, "post", path, {"outcome": "needed", "reasons": "People may be refused a contract."})

    assert (status, told["speaks_for"]) == (200, "presumed")
    assert (refused[0], refused[1]["code"]) == (422, "dpo_view")
    assert decided[1]["outcome"] == "needed"
    assert call(world.handler, "get", "screenings/")[1]["count"] == 1


def test_a_screening_is_told_to_its_readers_alone_and_changed_whole_or_not_at_all(world, call):
    _status, made = call(world.handler, "post", "screenings/", {"title": "Scoring"})
    path = f"screenings/{made['reference']}/"
    answers = dict.fromkeys(ALL, "no") | {"scoring": "yes", "automated": "unsure"}

    foreign = call(world.intake, "post", path, {})
    unknown = call(world.intake, "post", "screenings/SCR-1/", {})
    refused = call(
        world.handler, "post", path,
        {"answers": answers, "revision": 0, "outcome": "not_needed", "reasons": "We do not think that it is needed."},
    )  # fmt: skip

    assert (foreign[0], unknown[0]) == (403, 403)
    assert "Scoring" not in str(foreign[1])
    assert refused[0] == 422
    assert call(world.handler, "get", path)[1]["answers"] == made["answers"]


def test_an_assessment_is_written_and_approved(world, call):
    text = as_json(whole())
    _status, made = call(world.handler, "post", "", {"title": "Cameras", "template": "cctv"})
    ref = made["reference"]

    call(world.handler, "put", f"{ref}/parts/description/", {**text["description"], "revision": 0})
    call(world.handler, "put", f"{ref}/parts/necessity/", {"points": text["necessity"], "revision": 0})
    call(world.handler, "put", f"{ref}/parts/views/", {**text["views"], "revision": 0})
    for number, risk in enumerate(made["content"]["risks"]):
        rated = {**risk, "likelihood": 2, "severity": 2, "revision": number}
        assert call(world.handler, "post", f"{ref}/risks/", rated)[0] == 200
    for number, measure in enumerate(made["content"]["measures"]):
        owned = {**measure, "owner": "IT", "due_on": "2030-01-31", "revision": number}
        assert call(world.handler, "post", f"{ref}/measures/", owned)[0] == 200
    call(world.dpo, "post", f"{ref}/acts/", {"act": "advise", "words": "Go on."})
    call(world.handler, "post", f"{ref}/acts/", {"act": "answer_advice", "followed": "yes"})
    call(world.handler, "post", f"{ref}/acts/", {"act": "submit"})
    review_on = begun(world).created_at.date() + LATER
    form = {"act": "approve", "review_on": review_on}
    read = call(world.approver, "get", f"{ref}/")[1]["fingerprint"]
    by_dpo = call(world.dpo, "post", f"{ref}/acts/", form | {"fingerprint": read})
    silent = call(world.approver, "post", f"{ref}/acts/", form)
    stale = call(world.approver, "post", f"{ref}/acts/", form | {"fingerprint": "0" * 64})
    status, done = call(world.approver, "post", f"{ref}/acts/", form | {"fingerprint": read})

    assert (by_dpo[0], silent[0], stale[0], stale[1]["code"]) == (403, 422, 409, "stale")
    assert (status, done["state"], done["complete_percent"]) == (200, "approved", 100)
    assert call(world.auditor, "get", "?state=approved")[1]["count"] == 1


def test_what_somebody_else_changed_meanwhile_is_a_conflict(world, call):
    ref = begun(world).reference
    views = {"sought": "no", "words": "Secret.", "revision": 0}
    call(world.handler, "put", f"{ref}/parts/views/", views)

    status, answer = call(world.dpo, "put", f"{ref}/parts/views/", views)

    assert (status, answer["code"]) == (409, "part_changed")


def test_prior_consultation_is_recorded_with_its_clock_running(world, call):
    ref = begun(world).reference
    consultation = {"received_on": "2026-01-05", "authority": "ICO", "suspensions": [["2026-01-20", "2026-01-25"]]}

    status, answer = call(world.handler, "post", f"{ref}/acts/", {"act": "consult", "consultation": consultation})

    assert status == 200
    assert answer["record"]["consultation"]["suspensions"] == [["2026-01-20", "2026-01-25"]]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("", {"title": "Cameras", "template": "nothing"}, 422),
        ("", {"title": "Cameras", "screening": "SCR-1"}, 422),
        ("", {"title": "Cameras", "colour": "red"}, 400),
        ("DPIA-2026-9999-X/acts/", {"act": "submit"}, 404),
    ],
)
def test_what_cannot_be_is_refused(world, call, path, body, status):
    assert call(world.handler, "post", path, body)[0] == status


def test_who_reads_no_assessments_gets_none(world, call):
    ref = begun(world).reference

    assert call(world.intake, "get", "")[0] == call(world.intake, "get", f"{ref}/")[0] == 403


def test_a_session_approves_with_a_password_given_lately_alone(world):
    dpia, client = submitted(world), Client()
    client.force_login(world.approver)
    body = json.dumps({"act": "approve", "review_on": "2030-01-01", "fingerprint": fingerprint_of(dpia)})

    answer = client.post(f"/api/v1/dpias/{dpia.reference}/acts/", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (403, "password_needed")


def test_the_report_is_taken_as_pdf_in_a_language_by_readers_alone(world):
    url = f"/api/v1/dpias/{begun(world).reference}/versions/1/report/"
    headers = {
        who: {"Authorization": f"Bearer {make_token(user=getattr(world, who), name='tests')[1]}"}
        for who in ("auditor", "intake")
    }

    taken = Client().get(url, {"language": "de"}, headers=headers["auditor"] | {"Accept": "application/pdf"})
    answers = [
        Client().get(url, headers=headers["intake"]).status_code,
        Client().get(url).status_code,
        Client().get(url, {"language": "xx"}, headers=headers["auditor"]).status_code,
        Client().get(url.replace("/1/", "/7/"), headers=headers["auditor"]).status_code,
    ]

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(b"".join(taken.streaming_content))).pages)
    assert (taken.status_code, taken["Content-Type"]) == (200, "application/pdf")
    assert "Datenschutz-Folgenabschätzung" in text
    assert answers == [403, 401, 404, 404]
