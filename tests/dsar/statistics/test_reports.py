"""Reports: numbers that add up, the same in page, PDF and table file, and nobody's name in files."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from dsar.cases import clock_acts
from dsar.cases.models import Case
from dsar.statistics import reports
from dsar.statistics.facts import facts_of, original_due
from dsar.statistics.periods import preset
from dsar.statistics.report_files import sheet_pdf, table_file
from tests.dsar.statistics.hand import UTC, hand
from tests.world import ago, local_today, make_case

DAY = dt.timedelta(days=1)
PAGES = ["dsar:reports", "dsar:reports-workload", "dsar:reports-groups"]


@pytest.fixture
def cases(world):
    """Six in time, one late, one withdrawn, one open and late."""
    made = [make_case(world, received=ago(days=20), name="Xaverine Quillfeather") for _ in range(6)]
    late = make_case(world, received=ago(days=60))
    withdrawn = make_case(world, received=ago(days=40))
    make_case(world, received=ago(days=50))
    for case in (*made, late, withdrawn):
        clock_acts.respond(case=case, on=local_today(), actor=world.handler)
    Case.objects.filter(pk=withdrawn.pk).update(stage="closed", outcome="withdrawn")
    return [*made, late]


def year():
    return preset("12m", local_today())


def figures(sheet):
    return {figure.label: figure.value for figure in sheet.figures}


def table(sheet, title):
    return {row.name: list(row.cells) for row in next(one for one in sheet.tables if one.title == title).rows}


def test_answers_are_in_time_or_late_and_a_withdrawal_is_neither(world, cases):
    sheet = reports.performance(world.dpo, year())

    assert figures(sheet)["Received"] == "9"
    assert figures(sheet)["Answered"] == "7"
    assert figures(sheet)["In time"] == "85 %"
    assert figures(sheet)["Median"] == "20 days"
    assert figures(sheet)["Best possible"] == "75 %"
    assert sum(row[3] for row in table(sheet, "By month of receipt").values()) == 1
    assert table(sheet, "By outcome") == {"Withdrawn": [1]}


def test_the_months_add_up_to_what_was_received(world, cases):
    rows = table(reports.performance(world.dpo, year()), "By month of receipt").values()

    assert sum(row[0] for row in rows) == 9
    assert all(row[0] == sum(row[1:]) for row in rows)


def test_an_extended_case_is_measured_against_both_dates(world):
    with hand(dt.datetime(2026, 3, 2, 9, tzinfo=UTC)) as held:
        case = make_case(world, received=held.at)
        before = case.statutory_due_on
        held.on(days=15)
        clock_acts.extend(case=case, on=held.at.date(), criteria=["volume"], reason="Much of it", actor=world.dpo)
        held.on(days=30)
        clock_acts.respond(case=case, on=held.at.date(), actor=world.handler)
        case.refresh_from_db()

        (facts,) = facts_of(world.dpo, preset("12m", held.at.date()))

        assert case.is_extended
        assert facts.original_due == original_due(case) == before
        assert facts.original_due < facts.responded_on <= facts.statutory_due


def test_no_answer_yet_gives_no_rate(world):
    assert figures(reports.performance(world.dpo, year()))["In time"] == "–"


def test_who_will_be_late_is_named_by_reference_and_leads_to_the_case(client, world, cases):
    late = Case.objects.open().get(responded_on__isnull=True)
    client.force_login(world.dpo)

    sheet = reports.workload(world.dpo, year())
    page = client.get(reverse("dsar:reports-workload")).content.decode()

    assert list(table(sheet, "Who will be late at this pace")) == [late.reference]
    assert reverse("dsar:case", args=[late.reference]) in page
    assert "the earliest date first" in page


def test_a_target_that_the_statute_cuts_short_is_listed_with_both_dates(world):
    with hand(dt.datetime(2027, 1, 31, 12, tzinfo=UTC)) as held:
        case = make_case(world, received=held.at)

        sheet = reports.workload(world.dpo, year())

    cut = table(sheet, "Our target, cut short by the statute")
    assert list(cut) == [case.reference]
    assert cut[case.reference][0] == "2 March 2027"


def test_auditors_count_all_cases_and_a_stranger_only_those_they_may_see(world, cases):
    assert figures(reports.performance(world.auditor, year()))["Received"] == "9"
    assert figures(reports.performance(world.stranger, year()))["Received"] == "0"


@pytest.mark.parametrize("by", list(reports.DIMENSIONS))
def test_every_grouping_counts_every_case(world, cases, by):
    sheet = reports.groups(world.dpo, year(), by)

    assert sum(row.cells[0] for row in sheet.tables[0].rows) == 9


def test_files_hold_what_the_page_shows_and_no_name(client, world, cases):
    world.handler.full_name = "=cmd|'/c calc'!A1"
    world.handler.save()
    client.force_login(world.dpo)

    page = client.get(reverse("dsar:reports-groups") + "?by=handler").content.decode()
    answer = client.get(reverse("dsar:report-file", args=["groups", "csv"]) + "?by=handler")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert "=cmd|" in page
    assert "cmd" not in content
    assert "Handler 1" in content
    assert "attachment" in answer["Content-Disposition"]
    assert "Quillfeather" not in content + page
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in csv.reader(io.StringIO(content)) for cell in row if cell)


def test_a_controller_with_the_name_of_a_formula_is_defused(world, cases):
    world.controller.name = "=HYPERLINK(1)"
    world.controller.save()

    assert b"'=HYPERLINK(1)" in table_file(reports.groups(world.dpo, year(), "controller"))


def test_the_pdf_is_made_without_network_and_holds_the_numbers(world, cases):
    import pypdf

    content = sheet_pdf(reports.performance(world.dpo, year()), "Northwind Ltd")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)

    assert "85 %" in text
    assert "How this was worked out" in text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "who, status", [("dpo", 200), ("handler", 200), ("auditor", 200), ("admin", 200), ("intake", 403)]
)
def test_who_may_open_reports(client, world, page, who, status):
    client.force_login(getattr(world, who))

    assert client.get(reverse(page)).status_code == status
    assert client.post(reverse(page)).status_code == 405


@pytest.mark.parametrize(
    "asked", ["period=own&first=2026-02-01", "period=own&first=2026-02-02&last=2026-02-01", "period=never"]
)
def test_a_period_that_cannot_be_is_refused_beside_its_field(client, world, asked):
    client.force_login(world.dpo)

    answer = client.get(f"{reverse('dsar:reports')}?{asked}")

    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_charts_are_told_to_those_who_do_not_see_them(client, world, cases):
    client.force_login(world.dpo)

    page = client.get(reverse("dsar:reports")).content.decode()

    assert 'role="img" aria-labelledby="months-title months-desc"' in page
    assert "<title id=" in page
    assert "<desc id=" in page


def test_a_report_that_does_not_exist_is_not_found(client, world):
    client.force_login(world.dpo)

    assert client.get(reverse("dsar:report-file", args=["people", "csv"])).status_code == 404
    assert client.get(reverse("dsar:report-file", args=["groups", "xml"])).status_code == 404
