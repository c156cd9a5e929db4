"""The way with a search of its own, walked to its end: real files and a real database, searched by the worker."""

import base64
import io
import sqlite3
import zipfile

import pytest
from django.urls import reverse

from discovery.scans.worker import work_scan
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.cases.vocabulary import RightAsked
from dsar.delivery import services as delivery
from dsar.delivery.collecting_services import count_download, open_delivery
from dsar.foundation import storage
from dsar.foundation.errors import RuleRefused
from dsar.identity.services import mark_not_needed
from dsar.processing_records.models import ProcessingActivity, Source, System
from dsar.review import services as review
from dsar.review.models import PassageStatus, ReviewItem, Verdict
from dsar.review.preparation_services import open_review, prepare
from dsar.rights.portability import package_services, plan_services, surveying
from dsar.rights.portability.binaries import Binaries
from dsar.rights.portability.findings import findings
from dsar.rights.portability.models import SetRuling, Survey
from dsar.rights.portability.plan_services import SetOrder
from dsar.rights.portability.proposing import survey_of
from dsar.rights.portability.surveying import sets_of
from dsar.search.services import current_scan, plan_search, start_search
from tests.dsar.rights.portability.conftest import make_package
from tests.dsar.rights.portability.readers import from_csv, from_json, from_xml
from tests.world import make_case

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
OTHER = "Quentin Marlowe"


@pytest.fixture
def club(world, tmp_path, settings):
    """A membership database with a picture of each member, and a folder with what members sent in."""
    settings.DSAR_SOURCE_ROOTS = [str(tmp_path)]
    with sqlite3.connect(tmp_path / "club.sqlite") as made:
        made.execute("CREATE TABLE member (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT, photo BLOB, score REAL)")
        rows = [(1, "Ana Lindqvist", "ana@example.com", PICTURE, 0.7), (2, "Jon Beck", "jon@example.org", b"x", 0.1)]
        made.executemany("INSERT INTO member VALUES (?, ?, ?, ?, ?)", rows)
    made.close()
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "poem.txt").write_text("Ana Lindqvist, ana@example.com: my own poem about tea.\n")
    letter = f"Ana Lindqvist, ana@example.com.\nMy friend {OTHER}, quentin.marlowe@example.net, comes along.\n"
    (tmp_path / "sent" / "letter.txt").write_text(letter)
    places = {"Club": ("sql", {"url": f"sqlite:///{tmp_path}/club.sqlite"}),
              "Post": ("files", {"path": f"{tmp_path}/sent"})}  # fmt: skip
    for name, (kind, values) in places.items():
        system = System.objects.create(name=name)
        Source.objects.create(system=system, name=name, kind=kind, settings=values)
        activity = ProcessingActivity.objects.create(
            controller=world.controller, name=f"{name} of members", purpose="Run the club.",
            legal_basis="Contract (Art. 6(1)(b))", source_of_data="The customer, when joining.",
        )  # fmt: skip
        activity.systems.add(system)
    return tmp_path


@pytest.fixture
def searched(world, club):
    """The portability case after its own search, everything in the review disclosed as it was found."""
    case = make_case(world, right=RightAsked.PORTABILITY, request_text="Give me my data to take with me.")
    mark_not_needed(case=case, kind="identity", reason="Writes from the address on file", actor=world.handler)
    plan_search(case=case, actor=world.handler)
    case = move_case(case=Case.objects.get(pk=case.pk), move=Move.START_SEARCH, actor=world.handler)
    start_search(case=case, actor=world.handler)
    while work_scan(scan_id=current_scan(case).pk):
        pass
    case = move_case(case=Case.objects.get(pk=case.pk), move=Move.START_REVIEW, actor=world.handler)
    open_review(case=case, actor=world.handler)
    prepare(case.pk)
    for item in items_of(case):
        marks = [mark.pk for mark in item.passages.all()]
        if marks:
            review.mark_passages(item=item, passage_ids=marks, status=PassageStatus.KEEP, actor=world.handler)
    for item in items_of(case):
        review.decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=item.version)
    return case


def items_of(case):
    return list(ReviewItem.objects.filter(case=case).select_related("exhibit", "case"))


def decided(case, world):
    """The findings of the case itself read, and everything decided as the rules propose; photo and letters are provided."""
    plan_services.choose_findings(case=case, source=case, words="", actor=world.handler)
    assert surveying.survey(Survey.objects.get(case=case).pk)
    plan_services.take_proposals(case=case, actor=world.handler)
    for name, origins, why in (
        ("member", {"photo": "provided"}, "Members upload their picture."),
        ("txt", {"": "provided"}, "Members wrote these to the club."),
    ):
        known = next(one for one in sets_of(survey_of(case)) if one["name"] == name)
        ruling = SetRuling.objects.select_related("activity").get(case=case, key=known["key"])
        order = SetOrder(
            activity=ruling.activity, is_in=True, origins=ruling.origins | origins, others={}, why=why
        )  # fmt: skip
        plan_services.rule_set(case=case, key=known["key"], order=order, actor=world.handler)


def files_of(package):
    with zipfile.ZipFile(io.BytesIO(storage.read(package.file))) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_case_searches_by_itself_and_its_package_reaches_the_person(searched, world, club, client):
    with pytest.raises(RuleRefused):
        package_services.order_package(case=searched, actor=world.handler)
    letter = next(item for item in items_of(searched) if "letter" in item.exhibit.title)
    kept = [(mark.block, mark.start, mark.end, mark.text) for mark in letter.passages.all()]
    letter.passages.all().delete()  # as if the review had read past them
    decided(searched, world)

    closed = make_package(searched, world)
    with pytest.raises(RuleRefused) as refused:
        package_services.approve_package(package=closed, reason="", actor=world.approver, read=closed.digest)
    for block, start, end, text in kept:
        letter.passages.create(
            case=searched, block=block, start=start, end=end, text=text, status=PassageStatus.KEEP
        )  # fmt: skip
    plan_services.survey_again(case=searched, actor=world.handler)
    assert surveying.survey(Survey.objects.get(case=searched).pk)
    package = make_package(searched, world)
    searched.refresh_from_db()
    move_case(case=searched, move=Move.TO_SIGN_OFF, actor=world.handler)
    with pytest.raises(RuleRefused) as unseen:
        package_services.approve_package(package=package, reason="Read", actor=world.approver, read=package.digest)
    pictures = [one["place"] for one in package.report["pictures"]]
    client.force_login(world.approver)
    at = reverse("dsar:case-portability-picture", args=[searched.reference, package.number, 1])
    shown, nowhere = client.get(at), client.get(at.replace("/picture/1/", "/picture/9/"))
    page = client.get(reverse("dsar:case-portability", args=[searched.reference])).content.decode()
    package_services.approve_package(
        package=package, reason="Read", actor=world.approver, read=package.digest, seen=pictures
    )
    searched.refresh_from_db()
    released = delivery.release_package(case=searched, actor=world.handler, channel="portal", is_confirmed=False)
    assert count_download(delivery=open_delivery(delivery=released.delivery, code=released.code))
    searched.refresh_from_db()
    ended = package_services.close_case(case=searched, actor=world.handler)

    looks = {one["name"]: one for one in closed.report["looks"]}
    assert (closed.is_open, refused.value.code, looks["controls"]["passed"]) == (False, "P3", True)
    assert [place.partition("/")[0] for place in looks["no_other_people"]["places"]] == ["files"]
    files = files_of(package)
    about, sets, documents, left_out = from_json(files["portable.json"])
    assert package.is_open, package.report
    assert from_csv(files) == (about, sets, documents, left_out) == from_xml(files["portable.xml"])
    ((_head, _columns, records),) = sets.values()
    (member,) = records.values()
    assert member["photo"] == ("binary", base64.b64encode(PICTURE).decode(), "image/png")
    assert "score" not in member
    assert len(documents) == 2
    assert b"jon@example.org" not in b"".join(files.values())
    assert unseen.value.code == "pictures_unseen"
    assert [place.rpartition("/")[2] for place in pictures] == ["photo"]
    assert (shown.content, shown["Content-Type"], nowhere.status_code) == (PICTURE, "image/png", 404)
    assert (at in page, f'value="{pictures[0]}"' in page) == (True, True)
    assert (ended.stage, searched.responded_on is not None) == ("closed", True)


def test_a_picture_that_is_another_by_now_or_cannot_be_read_stays_out(searched, world, club):
    row = next(one for one in findings(searched) if one.values.get("photo"))
    as_found, changed, same_length, away = Binaries(), Binaries(), Binaries(), Binaries()
    as_found.read([(row, frozenset({"photo"}))])

    for other, found in ((b"\x01\x02", changed), (PICTURE[:-1] + b"\x00", same_length)):
        with sqlite3.connect(club / "club.sqlite") as opened:
            opened.execute("UPDATE member SET photo = ? WHERE id = 1", (other,))
        opened.close()
        found.read([(row, frozenset({"photo"}))])
    (club / "club.sqlite").unlink()
    away.read([(row, frozenset({"photo"}))])

    assert as_found.cell(row, "photo") is not None
    assert changed.cell(row, "photo") is None
    assert same_length.cell(row, "photo") is None
    assert away.cell(row, "photo") is None
