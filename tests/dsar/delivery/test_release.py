"""Releasing a package: who may, what it changes, what is refused."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.db import IntegrityError, transaction

from dsar.audit.models import AuditEntry, AuditHead
from dsar.audit.verification import verify
from dsar.cases import reopening_services
from dsar.cases.models import Case, CasePerson
from dsar.cases.vocabulary import ClockState, Outcome, PersonRole, Stage
from dsar.delivery import services
from dsar.delivery.gates import arrival_gate, release_gate
from dsar.delivery.models import Delivery, DeliveryState
from dsar.delivery.selectors import sent_not_collected
from dsar.delivery.services import release_package
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.identity.models import IdentityCheck
from dsar.notices.models import Notice
from dsar.response.models import Package
from tests.dsar.delivery.packages import FILES, approved_package, archive_of, ready_case, stored
from tests.world import ago, local_today, make_case


@pytest.fixture
def case(world):
    """A case that is ready to send."""
    return ready_case(world, received=ago(days=14))


def fresh(case):
    """The case as somebody else reads it."""
    return Case.objects.select_related("controller").get(pk=case.pk)


def refused(case, world, **how):
    """The code of the refusal; nothing has changed."""
    with pytest.raises(RuleRefused) as error:
        release_package(case=fresh(case), actor=world.handler, channel="portal", **how)
    assert fresh(case).stage == Stage.READY
    assert fresh(case).responded_on is None
    assert not Delivery.objects.exists()
    assert not Notice.objects.filter(code="response_ready").exists()
    return error.value.code


def test_a_release_sends_the_link_stops_the_clock_and_moves_the_case(case, world):
    released = release_package(case=case, actor=world.handler, channel="portal")

    sent, notice = fresh(case), Notice.objects.get(code="response_ready")
    assert (sent.stage, sent.outcome, sent.clock_state) == (Stage.SENT, Outcome.FULL, ClockState.STOPPED)
    assert sent.responded_on == local_today()
    assert sent.packages.get().released_at is not None
    assert re.fullmatch(r"[0-9]{8}", released.code)
    assert released.code not in notice.body
    assert "/collect/" in notice.body
    assert notice.recipient == "ana@example.com"
    assert AuditEntry.objects.filter(action="delivery.released", case_id=case.pk).count() == 1


def test_an_answer_within_the_month_is_in_time(case, world):
    release_package(case=case, actor=world.handler, channel="portal")

    entry = AuditEntry.objects.get(action="clock.response")
    assert b'"in_time":true' in bytes(entry.body).replace(b" ", b"")


def test_an_answer_after_the_month_is_late(world):
    late = ready_case(world, received=ago(days=80))

    release_package(case=late, actor=world.handler, channel="portal")

    entry = AuditEntry.objects.get(action="clock.response")
    assert b'"in_time":false' in bytes(entry.body).replace(b" ", b"")


@pytest.mark.parametrize(
    "facts, outcome",
    [
        ({"is_partial": True}, Outcome.PARTIAL),
        ({"holds_data": False}, Outcome.NOTHING_HELD),
        ({}, Outcome.FULL),
    ],
)
def test_the_outcome_is_that_of_the_approved_package(case, world, facts, outcome):
    Package.objects.filter(case=case).update(**facts)

    release_package(case=case, actor=world.handler, channel="portal")

    assert fresh(case).outcome == outcome


@pytest.mark.parametrize("who", ["intake", "approver", "admin", "auditor", "stranger"])
def test_only_who_works_the_case_releases(case, world, who):
    with pytest.raises(NotPermitted):
        release_package(case=case, actor=getattr(world, who), channel="portal")

    assert fresh(case).stage == Stage.READY


def test_another_address_than_the_approved_one_is_refused(case, world):
    person = CasePerson.objects.get(case=case, role=PersonRole.REQUESTER)
    person.details = {**person.details, "emails": ["somebody.else@example.com"]}
    person.save()

    assert refused(case, world) in {"G14", "G15"}
    assert "recipient" in release_gate(fresh(case)).reason


def test_a_package_with_another_basis_is_refused(case, world):
    Package.objects.filter(case=case).update(basis="0" * 64)

    assert refused(case, world) in {"G14", "G15"}
    assert "changed" in release_gate(fresh(case)).reason


def test_a_package_whose_manifest_is_not_the_approved_one_is_refused(case, world):
    Package.objects.filter(case=case).update(digest="0" * 64)

    assert refused(case, world) == "G15"


@pytest.mark.parametrize(
    "swap",
    [
        pytest.param({**FILES, "your_data.json": b"changed"}, id="another content"),
        pytest.param({**FILES, "more.pdf": b"not named"}, id="another file"),
    ],
)
def test_an_archive_that_was_swapped_after_the_approval_is_refused(case, world, swap):
    """Even with the approved manifest beside it."""
    approved, _digest = archive_of(FILES)
    with zipfile.ZipFile(io.BytesIO(approved)) as opened:
        manifest = opened.read("manifest.json")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**swap, "manifest.json": manifest}.items():
            archive.writestr(name, content)
    Package.objects.filter(case=case).update(file=stored(case, out.getvalue()))

    assert refused(case, world) == "G15"


def test_without_an_approval_nothing_goes_out(case, world):
    Package.objects.filter(case=case).update(approved_at=None, approver=None)

    assert refused(case, world) in {"G14", "G15"}


def test_without_a_decision_on_identity_nothing_goes_out(case, world):
    IdentityCheck.objects.filter(case=case).delete()

    assert refused(case, world) == "G15"


def test_a_third_person_gets_the_package_only_once_their_address_was_checked(case, world):
    details = {"name": "Solveig Nord", "emails": ["solveig@example.org"]}
    CasePerson.objects.create(case=case, role=PersonRole.RECIPIENT, details=details)
    approved_package(fresh(case), world)
    before = refused(case, world)

    services.prove_recipient(case=fresh(case), how="Named in the written authority", actor=world.handler)
    release_package(case=fresh(case), actor=world.handler, channel="portal")

    assert before == "G15"
    assert Notice.objects.get(code="response_ready").recipient == "solveig@example.org"


def test_a_protected_person_is_written_to_only_when_the_way_is_confirmed(world):
    case = ready_case(world, context={"flags": ["safe_contact"]})
    before = refused(case, world)

    release_package(case=fresh(case), actor=world.handler, channel="portal", is_confirmed=True)

    assert before == "safe_contact"
    assert fresh(case).stage == Stage.SENT


def test_a_rehearsal_is_never_released(case, world):
    with pytest.raises(IntegrityError), transaction.atomic():
        approved_package(case, world, is_rehearsal=True, released_at=clock.now())


def test_a_package_is_released_once(case, world):
    before = fresh(case)
    release_package(case=case, actor=world.handler, channel="portal")

    with pytest.raises((Conflict, RuleRefused)):
        release_package(case=before, actor=world.dpo, channel="portal")

    assert Delivery.objects.count() == 1
    assert Notice.objects.filter(code="response_ready").count() == 1


def test_the_database_knows_one_delivery_a_package(case, world):
    released = release_package(case=case, actor=world.handler, channel="portal").delivery

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            case=case, package=released.package, channel="post", recipient={}, released_at=clock.now()
        )


def test_by_post_the_covering_letter_is_written_and_there_is_no_link(world):
    case = ready_case(world, details={"addresses": ["5 Example Lane, London"]})

    released = release_package(case=case, actor=world.handler, channel="post")

    letter = Notice.objects.get(code="response_letter")
    assert released.code == ""
    assert released.delivery.token_digest is None
    assert "5 Example Lane" in letter.recipient


def test_without_a_postal_address_nothing_is_posted(case, world):
    with pytest.raises(RuleRefused) as error:
        release_package(case=case, actor=world.handler, channel="post")

    assert error.value.code == "no_address"
    assert fresh(case).stage == Stage.READY


def test_handed_over_in_person_closes_once_somebody_says_how(case, world):
    delivery = release_package(case=case, actor=world.handler, channel="in_person").delivery
    with pytest.raises(RuleRefused) as early:
        services.close_case(case=fresh(case), actor=world.handler)

    services.confirm_arrival(delivery=delivery, on=local_today(), how="Handed over at the desk", actor=world.handler)
    closed = services.close_case(case=fresh(case), actor=world.handler)

    assert early.value.code == "G21"
    assert (closed.stage, closed.outcome) == (Stage.CLOSED, Outcome.FULL)
    assert closed.retain_until is not None


@pytest.mark.parametrize("days", [-1, 1])
def test_an_arrival_lies_between_the_release_and_today(case, world, days):
    delivery = release_package(case=case, actor=world.handler, channel="in_person").delivery

    with pytest.raises(RuleRefused):
        services.confirm_arrival(
            delivery=delivery, on=local_today() + dt.timedelta(days=days), how="Signed for", actor=world.handler
        )

    assert not arrival_gate(fresh(case)).is_met


def test_what_is_sent_and_not_collected_is_listed_for_those_who_may_see_it(case, world):
    delivery = release_package(case=case, actor=world.handler, channel="portal").delivery
    listed = list(sent_not_collected(world.handler))
    foreign = list(sent_not_collected(world.stranger))

    services.confirm_arrival(delivery=delivery, on=local_today(), how="Told us by phone", actor=world.handler)

    assert listed == [delivery]
    assert foreign == []
    assert list(sent_not_collected(world.handler)) == []


def test_a_second_package_of_a_reopened_case_closes_the_first_link(case, world):
    first = release_package(case=case, actor=world.handler, channel="portal").delivery
    reopening_services.reopen_case(case=case, occasion="new_data", reason="More data was found", actor=world.dpo)
    Case.objects.filter(pk=case.pk).update(stage=Stage.READY)
    approved_package(fresh(case), world)

    second = release_package(case=fresh(case), actor=world.handler, channel="portal").delivery

    first.refresh_from_db()
    assert first.state == DeliveryState.REVOKED
    assert second.state == DeliveryState.OPEN
    assert fresh(case).clock_events.filter(kind="respond").count() == 1


def test_a_case_that_was_not_delivered_cannot_be_closed_as_delivered(world):
    case = make_case(world)

    assert not arrival_gate(case).is_met


def test_a_release_exports_a_signed_checkpoint(case, world, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.DSAR_CHECKPOINT_DIR = tmp_path

    with django_capture_on_commit_callbacks(execute=True):
        release_package(case=case, actor=world.handler, channel="portal")

    verdict = verify(tmp_path)
    assert (verdict.is_whole, verdict.checkpoints_checked) == (True, 1)
    AuditHead.objects.update(digest=b"0" * 32)
    assert verify(tmp_path).first_bad
