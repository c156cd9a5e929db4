"""Portability over the API: the same acts, refusals with their codes, nothing for strangers."""

from uuid import uuid4

import pytest

from dsar.api.services import make_token
from dsar.cases.lifecycle import Move
from dsar.cases.services import move_case
from dsar.rights.portability import building_services, surveying
from dsar.rights.portability.models import Survey
from dsar.rights.portability.readiness import latest_package


def post(client, case, path, body):
    url = f"/api/v1/cases/{case.reference}/portability/{path}"
    return client.post(url, body, content_type="application/json")


def sign_in(client, user):
    _token, secret = make_token(user=user, name="test")
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"


@pytest.fixture
def handler(client, world):
    sign_in(client, world.handler)
    return client


def test_a_program_goes_from_findings_to_an_approved_package_and_a_link(case, access, world, handler):
    early = post(handler, case, "acts/", {"act": "package"})
    post(handler, case, "findings/", {"source": access.reference, "words": "Three rows looked at today."})
    surveying.survey(Survey.objects.get(case=case).pk)
    post(handler, case, "wish/", {"to_controller": True, "feasible": True, "feasible_words": "They have a portal."})
    state = post(handler, case, "acts/", {"act": "proposals"}).json()
    fraud = next(one for one in state["sets"] if one["name"] == "signals")
    orders = next(one for one in state["sets"] if one["name"] == "orders")
    body = {"activity": orders["activity"], "origins": orders["origins"] | {"internal_note": "provided"}}
    unsaid = post(handler, case, f"sets/{orders['place']}/", body)
    said = post(handler, case, f"sets/{orders['place']}/", body | {"why": "It is her own remark."})
    post(handler, case, "acts/", {"act": "package"})
    building_services.build(latest_package(case).pk)
    case.refresh_from_db()
    move_case(case=case, move=Move.TO_SIGN_OFF, actor=world.handler)
    read = handler.get(f"/api/v1/cases/{case.reference}/portability/").json()["package"]["version"]
    approve = {"act": "approve", "reason": "Read in full", "version": read}
    own = post(handler, case, "acts/", approve)
    sign_in(handler, world.approver)
    unread = post(handler, case, "acts/", {"act": "approve"})
    other = post(handler, case, "acts/", approve | {"version": "0" * 64})
    approved = post(handler, case, "acts/", approve).json()
    sign_in(handler, world.handler)
    named = post(handler, case, "receivers/", {"name": "Southwind Ltd", "way": "collect"}).json()
    unchecked = post(handler, case, f"receivers/{named['id']}/acts/", {"act": "send"})
    post(handler, case, f"receivers/{named['id']}/acts/", {"act": "confirm", "words": "By phone"})
    sent = post(handler, case, f"receivers/{named['id']}/acts/", {"act": "send"})

    assert (early.status_code, early.json()["code"]) == (422, "P2")
    assert (fraud["leaves"], orders["leaves"]) == (False, True)
    assert (unsaid.status_code, said.status_code, own.status_code) == (422, 200, 403)
    assert (unread.status_code, unread.json()["code"]) == (422, "version_needed")
    assert (other.status_code, other.json()["code"]) == (409, "stale")
    assert approved["package"]["approved_at"]
    assert all(one["passed"] for one in approved["package"]["looks"])
    assert unchecked.json()["code"] == "P4"
    assert sent.json()["link"].rstrip("/").rpartition("/")[2]
    assert len(sent.json()["code"]) == 8
    assert (
        "code"
        not in handler.get(f"/api/v1/cases/{case.reference}/portability/").content.decode().split('"receivers"')[1]
    )


def test_a_stranger_and_a_case_about_another_right_get_nothing(case, access, world, client):
    sign_in(client, world.stranger)
    foreign = client.get(f"/api/v1/cases/{case.reference}/portability/")
    sign_in(client, world.handler)
    other = client.get(f"/api/v1/cases/{access.reference}/portability/")

    assert foreign.status_code == 404
    assert (other.status_code, other.json()["code"]) == (422, "other_right")


def test_a_session_gives_its_password_again_before_it_approves_or_sends(case, access, world, client):
    client.force_login(world.approver)
    approval = post(client, case, "acts/", {"act": "approve", "version": "0" * 64})
    client.force_login(world.handler)
    sending = post(client, case, f"receivers/{uuid4()}/acts/", {"act": "send"})

    assert (approval.status_code, approval.json()["code"]) == (403, "password_needed")
    assert (sending.status_code, sending.json()["code"]) == (403, "password_needed")
