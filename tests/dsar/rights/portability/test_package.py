"""From the findings of a linked case to a package that a second person approves."""

import io
import json
import zipfile

import pytest
from lxml import etree

from dsar.audit.models import AuditEntry
from dsar.cases import registry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case, CaseLink
from dsar.cases.services import link_cases, move_case
from dsar.foundation import storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.models import SealedFile
from dsar.processing_records.models import ProcessingActivity
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.rights.decisions.models import RightDecision
from dsar.rights.portability import building_services, package_services, plan_services, surveying
from dsar.rights.portability.findings import candidates
from dsar.rights.portability.models import SetRuling
from dsar.rights.portability.plan_services import SetOrder
from dsar.rights.portability.proposing import survey_of
from dsar.rights.portability.published import SCHEMA_FOLDER
from dsar.rights.portability.readiness import latest_package, obstacles
from dsar.rights.portability.selectors import portability_page
from dsar.rights.portability.surveying import sets_of
from tests.dsar.rights.portability.conftest import HIDDEN, make_package
from tests.dsar.rights.portability.readers import from_csv, from_json, from_xml
from tests.world import make_case


def files_of(package):
    with zipfile.ZipFile(io.BytesIO(storage.read(package.file))) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def approved(case, world):
    package = make_package(case, world)
    move_case(case=case, move=Move.TO_SIGN_OFF, actor=world.handler)
    return package_services.approve_package(
        package=package, reason="Read in full", actor=world.approver, read=package.digest
    )


def test_a_package_holds_what_was_provided_in_three_formats_that_are_equal(decided, world):
    package = make_package(decided, world)

    files = files_of(package)
    about, sets, documents, left_out = from_json(files["portable.json"])
    assert package.is_open, package.report
    assert from_csv(files) == (about, sets, documents, left_out) == from_xml(files["portable.xml"])
    by_name = {head["name"]: (columns, records) for head, columns, records in sets.values()}
    assert set(by_name) == {"customers", "orders"}
    customer = by_name["customers"][1]["r1"]
    assert customer["email"] == ("text", "ana@example.com", "")
    assert customer["avatar_picture"] == ("left_out", "not_kept", "")
    assert set(customer) == {"first_name", "email", "birthday", "is_subscribed", "avatar_picture"}
    orders = by_name["orders"][1]
    assert orders["r3"]["gift_message"] == ("left_out", "other_people", "")
    assert orders["r4"]["item"] == ("left_out", "other_people", "")
    assert orders["r3"]["item"] == ("text", "Tea\x00pot", "")
    assert orders["r2"]["price"] == ("text", "12.50", "")
    formats = {column["name"]: column.get("format") for column in by_name["orders"][0].values()}
    assert (formats["order_date"], formats["price"]) == ("date", "decimal")
    reasons = {(one["name"], one["column"]): one["reason"] for one in left_out}
    assert reasons[("customers", "risk_score")] == "derived"
    assert reasons[("customers", "password_hash")] == "secret"
    assert reasons[("signals", "")] == "basis"
    (document,) = documents
    assert files[document["file"]] == b"My own poem about tea."
    assert {"README.txt", "manifest.json", "schema/package.xsd", "csv/csv-metadata.json"} <= set(files)


def test_what_is_in_the_archive_fits_the_published_schemas_and_the_manifest(decided, world):
    import jsonschema

    package = make_package(decided, world)

    files = files_of(package)
    jsonschema.validate(json.loads(files["portable.json"]), json.loads(files["schema/package.schema.json"]))
    xsd = etree.XMLSchema(etree.fromstring((SCHEMA_FOLDER / "package.xsd").read_bytes()))
    assert xsd.validate(etree.fromstring(files["portable.xml"])), xsd.error_log
    listed = {entry["name"] for entry in json.loads(files["manifest.json"])["files"]}
    assert listed == set(files) - {"manifest.json"}
    assert HIDDEN.encode() not in b"".join(files.values())
    assert b"bert.harrow" not in b"".join(files.values())


def test_nothing_leaves_before_every_basis_and_set_is_decided(surveyed, world):
    with pytest.raises(RuleRefused) as refused:
        package_services.order_package(case=surveyed, actor=world.handler)

    assert refused.value.code == "P2"
    plan_services.take_proposals(case=surveyed, actor=world.handler)
    assert obstacles(surveyed) == []


def test_an_undecided_item_of_the_review_blocks_the_package(decided, access, world):
    ReviewItem.objects.filter(case=access, exhibit__number=1).update(verdict=Verdict.UNDECIDED)

    missing = obstacles(decided)

    assert "1 item is still to be decided." in missing
    assert any("review has changed" in words for words in missing)


def test_a_departure_from_the_rule_needs_a_reason_and_a_secret_never_leaves(decided, world):
    customers = next(one for one in sets_of(survey_of(decided)) if one["name"] == "customers")
    row = SetRuling.objects.get(case=decided, key=customers["key"])
    score_leaves, secret_leaves = (dict(row.origins) | {name: "observed"} for name in ("risk_score", "password_hash"))

    for origins, why in ((score_leaves, ""), (secret_leaves, "She asked for it")):
        with pytest.raises(RuleRefused):
            plan_services.rule_set(
                case=decided, key=row.key, order=SetOrder(row.activity, True, origins, {}, why), actor=world.handler
            )
    changed = SetOrder(row.activity, True, score_leaves, {}, "She answered a questionnaire: these are her own words.")
    plan_services.rule_set(case=decided, key=row.key, order=changed, actor=world.handler)

    package = make_package(decided, world)
    assert b"risk_score" in files_of(package)["portable.json"]


def test_other_people_stay_in_only_with_a_reason_and_the_second_look_agrees(decided, world):
    orders = next(one for one in sets_of(survey_of(decided)) if one["name"] == "orders")
    row = SetRuling.objects.get(case=decided, key=orders["key"])
    kept = {"gift_message": "Her own greeting to a friend, nobody is harmed by it."}

    order = SetOrder(row.activity, True, row.origins, kept, "")
    plan_services.rule_set(case=decided, key=row.key, order=order, actor=world.handler)

    package = make_package(decided, world)
    assert package.is_open, package.report
    assert b"bert.harrow@example.net" in files_of(package)["portable.json"]
    assert HIDDEN.encode() not in files_of(package)["portable.json"]


def test_the_second_look_closes_the_gate_on_a_person_whom_the_survey_missed(decided, world):
    survey = survey_of(decided)
    survey.result = {**survey.result, "others": {}}
    survey.save(update_fields=["result"])

    package = make_package(decided, world)

    failed = {one["name"]: one for one in package.report["looks"] if not one["passed"]}
    assert not package.is_open
    assert set(failed) == {"no_other_people"}
    assert failed["no_other_people"]["places"][0].endswith("/r3/gift_message")
    move_case_refused = pytest.raises(RuleRefused)
    with move_case_refused as refused:
        move_case(case=decided, move=Move.TO_SIGN_OFF, actor=world.handler)
    assert refused.value.code == "P2"


@pytest.mark.parametrize(("text", "place"), [("Kettle", None), ("2026-01-05", "r4/order_date")])
def test_what_the_review_hides_is_looked_for_in_its_own_record_and_a_name_everywhere(
    text, place, decided, access, world
):
    item = access.review_items.get(exhibit__number=4)
    Passage.objects.create(
        case=access, item=item, box={"column": "item"}, text=text, kind="location", status=PassageStatus.REDACT
    )
    plan_services.survey_again(case=decided, actor=world.handler)
    surveying.survey(survey_of(decided).pk)

    package = make_package(decided, world)

    failed = {one["name"]: one["places"] for one in package.report["looks"] if not one["passed"]}
    assert set(failed) == ({"nothing_hidden"} if place else set())
    assert not place or failed["nothing_hidden"][0].endswith(place)


def test_a_basis_that_is_neither_consent_nor_contract_takes_the_set_out(decided, world):
    activity = ProcessingActivity.objects.get(name="Customers and orders")
    with pytest.raises(RuleRefused):
        plan_services.rule_activity(
            case=decided, activity=activity, basis="other", is_automated=True, why="", actor=world.handler
        )

    plan_services.rule_activity(
        case=decided,
        activity=activity,
        basis="other",
        is_automated=True,
        why="Kept for the tax office only.",
        actor=world.handler,
    )

    package = make_package(decided, world)
    assert package.figures["sets"] == 0
    assert package.figures["files"] == 1


def test_a_second_person_approves_what_still_stands_as_it_was_made(decided, access, world):
    package = make_package(decided, world)
    move_case(case=decided, move=Move.TO_SIGN_OFF, actor=world.handler)

    ReviewItem.objects.filter(case=access, exhibit__number=1).update(version=7)
    with pytest.raises(RuleRefused) as stale:
        package_services.approve_package(package=package, reason="", actor=world.approver, read=package.digest)
    ReviewItem.objects.filter(case=access, exhibit__number=1).update(version=0)
    package.author = world.approver
    package.save(update_fields=["author"])
    with pytest.raises(RuleRefused) as own:
        package_services.approve_package(package=package, reason="", actor=world.approver, read=package.digest)
    package_services.approve_package(package=package, reason="Read in full", actor=world.dpo, read=package.digest)

    assert (stale.value.code, own.value.code) == ("P3", "four_eyes")
    decided.refresh_from_db()
    assert decided.stage == "ready"
    decision = RightDecision.objects.get(case=decided)
    assert (decision.right, decision.outcome, decision.ground) == ("portability", "in_part", "portable")
    with pytest.raises(RuleRefused):
        plan_services.record_wish(case=decided, to_person=True, to_controller=True, actor=world.handler)
    with pytest.raises((Conflict, RuleRefused)):
        package_services.approve_package(package=package, reason="", actor=world.dpo, read=package.digest)


def test_going_back_takes_the_approval_away(decided, world):
    approved(decided, world)

    move_case(case=decided, move=Move.BACK, actor=world.handler, reason="A set was forgotten")

    assert latest_package(decided).approved_at is None
    assert AuditEntry.objects.filter(case_id=decided.pk, action="portability.approval_withdrawn").exists()


def test_the_way_of_the_findings_is_checked(case, access, world):
    stranger = case
    with pytest.raises(RuleRefused) as nothing_said:
        plan_services.choose_findings(case=case, source=access, words="", actor=world.handler)
    case.links.all().delete()
    with pytest.raises(RuleRefused) as not_linked:
        plan_services.choose_findings(case=case, source=access, words="Looked at it today.", actor=world.handler)

    assert (nothing_said.value.code, not_linked.value.code) == ("words_wrong", "source_wrong")
    plan_services.choose_findings(case=case, source=stranger, words="", actor=world.handler)
    assert any("searched" in words for words in obstacles(case))


def test_a_worker_that_comes_twice_makes_one_package(decided, world):
    package = make_package(decided, world)
    digest = package.digest

    assert not building_services.build(package.pk)

    package.refresh_from_db()
    assert package.digest == digest
    assert portability_page(decided, world.handler).package.figures["left_out"] > 0


def test_a_package_made_again_lets_go_of_the_file_before(decided, world):
    first = make_package(decided, world)
    before = storage.path_of(first.file_id)

    second = make_package(decided, world)

    first.refresh_from_db()
    assert (first.file_id, first.is_open, second.number) == (None, False, 2)
    assert second.is_open
    assert not SealedFile.objects.filter(pk=before.name).exists()


def test_the_decisions_begin_with_findings_of_either_kind(case, access, world):
    Case.objects.filter(pk=case.pk).update(stage="identity")
    case.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        move_case(case=case, move=Move.START_REVIEW, actor=world.handler)
    plan_services.choose_findings(case=case, source=access, words="Looked at it this morning.", actor=world.handler)

    met = registry.gate_fact("P7", case)

    assert "P7" in refused.value.code or "taken" in refused.value.message or "take over" in refused.value.message
    assert met.is_met


def test_a_linked_case_of_somebody_else_lends_no_findings(case, access, world):
    other = make_case(world, name="Bo Ek", details={"emails": ["bo.ek@example.org"]})
    ReviewItem.objects.filter(pk=ReviewItem.objects.filter(case=access).first().pk).update(case=other)
    link_cases(case=case, other=other, kind="related", actor=world.handler)
    CaseLink.objects.filter(case=case, other=access).update(kind="related")

    found = candidates(case, world.handler)

    assert found == [access]
    with pytest.raises(RuleRefused):
        plan_services.choose_findings(
            case=case, source=other, words="Looked at three rows: unchanged.", actor=world.handler
        )
