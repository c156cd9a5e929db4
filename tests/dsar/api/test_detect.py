"""Detection over REST: offsets and reasons, risk, anonymising, moderating, duties; limits and clear refusals."""

import datetime as dt
import json

import pytest
from django.test import Client

from discovery.detection import Options, detect
from discovery.documents import Kind
from dsar.api import limits
from dsar.api.detect_serializers import (
    AnonymiseAnswerSerializer,
    DetectAnswerSerializer,
    ModerateAnswerSerializer,
    ReportAnswerSerializer,
)
from dsar.api.services import make_token
from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.pii import counting, texts
from dsar.pii.vault_reading_services import restore
from dsar.pii.vault_services import open_vault
from tests.world import make_case

DETECT, ANONYMISE = "/api/v1/detect/", "/api/v1/anonymise/"
MODERATE, REPORT = "/api/v1/moderate/", "/api/v1/compliance-report/"
TEXT = "Dear Ms Lindqvist, your NINO: QQ 12 34 56 C is noted; write to ana@example.org, card 4242 4242 4242 4242."
RULES = {"names": "rules"}


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    texts.forget()
    limits.forget()
    yield
    texts.forget()
    limits.forget()


@pytest.fixture
def call(client, world):
    """Posts JSON with the token of a person."""

    def post(path, body, who="handler"):
        _token, secret = make_token(user=getattr(world, who), name="test")
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post(path, raw, content_type="application/json", headers={"authorization": f"Bearer {secret}"})

    return post


def test_a_detection_says_where_what_how_certain_and_why(call):
    answer = call(DETECT, {"content": TEXT, **RULES}).json()

    found = {one["kind"]: one for one in answer["results"][0]["detections"]}
    card = found["credit_card"]
    assert TEXT[card["start"] : card["end"]] == "4242 4242 4242 4242"
    assert (card["validator"], card["method"], card["risk"]) == ("luhn", "check", "critical")
    assert (card["category"], card["article"]) == ("financial", "Art. 4(1)")
    assert card["why"]
    assert 0 < card["score"] <= 1
    assert answer["engine"].startswith("engine ")
    assert answer["milliseconds"] >= 0


def test_no_value_of_the_text_is_answered(call):
    raw = call(DETECT, {"content": TEXT, **RULES}).content.decode()

    assert "4242" not in raw
    assert "ana@" not in raw


def test_the_same_is_found_as_by_the_library(call):
    answer = call(DETECT, {"content": TEXT, "sensitivity": "high", **RULES}).json()

    ours = [(one["start"], one["end"], one["kind"], one["score"]) for one in answer["results"][0]["detections"]]
    assert ours == [
        (one.start, one.end, one.kind.value, one.score) for one in detect(TEXT, options=Options.at("high", **RULES))
    ]


def test_a_batch_is_answered_in_order_with_blanks_kept(call):
    body = {"contents": ["  ana@example.org", "nothing", ""], **RULES}

    results = call(DETECT, body).json()["results"]

    assert [[one["start"] for one in result["detections"]] for result in results] == [[2], [], []]
    assert [result["risk"]["level"] for result in results][1:] == ["none", "none"]


def test_risk_is_told_against_a_threshold_with_its_factors(call):
    safe = call(DETECT, {"content": "ana@example.org", "threshold": 60, **RULES}).json()["results"][0]["risk"]
    grave = call(DETECT, {"content": TEXT, "threshold": 60, **RULES}).json()["results"][0]["risk"]

    assert safe["is_safe"]
    assert not grave["is_safe"]
    assert grave["factors"][0]["points"] >= grave["factors"][-1]["points"]


def test_compliance_is_told_without_a_verdict(call):
    standing = call(DETECT, {"content": "NHS number 943 476 5919", **RULES}).json()["results"][0]["compliance"]

    assert standing["has_special_category"]
    assert standing["articles"] == ["Art. 9"]
    assert "violat" not in str(standing)


@pytest.mark.parametrize("form", ["label", "hash", "mask", "partial", "shape", "generalise", "suppress", "pseudonym"])
def test_detecting_can_anonymise_at_once(call, form):
    result = call(DETECT, {"content": TEXT, "anonymise": form, **RULES}).json()["results"][0]

    assert "ana@example" not in result["anonymised"]
    assert detect(result["anonymised"], options=Options(names="rules")) == []


def test_forms_are_chosen_kind_by_kind_and_kinds_kept(call):
    body = {
        "contents": ["ana@example.org from 192.0.2.7, card 4242 4242 4242 4242", "again ana@example.org"],
        "form": "mask",
        "by_kind": {"email_address": "pseudonym", "credit_card": "partial"},
        "kept": ["ip_address"],
        **RULES,
    }

    first, second = call(ANONYMISE, body).json()["results"]

    assert first["text"] == "EMAIL_ADDRESS_1 from 192.0.2.7, card …4242"
    assert second["text"] == "again EMAIL_ADDRESS_1"
    made = first["replacements"][0]
    assert first["text"][made["new_start"] : made["new_end"]] == "EMAIL_ADDRESS_1"


def test_tokens_go_into_the_named_vault_and_lead_back(call, world):
    vault = open_vault(name="x", expires_on=clock.today("UTC") + dt.timedelta(days=3), actor=world.dpo)

    answer = call(ANONYMISE, {"content": TEXT, "form": "token", "vault": str(vault.pk), **RULES}).json()

    hidden = answer["results"][0]["text"]
    assert "4242" not in hidden
    assert restore(text=hidden, kinds=None, reason="Checked", actor=world.dpo).text == TEXT


def test_pseudonyms_of_a_case_are_the_same_in_the_next_call(call, world):
    case = make_case(world)
    body = {"form": "pseudonym", "case": case.reference, **RULES}

    first = call(ANONYMISE, {**body, "content": "ana@example.org"}).json()["results"][0]["text"]
    second = call(ANONYMISE, {**body, "content": "bo@example.org, ana@example.org"}).json()["results"][0]["text"]

    assert (first, second) == ("EMAIL_ADDRESS_1", "EMAIL_ADDRESS_2, EMAIL_ADDRESS_1")


@pytest.mark.parametrize(
    ("who", "more", "status", "code"),
    [
        ("handler", {}, 422, "vault_missing"),
        ("handler", {"vault": "7e4a1c52-1c53-4c64-9a1f-4f4ce3f28a5a"}, 422, "vault_missing"),
        ("approver", {"vault": "7e4a1c52-1c53-4c64-9a1f-4f4ce3f28a5a"}, 403, "not_permitted"),
        ("handler", {"case": "DSAR-2026-0001-X"}, 404, "not_found"),
    ],
)
def test_tokens_without_a_place_for_them_are_refused(call, who, more, status, code):
    response = call(ANONYMISE, {"content": TEXT, "form": "token", **RULES, **more}, who)

    assert (response.status_code, response.json()["code"]) == (status, code)


def test_the_vault_of_a_foreign_case_does_not_exist(call, world):
    case = make_case(world)

    response = call(ANONYMISE, {"content": TEXT, "form": "token", "case": case.reference, **RULES}, "stranger")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("place", "content", "verdict"),
    [
        ("public", "The weather is fine", "allow"),
        ("public", "ana@example.org", "mask"),
        ("internal", "ana@example.org", "allow"),
        ("public", TEXT, "block"),
    ],
)
def test_a_text_is_moderated_for_the_place_it_goes_to(call, place, content, verdict):
    result = call(MODERATE, {"content": content, "place": place, **RULES}).json()["results"][0]

    assert result["verdict"] == verdict
    assert ("masked" in result) == (verdict == "mask")
    assert "ana@" not in result.get("masked", "")


def test_a_report_names_duties_articles_and_open_questions(call):
    body = {"content": TEXT, "frameworks": ["gdpr", "pipeda"], "circumstances": {"was_disclosed": True}, **RULES}

    answer = call(REPORT, body).json()

    assert answer["statement"].startswith("The presence of personal data is not a violation")
    assert [one["framework"] for one in answer["frameworks"]] == ["gdpr", "pipeda"]
    duties = {duty["article"]: duty for duty in answer["frameworks"][0]["duties"]}
    assert duties["Art. 33"]["status"] == "raised"
    assert duties["Art. 44 to 49"]["status"] == "answer_needed"
    assert answer["counts"]["credit_card"] == 1


@pytest.mark.parametrize(
    ("path", "body", "contract"),
    [
        (DETECT, {"content": TEXT, "anonymise": "label"}, DetectAnswerSerializer),
        (ANONYMISE, {"content": TEXT}, AnonymiseAnswerSerializer),
        (MODERATE, {"content": "ana@example.org"}, ModerateAnswerSerializer),
        (REPORT, {"content": TEXT}, ReportAnswerSerializer),
    ],
)
def test_answers_keep_to_the_published_contract(call, path, body, contract):
    answer = call(path, body | RULES).json()

    assert_same_shape(contract(), answer)


def assert_same_shape(serializer, value):
    """Every published field is there, and nothing else."""
    required = {name for name, field in serializer.fields.items() if field.required}
    assert required <= set(value) <= set(serializer.fields)
    for name, field in serializer.fields.items():
        if name in value and hasattr(field, "child") and hasattr(field.child, "fields"):
            for one in value[name]:
                assert_same_shape(field.child, one)
        elif name in value and hasattr(field, "fields"):
            assert_same_shape(field, value[name])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "content"),
        ({"content": "x", "contents": ["y"]}, "content"),
        ({"content": "x", "who": "me"}, "who"),
        ({"content": "x", "kinds": ["nothing"]}, "kinds"),
        ({"content": "x", "sensitivity": "very"}, "sensitivity"),
        ({"content": "x", "threshold": 0}, "threshold"),
        ({"content": "x", "languages": ["../etc"]}, "languages"),
        ({"content": "x", "anonymise": "token"}, "anonymise"),
        ({"content": "x" * 100_001}, "content"),
        ({"contents": ["x" * 90_000] * 3}, "contents"),
        ({"contents": ["x"] * 101}, "contents"),
        ({"contents": []}, "contents"),
        ({"content": "a\x00b"}, "content"),
        ({"content": 7.5, "names": ["rules"]}, "names"),
    ],
)
def test_input_that_cannot_be_used_is_refused_by_name(call, body, field):
    response = call(DETECT, body)

    assert response.status_code == 400
    assert field in response.json()["fields"]


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{", 400, "parse_error"),
        (b"\xff\xfe", 400, "parse_error"),
        (b"[" * 100_000, 400, "parse_error"),
        (b'{"content": "\\ud800"}', 400, "invalid_input"),
        (b"[]", 400, "invalid_input"),
        (b'{"content": "' + b"x" * 1_100_000 + b'"}', 413, "body_too_large"),
    ],
)
def test_a_body_that_is_no_question_gets_a_clear_answer(call, raw, status, code):
    response = call(DETECT, raw)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "xxx" not in response.content.decode()


@pytest.mark.parametrize("path", [DETECT, ANONYMISE, MODERATE, REPORT])
def test_who_has_no_business_with_it_is_refused(call, client, path):
    assert call(path, {"content": "x"}, "auditor").status_code == 403
    assert client.post(path, b"{}", content_type="application/json").status_code == 401
    assert client.get(path).status_code in {401, 405}


def test_too_much_text_in_a_minute_is_held_back(call, settings):
    settings.DSAR_DETECT_CHARACTERS_PER_MINUTE = 500

    answers = [call(DETECT, {"content": "x", **RULES}) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "throttled"
    assert int(answers[2]["Retry-After"]) > 0
    assert call(DETECT, {"content": "x", **RULES}, "dpo").status_code == 200


def test_a_question_that_fails_on_the_short_way_and_goes_the_long_way_counts_once(call, world, settings, monkeypatch):
    settings.DSAR_DETECT_CHARACTERS_PER_MINUTE = 700
    _token, secret = make_token(user=world.handler, name="test")
    asked = {"content_type": "application/json", "headers": {"authorization": f"Bearer {secret}"}}
    client = Client()
    client.post(DETECT, json.dumps({"content": "x", **RULES}), **asked)  # the first use of a day goes the long way
    monkeypatch.setattr(counting, "_api", counting._Tally())
    monkeypatch.setattr("dsar.api.detect_views.answers.reading", _cannot_be_told)

    answers = [client.post(DETECT, json.dumps({"content": "x", **RULES}), **asked) for _ in range(3)]

    assert [one.status_code for one in answers] == [422, 422, 429]
    assert counting._api.reader.items == 2


def _cannot_be_told(*_given):
    message = "It cannot be told."
    raise RuleRefused(message, code="cannot_be_told")


def test_nothing_is_written_down(call, caplog):
    before = AuditEntry.objects.count()
    call(DETECT, {"content": TEXT, **RULES})
    call(DETECT, b'{"content": "ana@example.org"')

    assert "4242" not in caplog.text
    assert "ana@" not in caplog.text
    written = AuditEntry.objects.filter(seq__gt=before).values_list("action", flat=True)
    assert set(written) <= {"access.token_made"}


def test_the_schema_tells_of_all_four(client, world):
    client.force_login(world.handler)

    schema = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).content.decode()

    for path in (DETECT, ANONYMISE, MODERATE, REPORT):
        assert path in schema
    assert all(kind.value in schema for kind in (Kind.CA_UCI, Kind.IBAN))


@pytest.mark.parametrize(
    "path, body",
    [
        (DETECT, {"content": TEXT}),
        (DETECT, {"contents": [TEXT, ""], "anonymise": "label", "kinds": ["uk_nino"]}),
        (DETECT, {"content": TEXT, "threshold": 0}),
        (DETECT, {"content": "a\x00b"}),
        (MODERATE, {"content": TEXT, "place": "log"}),
        (REPORT, {"content": TEXT}),
    ],
)
def test_the_short_way_and_the_long_way_say_the_same(client, world, settings, path, body):
    _token, secret = make_token(user=world.handler, name="test")

    def post(asking):
        headers = {"authorization": f"Bearer {secret}"}
        answer = asking.post(path, body | RULES, content_type="application/json", headers=headers)
        return answer.status_code, {**answer.json(), "milliseconds": 0}

    post(client)  # the first use of a day goes the long way

    short = post(client)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("QuickWays")]
    long = post(Client())

    assert short == long


def test_the_short_way_asks_the_database_once(client, world, django_assert_num_queries):
    _token, secret = make_token(user=world.handler, name="test")
    asked = {"content_type": "application/json", "headers": {"authorization": f"Bearer {secret}"}}
    for _ in range(2):  # the day of the token is written, the options of the house are read
        client.post(DETECT, {"content": TEXT, **RULES}, **asked)

    with django_assert_num_queries(1):
        client.post(DETECT, {"content": TEXT, **RULES}, **asked)


def test_a_gate_before_the_endpoint_is_not_passed_by(client, world, settings):
    settings.DSAR_TEXT_GATE = "/api/v1/detect/ request block 1"
    _token, secret = make_token(user=world.handler, name="test")
    asked = {"content_type": "application/json", "headers": {"authorization": f"Bearer {secret}"}}

    answers = [client.post(DETECT, {"content": TEXT, **RULES}, **asked) for _ in range(2)]

    assert [one.status_code for one in answers] == [422, 422]


@pytest.mark.parametrize("more", ["", " " * 1_100_000])
def test_the_short_way_reads_no_body_without_a_token_and_none_that_is_too_long(client, world, more):
    _token, secret = make_token(user=world.handler, name="test")
    body = json.dumps({"content": TEXT, **RULES}) + more

    def post(token):
        return client.post(
            DETECT, body, content_type="application/json", headers={"authorization": f"Bearer {token}"}
        ).status_code

    assert post("anything") == 401
    assert [post(secret) for _ in range(2)] == ([413, 413] if more else [200, 200])


@pytest.mark.parametrize(
    "question", [{"known_by": [], "identifier": "x"}, {"known_by": "email", "identifier": "\ud800@b.c"}]
)
@pytest.mark.parametrize("token", ["anything", "consent_anything"])
def test_a_crooked_question_about_consent_is_no_fault_of_the_server(client, db, question, token):
    answer = client.post(
        "/api/v1/consent/check/",
        json.dumps(question),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )

    assert answer.status_code == 401
