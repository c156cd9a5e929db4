"""Models and migrations agree, and the tables that must not change refuse to."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.house.sources import CHECKOUT, PACKAGES


@pytest.mark.django_db
def test_no_model_changed_without_a_migration():
    out = io.StringIO()

    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out, stderr=out)
    except (SystemExit, CommandError):
        pytest.fail(out.getvalue())


def test_data_steps_import_nothing_of_the_application():
    """A migration must run unchanged when the code has long moved on."""
    # what old rows are opened with must stay as it is in any case
    sealing = ("dsar.foundation.fields", "dsar.foundation.keys", "dsar.foundation.storage")
    allowed = (*sealing, "dsar.foundation.tables", "dsar.audit.triggers")
    importing = []
    for package in PACKAGES:
        for path in (CHECKOUT / package / "migrations").glob("*.py"):
            for line in path.read_text().splitlines():
                words = line.split()
                if (
                    words[:1] in (["from"], ["import"])
                    and words[1].split(".")[0] in PACKAGES
                    and not words[1].startswith(allowed)
                ):
                    importing.append(f"{path.name}: {line.strip()}")

    assert importing == []
