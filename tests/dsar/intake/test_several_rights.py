"""One letter that names several rights, or asks for a child and for oneself: linked cases with clocks of their own."""

from django.urls import reverse

from dsar.cases.models import Case, CaseLink
from dsar.intake.models import StatusLink
from dsar.intake.services import code_digest
from dsar.notices.models import Notice
from tests.dsar.intake.test_portal import ANSWERS, send, walk
from tests.world import local_today

STAFF_FORM = {
    "channel": "email",
    "right": "access",
    "language": "en",
    "subject_name": "Ana Lindqvist",
    "relation": "self",
    "send_to": "same",
    "request_text": "Send me my data and then delete it.",
    "acknowledge": "on",
}


def logged(client, world, **changes):
    client.force_login(world.handler)
    own = {"controller": world.controller.pk, "received_on": local_today().isoformat()}
    values = {"subject_emails": "ana@example.com", **own, **STAFF_FORM, **changes}
    return client.post(reverse("dsar:request-new"), values, follow=True)


def test_the_staff_form_logs_a_linked_case_for_each_right(client, world):
    page = logged(client, world, also=["erasure", "access"]).content.decode()

    cases = {case.right: case for case in Case.objects.all()}
    assert set(cases) == {"access", "erasure"}
    assert cases["access"].received_at == cases["erasure"].received_at
    assert set(CaseLink.objects.values_list("kind", flat=True)) == {"same_request"}
    assert Notice.objects.filter(code="acknowledgement").count() == 2
    assert cases["erasure"].reference in page


def test_a_parent_who_asks_for_the_child_and_for_themselves_gets_two_linked_cases(client, world):
    logged(
        client,
        world,
        relation="parent",
        asker_name="Pa Rent",
        asker_emails="pa@example.com",
        with_own="on",
        flags=["child"],
    )

    child, own = Case.objects.order_by("created_at")
    assert [case.people.get(role="subject").name for case in (child, own)] == ["Ana Lindqvist", "Pa Rent"]
    assert own.people.get(role="requester").relation == "self"
    assert (child.links.get().kind, own.links.get().kind) == ("own_request", "child_request")
    assert "child" in child.context["flags"]
    assert "child" not in own.context["flags"]


def test_somebody_who_asks_for_themselves_cannot_ask_for_themselves_as_well(client, world):
    answer = logged(client, world, with_own="on")

    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_mistake_keeps_the_rights_that_were_chosen(client, world):
    page = logged(client, world, also=["erasure"], subject_name="").content.decode()

    assert 'value="erasure"' in page
    assert page.count("checked") >= 1


def test_the_public_form_makes_a_case_for_each_right_and_one_code_opens_all(client, world):
    answers = ANSWERS | {"right": {"right": ["access", "erasure"]}}
    checked = client.get(walk(client, answers)["Location"]).content.decode()
    client.post("/request/check/")
    done = client.get("/request/done/").content.decode()

    cases = list(Case.objects.all())
    assert "A copy of the data, Delete data" in checked
    assert {case.right for case in cases} == {"access", "erasure"}
    assert all(case.reference in done for case in cases)
    assert len({bytes(link.digest) for link in StatusLink.objects.all()}) == 1


def test_one_code_opens_the_status_of_a_single_request(client, world):
    case, code = send(client)

    assert bytes(case.status_link.digest) == code_digest(code)


def test_the_public_form_asks_who_asks_for_another_whether_they_ask_for_themselves_too(client, world):
    answers = ANSWERS | {"who": {"relation": "parent"}, "asker": {"name": "Pa Rent", "own": "on"}}

    walk(client, answers)
    client.post("/request/check/")

    names = {case.people.get(role="subject").name for case in Case.objects.all()}
    assert names == {"Xaverine Quillfeather", "Pa Rent"}
