"""The case page: who may open it, what it says, its notes and files."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts, closing_services, history
from dsar.cases.models import Case, CaseFile, Note
from dsar.deadlines.events import PauseKind
from dsar.foundation.keys import destroy_data_key
from tests.world import ago, local_today, make_case


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=10))


def page(client, user, case, name="case", *more):
    client.force_login(user)
    return client.get(reverse(f"dsar:{name}", args=[case.reference, *more]))


def test_the_page_shows_the_person_the_request_and_both_dates(client, world, case):
    answer = page(client, world.handler, case)

    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Access request from Ana Lindqvist", "Send me everything", "Statutory date", "Our target", "Triage"):
        assert words in text


def test_a_page_asks_for_key_clock_and_proofs_of_its_case_once(client, world, case):
    page(client, world.handler, case)

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("dsar:case", args=[case.reference]))

    tables = [found[1] for one in asked.captured_queries if (found := re.search(r'FROM "(\w+)"', one["sql"]))]
    assert "dsar_datakey" not in tables  # it came with the case
    assert [tables.count(name) for name in ("dsar_clockevent", "dsar_identitycheck", "dsar_caseperson")] == [1, 1, 1]


def test_a_parent_who_asks_makes_it_a_request_about_the_child(client, world, case):
    case.people.filter(role="requester").update(relation="parent")

    text = page(client, world.handler, case).content.decode()

    assert "Access request about Ana Lindqvist" in text


@pytest.mark.parametrize(
    "who, status",
    [("intake", 200), ("dpo", 200), ("approver", 200), ("stranger", 404), ("admin", 404), ("auditor", 404)],
)
def test_who_may_open_a_case(client, world, case, who, status):
    assert page(client, getattr(world, who), case).status_code == status


def test_opening_leaves_one_trace_however_often_one_looks(client, world, case):
    page(client, world.handler, case)
    page(client, world.handler, case)

    assert AuditEntry.objects.filter(case_id=case.pk, action="case.viewed").count() == 1


def test_the_page_of_a_case_whose_key_is_gone_says_so_instead_of_breaking(client, world, case):
    destroy_data_key(case.key_id)

    first = page(client, world.handler, case)
    notes = client.get(reverse("dsar:case-note", args=[case.reference]))

    assert first.status_code == 200
    assert "Lindqvist" not in first.content.decode()
    assert notes.status_code == 410


def test_a_note_is_written_and_an_empty_one_is_refused_with_its_field(client, world, case):
    client.force_login(world.handler)
    url = reverse("dsar:case-note", args=[case.reference])

    empty = client.post(url, {"text": ""})
    written = client.post(url, {"text": "Called back."}, follow=True)

    assert empty.status_code == 422
    assert "There is a problem" in empty.content.decode()
    assert "Called back." in written.content.decode()
    assert Note.objects.count() == 1
    assert client.get(url).status_code == 200


def test_a_file_is_sealed_and_comes_back_as_an_attachment(client, world, case):
    client.force_login(world.handler)
    upload = SimpleUploadedFile("letter.html", b"<script>alert(1)</script>", "text/html")

    attached = client.post(reverse("dsar:case-attach", args=[case.reference]), {"file": upload, "purpose": "request"})
    answer = page(client, world.handler, case, "case-file", CaseFile.objects.get().pk)

    assert attached.status_code == 302
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="case.file_opened").count() == 1


def test_a_file_of_another_case_is_not_found_here(client, world, case):
    client.force_login(world.handler)
    client.post(
        reverse("dsar:case-attach", args=[case.reference]),
        {"file": SimpleUploadedFile("a.txt", b"a"), "purpose": "other"},
    )
    other = make_case(world, name="Bo Berg")

    assert page(client, world.handler, other, "case-file", CaseFile.objects.get().pk).status_code == 404


def test_intake_reads_but_attaches_nothing(client, world, case):
    client.force_login(world.intake)

    answer = client.post(
        reverse("dsar:case-attach", args=[case.reference]),
        {"file": SimpleUploadedFile("a.txt", b"a"), "purpose": "other"},
    )

    assert answer.status_code == 403
    assert not CaseFile.objects.exists()


def test_history_tells_acts_in_words_and_filters_by_kind(client, world, case):
    client.force_login(world.handler)
    client.post(reverse("dsar:case-note", args=[case.reference]), {"text": "Called back."})
    clock_acts.pause(
        case=case, waiting_for=PauseKind.IDENTITY, on=local_today(), reason="Unknown address", actor=world.handler
    )

    everything = page(client, world.handler, case, "case-history").content.decode()
    clock_only = client.get(reverse("dsar:case-history", args=[case.reference]), {"kind": "clock"}).content.decode()

    assert "Request logged: Access (Art. 15), received" in everything
    assert "by E-mail" in everything
    assert "Note written" in everything
    assert "Ines Take" in everything
    assert "Asked for proof of identity on" in clock_only
    assert "Unknown address" in clock_only
    assert "Note written" not in clock_only


def test_tabs_lead_only_to_pages_that_exist(client, world, case):
    text = page(client, world.handler, case, "case-history").content.decode()

    assert f'href="{reverse("dsar:case-history", args=[case.reference])}" aria-current="page"' in text


def test_what_cannot_be_done_stands_there_with_its_reason(client, world, case):
    Case.objects.filter(pk=case.pk).update(stage="search")

    text = page(client, world.handler, case).content.decode()

    assert "act-refused" in text
    assert "Start the review" in text


def test_the_history_as_a_table_holds_no_formula(client, world, case):
    clock_acts.pause(case=case, waiting_for=PauseKind.IDENTITY, on=local_today(), reason="=1+1", actor=world.handler)

    answer = page(client, world.handler, case, "case-history-csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Asked for proof of identity" in text
    assert [line for line in text.splitlines() if line.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_what_would_be_a_formula_is_quoted(value):
    assert history.cell(value) == f"'{value}"


def test_a_withdrawn_request_is_neither_late_nor_in_time(client, world):
    late = make_case(world, received=ago(days=60))
    written = {"evidence": "Letter of today.", "verified_how": "Her signature on file."}
    closing_services.close_as(case=late, kind="withdrawn", findings=written, actor=world.handler)

    text = page(client, world.handler, late).content.decode()

    assert "without an answer" in text
    assert "clock-date-late" not in text
    assert "in time: no" not in text


def test_who_must_not_know_stands_where_everybody_sees_it(client, world):
    guarded = make_case(world, context={"flags": ["must_not_know"], "must_not_know_who": "Her former manager"})

    text = page(client, world.handler, guarded).content.decode()

    assert "Somebody must not know" in text
    assert "Her former manager" in text


def test_a_safe_contact_shows_no_address(client, world, case):
    case.people.update(is_safe_contact=True)

    text = page(client, world.handler, case).content.decode()

    assert "ana@example.com" not in text
    assert "Safe contact" in text


def test_the_history_is_narrowed_by_person_and_day_on_the_page_and_in_the_table(client, world, case):
    client.force_login(world.dpo)
    client.post(reverse("dsar:case-note", args=[case.reference]), {"text": "Called back."})
    address = reverse("dsar:case-history", args=[case.reference])

    hers = client.get(address, {"who": str(world.dpo.pk)}).content.decode()
    long_ago = client.get(address, {"last": "2020-01-01"}).content.decode()
    wrong = client.get(address, {"who": "nonsense", "first": "yesterday"})
    table = b"".join(client.get(f"{address[:-1]}.csv", {"who": str(world.dpo.pk)}).streaming_content).decode(
        "utf-8-sig"
    )

    assert "Note written" in hers
    assert "Request logged" not in hers.partition("<tbody>")[2]
    assert "Nothing fits" in long_ago
    assert wrong.status_code == 200
    assert "Note written" in table
    assert "Request logged" not in table
