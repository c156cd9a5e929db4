"""What is written for good is in the language of the house or of its reader, not of whoever acts."""

import json

import pytest
from django.utils import translation

from dsar.audit.models import AuditEntry
from dsar.audit.services import record
from dsar.cases.vocabulary import PersonRole
from dsar.rights.decisions.work_services import in_house_language, open_task
from tests.world import make_case

pytestmark = pytest.mark.django_db


def test_an_entry_of_the_chain_is_the_same_whoever_acts(world):
    case = make_case(world)

    with translation.override("fr"):
        record("people.added", actor=world.dpo, case=case, facts={"role": PersonRole.RECIPIENT.label})

    kept = json.loads(bytes(AuditEntry.objects.latest("seq").body))
    assert kept["facts"] == {"role": str(PersonRole.RECIPIENT.label)}


def test_a_task_by_hand_is_written_in_the_language_of_the_controller(world):
    case = make_case(world)
    case.controller.language = "de"

    with translation.override("fr"):
        row = open_task(case=case, ref="stop:1", system=None, what="x", actor=world.dpo)
        with in_house_language(case):
            inside = translation.get_language()

    assert (row.system_name, inside) == ("Von Hand", "de")
