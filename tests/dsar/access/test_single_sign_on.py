"""Single sign-on against an issuer of our own over real HTTP: who gets in, and every lie that is refused."""

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.urls import reverse

from dsar.access import factors
from dsar.access.models import User
from dsar.audit.models import AuditEntry
from dsar.config.settings import single_sign_on
from dsar.foundation import clock
from tests.dsar.access.issuer import Issuer

START, BACK = "/sign-in/with/entra/", "/sign-in/with/entra/callback/"


@pytest.fixture(scope="module")
def server():
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture
def issuer(server, settings):
    """The issuer as the installation knows it; the handler signs in there unless the test says otherwise."""
    cache.clear()
    server.claims = {"sub": "u-1", "email": "handler@example.org", "email_verified": True, "name": "Hanna Dler"}
    server.lies, server.asked, server.named = {}, [], None
    server.signing_key, server.algorithm = server.key, "RS256"
    settings.DSAR_OIDC_PROVIDERS = {
        "entra": {
            "issuer": server.url,
            "client_id": "desk",
            "client_secret": "the secret",
            "name": "Entra",
            "domains": [],
            "creates_people": False,
            "roles_claim": "",
            "roles": {},
            "proves_second_factor": False,
        }
    }
    yield server
    cache.clear()


def travel(client, issuer, wanted=""):
    """To the issuer and back; gives the answer of the callback."""
    there = client.get(START, {"next": wanted} if wanted else {})
    return client.get(BACK, issuer.authorise(there["Location"]))


def is_in(client):
    return client.get(reverse("dsar:home")).status_code == 200


def test_a_colleague_gets_in_and_is_linked(client, world, issuer):
    answer = travel(client, issuer, reverse("dsar:case-list"))

    assert answer["Location"] == reverse("dsar:case-list")
    assert is_in(client)
    assert SocialAccount.objects.get(provider="entra", uid="u-1").user == world.handler
    assert SocialAccount.objects.get().extra_data == {}


def test_state_nonce_and_verifier_are_sent(client, world, issuer):
    travel(client, issuer)

    asked = issuer.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) > 30
    assert len(asked["state"]) >= 16
    assert asked["redirect_uri"] == f"http://testserver{BACK}"


def test_the_sign_in_page_offers_it(client, world, issuer):
    page = client.get(reverse("dsar:sign-in")).content.decode()

    assert "Sign in with Entra" in page


def test_a_link_outlives_a_change_of_address(client, world, issuer):
    travel(client, issuer)
    client.post(reverse("dsar:sign-out"))
    issuer.claims |= {"email": "hanna.new@example.org", "email_verified": False}

    travel(client, issuer)

    assert is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "nobody@example.org"},
        {"email": ""},
    ],
    ids=["unverified", "verified in words only", "unknown", "no address"],
)
def test_who_is_not_surely_a_colleague_stays_out(client, world, issuer, claims):
    issuer.claims |= claims

    answer = travel(client, issuer)

    assert answer["Location"] == reverse("dsar:sign-in")
    assert not is_in(client)
    assert AuditEntry.objects.filter(action="access.sign_on_refused").count() == 1


def test_only_the_named_domains_get_in(client, world, issuer, settings):
    settings.DSAR_OIDC_PROVIDERS["entra"]["domains"] = ["northwind.example"]

    travel(client, issuer)

    assert not is_in(client)


def test_who_was_let_go_stays_out(client, world, issuer):
    travel(client, issuer)
    client.post(reverse("dsar:sign-out"))
    User.objects.filter(pk=world.handler.pk).update(is_active=False)

    travel(client, issuer)

    assert not is_in(client)


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"aud": ["desk", "another client"]},
        {"azp": "another client"},
        {"exp": 1_000_000_000},
        {"nonce": "another"},
        {"nonce": None},
    ],
    ids=["issuer", "audience", "two audiences", "authorised party", "expired", "nonce", "no nonce"],
)
def test_a_token_that_is_not_for_us_is_refused(client, world, issuer, lies):
    issuer.lies = lies

    travel(client, issuer)

    assert not is_in(client)


@pytest.mark.parametrize("how", ["another key", "shared secret", "none"])
def test_a_signature_that_is_not_the_issuers_is_refused(client, world, issuer, how):
    if how == "another key":
        issuer.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    elif how == "shared secret":
        issuer.signing_key, issuer.algorithm = "the secret" * 4, "HS256"
    else:
        issuer.signing_key, issuer.algorithm = None, "none"

    travel(client, issuer)

    assert not is_in(client)


def test_an_issuer_that_calls_itself_otherwise_is_refused(client, world, issuer):
    issuer.named = "https://other.example"

    assert client.get(START)["Location"] == reverse("dsar:sign-in")


def test_a_code_without_our_state_is_refused(client, world, issuer):
    there = client.get(START)
    query = issuer.authorise(there["Location"])

    client.get(BACK, query | {"state": "x" * 16})

    assert not is_in(client)


def test_coming_back_twice_gets_nobody_in(client, world, issuer):
    there = client.get(START)
    query = issuer.authorise(there["Location"])
    client.get(BACK, query)
    client.post(reverse("dsar:sign-out"))

    client.get(BACK, query)

    assert not is_in(client)


def test_who_cancels_comes_back_to_the_sign_in_page(client, world, issuer):
    query = issuer.authorise(client.get(START)["Location"])

    answer = client.get(BACK, {"state": query["state"], "error": "access_denied"})

    assert answer["Location"] == reverse("dsar:sign-in")


def test_an_issuer_that_does_not_answer_is_said_so(client, world, settings, issuer):
    settings.DSAR_OIDC_PROVIDERS["entra"]["issuer"] = "http://127.0.0.1:9"

    answer = client.get(START, follow=True)

    assert "did not work" in answer.content.decode()


def test_an_unknown_provider_is_not_found(client, world, issuer):
    assert client.get("/sign-in/with/other/").status_code == 404


def test_no_other_site_is_opened_afterwards(client, world, issuer):
    assert travel(client, issuer, "//evil.example")["Location"] == reverse("dsar:home")


def test_somebody_new_is_added_without_a_role_where_the_installation_wants_it(client, world, issuer, settings):
    settings.DSAR_OIDC_PROVIDERS["entra"]["creates_people"] = True
    issuer.claims |= {"sub": "u-2", "email": "new@example.org", "name": "Nia West"}

    travel(client, issuer)

    person = User.objects.get(email="new@example.org")
    assert is_in(client)
    assert (person.full_name, person.roles) == ("Nia West", frozenset())
    assert not person.has_usable_password()


def test_roles_follow_the_claim(client, world, issuer, settings):
    settings.DSAR_OIDC_PROVIDERS["entra"] |= {
        "roles_claim": "groups",
        "roles": {"dsar-approvers": "approver", "dsar-dpo": "dpo"},
    }
    issuer.claims |= {"groups": ["everybody", "dsar-approvers"]}

    travel(client, issuer)

    assert User.objects.get(pk=world.handler.pk).roles == {"approver"}
    assert AuditEntry.objects.filter(action="people.roles_changed").count() == 1


def test_a_second_factor_of_ours_is_still_asked(client, world, issuer):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    step = int(clock.now().timestamp()) // 30
    code = factors.format_hotp_value(factors.hotp_value(secret, step))
    factors.add_app(person=world.handler, secret=secret, code=code, session="")

    answer = travel(client, issuer)

    assert answer["Location"] == reverse("dsar:sign-in-second")


@pytest.mark.parametrize("methods, target", [(["pwd", "mfa"], "dsar:home"), (["pwd"], "dsar:factors")])
def test_the_providers_second_factor_counts_where_it_is_trusted(client, world, issuer, settings, methods, target):
    settings.DSAR_SECOND_FACTOR_ROLES = ["handler"]
    settings.DSAR_OIDC_PROVIDERS["entra"]["proves_second_factor"] = True
    issuer.claims |= {"amr": methods}

    assert travel(client, issuer)["Location"] == reverse(target)


def test_going_there_again_proves_who_somebody_is(client, world, issuer):
    travel(client, issuer)
    session = client.session
    del session["reauthenticated_at"]
    session.save()

    answer = travel(client, issuer, reverse("dsar:factor-app"))

    assert (issuer.asked[-1]["prompt"], issuer.asked[-1]["max_age"]) == ("login", "0")
    assert answer["Location"] == reverse("dsar:factor-app")
    assert "reauthenticated_at" in client.session


@pytest.mark.parametrize(
    "claims", [{"auth_time": 1_000_000_000}, {"auth_time": None}, {"sub": "u-2", "email": "dpo@example.org"}]
)
def test_an_old_sign_in_or_another_person_proves_nothing(client, world, issuer, claims):
    travel(client, issuer)
    session = client.session
    del session["reauthenticated_at"]
    session.save()
    issuer.lies = claims

    travel(client, issuer)

    assert "reauthenticated_at" not in client.session


def test_settings_are_read_from_the_environment(monkeypatch):
    given = {
        "DSAR_OIDC": "entra",
        "DSAR_OIDC_ENTRA_ISSUER": "https://login.example/",
        "DSAR_OIDC_ENTRA_CLIENT_ID": "desk",
        "DSAR_OIDC_ENTRA_DOMAINS": "Northwind.example",
        "DSAR_OIDC_ENTRA_ROLES": "dsar-handlers=handler",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    read = single_sign_on.providers()["entra"]

    assert (read["issuer"], read["domains"]) == ("https://login.example", ["northwind.example"])
    assert read["roles"] == {"dsar-handlers": "handler"}


@pytest.mark.parametrize(
    "changed",
    [
        {"DSAR_OIDC": "En Tra"},
        {"DSAR_OIDC_ENTRA_ISSUER": "http://login.example"},
        {"DSAR_OIDC_ENTRA_CLIENT_ID": ""},
        {"DSAR_OIDC_ENTRA_ROLES": "handler"},
        {"DSAR_OIDC_ENTRA_ROLES": "dsar-kings=king"},
    ],
)
def test_a_wrong_setting_stops_the_start(monkeypatch, changed):
    given = {
        "DSAR_OIDC": "entra",
        "DSAR_OIDC_ENTRA_ISSUER": "https://login.example",
        "DSAR_OIDC_ENTRA_CLIENT_ID": "desk",
    } | changed
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(single_sign_on.ImproperlyConfigured):
        single_sign_on.providers()
