"""Security keys: added, used at sign-in, and refused where the answer is another's, another site's, or used before."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from dsar.access import factors
from tests.dsar.access.software_key import SoftwareKey
from tests.world import PASSWORD


@pytest.fixture
def https(client):
    """The browser on https, where keys work."""
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def sign_in(client, person):
    return client.post(reverse("dsar:sign-in"), {"email": person.email, "password": PASSWORD})


def add(client, key, name="blue key"):
    request = client.get(reverse("dsar:factor-key")).context["key_request"]
    return client.post(reverse("dsar:factor-key"), {"name": name, "answer": key.create(request)})


@pytest.fixture
def keyed(https, world):
    """A browser at the second step of the handler's sign-in, and the handler's key."""
    key = SoftwareKey()
    sign_in(https, world.handler)
    add(https, key)
    https.post(reverse("dsar:sign-out"))
    sign_in(https, world.handler)
    return https, key


def _request(client):
    return client.get(reverse("dsar:sign-in-second")).context["key_request"]


def test_a_key_is_added_and_named(https, world):
    sign_in(https, world.handler)

    answer = add(https, SoftwareKey())

    assert answer["Location"] == reverse("dsar:factor-codes")
    assert str(factors.factors_of(world.handler).keys[0]) == "blue key"


def test_a_key_signs_in(keyed):
    client, key = keyed

    answer = client.post(reverse("dsar:sign-in-second"), {"answer": key.get(_request(client))})

    assert answer["Location"] == reverse("dsar:home")
    assert client.get(reverse("dsar:home")).status_code == 200
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None


def test_an_answer_serves_once(keyed):
    client, key = keyed
    answer = key.get(_request(client))
    client.post(reverse("dsar:sign-in-second"), {"answer": answer})
    client.post(reverse("dsar:sign-out"))
    sign_in(client, factors.User.objects.get(email="handler@example.org"))

    again = client.post(reverse("dsar:sign-in-second"), {"answer": answer})

    assert again.status_code == 422


def test_a_false_sign_in_page_gets_nowhere(keyed):
    client, key = keyed
    key.origin = "https://testserver.evil.example"

    answer = client.post(reverse("dsar:sign-in-second"), {"answer": key.get(_request(client))})

    assert answer.status_code == 422


@pytest.mark.parametrize("answer", ["{}", "[]", "null", "no json", '{"id": 3}', "x" * 30_000])
def test_nonsense_is_refused(keyed, answer):
    client, _key = keyed
    _request(client)

    assert client.post(reverse("dsar:sign-in-second"), {"answer": answer}).status_code == 422


def test_a_stolen_name_with_another_secret_is_refused(keyed):
    client, key = keyed
    thief = SoftwareKey()
    thief.credential = key.credential

    assert client.post(reverse("dsar:sign-in-second"), {"answer": thief.get(_request(client))}).status_code == 422


def test_a_key_of_somebody_else_is_refused(https, world):
    mine, theirs = SoftwareKey(), SoftwareKey()
    for person, key in ((world.dpo, theirs), (world.handler, mine)):
        sign_in(https, person)
        add(https, key)
        https.post(reverse("dsar:sign-out"))
    sign_in(https, world.handler)

    assert https.post(reverse("dsar:sign-in-second"), {"answer": theirs.get(_request(https))}).status_code == 422


def test_an_answer_to_another_request_adds_no_key(https, world):
    sign_in(https, world.handler)
    old = https.get(reverse("dsar:factor-key")).context["key_request"]
    https.get(reverse("dsar:factor-key"))

    answer = https.post(reverse("dsar:factor-key"), {"name": "blue key", "answer": SoftwareKey().create(old)})

    assert answer.status_code == 422
    assert not factors.has_factor(world.handler)


def test_a_key_proves_again_who_somebody_is(https, world):
    key = SoftwareKey()
    sign_in(https, world.handler)
    add(https, key)
    session = https.session
    del session["reauthenticated_at"]
    session.save()
    again = reverse("dsar:reauthenticate")

    request = https.get(again).context["key_request"]
    answer = https.post(again, {"answer": key.get(request), "next": reverse("dsar:factor-codes")})

    assert answer["Location"] == reverse("dsar:factor-codes")
