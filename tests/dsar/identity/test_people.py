"""The people of a case: each is checked for what their part needs, and corrected without losing what stood there."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import registry
from dsar.cases.models import Case, CaseFile
from dsar.cases.services import NewRequest, PersonEntry, register_case
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.identity import evidence_services, methods, people_services, rules, services
from dsar.identity.models import CheckState, IdentityCheck
from dsar.identity.people_services import PersonChange
from dsar.identity.selectors import wanted_checks
from dsar.identity.services import Proof
from tests.dsar.delivery.packages import ready_case
from tests.world import ago, local_today, make_case

COVERS = {"covers_access": True, "covers_us": True}


def asked_by(world, relation, *, age=None):
    """A request that somebody makes about another person of that age."""
    subject = {"name": "Mia Lindqvist"}
    if age is not None:
        subject["dates_of_birth"] = [local_today().replace(year=local_today().year - age, day=1).isoformat()]
    people = (
        PersonEntry(PersonRole.SUBJECT, subject),
        PersonEntry(PersonRole.REQUESTER, {"name": "Olaf Lindqvist", "emails": ["olaf@example.com"]}, relation),
    )
    request = NewRequest(
        controller=world.controller,
        channel="letter",
        received_at=ago(days=2),
        people=people,
        request_text="About Mia.",
    )
    return register_case(request=request, actor=world.intake, handler=world.handler)


def verify(case, world, kind, method, *, document="", **findings):
    proof = Proof(method=method, on=local_today(), note="Compared", document_kind=document, findings=findings)
    return services.verify(case=case, kind=kind, proof=proof, actor=world.handler)


@pytest.mark.parametrize(
    "relation, kinds",
    [
        ("self", ["identity"]),
        ("agent", ["identity", "authority"]),
        ("solicitor", ["identity", "authority"]),
        ("attorney", ["identity", "asker", "authority"]),
        ("parent", ["identity", "asker", "authority", "orders", "capacity"]),
        ("guardian", ["identity", "asker", "authority", "orders", "capacity"]),
        ("executor", ["deceased", "asker", "authority"]),
        ("other", ["identity", "asker", "authority"]),
    ],
)
def test_each_who_asks_brings_the_checks_of_their_part(relation, kinds):
    assert [kind for _role, kind in rules.checks_wanted(relation)] == kinds


def test_every_relation_has_its_checks_and_every_kind_its_methods():
    kinds = {kind for relation in Relation for _role, kind in rules.checks_wanted(relation)}

    assert all(methods.methods_of(kind) for kind in kinds)


def test_a_parent_goes_on_only_when_all_five_checks_are_settled(world):
    case = asked_by(world, Relation.PARENT, age=8)
    steps = [
        lambda: verify(case, world, "identity", "in_person"),
        lambda: verify(case, world, "asker", "in_person"),
        lambda: verify(case, world, "authority", "parental_responsibility", document="birth_certificate"),
        lambda: verify(case, world, "orders", "asked_both_sides", orders="none"),
        lambda: verify(case, world, "capacity", "age_and_records", can_understand="no", wishes="Too young to be asked"),
    ]

    met = []
    for step in steps:
        step()
        met.append(registry.gate_fact("G6", case).is_met)

    assert met == [False, False, False, False, True]
    assert registry.proofs(Case.objects.get(pk=case.pk))[case.people.get(role="requester").pk].is_proved


@pytest.mark.parametrize(
    "findings, field",
    [
        ({"covers_access": False, "covers_us": True}, "covers_access"),
        ({"covers_access": True, "covers_us": False}, "covers_us"),
        (COVERS | {"valid_until": -1}, "valid_until"),
        (COVERS | {"valid_from": 1}, "valid_from"),
    ],
)
def test_an_authority_that_does_not_cover_this_request_proves_nothing(world, findings, field):
    """A number in the findings is a day: so many days from today."""
    case = asked_by(world, Relation.ATTORNEY)
    findings = {
        name: value if isinstance(value, bool) else (local_today() + dt.timedelta(days=value)).isoformat()
        for name, value in findings.items()
    }

    with pytest.raises(RuleRefused) as refused:
        verify(case, world, "authority", "court_order", document="court_order", **findings)

    assert refused.value.fields.keys() == {field}
    assert not IdentityCheck.objects.exists()


def test_an_authority_keeps_what_it_covers(world):
    case = asked_by(world, Relation.ATTORNEY)

    check = verify(case, world, "authority", "court_order", document="court_order", **COVERS)

    check.refresh_from_db()
    assert check.findings == COVERS
    assert check.state == CheckState.VERIFIED


CAN, CANNOT = {"can_understand": "yes", "agrees": "yes", "wishes": "Yes"}, {"can_understand": "no", "wishes": "None"}


@pytest.mark.parametrize(
    "age, calendar, findings, fields",
    [
        (8, "GB-EAW", CANNOT, set()),
        (14, "GB-EAW", CAN, set()),
        (14, "GB-EAW", CAN | {"agrees": "no"}, {"agrees"}),
        (14, "GB-EAW", CAN | {"agrees": ""}, {"agrees"}),
        (8, "GB-EAW", CANNOT | {"wishes": " "}, {"wishes"}),
        (8, "GB-EAW", {"wishes": "x"}, {"can_understand"}),
        (12, "GB-SCT", CANNOT, {"why_not"}),
        (12, "GB-SCT", CANNOT | {"why_not": "Severe learning disability"}, set()),
        (11, "GB-SCT", CANNOT, set()),
        (12, "GB-EAW", CANNOT, set()),
        (18, "GB-EAW", CANNOT, {"can_understand"}),
        (None, "GB-SCT", CANNOT, set()),
    ],
)
def test_a_child_is_heard_and_one_who_understands_decides(age, calendar, findings, fields):
    assert set(rules.flaws_of_child(findings, age=age, calendar=calendar)) == fields


def test_an_order_that_restricts_contact_stops_the_parent(world):
    case = asked_by(world, Relation.PARENT, age=8)

    with pytest.raises(RuleRefused) as refused:
        verify(case, world, "orders", "order_seen", document="court_order", orders="restricts")

    services.mark_insufficient(case=case, kind="orders", on=local_today(), note="No contact", actor=world.handler)

    assert refused.value.fields.keys() == {"orders"}
    assert case.people.get(role="subject").is_safe_contact
    assert not registry.gate_fact("G6", case).is_met


def test_about_the_dead_the_request_goes_on_only_under_another_rule(world):
    case = asked_by(world, Relation.EXECUTOR)

    with pytest.raises(RuleRefused, match="Rec. 27"):
        verify(case, world, "deceased", "own_records", basis=" ")
    with pytest.raises(RuleRefused, match="to be known"):
        services.mark_not_needed(case=case, kind="deceased", reason="x", actor=world.handler)
    verify(case, world, "deceased", "own_records", basis="Access to Health Records Act 1990")

    assert IdentityCheck.objects.get().findings["basis"] == "Access to Health Records Act 1990"


@pytest.mark.parametrize(
    "method, tier, is_accepted",
    [
        ("document_seen", "ordinary", False),
        ("document_seen", "sensitive", True),
        ("masked_copy", "sensitive", False),
        ("masked_copy", "high", True),
        ("callback", "ordinary", True),
        ("ccpa_2pt", "ordinary", False),  # another law's method
    ],
)
def test_no_more_is_asked_than_the_data_justify(world, method, tier, is_accepted):
    case = make_case(world)
    asked = {"case": case, "kind": "identity", "doubt": "Unknown address", "method": method, "on": local_today()}

    if is_accepted:
        services.ask_for_proof(**asked, tier=tier, actor=world.handler)
    else:
        with pytest.raises(RuleRefused) as refused:
            services.ask_for_proof(**asked, tier=tier, actor=world.handler)
        assert refused.value.fields.keys() == {"method"}

    assert IdentityCheck.objects.exists() is is_accepted


def test_a_light_method_does_not_open_health_data(world):
    case = make_case(world)
    light = Proof(method="known_address", on=local_today(), note="Answered", tier="high")

    with pytest.raises(RuleRefused) as refused:
        services.verify(case=case, kind="identity", proof=light, actor=world.handler)

    assert refused.value.code == "method_too_light"


def test_a_document_counts_only_once_somebody_has_opened_it(world):
    case = make_case(world)
    upload = SimpleUploadedFile("scan.png", b"a picture", content_type="image/png")
    attached = evidence_services.add_evidence(case=case, kind="identity", upload=upload, actor=world.handler)

    with pytest.raises(RuleRefused) as refused:
        verify(case, world, "identity", "document_seen", document="passport")
    seen = b"".join(evidence_services.view_evidence(case=case, attached=attached, actor=world.handler))
    check = verify(case, world, "identity", "document_seen", document="passport")

    assert refused.value.code == "G25"
    assert seen == b"a picture"
    assert (check.evidence_viewed_by, check.state) == (world.handler, "verified")
    assert AuditEntry.objects.filter(case_id=case.pk, action="identity.evidence_viewed").count() == 1
    assert not CaseFile.objects.exists()


def test_where_no_proof_was_needed_nothing_is_called_proved(client, world):
    case = make_case(world)
    services.mark_not_needed(case=case, kind="identity", reason="Writes from the address on file", actor=world.handler)
    client.force_login(world.handler)

    page = client.get(reverse("dsar:case", args=[case.reference])).content.decode()

    assert "No proof needed: Writes from the address on file" in page
    assert "Identity proved" not in page
    assert not case.people.filter(is_proved=True).exists()


def change(**details):
    values = {"name": "Ana Lindqvist", "emails": ["ana@example.com"]} | details
    return PersonChange(values, Relation.SELF, is_safe_contact=False, reason="Told us on the telephone")


def test_a_correction_is_kept_with_what_stood_there_before_and_found_by_the_search(world):
    case = make_case(world)

    fields = people_services.change_person(
        case=case, role=PersonRole.SUBJECT, change=change(names=["Ana Berg"], phones=["020 7946 0018"]),
        actor=world.handler,
    )  # fmt: skip

    assert fields == ["names", "phones"]
    assert list(Case.objects.matching("Berg")) == [case]
    assert case.people.get(role="requester").details["names"] == ["Ana Berg"]  # she asks for herself
    entry = AuditEntry.objects.get(case_id=case.pk, action="identity.person_changed")
    assert b"Berg" not in bytes(entry.body)


def test_another_name_opens_the_proof_again(world):
    case = make_case(world)
    verify(case, world, "identity", "in_person")

    people_services.change_person(
        case=case, role=PersonRole.SUBJECT, change=change(name="Anna Lindquist"), actor=world.handler
    )

    assert [one.state for one in wanted_checks(case)] == [CheckState.OPEN]
    assert not registry.gate_fact("G6", case).is_met
    assert not case.people.filter(is_proved=True).exists()


def test_another_place_to_send_makes_the_approval_void(world):
    case = ready_case(world)
    before = registry.gate_fact("G15", case).is_met

    people_services.change_person(
        case=case, role=PersonRole.RECIPIENT, change=change(name="Ben Other", emails=["ben@example.org"]),
        actor=world.handler,
    )  # fmt: skip
    after = [registry.gate_fact(gate, Case.objects.get(pk=case.pk)) for gate in ("G14", "G15")]

    assert before
    assert [fact.is_met for fact in after] == [False, False]


@pytest.mark.parametrize("wrong, field", [({"name": " "}, "name")])
def test_a_person_needs_a_name(world, wrong, field):
    with pytest.raises(RuleRefused) as refused:
        people_services.change_person(
            case=make_case(world), role=PersonRole.SUBJECT, change=change(**wrong), actor=world.handler
        )

    assert refused.value.fields.keys() == {field}


@pytest.mark.parametrize("who", ["intake", "approver", "stranger", "auditor"])
def test_only_who_works_the_case_changes_its_people(world, who):
    case = make_case(world)

    with pytest.raises(NotPermitted):
        people_services.change_person(
            case=case, role=PersonRole.SUBJECT, change=change(names=["X Y"]), actor=getattr(world, who)
        )


def test_the_page_corrects_adds_and_takes_out(client, world):
    case = make_case(world)
    client.force_login(world.handler)
    page = reverse("dsar:case-person", args=[case.reference, "recipient"])
    form = {"name": "Ben Other", "relation": "other", "emails": "ben@example.org", "reason": "Letter of today"}

    wrong = client.post(page, form | {"emails": "no address", "reason": ""})
    right = client.post(page, form)
    added = case.people.get(role="recipient").details["emails"]
    client.post(reverse("dsar:case-person-remove", args=[case.reference]))

    assert wrong.status_code == 422
    assert "no address" in wrong.content.decode()
    assert right.status_code == 302
    assert added == ["ben@example.org"]
    assert not case.people.filter(role="recipient").exists()
    assert client.get(reverse("dsar:case-person", args=[case.reference, "nobody"])).status_code == 404


@pytest.mark.parametrize("relation", ["parent", "executor", "attorney"])
def test_every_check_of_a_representative_has_its_pages(client, world, relation):
    case = asked_by(world, Relation(relation), age=12)
    client.force_login(world.handler)

    answers = [
        client.get(reverse(f"dsar:case-identity-{act}", args=[case.reference, wanted.slug]))
        for wanted in wanted_checks(case)
        for act in ("ask", "proved", "insufficient", "not-needed")
    ]
    page = client.get(reverse("dsar:case-identity", args=[case.reference])).content.decode()

    assert {answer.status_code for answer in answers} == {200}
    assert ("Recital 27" in page) is (relation == "executor")
