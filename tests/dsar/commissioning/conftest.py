import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.commissioning.links import token_of
from dsar.commissioning.services import Owner, Wanted, send_commission
from dsar.processing_records.models import System
from dsar.search.models import PlannedSystem
from tests.world import make_case

OWNER = Owner("Mo Ruiz", "mo.ruiz@example.org", "Bo Ess", "bo.ess@example.org")
WANTED = Wanted([{"label": "E-mail", "value": "ana@example.com"}], "Orders only.")


@pytest.fixture
def case(world):
    """A case that is being searched."""
    made = make_case(world, details={"phones": ["+44 20 7946 0999"]})
    made.stage = "search"
    made.save(update_fields=["stage"])
    return made


@pytest.fixture
def crm(case):
    """A system that nobody but its owner can search, in the plan of the case."""
    system = System.objects.create(name="CRM", owner="Mo Ruiz", owner_contact="mo.ruiz@example.org")
    return PlannedSystem.objects.create(case=case, system=system)


@pytest.fixture
def commission(case, crm, world):
    return ask(crm, world)


def ask(planned, world, *, days=10, wanted=WANTED, owner=OWNER):
    """The owner is asked by the handler."""
    from dsar.cases.clock import today_of

    due_on = today_of(planned.case) + dt.timedelta(days=days)
    return send_commission(planned=planned, owner=owner, wanted=wanted, due_on=due_on, actor=world.handler)


def upload(name="crm.json", content=b'[{"name": "Ana Lindqvist", "email": "ana@example.com"}]'):
    return SimpleUploadedFile(name, content)


__all__ = ["OWNER", "WANTED", "ask", "token_of", "upload"]
