"""The ledger for other systems: tokens with scopes, check, grant, withdraw, signal, history, idempotency."""

import pytest
from rest_framework.test import APIClient

from consent.connection_services import make_token, revoke_token
from consent.models import LedgerEntry, Scope
from consent.receipts import is_genuine
from dsar.api.models import ApiToken
from dsar.rights.consent.models import CcpaOptOut

ANA = {"known_by": "email", "identifier": "ana@example.org"}
YES = {**ANA, "purpose": "newsletter", "method": "ticked", "wording": 1}


@pytest.fixture
def token(world):
    return make_token(name="Shop", scopes=list(Scope), actor=world.dpo)


@pytest.fixture
def shop(token):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token[1]}")
    return client


def post(client, act, body, **headers):
    return client.post(f"/api/v1/consent/{act}/", body, format="json", headers=headers)


def test_a_stranger_is_as_if_nothing_had_been_said(newsletter, sale, shop):
    answer = post(shop, "check", ANA).json()

    assert answer["allowed"] == {"newsletter": False, "sale": True}
    assert answer["signal"] is None


def test_granting_gives_a_signed_receipt_and_checking_sees_it(newsletter, shop):
    receipt = post(shop, "grant", YES)
    checked = post(shop, "check", {**ANA, "purposes": ["newsletter"]}).json()

    assert receipt.status_code == 201
    assert is_genuine(receipt.json())
    assert checked["allowed"] == {"newsletter": True}
    assert LedgerEntry.objects.get().source == "Shop"


def test_withdrawing_needs_who_and_what_only(newsletter, shop):
    post(shop, "grant", YES)

    answer = post(shop, "withdraw", {**ANA, "purpose": "newsletter"})

    assert answer.status_code == 201
    assert post(shop, "check", ANA).json()["states"]["newsletter"]["state"] == "withdrawn"


def test_an_opt_out_is_a_withdrawal_of_its_kind(sale, shop):
    post(shop, "withdraw", {**ANA, "purpose": "sale"})

    assert post(shop, "check", ANA).json()["allowed"] == {"sale": False}


def test_an_opt_out_from_a_system_starts_the_clock_once_however_often_it_is_sent(sale, shop):
    headers = {"Idempotency-Key": "one"}

    for _ in range(2):
        post(shop, "withdraw", {**ANA, "purpose": "sale"}, **headers)

    assert [one.rights for one in CcpaOptOut.objects.all()] == [["sale"]]


def test_the_same_key_writes_once_and_another_act_with_it_is_refused(newsletter, shop):
    first = post(shop, "grant", YES, **{"Idempotency-Key": "order-1"})
    again = post(shop, "grant", YES, **{"Idempotency-Key": "order-1"})
    other = post(shop, "withdraw", {**ANA, "purpose": "newsletter"}, **{"Idempotency-Key": "order-1"})

    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert LedgerEntry.objects.count() == 1


def test_a_wording_is_never_guessed(newsletter, shop):
    answer = post(shop, "grant", {key: value for key, value in YES.items() if key != "wording"})

    assert (answer.status_code, answer.json()["code"]) == (422, "no_wording")


def test_many_are_checked_at_once(newsletter, shop):
    post(shop, "grant", YES)
    ben = {"known_by": "email", "identifier": "ben@example.org"}

    answer = post(shop, "check", {"checks": [ANA, ben]}).json()

    assert [one["allowed"]["newsletter"] for one in answer["results"]] == [True, False]


def test_a_signal_is_noted_once(sale, shop):
    body = {"subjects": [{"known_by": "browser", "identifier": "b" * 43}], "on": True}

    assert [post(shop, "signal", body).json()["written"] for _ in range(2)] == [1, 0]


def test_the_history_tells_acts_in_order_without_evidence(newsletter, shop):
    post(shop, "grant", {**YES, "evidence": {"address": "192.0.2.4"}})
    post(shop, "withdraw", {**ANA, "purpose": "newsletter"})

    answer = post(shop, "history", ANA)

    assert [one["act"] for one in answer.json()["entries"]] == ["granted", "withdrawn"]
    assert "192.0.2.4" not in answer.content.decode()


@pytest.mark.parametrize(
    "scope, act", [("check", "history"), ("history", "grant"), ("grant", "withdraw"), ("withdraw", "check")]
)
def test_a_token_opens_only_what_it_names(newsletter, world, scope, act):
    _row, secret = make_token(name="Narrow", scopes=[Scope(scope)], actor=world.dpo)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")

    assert post(client, act, ANA).status_code == 403


def test_revoked_foreign_and_missing_tokens_open_nothing(newsletter, world, token, shop):
    revoke_token(token=token[0], actor=world.dpo)
    person = APIClient()
    person.force_login(world.dpo)

    assert post(shop, "check", ANA).status_code == 401
    assert post(person, "check", ANA).status_code == 401
    assert ApiToken.objects.count() == 0


def test_what_cannot_be_is_refused_in_one_shape(newsletter, shop):
    answers = [
        post(shop, "check", {**ANA, "purposes": ["no-such"]}),
        post(shop, "check", {"known_by": "email", "identifier": "no address"}),
        post(shop, "check", {}),
        post(shop, "grant", {**YES, "surprise": 1}),
    ]

    assert [one.json()["code"] for one in answers] == [
        "unknown_purpose",
        "bad_identifier",
        "no_subject",
        "invalid_input",
    ]
    assert "no address" not in answers[1].content.decode()


def test_a_check_asks_the_database_little(newsletter, shop, django_assert_num_queries):
    post(shop, "grant", YES)

    with django_assert_num_queries(1):
        post(shop, "check", ANA)


def test_the_short_way_and_the_long_way_say_the_same(newsletter, sale, shop, settings):
    post(shop, "grant", YES)
    post(shop, "withdraw", {**ANA, "purpose": "sale"})
    ben = {"known_by": "email", "identifier": "ben@example.org", "purposes": ["sale"]}
    bodies = [ANA, ben, {"checks": [ANA, ben]}, {**ANA, "purposes": ["no-such"]}, {**ANA, "identifier": " "}, {}]
    post(shop, "check", ANA)  # the first use of a day goes the long way

    short = [post(shop, "check", body) for body in bodies]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("QuickWays")]
    slow = APIClient()
    slow.credentials(**shop._credentials)
    long = [post(slow, "check", body) for body in bodies]

    assert [(one.status_code, one.json()) for one in short] == [(one.status_code, one.json()) for one in long]
    assert [type(one).__name__ for one in short[:4]] == ["HttpResponse", "HttpResponse", "HttpResponse", "Response"]


def test_the_short_way_asks_one_plain_question_for_many(newsletter, shop, django_assert_num_queries):
    post(shop, "check", ANA)

    with django_assert_num_queries(1):  # token, purposes and entries together
        post(shop, "check", {"checks": [ANA] * 50})


def test_a_revoked_or_narrow_token_finds_no_short_way(newsletter, world, token, shop):
    post(shop, "check", ANA)
    revoke_token(token=token[0], actor=world.dpo)
    _row, secret = make_token(name="Narrow", scopes=[Scope.GRANT], actor=world.dpo)
    narrow = APIClient()
    narrow.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    answers = [post(shop, "check", ANA), post(narrow, "check", ANA), post(narrow, "check", ANA)]

    assert [one.status_code for one in answers] == [401, 403, 403]
