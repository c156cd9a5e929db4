"""The corrections of the clock as pages, the explanation to print, the rules, and "what if"."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.cases import clock_acts
from dsar.cases.clock_reports import capped_cases
from dsar.cases.clock_words import warning_words
from dsar.cases.models import Case
from dsar.deadlines.events import Ask, PauseKind
from dsar.deadlines.further import FURTHER
from dsar.deadlines.rulesets import RULESETS
from dsar.intake.preview import preview_dates
from tests.dsar.cases.clock_proofs import proof
from tests.world import ago, local_today, make_case

HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=10))


@pytest.fixture
def dpo(client, world):
    client.force_login(world.dpo)
    return client


def url(name, case, *more):
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


def file():
    return SimpleUploadedFile("envelope.txt", b"Postmarked", content_type="text/plain")


def days_ago(count):
    return local_today() - dt.timedelta(days=count)


def test_a_receipt_is_previewed_and_corrected(dpo, case):
    values = {"on": days_ago(12).isoformat(), "reason": "The postmark"}

    shown = dpo.post(url("receipt", case), values, headers=HTMX).content.decode()
    without = dpo.post(url("receipt", case), values)
    done = dpo.post(url("receipt", case), values | {"evidence": file()})

    assert "change-old" in shown
    assert "Why these dates?" in shown
    assert without.status_code == 422
    assert done.status_code == 302
    assert Case.objects.get().clock_events.get().kind == "receipt"


def test_an_extension_is_withdrawn_by_the_page(dpo, world, case):
    before = case.due_on
    none_yet = dpo.post(url("extension-withdraw", case), {"reason": "x"})
    clock_acts.extend(case=case, on=local_today(), criteria=["legal_advice"], reason="Counsel", actor=world.handler)

    page = dpo.get(url("extension-withdraw", case)).content.decode()
    done = dpo.post(url("extension-withdraw", case), {"reason": "Counsel was quick"})

    assert none_yet.status_code == 422
    assert "change-old" in page
    assert done.status_code == 302
    assert Case.objects.get().due_on == before


def test_an_answer_given_elsewhere_stops_the_clock(dpo, case):
    values = {"on": local_today().isoformat(), "reason": "Handed over", "evidence": file()}

    done = dpo.post(url("answered", case), values)

    assert done.status_code == 302
    assert Case.objects.get().clock_state == "stopped"
    assert dpo.post(url("answered", case), values | {"evidence": file()}).status_code == 422


def test_an_entry_is_corrected_and_then_struck_out(dpo, world, case):
    kind = PauseKind.CLARIFICATION
    asked = clock_acts.pause(
        case=case, waiting_for=kind, on=days_ago(3), reason="Which?", evidence=proof(case, world), actor=world.dpo
    )
    page = url("clock-correct", case, asked.pk)

    shown = dpo.post(page, {"on": days_ago(5).isoformat(), "reason": "Sent before"}, headers=HTMX)
    moved = dpo.post(page, {"on": days_ago(5).isoformat(), "reason": "Sent before", "evidence": file()})
    again = dpo.post(page, {"on": days_ago(4).isoformat(), "reason": "Sent before", "evidence": file()})
    newest = case.clock_events.get(supersedes=asked)
    struck = dpo.post(
        url("clock-correct", case, newest.pk),
        {"on": local_today().isoformat(), "is_struck": "on", "reason": "Never", "evidence": file()},
    )

    assert "Why these dates?" in shown.content.decode()
    assert (moved.status_code, again.status_code, struck.status_code) == (302, 409, 302)
    assert Case.objects.get().clock_state == "running"
    assert case.clock_events.count() == 3


@pytest.mark.parametrize("name", ["receipt", "answered"])
def test_a_handler_may_not_correct(client, world, case, name):
    client.force_login(world.handler)

    assert client.get(url(name, case)).status_code == 403


def test_the_explanation_lists_every_step_and_every_entry(dpo, world, case):
    clock_acts.pause(
        case=case,
        waiting_for=PauseKind.CLARIFICATION,
        on=days_ago(3),
        reason="Which account?",
        evidence=proof(case, world),
        actor=world.dpo,
    )

    page = dpo.get(url("clock", case)).content.decode()

    for words in (
        "Step by step",
        "UK GDPR Art. 12A(5)",
        "Which account?",
        "Proof attached",
        "UK-2026-02-05",
        "Correct",
    ):
        assert words in page


def test_a_late_ask_for_proof_is_told_to_buy_no_new_month_safely(world, case):
    shown = clock_acts.preview(case, Ask(PauseKind.IDENTITY, local_today()))

    [words] = warning_words(shown.warnings)
    assert "buys no new month safely" in words
    assert "(G4)" in words


def test_the_rules_show_every_version_and_every_other_clock(client, world):
    client.force_login(world.auditor)

    page = client.get(reverse("dsar:deadline-rules")).content.decode()

    for rules in RULESETS:
        assert rules.ruleset_version in page
    assert page.count('data-label="Length"') == len(FURTHER)
    assert "For older requests" in page


def test_what_if_explains_itself_and_stores_nothing(client, world):
    client.force_login(world.handler)
    asked = {
        "regime": "UK",
        "right": "access",
        "received": "2026-06-01",
        "today": "2026-07-20",
        "calendar": "GB-EAW",
        "policy": "",
        "event_1": "ask_clarification",
        "day_1": "2026-06-04",
        "event_2": "answer_clarification",
        "day_2": "2026-06-10",
        "event_3": "extend",
        "day_3": "2026-07-09",
    }
    page = reverse("dsar:deadline-what-if")

    whole = client.get(page, asked).content.decode()
    part = client.get(page, asked, headers=HTMX).content.decode()

    assert "8 July 2026" in whole
    assert "came too late" in whole
    assert "<html" not in part
    assert "8 July 2026" in part
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"received": "soon"},
        {"regime": "CCPA", "policy": "FIXED30"},
        {"event_1": "extend", "day_1": ""},
        {"received": "1999-01-01"},
    ],
)
def test_what_if_refuses_in_words(client, world, more):
    client.force_login(world.handler)
    asked = {"regime": "UK", "right": "access", "received": "2026-06-01", "calendar": "GB-EAW", "policy": ""}

    assert client.get(reverse("dsar:deadline-what-if"), asked | more).status_code == 422


def test_what_if_starts_from_a_case_that_one_may_see(client, world, case):
    clock_acts.pause(
        case=case, waiting_for=PauseKind.CLARIFICATION, on=local_today(), reason="Which?", actor=world.handler
    )
    page, asked = reverse("dsar:deadline-what-if"), {"case": case.reference}

    client.force_login(world.handler)
    own = client.get(page, asked).context["form"].initial
    client.force_login(world.stranger)
    foreign = client.get(page, asked).context["form"].initial

    assert (own["event_1"], own["day_1"]) == ("ask_clarification", local_today())
    assert "event_1" not in foreign


def test_at_intake_the_cut_target_is_told_with_both_dates(world):
    world.controller.calendar = "none"

    shown = preview_dates(
        controller=world.controller,
        regime_id="UK",
        right="access",
        received_at=dt.datetime(2025, 1, 30, 9, tzinfo=dt.UTC),
    )

    assert "30 days would end 1 Mar; the law ends 28 Feb — due date set to 28 Feb" in shown.warnings[0]


def test_reports_list_the_cases_whose_target_the_statute_has_cut(world):
    cut = make_case(world, received=dt.datetime(2025, 1, 30, 9, tzinfo=dt.UTC))
    make_case(world, received=dt.datetime(2026, 7, 15, 9, tzinfo=dt.UTC), name="Bo Berg")

    [found] = capped_cases(Case.objects.open())

    assert (found.reference, found.days) == (cut.reference, 1)
