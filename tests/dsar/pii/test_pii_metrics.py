"""Figures of detection and what of them needs a look."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from dsar.foundation import clock
from dsar.pii import alerting
from dsar.pii.metrics import alerts, figures, runs_of
from dsar.pii.models import DetectionRun, DetectionVerdict, VerdictKind
from dsar.pii.own_kind_services import OwnKindValues, save_own_kind
from dsar.pii.runs import reader_now, record_run
from dsar.review.preparation_services import prepare
from tests.dsar.review.exhibits import add_exhibit, in_review
from tests.world import make_case

pytestmark = pytest.mark.django_db


def run(**changes):
    given = {"what": "review", "engine": "engine test", "started_at": clock.now(), "items": 2, "characters": 100_000}
    return DetectionRun.objects.create(**given | {"seconds": 2.0, "found": 50} | changes)


def verdicts(kind, right, wrong):
    for number in range(right + wrong):
        DetectionVerdict.objects.create(
            passage_id=uuid.uuid4(), key_id=uuid.uuid4(), kind=kind, score=0.5, given_at=clock.now(),
            verdict=VerdictKind.RIGHT if number < right else VerdictKind.WRONG,
        )  # fmt: skip


def test_a_reading_of_a_case_is_counted_by_kind_and_risk(world):
    case = in_review(make_case(world))
    add_exhibit(case, "Card 4111 1111 1111 1111, mail erik.berg@example.net")

    prepare(case.pk)

    made = DetectionRun.objects.get()
    assert (made.items, made.case_id, made.failed) == (1, case.pk, 0)
    assert made.kinds["credit_card"] == made.kinds["email_address"] == 1
    assert made.risks["4"] == 1
    assert made.characters == 52
    assert made.seconds > 0


def test_the_compliance_score_is_the_share_that_a_person_decided():
    before = figures(runs_of())
    run(suggested=8)
    verdicts("person", right=4, wrong=2)

    after = figures(runs_of())

    assert before.decided is None
    assert after.decided == 0.75


def test_an_own_kind_counts_with_its_own_risk(world):
    save_own_kind(values=OwnKindValues("Locker number", r"\bLKR-\d{4}\b", "business", 4), actor=world.dpo)
    reader = reader_now()

    reader.find("LKR-4471")
    reader.items = 1
    made = record_run(reader, what="text")

    assert made.kinds == {"own:locker_number": 1}
    assert made.risks == {"4": 1}


def test_nothing_read_is_no_reading(world):
    assert record_run(reader_now(), what="text") is None


def test_figures_add_up_over_the_period(world):
    run(kinds={"person": 50}, risks={"2": 50})
    run(kinds={"iban": 10}, risks={"3": 10}, found=10, characters=20_000, seconds=1.0)
    run(started_at=clock.now() - dt.timedelta(days=40))

    told = figures(runs_of("30"), "30")

    assert (told.runs, told.found, told.characters) == (2, 60, 120_000)
    assert told.a_thousand == pytest.approx(0.5)
    assert told.seconds_a_million == pytest.approx(25)
    assert told.wrong is None
    assert [(one.label, one.count, one.percent) for one in told.risks] == [
        ("Grave", 0, 0), ("High", 10, 17), ("Medium", 50, 83), ("Low", 0, 0),
    ]  # fmt: skip


def test_nothing_needs_a_look_where_all_is_well(world):
    run(risks={"4": 3})
    verdicts("person", 30, 1)

    assert alerts() == []


def test_slow_failed_grave_and_often_wrong_are_named(world):
    run(seconds=9.0, risks={"4": 25}, failed=2)
    verdicts("person", 10, 15)

    told = " ".join(str(one.text) for one in alerts())

    assert "1 readings found 20 or more grave passages" in told
    assert "2 items could not be read" in told
    assert "more than 60 seconds for a million characters" in told
    assert "“Name of a person” is too often wrong: 60 %" in told


def test_little_text_is_no_measure_of_speed(world):
    run(seconds=1.0, characters=500)

    assert alerts() == []


def test_a_model_that_is_named_and_missing_is_told(world, monkeypatch, tmp_path):
    monkeypatch.setenv("DSAR_NER_MODEL", str(tmp_path))

    assert "DSAR_NER_MODEL" in str(alerts()[0].text)


def test_the_page_shows_figures_and_no_names(world, client):
    run(kinds={"person": 50}, risks={"2": 50}, case_id=uuid.uuid4())
    client.force_login(world.auditor)

    page = client.get(reverse("dsar:pii-metrics")).content.decode()

    assert "Name of a person" in page
    assert "engine test" in page
    assert "Ana" not in page


def test_the_empty_page_says_what_comes(world, client):
    client.force_login(world.dpo)

    assert "Nothing was read yet" in client.get(reverse("dsar:pii-metrics")).content.decode()


def test_an_alert_of_the_week_reaches_the_bell_until_its_page_was_opened(world, client):
    run(failed=3)
    assert [(duty.words, duty.tone) for duty in alerting.duties(world.dpo)] == [(alerts("7")[0].text, "bad")]
    client.force_login(world.dpo)

    client.get(reverse("dsar:pii-metrics"))

    assert alerting.duties(world.dpo) == []
    run(failed=1)
    assert len(alerting.duties(world.dpo)) == 1


def test_an_alert_rings_for_nobody_who_can_change_nothing(world):
    run(failed=3)

    assert alerting.duties(world.handler) == []


def test_a_reading_takes_the_national_numbers_of_the_languages_in_the_settings(db, settings):
    settings.DSAR_DETECTION_LANGUAGES = ("nl", "de")

    reader = reader_now()

    assert reader.languages == ("nl", "de")
