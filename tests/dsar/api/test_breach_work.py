"""The work on a breach over the API: scans, notices by version and phase, the second look, the pack of evidence."""

import datetime as dt
import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from dsar.access.rules import Role
from dsar.access.services import add_person
from dsar.accountability.breaches import pack_services, scanning
from dsar.accountability.breaches.decision_services import decide_risk
from dsar.accountability.breaches.facts_services import link_case
from dsar.accountability.breaches.models import Breach
from dsar.api.services import make_token
from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.processing_records.models import Source, System
from tests.dsar.accountability.breaches.entries import REASONS, decided, judgement, open_breach
from tests.world import make_case

LIST = b"name; e-mail\nMs Ida Marlowe; ida.marlowe@example.org\nMr Owen Castle; owen.castle@example.org\n"
LATE = "The provider told us the number of people only on the fourth day."


def api_of(user):
    _token, secret = make_token(user=user, name="test")
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return api


def colleague(role):
    return add_person(email=f"robin.{role}@example.org", full_name="Robin Vale", roles=[role], actor=None)


def of(breach, rest):
    return f"/api/v1/breaches/{breach.reference}/{rest}"


def recorded(action):
    return AuditEntry.objects.filter(action=action).count()


@pytest.fixture
def api(world):
    return api_of(world.dpo)


def test_files_are_sent_scanned_followed_and_their_copies_deleted(api, world):
    breach = open_breach(world)
    files = [SimpleUploadedFile("list.csv", LIST), SimpleUploadedFile("cut.pdf", b"%PDF-1.7 cut")]

    made = api.post(of(breach, "scans/"), {"uploads": files, "place": "The attachment"}, format="multipart")
    one = of(breach, f"scans/{made.json()['id']}/")
    before = api.get(one).json()
    scanning.work(made.json()["id"])
    after = api.get(one).json()
    listed = api.get(f"{one}files/").json()
    gone = api.post(one, {"act": "delete_copies"}, format="json").json()

    assert (made.status_code, before["is_running"], before["result"], before["files_read"]) == (202, True, {}, 0)
    assert (after["is_running"], after["files_read"], after["files_not_whole"]) == (False, 2, 1)
    assert after["result"]["people"]["at_least"] == 2
    assert after["copies_kept_until"] is not None
    assert {one["name"]: one["coverage"] for one in listed["results"]} == {"list.csv": "complete", "cut.pdf": "failed"}
    assert gone["copies_deleted_at"] is not None
    assert api.post(one, {"act": "read_again"}, format="json").status_code == 409
    assert recorded("breach.scan_ordered") == recorded("breach.copies_deleted_by_hand") == 1
    assert "marlowe" not in str(after).casefold()


def test_a_source_and_a_linked_case_are_scanned_where_they_lie_and_foreign_cases_do_not_exist(api, world, tmp_path):
    system = System.objects.create(name="Share")
    Source.objects.create(system=system, name="Share", kind="files", settings={"path": str(tmp_path)})
    Source.objects.create(system=system, name="Shop", kind="sql", settings={"url": "sqlite:///x"})
    breach, case = open_breach(world), make_case(world)
    link_case(breach=breach, reference=case.reference, actor=world.dpo)
    url = of(breach, "scans/")

    answers = {
        str(body): api.post(url, body, format="json").status_code
        for body in ({"source": "Share"}, {"source": "Shop"}, {"source": "Else"}, {"case": case.reference}, {})
    }
    foreign = api_of(colleague(Role.HANDLER)).post(url, {"case": case.reference}, format="json")

    assert list(answers.values()) == [202, 422, 400, 422, 400]  # nothing was found in the case: it says so
    assert (foreign.status_code, foreign.json()["code"]) == (422, "no_such_case")
    assert api.post(url, {"uploads": [], "place": ""}, format="multipart").status_code == 422
    assert [one["of"] for one in api.get(url).json()] == ["source"]


def test_a_notice_is_drafted_written_approved_by_version_and_recorded_as_sent_in_phases(api, world):
    breach = decided(world)
    url = of(breach, "notices/")
    made = api.post(url, {"audience": "authority", "language": "de"}, format="json")
    one = f"{url}{made.json()['number']}/"

    written = api.patch(one, {"version": 1, "sections": {"nature": "Eine Liste ging hinaus."}}, format="json").json()
    old = api.patch(one, {"version": 1, "sections": {}}, format="json")
    unread = api.post(f"{one}acts/", {"act": "approve", "version": 1}, format="json")
    too_soon = api.post(f"{one}acts/", {"act": "sent", "how": "Portal", "version": 2}, format="json")
    approved = api.post(f"{one}acts/", {"act": "approve", "version": 2}, format="json").json()
    went_out = {"act": "sent", "how": "Portal", "outside_reference": "IC-77"}
    unnamed = api.post(f"{one}acts/", went_out, format="json")
    other = api.post(f"{one}acts/", {**went_out, "version": 1}, format="json")
    sent = api.post(f"{one}acts/", {**went_out, "version": 2}, format="json").json()
    again = api.post(url, {"audience": "authority", "language": "de"}, format="json").json()

    texts = {section["code"]: section["text"] for section in written["sections"]}
    assert (made.status_code, made.json()["phase"], "missing" in made.json()) == (201, 1, True)
    assert (written["version"], texts["nature"]) == (2, "Eine Liste ging hinaus.")
    assert [answer.status_code for answer in (old, unread, too_soon, other)] == [409, 409, 409, 409]
    assert (unnamed.status_code, list(unnamed.json()["fields"])) == (400, ["version"])
    assert (approved["state"], approved["approved_version"]) == ("approved", 2)
    assert (sent["state"], sent["outside_reference"], sent["missing"]) == ("sent", "IC-77", [])
    assert (again["phase"], again["state"]) == (2, "draft")
    assert api.delete(one).status_code == 409
    assert api.delete(f"{url}{again['number']}/").status_code == 204
    assert [row["number"] for row in api.get(url).json()] == [1]
    told = api.get(of(breach, "")).json()
    assert told["clock"]["state"] == "told"
    assert recorded("breach.notice_sent") == recorded("breach.notice_dropped") == 1


def test_a_late_notice_needs_its_reasons_here_too_and_its_paper_is_a_pdf(api, world):
    breach = decided(world, hours_ago=90)
    one = of(breach, "notices/1/")
    api.post(of(breach, "notices/"), {"audience": "authority", "language": "en"}, format="json")
    api.post(f"{one}acts/", {"act": "approve", "version": 1}, format="json")

    silent = api.post(f"{one}acts/", {"act": "sent", "how": "Portal", "version": 1}, format="json")
    sent = api.post(f"{one}acts/", {"act": "sent", "how": "Portal", "version": 1, "late_why": LATE}, format="json")
    paper = api.get(f"{one}paper/", HTTP_ACCEPT="application/pdf")

    assert (silent.status_code, silent.json()["code"]) == (422, "late_reasons")
    assert sent.json()["late_why"] == LATE
    assert paper["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


WRONG = [
    ("post", "notices/", {"audience": "press", "language": "en"}, 400),
    ("post", "notices/", {"audience": "authority", "language": "xx"}, 400),
    ("patch", "notices/1/", {"version": 1, "sections": {"nothing": "x"}}, 400),
    ("patch", "notices/9/", {"version": 1}, 404),
    ("post", "notices/1/acts/", {"act": "approve"}, 400),
    ("post", "notices/1/acts/", {"act": "vanish", "version": 1}, 400),
    ("post", "acts/", {"act": "agree", "why": "I looked."}, 400),
    ("post", "acts/", {"act": "close", "why": "Nothing."}, 422),
    ("post", "acts/", {"act": "link", "case": "DSAR-2026-0001-X"}, 422),
]


def test_wrong_input_is_refused_in_one_shape(api, world):
    breach = decided(world)
    api.post(of(breach, "notices/"), {"audience": "authority", "language": "en"}, format="json")

    answers = [getattr(api, verb)(of(breach, rest), body, format="json") for verb, rest, body, _status in WRONG]

    assert [answer.status_code for answer in answers] == [status for _verb, _rest, _body, status in WRONG]
    assert all(set(answer.json()) == {"code", "message", "fields"} for answer in answers)


def test_the_second_look_names_the_decision_that_was_read(api, world):
    breach = open_breach(world)
    decide_risk(breach=breach, judgement=judgement("unlikely"), actor=world.approver)
    read = api.get(of(breach, "")).json()["waiting_decision"]
    decide_risk(breach=breach, judgement=judgement("unlikely"), actor=world.approver)
    acts, agree = of(breach, "acts/"), {"act": "agree", "why": REASONS}

    stale = api.post(acts, {**agree, "decision": read}, format="json")
    now = api.get(of(breach, "")).json()["waiting_decision"]
    agreed = api.post(acts, {**agree, "decision": now}, format="json").json()

    assert (stale.status_code, read != now) == (409, True)
    assert (agreed["risk"], agreed["waiting_decision"]) == ("unlikely", None)


def test_no_breach_and_taking_up_again_are_acts(api, world):
    made = api.post("/api/v1/breaches/", {"title": "A lost key", "what_happened": "A key is lost."}, format="json")
    acts = f"/api/v1/breaches/{made.json()['reference']}/acts/"

    gone = api.post(acts, {"act": "dismiss", "why": "The key opens no room with data."}, format="json").json()
    back = api.post(acts, {"act": "reopen", "why": "It does open the archive room."}, format="json").json()

    assert (gone["state"], back["state"]) == ("no_breach", "reported")


def test_the_pack_is_ordered_built_and_taken_with_its_digest(api, world):
    breach = decided(world)
    ordered = api.post(of(breach, "packs/"))
    file = of(breach, f"packs/{ordered.json()['id']}/file/")
    unbuilt = api.get(file, HTTP_ACCEPT="application/zip")

    pack_services.build(ordered.json()["id"])

    listed = api.get(of(breach, "packs/")).json()
    archive = b"".join(api.get(file, HTTP_ACCEPT="application/zip").streaming_content)
    assert (ordered.status_code, ordered.json()["sha256"], unbuilt.status_code) == (202, None, 404)
    assert hashlib.sha256(archive).hexdigest() == listed[0]["sha256"]
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(archive)).namelist()
    assert recorded("breach.pack_opened") == 1


def test_readers_change_nothing_and_others_read_nothing(world):
    breach, at = decided(world), clock.now() - dt.timedelta(hours=1)
    legal, intake, handler = api_of(colleague(Role.LEGAL)), api_of(world.intake), api_of(world.handler)
    writes = [
        ("post", "scans/", {"source": "Share"}),
        ("post", "notices/", {"audience": "authority", "language": "en"}),
        ("patch", "notices/1/", {"version": 1}),
        ("delete", "notices/1/", {}),
        ("post", "acts/", {"act": "aware", "at": at.isoformat(), "by": "D", "why": "The recipient told us so."}),
    ]
    handler.post(of(breach, "notices/"), {"audience": "authority", "language": "en"}, format="json")

    by_legal = {getattr(legal, verb)(of(breach, rest), body, format="json").status_code for verb, rest, body in writes}
    by_intake = {intake.get(of(breach, rest)).status_code for rest in ("", "scans/", "notices/", "packs/")}
    by_nobody = {APIClient().get(of(breach, rest)).status_code for rest in ("", "scans/", "notices/", "packs/")}
    approve = {"act": "approve", "version": 1}

    assert (by_legal, by_intake, by_nobody) == ({403}, {403}, {401})
    assert legal.get(of(breach, "notices/")).status_code == 200
    assert handler.post(of(breach, "notices/1/acts/"), approve, format="json").status_code == 403
    by_session = APIClient()
    by_session.force_login(world.dpo)
    answer = by_session.post(of(breach, "notices/1/acts/"), approve, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "password_needed")
    assert Breach.objects.get(pk=breach.pk).version == breach.version
