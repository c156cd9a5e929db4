"""The package: complete or not at all, without a trace of what was redacted, approved as it stands."""

import io
import json
import re
import zipfile

import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dsar.audit.models import AuditEntry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case, unmet_gates
from dsar.foundation import storage
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.models import System
from dsar.redaction import services as redaction
from dsar.redaction.models import RedactedDocument
from dsar.redaction.services import outgoing_documents
from dsar.response import composing, services
from dsar.response.models import Package
from dsar.response.points import POINTS
from dsar.response.selectors import drafts_of, holds_data, is_partial, told_exemptions
from dsar.review.models import ExemptionProposal, ReviewItem, Verdict
from dsar.search.models import PlannedSystem
from tests.dsar.response.conftest import add_exhibit


def _answers(case):
    return {key: {"text": draft.text} for key, draft in drafts_of(case).items()}


@pytest.fixture
def built(world, case):
    """Built from copies made and verified by the real engine, in sign-off."""
    services.write_answers(case=case, answers=_answers(case), opening="", actor=world.handler)
    redaction.order_copies(case=case, actor=world.handler)
    assert redaction.work(case.pk) is False
    move_case(case=case, move=Move.TO_SIGN_OFF, actor=world.handler)
    package = services.order_package(case=case, actor=world.handler)
    assert services.build(package.pk)
    assert services.build(package.pk) is False  # a second doorbell builds nothing twice
    package.refresh_from_db(fields=["state", "digest", "file"])
    return package


@pytest.fixture
def package(world, case):
    """A finished package of a case in sign-off, without the minutes that building takes."""
    services.write_answers(case=case, answers=_answers(case), opening="", actor=world.handler)
    Case.objects.filter(pk=case.pk).update(stage="sign_off")
    case.refresh_from_db(fields=["stage"])
    for item in outgoing_documents(case):
        copy = storage.store(b"%PDF-", key_id=case.key_id, name="copy.pdf", media_type="application/pdf")
        order = redaction.order_of(item)
        RedactedDocument.objects.create(case=case, item=item, order=order, state="done", is_open=True, output=copy)
    package = services.order_package(case=case, actor=world.handler)
    Package.objects.filter(pk=package.pk).update(state="done", digest="d" * 64)
    package.refresh_from_db(fields=["state", "digest"])
    package.case = case
    return package


@pytest.fixture
def archive(built):
    return zipfile.ZipFile(io.BytesIO(storage.read(built.file)))


def test_the_register_answers_every_point_that_it_knows(case):
    drafts = drafts_of(case)

    assert set(drafts) == {point.key for point in POINTS}
    assert [key for key, draft in drafts.items() if draft.missing] == []
    assert "Swift Parcel Ltd" in drafts["recipients"].text
    assert "s. 164A" in drafts["complaint"].text


def test_what_the_register_does_not_say_is_named_and_not_made_up(world, case):
    activity = world.controller.activities.get()
    activity.retention, activity.has_automated_decisions = "", None
    activity.save()
    activity.recipients.update(country="")

    drafts = drafts_of(case)

    assert "how long" in drafts["retention"].missing[0]
    assert drafts["automated"].text == ""
    assert drafts["transfers"].text == ""
    assert "country of Swift Parcel" in drafts["transfers"].missing[0]


def test_a_missing_point_blocks_sign_off_and_the_package(world, case):
    answers = _answers(case)
    del answers["retention"]
    services.write_answers(case=case, answers=answers, opening="", actor=world.handler)

    assert "G12" in [fact.gate for fact in unmet_gates(case, Move.TO_SIGN_OFF)]
    with pytest.raises(RuleRefused, match="How long"):
        services.order_package(case=case, actor=world.handler)


def test_not_applicable_needs_a_reason(world, case):
    answers = _answers(case) | {"automated": {"not_applicable": True, "reason": ""}}
    services.write_answers(case=case, answers=answers, opening="", actor=world.handler)

    assert any("Automated" in line for line in services.obstacles(case))


def test_a_letter_cannot_claim_all_personal_data_when_something_is_withheld(world, case):
    answers = _answers(case) | {"confirmation": {"text": "Enclosed are all personal data about you."}}
    services.write_answers(case=case, answers=answers, opening="", actor=world.handler)

    assert any("withheld" in line for line in services.obstacles(case))


def test_the_package_holds_the_data_and_not_the_other_person(archive):
    names = archive.namelist()
    texts = {name: _text(archive.read(name)) for name in names if name.endswith(".pdf")}
    manifest = json.loads(archive.read("manifest.json"))
    table = next(archive.read(name).decode("utf-8-sig") for name in names if name.endswith(".csv"))

    assert {"cover-letter.pdf", "about-your-data.pdf", "list.pdf", "your-data.pdf", "documents/001.pdf"} <= set(names)
    assert "your colleague" in texts["documents/001.pdf"]
    assert "order_id" in texts["your-data.pdf"]
    for name in names:
        assert b"Harrow" not in archive.read(name)
        assert "Harrow" not in texts.get(name, "")
        assert "Lindqvist" not in name
    assert {info.date_time[0] for info in archive.infolist()} == {2020}
    assert {entry["name"] for entry in manifest["files"]} == set(names) - {"manifest.json"}
    assert "Lindqvist" not in json.dumps(manifest)
    assert "'=1+1" in table
    assert not re.search(r"(^|,)=", table, re.MULTILINE)
    for words in ("Ana Lindqvist", "Northwind Ltd", "Information Commissioner", "Data Protection Officer"):
        assert words in texts["cover-letter.pdf"]


def test_somebody_else_approves_after_the_opinion_and_the_case_is_ready(world, case, package):
    with pytest.raises(NotPermitted):
        services.approve_package(package=package, reason="ok", actor=world.handler)
    with pytest.raises(RuleRefused, match="opinion"):
        services.approve_package(package=package, reason="ok", actor=world.approver)
    services.give_opinion(package=package, opinion="Complete.", actor=world.dpo)

    services.approve_package(package=package, reason="Complete and proportionate", actor=world.approver)

    case.refresh_from_db(fields=["stage"])
    assert case.stage == "ready"
    with pytest.raises((Conflict, RuleRefused)):
        services.approve_package(package=package, reason="again", actor=world.approver)


def test_the_author_cannot_approve_even_as_dpo(world, case, package):
    Package.objects.filter(pk=package.pk).update(author=world.dpo)
    package.refresh_from_db(fields=["author"])
    services.give_opinion(package=package, opinion="Complete.", actor=world.dpo)

    with pytest.raises(RuleRefused) as refused:
        services.approve_package(package=package, reason="mine", actor=world.dpo)

    assert refused.value.code == "four_eyes"
    with pytest.raises(IntegrityError), transaction.atomic():
        Package.objects.filter(pk=package.pk).update(approver=world.dpo)


@pytest.mark.parametrize("change", ["verdict", "answers", "recipient"])
def test_any_change_after_the_build_makes_it_stale(world, case, package, change):
    if change == "verdict":
        ReviewItem.objects.filter(case=case, exhibit__number=2).update(verdict=Verdict.NOT_SUBJECT)
    elif change == "answers":
        services.write_answers(case=case, answers=_answers(case), opening="Hello", actor=world.handler)
    else:
        person = case.people.get(role="requester")
        person.details = person.details | {"emails": ["somewhere.else@example.com"]}
        person.save()

    with pytest.raises(RuleRefused, match="changed"):
        services.give_opinion(package=package, opinion="Complete.", actor=world.dpo)


def test_a_rehearsal_is_never_approved_or_released(case, package):
    Package.objects.filter(pk=package.pk).update(is_rehearsal=True)

    for change in ({"approved_at": package.ordered_at}, {"released_at": package.ordered_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Package.objects.filter(pk=package.pk).update(**change)


def _text(pdf):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\n", " ")


def test_what_may_neither_be_confirmed_nor_denied_leaves_no_trace(world, case, system):
    before = _told(case)
    other = System.objects.create(name="Screening")
    planned = PlannedSystem.objects.create(case=case, system=other, state="done")
    item = ReviewItem.objects.create(
        case=case, exhibit=add_exhibit(case, planned, 9, text="report"), verdict="withhold"
    )
    ExemptionProposal.objects.create(
        case=case,
        item=item,
        exemption_id="eu.aml",
        action="withhold",
        proposer=world.handler,
        decider=world.dpo,
        proposed_at=timezone.now(),
        status="approved",
    )
    activity = world.controller.activities.create(name="Screening", purpose="x", legal_basis="y")
    activity.systems.add(other)

    after = _told(case)

    assert after["searched"].pop() == {"system": "Web shop", "result": "searched; data found"}
    assert after["searched"] == [{"system": "Screening", "result": "searched; nothing about you"}]
    assert {key: value for key, value in after.items() if key != "searched"} == {
        key: value for key, value in before.items() if key != "searched"
    }


def _told(case):
    drafts = {key: draft.text for key, draft in drafts_of(case).items()}
    return {
        "partial": is_partial(case),
        "holds": holds_data(case),
        "told": told_exemptions(case),
        **drafts,
        "searched": composing._searched(case),
    }


def test_staff_open_the_copies_and_the_package_as_downloads_only(client, world, case, package):
    stored = storage.store(b"PK-archive", key_id=case.key_id, name="p", media_type="application/zip")
    Package.objects.filter(pk=package.pk).update(file=stored)
    client.force_login(world.handler)

    archive = client.get(reverse("dsar:case-package-file", args=[case.reference, package.number]))
    copy = client.get(reverse("dsar:case-copy-file", args=[case.reference, 1]))

    assert (b"".join(archive.streaming_content), b"".join(copy.streaming_content)) == (b"PK-archive", b"%PDF-")
    for response in (archive, copy):
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]
    assert AuditEntry.objects.filter(action__in=("response.package_opened", "response.copy_opened")).count() == 2
    client.force_login(world.stranger)
    assert client.get(reverse("dsar:case-package-file", args=[case.reference, package.number])).status_code == 404
