"""Proof of identity and authority: asked on doubt, judged by a person, never by an attachment; gate G6."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.audit.models import AuditEntry
from dsar.cases import registry
from dsar.cases.models import CaseFile
from dsar.cases.services import PersonEntry
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.deadlines.calendars import work_calendar
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.models import SealedFile
from dsar.foundation.storage import path_of
from dsar.identity import evidence_services, methods, rules, services
from dsar.identity.models import CheckState, IdentityCheck
from dsar.identity.services import Proof
from dsar.notices.models import Notice
from tests.world import ago, local_today, make_case


@pytest.fixture
def case(world):
    """An access request of two days ago, from a person who asks for herself."""
    return make_case(world, received=ago(days=2))


@pytest.fixture
def case_of_agent(world, monkeypatch):
    """A request that an agent made for the data subject."""
    return made_by(world, Relation.AGENT)


def made_by(world, relation, **extra):
    from dsar.cases.services import NewRequest, register_case

    people = (
        PersonEntry(PersonRole.SUBJECT, {"name": "Ana Lindqvist"}),
        PersonEntry(PersonRole.REQUESTER, {"name": "Ag Ent", "emails": ["agent@example.org"]}, relation),
    )
    request = NewRequest(
        controller=world.controller,
        channel="letter",
        received_at=ago(days=2),
        people=people,
        request_text="For my client.",
        **extra,
    )
    return register_case(request=request, actor=world.intake, handler=world.handler)


def ask(case, actor, kind="identity", method="known_address", **more):
    return services.ask_for_proof(
        case=case,
        kind=kind,
        doubt="Wrote from an unknown address",
        method=method,
        on=local_today(),
        actor=actor,
        **more,
    )


def proof(**more):
    return Proof(
        **({"method": "known_address", "on": local_today(), "note": "Answered from the address on file"} | more)
    )


def upload():
    return SimpleUploadedFile("scan.png", b"a picture", content_type="image/png")


def g6(case):
    return registry.gate_fact("G6", case)


def test_an_ask_stops_the_clock_and_moves_the_case(world, case):
    check = ask(case, world.handler)

    assert check.state == CheckState.ASKED
    assert (case.stage, case.clock_state, case.waiting_for) == ("identity", "not_started", "identity")
    assert not g6(case).is_met
    assert AuditEntry.objects.filter(case_id=case.pk, action__in=["identity.asked", "clock.paused"]).count() == 2


def test_an_ask_needs_the_reason_of_the_doubt_and_a_method_that_fits(world, case):
    for words, method, code in [(" ", "callback", "doubt_missing"), ("Doubt", "court_order", "method_missing")]:
        with pytest.raises(RuleRefused) as refused:
            services.ask_for_proof(
                case=case, kind="identity", doubt=words, method=method, on=local_today(), actor=world.handler
            )
        assert refused.value.code == code

    assert not IdentityCheck.objects.exists()
    assert case.stage == "triage"


def test_a_proof_ticks_the_person_and_lets_the_clock_go_on(world, case):
    ask(case, world.handler)

    check = services.verify(case=case, kind="identity", proof=proof(), actor=world.handler)

    assert (check.state, check.decided_on, check.decided_by) == ("verified", local_today(), world.handler)
    assert case.clock_state == "running"
    assert case.due_on is not None
    assert all(case.people.values_list("is_proved", flat=True))
    assert g6(case).is_met
    assert AuditEntry.objects.filter(case_id=case.pk, action="identity.verified").count() == 1


def test_an_attachment_alone_proves_nothing(world, case):
    ask(case, world.handler)

    evidence_services.add_evidence(case=case, kind="identity", upload=upload(), actor=world.handler)

    assert not g6(case).is_met
    assert IdentityCheck.objects.get().state == "asked"
    with pytest.raises(RuleRefused) as refused:
        services.verify(case=case, kind="identity", proof=proof(note=" "), actor=world.handler)
    assert refused.value.code == "note_missing"
    assert not g6(case).is_met


def test_evidence_is_deleted_with_the_decision(world, case):
    ask(case, world.handler)
    attached = evidence_services.add_evidence(case=case, kind="identity", upload=upload(), actor=world.handler)
    path = path_of(attached.file_id)

    services.verify(case=case, kind="identity", proof=proof(), actor=world.handler)

    assert not path.exists()
    assert not CaseFile.objects.exists()
    assert not SealedFile.objects.filter(pk=attached.file_id).exists()
    assert AuditEntry.objects.filter(case_id=case.pk, action="identity.evidence_deleted").count() == 1


@pytest.mark.parametrize("days, is_accepted", [(0, True), (7, True), (8, False), (-1, False), (None, False)])
def test_evidence_is_kept_with_a_reason_for_seven_days_at_most(world, case, days, is_accepted):
    evidence_services.add_evidence(case=case, kind="identity", upload=upload(), actor=world.handler)
    until = None if days is None else local_today() + dt.timedelta(days=days)
    kept = proof(keep_reason="Second pair of eyes", keep_until=until)

    if is_accepted:
        services.verify(case=case, kind="identity", proof=kept, actor=world.handler)
    else:
        with pytest.raises(RuleRefused, match="seven days"):
            services.verify(case=case, kind="identity", proof=kept, actor=world.handler)

    assert CaseFile.objects.exists()
    assert g6(case).is_met is is_accepted


def test_evidence_goes_by_itself_when_its_day_has_come(world, case):
    attached = evidence_services.add_evidence(case=case, kind="identity", upload=upload(), actor=world.handler)
    assert attached.file.expires_at - clock.now() <= dt.timedelta(days=7)
    assert evidence_services.delete_expired_evidence() == 0

    SealedFile.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))

    assert evidence_services.delete_expired_evidence() == 1
    assert not path_of(attached.file_id).exists()
    entry = AuditEntry.objects.get(action="identity.evidence_deleted")
    assert (entry.actor_kind, entry.case_id) == ("system", case.pk)


def test_of_a_document_only_its_kind_is_kept_with_who_saw_it_and_when(world, case):
    seen = proof(method="document_seen", document_kind="passport")

    check = services.verify(case=case, kind="identity", proof=seen, actor=world.handler)

    check.refresh_from_db()
    assert (check.document_kind, check.decided_by, check.decided_on) == ("passport", world.handler, local_today())
    assert not {"number", "tail"} & {
        name for field in IdentityCheck._meta.get_fields() for name in field.name.split("_")
    }


def test_a_document_that_was_seen_is_named(world, case):
    with pytest.raises(RuleRefused) as refused:
        services.verify(case=case, kind="identity", proof=proof(method="document_seen"), actor=world.handler)

    assert refused.value.fields.keys() == {"document_kind"}


def test_what_is_not_enough_keeps_the_clock_waiting(world, case):
    ask(case, world.handler)
    evidence_services.add_evidence(case=case, kind="identity", upload=upload(), actor=world.handler)

    check = services.mark_insufficient(
        case=case, kind="identity", on=local_today(), note="The name differs", actor=world.handler
    )

    assert (check.state, check.failures) == ("insufficient", 1)
    assert (case.clock_state, case.waiting_for) == ("not_started", "identity")
    assert not CaseFile.objects.exists()
    assert not g6(case).is_met
    services.verify(case=case, kind="identity", proof=proof(), actor=world.handler)
    assert g6(case).is_met


def test_no_proof_needed_is_a_reason_of_its_own(world, case):
    with pytest.raises(RuleRefused, match="reasonable doubt"):
        services.mark_not_needed(case=case, kind="identity", reason="", actor=world.handler)
    assert not g6(case).is_met

    services.mark_not_needed(case=case, kind="identity", reason="Signed-in customer", actor=world.handler)

    assert g6(case).is_met
    assert case.clock_state == "running"


def test_an_agent_is_proved_apart_from_the_data_subject(world, case_of_agent):
    case = case_of_agent
    services.mark_not_needed(case=case, kind="identity", reason="Known client", actor=world.handler)
    assert "Authority" in g6(case).reason

    ask(case, world.handler, kind="authority", method="written_authority")
    assert case.waiting_for == "authority"
    covers = {"covers_access": True, "covers_us": True}
    shown = proof(method="written_authority", document_kind="authority_letter", findings=covers)
    services.verify(case=case, kind="authority", proof=shown, actor=world.handler)

    assert g6(case).is_met
    assert case.people.get(role="requester").is_proved


def test_who_asks_for_herself_has_no_authority_to_prove(world, case):
    with pytest.raises(RuleRefused) as refused:
        ask(case, world.handler, kind="authority", method="written_authority")

    assert refused.value.code == "no_such_check"


def test_where_the_rules_know_no_pause_the_ask_is_recorded_and_the_clock_runs(world):
    case = made_by(world, Relation.AGENT, regime_id="EU")
    before = case.due_on

    ask(case, world.handler, kind="authority", method="written_authority")

    assert (case.clock_state, case.due_on, case.stage) == ("running", before, "identity")


def test_the_letter_that_asks_goes_to_who_asked_unless_that_is_unsafe(world, case_of_agent):
    ask(case_of_agent, world.handler, kind="authority", method="written_authority", is_mailed=True)
    requester = case_of_agent.people.get(role="requester")
    requester.is_safe_contact = True
    requester.save()
    ask(case_of_agent, world.handler, is_mailed=True)

    notice = Notice.objects.get()
    assert (notice.code, notice.recipient) == ("authority_request", "agent@example.org")
    assert "Ana Lindqvist" in notice.body


@pytest.mark.parametrize("who", ["stranger", "intake", "approver", "auditor"])
def test_only_people_who_work_the_case_decide(world, case, who):
    person = getattr(world, who)

    for act in (
        lambda: ask(case, person),
        lambda: services.verify(case=case, kind="identity", proof=proof(), actor=person),
        lambda: services.mark_insufficient(case=case, kind="identity", on=local_today(), note="x", actor=person),
        lambda: services.mark_not_needed(case=case, kind="identity", reason="x", actor=person),
        lambda: evidence_services.add_evidence(case=case, kind="identity", upload=upload(), actor=person),
    ):
        with pytest.raises(NotPermitted):
            act()

    assert not IdentityCheck.objects.exists()


@pytest.mark.parametrize(
    "received, asked, is_late",
    [
        ("2026-11-05", "2026-11-10", False),  # Thursday to Tuesday: three working days
        ("2026-11-05", "2026-11-11", True),
        ("2026-11-05", "2026-11-05", False),
    ],
)
def test_proof_is_asked_for_late_after_three_working_days(received, asked, is_late):
    days = dt.date.fromisoformat(received), dt.date.fromisoformat(asked)

    assert rules.asked_late(*days, work_calendar("GB-EAW")) is is_late


def test_no_method_is_a_secret_question():
    words = " ".join(method.wanted.casefold() for method in methods.METHODS)

    assert not any(secret in words for secret in ["mother's", "maiden", "secret", "first pet"])
    assert {method.kind for method in methods.METHODS} == {"identity", "authority", "orders", "capacity", "deceased"}


def test_deciding_on_identity_leaves_the_evidence_of_authority(world, case_of_agent):
    kept = evidence_services.add_evidence(case=case_of_agent, kind="authority", upload=upload(), actor=world.handler)

    services.verify(case=case_of_agent, kind="identity", proof=proof(), actor=world.handler)

    assert CaseFile.objects.get() == kept
