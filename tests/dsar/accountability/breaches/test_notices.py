"""Drafts in three languages, versions, approval, and the reasons without which a late notice is not recorded as sent."""

import datetime as dt

import pytest

from dsar.accountability.breaches import sending, wording
from dsar.accountability.breaches.drafting import missing_of
from dsar.accountability.breaches.facts_services import change_facts
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.notice_services import (
    Sent,
    approve_notice,
    draft_notice,
    latest_version,
    record_sent,
    write_notice,
)
from dsar.accountability.breaches.rules import Audience, ClockState
from dsar.accountability.breaches.selectors import loaded, still_owed
from dsar.accountability.breaches.standing import clock_of_breach
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.models import Controller
from tests.dsar.accountability.breaches.entries import decided, open_breach

LATE = "The provider told us the number of people only on the fourth day."


def drafted(breach, world, audience=Audience.AUTHORITY, language="en"):
    return draft_notice(breach=breach, audience=audience, language=language, actor=world.handler)


def approved(breach, world, audience=Audience.AUTHORITY):
    notice = drafted(breach, world, audience)
    return approve_notice(notice=notice, seen=1, actor=world.dpo)


def now_by(way="Portal of the authority", **more):
    return Sent(at=clock.now(), how=way, **more)


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("audience", list(Audience))
def test_every_notice_is_drafted_in_every_language(audience, language):
    facts = wording.Facts("BR-1", "Northwind", "ICO", "dpo@example.org", what_happened="A list went out.")

    sections = wording.draft(audience, facts, language)

    assert sections[0].text
    assert all(section.title for section in sections[1:])
    assert wording.missing_of(sections)
    assert set(wording.WORDS[language]) == set(wording.WORDS["en"])


@pytest.mark.parametrize(
    ("authority", "place"),
    [
        ("Information Commissioner's Office (ICO)", "ico.org.uk/for-organisations/report-a-breach"),
        ("CNIL", "notifications.cnil.fr"),
        ("Commission nationale de l'informatique et des libertés", "notifications.cnil.fr"),
        ("Office of the Privacy Commissioner of Canada", sending.MEMBERS),
        ("", sending.MEMBERS),
    ],
)
def test_where_an_authority_is_notified_is_told_as_text(authority, place):
    assert sending.portal_of(authority) == place


@pytest.mark.parametrize("audience", list(Audience))
def test_every_notice_says_how_it_is_sent(audience):
    controller = Controller(supervisory_authority="ICO", supervisory_authority_contact="0303 123 1113")

    way = sending.way_of(audience, controller)

    assert len(way.steps) > 1
    assert ("0303 123 1113" in way.steps[0], bool(way.place)) == (audience is Audience.AUTHORITY,) * 2


def test_the_draft_to_the_authority_has_each_point_of_the_article_with_what_is_missing():
    empty = wording.Facts("BR-1", "Northwind", "ICO", "")
    full = wording.Facts(
        "BR-1", "Northwind", "ICO", "dpo@example.org", "A list went out.", "1 May", "2 May", "3 May",
        ("confidentiality",), 12, 30, "Customers", "Names", "Spam", "Recalled",
    )  # fmt: skip

    articles = [section.article for section in wording.draft(Audience.AUTHORITY, empty, "en")]

    assert {f"Art. 33(3)({letter})" for letter in "abcd"} <= set(articles)
    assert len(wording.missing_of(wording.draft(Audience.AUTHORITY, empty, "en"))) == 10
    assert wording.missing_of(wording.draft(Audience.AUTHORITY, full, "en")) == []


def test_a_draft_is_made_from_the_register_and_says_what_it_lacks(world):
    breach = open_breach(world)

    notice = drafted(breach, world)

    texts = {one["code"]: one["text"] for one in latest_version(notice).sections}
    assert "A list of customers went out by mail." in texts["nature"]
    assert "Dana Poe" in texts["contact"]
    assert notice.to.startswith("Information Commissioner")
    assert "the approximate number of people" in missing_of(notice)


def test_a_new_version_takes_the_approval_away_and_two_writers_lose_nothing(world):
    notice = approved(open_breach(world), world)

    write_notice(notice=notice, texts=[("nature", "A list of 12 people.")], to="ICO", seen=1, actor=world.handler)

    notice.refresh_from_db()
    assert (notice.stand, notice.approved_version) == ("draft", None)
    with pytest.raises(Conflict):
        write_notice(notice=notice, texts=[("nature", "Other words.")], to="ICO", seen=1, actor=world.dpo)
    with pytest.raises(Conflict):
        approve_notice(notice=notice, seen=1, actor=world.dpo)


def test_only_who_decides_approves_and_only_what_is_approved_is_sent(world):
    notice = drafted(open_breach(world), world)

    with pytest.raises(NotPermitted):
        approve_notice(notice=notice, seen=1, actor=world.handler)
    with pytest.raises(Conflict):
        record_sent(notice=notice, sent=now_by(), actor=world.handler)


def test_a_late_notice_is_recorded_only_with_the_reasons_for_the_delay(world):
    breach = decided(world, hours_ago=80)
    notice = approved(breach, world)

    with pytest.raises(RuleRefused) as refusal:
        record_sent(notice=notice, sent=now_by(), actor=world.handler)
    sent = record_sent(notice=notice, sent=now_by(late_why=LATE, outside_reference="ICO-77"), actor=world.handler)

    assert refusal.value.code == "late_reasons"
    assert (sent.stand, sent.late_why) == ("sent", LATE)
    assert clock_of_breach(loaded().get(pk=breach.pk), clock.now()).state is ClockState.TOLD_LATE
    assert storage.read(sent.paper).startswith(b"%PDF")


def test_the_moment_of_sending_lies_between_awareness_and_now(world):
    notice = approved(decided(world, hours_ago=5), world)
    moments = (clock.now() + dt.timedelta(hours=1), clock.now() - dt.timedelta(hours=9))

    for moment in moments:
        with pytest.raises(RuleRefused) as refusal:
            record_sent(notice=notice, sent=Sent(at=moment, how="Post"), actor=world.handler)
        assert set(refusal.value.fields) == {"at"}


def test_what_is_added_later_is_the_next_phase(world, monkeypatch):
    monkeypatch.setattr("dsar.accountability.breaches.notice_services.notice_pdf", lambda *_given: b"%PDF-")
    breach = decided(world, hours_ago=5)
    record_sent(notice=approved(breach, world), sent=now_by(outside_reference="ICO-77"), actor=world.handler)
    change_facts(
        breach=breach, values={"persons_about": 12}, seen=Breach.objects.get(pk=breach.pk).version, actor=world.dpo
    )

    second = drafted(breach, world)

    assert second.phase == 2
    assert "ICO-77" in latest_version(second).sections[0]["text"]
    with pytest.raises(Conflict):
        drafted(breach, world)


def test_people_are_owed_a_notice_of_a_high_risk_and_how_many_were_told_is_kept(world, monkeypatch):
    monkeypatch.setattr("dsar.accountability.breaches.notice_services.notice_pdf", lambda *_given: b"%PDF-")
    breach = decided(world, "high")
    letter = approved(breach, world, Audience.PERSONS)

    with pytest.raises(RuleRefused) as refusal:
        record_sent(notice=letter, sent=now_by("Post"), actor=world.handler)
    record_sent(notice=letter, sent=now_by("Post", persons=12), actor=world.handler)

    assert set(refusal.value.fields) == {"persons"}
    assert not any("people" in words for words in still_owed(breach))
    assert any("authority" in words for words in still_owed(breach))


def test_a_late_draft_asks_for_the_reasons_of_the_delay_in_its_own_text(world):
    late, early = drafted(decided(world, hours_ago=80), world), drafted(decided(world, hours_ago=5), world)

    codes = [one["code"] for one in latest_version(late).sections]

    assert "late" in codes
    assert "the reasons for the delay" in missing_of(late)
    assert "late" not in [one["code"] for one in latest_version(early).sections]


def test_a_processor_tells_its_controller_without_a_number_of_hours(world, monkeypatch):
    monkeypatch.setattr("dsar.accountability.breaches.notice_services.notice_pdf", lambda *_given: b"%PDF-")
    breach = decided(world, hours_ago=80)
    seen = Breach.objects.get(pk=breach.pk).version
    change_facts(breach=breach, values={"is_processor": True}, seen=seen, actor=world.dpo)
    breach = loaded().get(pk=breach.pk)
    before = clock_of_breach(breach, clock.now()).state

    record_sent(notice=approved(breach, world, Audience.CONTROLLER), sent=now_by("E-mail"), actor=world.handler)

    assert before is ClockState.NO_LIMIT
    assert clock_of_breach(loaded().get(pk=breach.pk), clock.now()).state is ClockState.TOLD
