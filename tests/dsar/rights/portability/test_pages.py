"""The pages on the case, delivery to the person by the delivery room, refusal, and the published schemas."""

import json

import pytest
from django.urls import reverse

from dsar.cases.vocabulary import Outcome
from dsar.delivery import services as delivery
from dsar.delivery.collecting_services import count_download, open_delivery
from dsar.notices.catalogue import LETTERS
from dsar.notices.models import Notice
from dsar.notices.rendering import write
from dsar.notices.samples import sample_values
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.selectors import version_of
from dsar.rights.portability import plan_services, surveying
from dsar.rights.portability.building_services import build
from dsar.rights.portability.models import PortabilityPlan, SetRuling, Survey
from dsar.rights.portability.package_services import order_package
from dsar.rights.portability.readiness import latest_package
from tests.dsar.rights.ways import signed_in


def page_of(case):
    return reverse("dsar:case-portability", args=[case.reference])


def test_the_page_leads_from_findings_to_approval_and_delivery(case, access, world, client):
    client.force_login(world.handler)
    url = page_of(case)
    wrong = client.post(url, {"do": "findings", "findings-source": access.reference, "findings-words": ""})
    client.post(url, {"do": "findings", "findings-source": access.reference, "findings-words": "Three rows looked at."})
    surveying.survey(Survey.objects.get(case=case).pk)
    client.post(reverse("dsar:case-portability-act", args=[case.reference, "proposals"]))
    client.post(reverse("dsar:case-portability-act", args=[case.reference, "package"]))
    build(latest_package(case).pk)
    shown = client.get(url).content.decode()
    client.post(reverse("dsar:case-move", args=[case.reference, "to_sign_off"]))
    client.force_login(world.approver)
    approve = {"do": "approve", "approve-reason": "Read in full", "approve-version": latest_package(case).digest}
    unproved = client.post(url, approve)
    signed_in(client, world.approver)
    other = client.post(url, approve | {"approve-version": "0" * 64})
    read = client.get(url).content.decode()
    approval = client.post(url, approve)

    assert wrong.status_code == 422
    assert "still is as it was found" in wrong.content.decode()
    assert "The second look found nothing that may not leave" in shown
    assert "you did not provide it" in shown
    assert reverse("dsar:reauthenticate") in unproved.url
    assert other.status_code == 422
    assert "It has changed since you read it" in other.content.decode()
    assert f'name="approve-version" value="{latest_package(case).digest}"' in read
    assert approval.url == url
    case.refresh_from_db()
    assert case.stage == "ready"
    released = delivery.release_package(case=case, actor=world.handler, channel="portal", is_confirmed=False)
    opened = open_delivery(delivery=released.delivery, code=released.code)
    assert count_download(delivery=opened)
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("sent", Outcome.GRANTED_PART)
    letters = set(Notice.objects.filter(about_id=case.pk).values_list("code", flat=True))
    assert {"portability_granted", "response_ready"} <= letters
    client.force_login(world.handler)
    assert client.post(reverse("dsar:case-portability-act", args=[case.reference, "close"])).status_code == 302
    case.refresh_from_db()
    assert case.stage == "closed"


def test_a_set_and_a_basis_are_decided_on_pages_of_their_own(surveyed, world, client):
    client.force_login(world.handler)
    activity = ProcessingActivity.objects.get(name="Fraud checks")
    basis_page = reverse("dsar:case-portability-activity", args=[surveyed.reference, activity.pk])
    set_page = reverse("dsar:case-portability-set", args=[surveyed.reference, 2])
    seen = client.get(set_page).content.decode()
    form = client.get(set_page).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: getattr(value, "pk", value) for name, value in values.items() if value not in (None, False)}

    refused = client.post(basis_page, {"basis": "consent", "is_automated": "on", "why": ""})
    taken = client.post(basis_page, {"basis": "other", "is_automated": "on", "why": ""})
    departed = client.post(set_page, {name: value for name, value in values.items() if name != "is_in"})
    kept = client.post(set_page, values)

    assert (refused.status_code, taken.status_code, departed.status_code, kept.status_code) == (422, 302, 422, 302)
    assert "The register says something else" in refused.content.decode()
    assert "Nothing is decided yet" in seen
    assert SetRuling.objects.filter(case=surveyed).count() == 1


def test_the_package_is_opened_by_who_may_see_the_case_and_it_is_recorded(decided, world, client):
    package = order_package(case=decided, actor=world.handler)
    build(package.pk)
    url = reverse("dsar:case-portability-file", args=[decided.reference, 1])

    client.force_login(world.handler)
    given = client.get(url)
    client.force_login(world.stranger)
    refused = client.get(url)

    assert b"".join(given).startswith(b"PK")
    assert refused.status_code == 404


def test_a_refusal_is_agreed_by_somebody_else_told_and_closed(case, world, client):
    client.force_login(world.handler)
    url = page_of(case)
    words = {
        "refuse-ground": "other_basis",
        "refuse-why": "Tax records only",
        "refuse-words": "We keep it by law only.",
    }
    client.post(url, {"do": "refuse", **words})
    version = version_of(RightDecision.objects.get(case=case))
    signed_in(client, world.handler)
    own = client.post(url, {"do": "agree", "agree-version": version})
    signed_in(client, world.approver)
    unread = client.post(url, {"do": "agree"})
    agreed = client.post(url, {"do": "agree", "agree-version": version})
    client.force_login(world.handler)
    client.post(reverse("dsar:case-portability-act", args=[case.reference, "answer"]))
    told = Notice.objects.get(about_id=case.pk, code="portability_refused")
    client.post(reverse("dsar:case-portability-act", args=[case.reference, "close"]))

    assert (own.status_code, unread.status_code, agreed.status_code) == (403, 422, 302)
    assert agreed.url == url
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("closed", Outcome.NOT_DUE)
    assert case.responded_on is not None
    assert "We keep it by law only." in told.body
    assert "complain" in told.body
    assert RightDecision.objects.get(case=case).ground == "other_basis"


def test_a_case_about_another_right_says_how_to_get_one(access, world, client):
    client.force_login(world.handler)

    page = client.get(page_of(access)).content.decode()

    assert "case of its own" in page
    assert PortabilityPlan.objects.count() == 0


def test_the_schemas_are_public_under_their_version(client, world):
    names = ("package.schema.json", "package.xsd", "csv-dialect.txt")

    given = {name: client.get(reverse("dsar:portability-schema", args=["1.0", name])) for name in names}

    page = client.get(reverse("dsar:portability-schemas")).content.decode()
    assert all(answer.status_code == 200 and answer["Access-Control-Allow-Origin"] == "*" for answer in given.values())
    assert all(name in page for name in names)
    assert json.loads(given["package.schema.json"].content)["title"]
    assert client.get(reverse("dsar:portability-schema", args=["2.0", "package.xsd"])).status_code == 404
    assert client.get(reverse("dsar:portability-schema", args=["1.0", "models.py"])).status_code == 404


@pytest.mark.django_db
def test_each_letter_is_written_in_each_language():
    codes = [code for code in LETTERS if code.startswith("portability_")]

    written = {
        (code, lang): write(code, sample_values(code, lang), lang) for code in codes for lang in ("en", "fr", "de")
    }

    assert len({letter.subject for letter in written.values()}) == 9
    assert not any("{" in letter.body for letter in written.values())


def test_the_person_is_asked_where_it_goes(decided, world, client):
    client.force_login(world.handler)

    nobody = client.post(page_of(decided), {"do": "wish"})
    plan_services.record_wish(case=decided, to_person=True, to_controller=True, actor=world.handler)

    assert nobody.status_code == 422
    assert "technically feasible" in client.get(page_of(decided)).content.decode()
