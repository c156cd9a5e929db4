import datetime as dt
import json

import pytest
from django.urls import reverse

from dsar.audit.models import AuditPayload
from dsar.audit.verification import verify
from dsar.cases.models import Case, CasePerson, Note
from dsar.cases.notes_services import add_note
from dsar.foundation import clock, storage
from dsar.foundation.errors import KeyDestroyed, RuleRefused
from dsar.notices.models import Notice
from dsar.retention import minimising
from dsar.retention.letting_go_services import erase_by_hand, let_go
from dsar.retention.minimising import forms_of, replaced
from dsar.retention.models import CaseLetGo, KeptFigure
from dsar.retention.rule_services import rule_of
from dsar.retention.rules import Mode, Unit
from dsar.retention.sealed_parts import REWRITTEN, sealed_parts
from dsar.retention.words import keeps_words
from dsar.rights.objection.models import Objection
from dsar.rights.portability.models import PortablePackage
from dsar.rights.restriction.models import FlagStep
from dsar.statistics.evidence import compliance_of
from dsar.statistics.facts import Period
from dsar.statistics.release.services import _counts
from dsar.statistics.reports import groups, performance
from tests.dsar.retention.closed import closed_case, switched_on, with_exhibit
from tests.world import local_today

DETAILS = {"phones": ["+44 20 7946 0018"], "identifiers": [{"type": "customer", "value": "C-4711"}]}


def gone(world, case, code):
    """The case after the rule of that code has done its work, whatever its age."""
    found = let_go(rule=rule_of(code), case_id=case.pk)
    assert found.outcome == "done", found
    return Case.objects.filter(pk=case.pk).select_related("controller", "key").first()


def reports_of(user, year):
    """Every figure of the reports of whole years, as text."""
    period = Period(dt.date(year, 1, 1), dt.date(year + 2, 12, 31))
    sheets = [performance(user, period), groups(user, period, "right"), groups(user, period, "controller")]
    figures = [(one.label, one.value) for sheet in sheets for one in sheet.figures]
    cells = [
        (row.name, [str(cell) for cell in row.cells]) for sheet in sheets for one in sheet.tables for row in one.rows
    ]
    return json.dumps([figures, cells])


def everything_stored(case):
    """All texts that can still be read of the case."""
    texts = [case.request_text, case.search_details, json.dumps(case.context)]
    texts += [json.dumps(person.details) for person in CasePerson.objects.filter(case=case)]
    for part in sealed_parts():
        for row in part.rows(case):
            row.case = case
            texts += [json.dumps(getattr(row, name)) for name in (*part.emptied, *part.rewritten, *part.blanked)]
    texts += [f"{row.recipient}{row.subject}{row.body}" for row in Notice.objects.filter(key_id=case.key_id)]
    return " ".join(texts)


@pytest.fixture
def case(world):
    """A closed case with a note, a letter, a copy and somebody's name in all of them."""
    case = closed_case(world, days_ago=800, details=DETAILS, request_text="I am Ana Lindqvist, C-4711.")
    add_note(case=case, text="Ana Lindqvist phoned from +44 20 7946 0018", actor=world.handler)
    with_exhibit(case)
    return case


def test_pseudonymising_takes_the_person_and_leaves_the_case(world, case):
    figures, compliance = reports_of(world.dpo, 2024), compliance_of(case)
    before = {
        name: getattr(case, name) for name in ("received_at", "right", "outcome", "responded_on", "due_on", "stage")
    }
    events = list(case.clock_events.values_list("kind", "on"))
    readable = everything_stored(case)

    case = gone(world, case, "case_details")

    after = everything_stored(case)
    label = case.people.first().name
    assert "Lindqvist" in readable
    assert not any(form in after.casefold() for form in ("lindqvist", "ana@", "4711", "7946"))
    assert label.startswith("PERSON-")
    assert {person.name for person in case.people.all()} == {label}
    assert {name: getattr(case, name) for name in before} == before
    assert list(case.clock_events.values_list("kind", "on")) == events
    assert reports_of(world.dpo, 2024) == figures
    assert compliance_of(case) == compliance
    assert not case.tokens.exists()
    assert not AuditPayload.objects.filter(key_id=case.key_id, seq__lt=_last_seq(case)).exists()
    assert verify().is_whole


def _last_seq(case):
    from dsar.audit.models import AuditEntry

    return AuditEntry.objects.filter(case_id=case.pk).order_by("-seq").values_list("seq", flat=True)[0]


def test_who_stands_in_two_roles_has_one_label_and_two_people_have_two(world):
    case = closed_case(world, days_ago=800)
    recipient = CasePerson(case=case, role="recipient", details={"name": "Sol Icitor", "emails": ["sol@example.org"]})
    recipient.save()
    labels = minimising._labels(case)

    assert labels["ana lindqvist"] == labels["ana"] == labels["ana@example.com"]
    assert labels["sol icitor"] != labels["ana lindqvist"]
    assert replaced(["Told SOL ICITOR of Ana's letter"], labels) == [
        f"Told {labels['sol icitor']} of {labels['ana']}'s letter"
    ]


def test_short_words_and_parts_of_words_are_left_alone():
    labels = dict.fromkeys(forms_of({"name": "Jo Ann Li"}), "PERSON-1")

    assert replaced("Annual report for Ann and Li", labels) == "Annual report for PERSON-1 and Li"


def test_every_text_that_stays_is_named_and_everything_else_is_emptied():
    parts = {part.model.__name__: part for part in sealed_parts()}

    assert {name for name, part in parts.items() if part.rewritten} == set(REWRITTEN)
    assert set(parts["Note"].emptied) == {"text"}
    assert "ClockEvent" not in parts


def test_files_go_and_say_so(world, case):
    stored = case.exhibit_set.get().original if hasattr(case, "exhibit_set") else None
    stored = stored or minimising.Exhibit.objects.get(case=case).original

    gone(world, case, "search_copies")

    stored.refresh_from_db()
    assert stored.let_go_at is not None
    assert stored.sha256
    with pytest.raises(KeyDestroyed):
        storage.read(stored)


def test_the_pages_of_a_pseudonymised_case_can_still_be_read(world, case, client):
    client.force_login(world.dpo)
    case = gone(world, case, "case_details")
    names = ["case", "case-history", "case-attach", "case-note", "case-messages", "case-details", "case-search"]
    names += ["case-identity", "case-review", "case-delivery", "case-holds", "case-record", "case-retention"]

    told = {name: client.get(reverse(f"dsar:{name}", args=[case.reference])).status_code for name in names}

    assert set(told.values()) == {200}, told
    assert Note.objects.filter(case=case).exists()


def test_erasing_by_hand_wants_reason_reference_role_and_an_ended_period(world, case, client):
    page = reverse("dsar:case-erase", args=[case.reference])
    form = {"reason": "period_ended", "confirmation": case.reference}
    client.force_login(world.handler)
    no_role = client.post(page, form).status_code
    client.force_login(world.dpo)
    session = client.session
    first = client.post(page, form)  # the password is asked for first
    session = client.session
    session["reauthenticated_at"] = clock.now().isoformat()
    session.save()

    early = client.post(page, form)
    Case.objects.filter(pk=case.pk).update(retain_until=dt.date(2026, 1, 1))
    wrong = client.post(page, form | {"confirmation": "DSAR-1"})
    done = client.post(page, form)

    assert (no_role, first.status_code, early.status_code, wrong.status_code, done.status_code) == (
        403,
        302,
        422,
        422,
        302,
    )
    assert "The retention period runs until" in early.content.decode()
    assert Case.objects.get().key.destroyed_at is not None
    assert set(CaseLetGo.objects.values_list("category", flat=True)) >= {"case_content", "case_details", "packages"}


def test_what_keeps_a_case_keeps_it_from_a_hand_too_where_the_rule_is_longer_than_the_period(world, case):
    Case.objects.filter(pk=case.pk).update(retain_until=local_today() - dt.timedelta(days=5))
    switched_on(world, "case_content", 30, mode=Mode.ASK)
    closed_case(world, days_ago=10, details=DETAILS)
    Case.objects.exclude(pk=case.pk).update(stage="review", closed_at=None)

    with pytest.raises(RuleRefused) as refused:
        erase_by_hand(
            case=case, rule=rule_of("case_content"), reason="asked_for", confirmation=case.reference, actor=world.dpo
        )

    assert refused.value.message == keeps_words("open_case")
    assert Case.objects.get(pk=case.pk).key.destroyed_at is None


def test_the_file_of_a_portable_package_goes_with_the_packages(world, case):
    stored = storage.store(b"zip", key_id=case.key_id, name="portable.zip", media_type="application/zip")
    row = PortablePackage(case=case, number=1, author=world.handler, ordered_at=clock.now(), basis={}, file=stored)
    row.report, row.decision = {}, ""
    row.save(force_insert=True)

    minimising.drop_packages(case)

    stored.refresh_from_db()
    assert stored.let_go_at is not None


def test_an_erased_case_is_a_line_that_says_so_on_every_page(world, case, client):
    Case.objects.filter(pk=case.pk).update(retain_until=dt.date(2026, 1, 1))
    figures = reports_of(world.dpo, 2024)
    erase_by_hand(
        case=case, rule=rule_of("case_content"), reason="period_ended", confirmation=case.reference, actor=world.dpo
    )
    client.force_login(world.dpo)

    first = client.get(reverse("dsar:case", args=[case.reference]))
    others = [client.get(reverse(f"dsar:{name}", args=[case.reference])) for name in ("case-note", "case-review")]
    listed = client.get(reverse("dsar:case-list"), {"stage": "closed"})
    home = client.get(reverse("dsar:home"))
    api = client.get(f"/api/v1/cases/{case.reference}/")

    assert home.status_code == 200
    assert api.status_code in (200, 410)
    assert not case.tokens.exists()
    assert first.status_code == 200
    assert "The content of this case is erased" in first.content.decode()
    assert "Disclosed in full" in first.content.decode()
    assert [page.status_code for page in others] == [410, 410]
    assert listed.status_code == 200
    assert reports_of(world.dpo, 2024) == figures


def test_reports_of_years_add_up_after_the_lines_have_gone(world):
    for number in range(7):
        closed_case(world, days_ago=800 + number, name=f"Ana{number} Berg{number}")
    late = closed_case(world, days_ago=830, name="Late One")
    missed = late.responded_on - dt.timedelta(days=3)
    Case.objects.filter(pk=late.pk).update(statutory_due_on=missed, due_on=missed, target_due_on=missed)
    closed_case(world, days_ago=100, name="Young One")
    switched_on(world, "register_line", 24, Unit.MONTHS)
    year = (clock.now() - dt.timedelta(days=830)).year
    figures, public = reports_of(world.dpo, year), [_counts(one) for one in (year, year + 1, year + 2)]
    Case.objects.filter(closed_at__lt=clock.now() - dt.timedelta(days=500)).update(retain_until=dt.date(2026, 1, 1))

    for case in list(Case.objects.filter(retain_until=dt.date(2026, 1, 1))):
        gone(world, case, "case_content")
        assert gone(world, case, "register_line") is None

    assert Case.objects.count() == 1
    assert sum(KeptFigure.objects.values_list("cases", flat=True)) == 8
    assert reports_of(world.dpo, year) == figures
    assert [_counts(one) for one in (year, year + 1, year + 2)] == public
    assert verify().is_whole


def test_what_stood_before_the_flags_of_a_case_goes_with_its_names(world):
    case = closed_case(world, days_ago=400, right="objection")
    objection = Objection(case=case, kind="marketing", weighing="not_needed", noted_at=clock.now())
    objection.save(force_insert=True)
    step = FlagStep(objection=objection, name="Shop", rules=[], state="done")
    step.receipts = [
        {"set": "customer", "key": {"email": "ana@example.com"}, "column": "x", "before": "0", "value": "1"}
    ]
    step.save(force_insert=True)

    gone(world, case, "case_details")

    assert FlagStep.objects.get().receipts == []
