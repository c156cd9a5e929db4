"""The screens: publishing a year, and making a table anonymous."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.statistics.release.models import PublicReport

CSV = "name;age;town;illness\n" + "\n".join(
    f"P{number};{30 + number % 10};{'Leeds' if number % 2 else 'York'};{('flu', 'none', 'asthma')[number % 3]}"
    for number in range(60)
)


@pytest.fixture
def dpo(world):
    client = Client()
    client.force_login(world.dpo)
    return client


def upload(client, content, name="table.csv"):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(reverse("dsar:release-table"), {"file": file})


def columns(client, **changes):
    """The second step, as the browser sends it."""
    page = upload(client, CSV).content.decode()
    kept = re.search(r'name="carried" value="([^"]+)"', page)[1]
    sent = {"part_0": "direct", "part_1": "quasi", "part_2": "quasi", "part_3": "sensitive"}
    return client.post(
        reverse("dsar:release-table"), {"carried": kept, "k": 5, "diversity": 2, "left_out": 5, **sent, **changes}
    )


def test_a_year_is_published_and_withdrawn(dpo):
    answer = dpo.post(reverse("dsar:release-figures"), {"year": 2025, "epsilon": "1"}, follow=True)

    assert "The report for 2025 is published." in answer.content.decode()
    report = PublicReport.objects.get()
    answer = dpo.post(reverse("dsar:release-withdraw", args=[report.pk]), follow=True)
    assert "The report for 2025 is withdrawn." in answer.content.decode()


def test_what_the_budget_refuses_is_said_beside_the_form(dpo):
    dpo.post(reverse("dsar:release-figures"), {"year": 2025, "epsilon": "1"})

    answer = dpo.post(reverse("dsar:release-figures"), {"year": 2025, "epsilon": "1"})

    assert answer.status_code == 422
    assert "This year is published" in answer.content.decode()


def test_a_table_is_read_and_its_columns_are_asked_for(dpo):
    page = upload(dpo, CSV).content.decode()

    assert "60 rows" in page
    assert "P0 · P1 · P2" in page


def test_what_would_leave_is_shown_and_taken(dpo):
    shown = columns(dpo).content.decode()
    taken = b"".join(columns(dpo, act="take")).decode()

    assert "What would leave" in shown
    assert taken.splitlines()[0].lstrip("\ufeff") == "age,town,illness"
    assert "P1" not in taken
    assert AuditEntry.objects.filter(action="release.table_made").count() == 1  # to look at it is not to let it go


def test_columns_that_cannot_be_hidden_are_said(dpo):
    answer = columns(dpo, part_1="plain", part_2="plain")

    assert answer.status_code == 422
    assert "which columns a stranger could know" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a;b\n1\n", "Line 2 has 1 cells"),
        (b"a;b\n\xff\xfe\n", "not text in UTF-8"),
        ("a;b\n", "no rows"),
        ("a;b\n" + "1;2\n" * 260_000, "larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(dpo, content, message):
    answer = upload(dpo, content)

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_table_that_was_changed_on_the_way_is_not_taken(dpo):
    answer = columns(dpo, carried="forged")

    assert answer.status_code == 422
    assert "Choose the file again" in answer.content.decode()
