"""The people of the tests and the cases they work on. Factories set only what the model demands."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dsar.access.models import Team, User
from dsar.access.rules import Role
from dsar.access.services import add_person
from dsar.cases.models import Case
from dsar.cases.permissions import PRIVACY_TEAM
from dsar.cases.services import NewRequest, PersonEntry, register_case
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import clock
from dsar.processing_records.models import Controller

PASSWORD = "correct horse battery"
ZONE = "Europe/London"  # of the controller and of every person here


@dataclass
class World:
    """One organisation: who works there, and its controller. The handler, DPO and approver are in the privacy team."""

    controller: Controller
    intake: User
    handler: User
    approver: User
    dpo: User
    admin: User
    auditor: User
    stranger: User  # a case handler who has no grant on any case


def make_world() -> World:
    """A controller in London under UK GDPR and a person for each role."""
    controller = Controller.objects.create(
        name="Northwind Ltd",
        address="1 Example Street, London",
        dpo_name="Dana Poe",
        dpo_contact="dpo@example.org",
        contact_email="privacy@example.org",
        supervisory_authority="Information Commissioner",
        supervisory_authority_contact="ico.example.org",
    )
    people = {
        name: add_person(email=f"{name}@example.org", full_name=full, roles=[role], actor=None, password=PASSWORD)
        for name, full, role in [
            ("intake", "Ines Take", Role.INTAKE),
            ("handler", "Hanna Dler", Role.HANDLER),
            ("approver", "Abel Prover", Role.APPROVER),
            ("dpo", "Dana Poe", Role.DPO),
            ("admin", "Ada Min", Role.ADMIN),
            ("auditor", "Otto Ditor", Role.AUDITOR),
            ("stranger", "Stan Ger", Role.HANDLER),
        ]
    }
    team, _ = Team.objects.get_or_create(name=PRIVACY_TEAM)
    team.user_set.set([people["handler"], people["approver"], people["dpo"]])
    return World(controller=controller, **people)


def local_today() -> dt.date:
    """Today where the controller and the people are, asked of the clock that the product asks.

    Never kept from one test to the next: a run over midnight has two days, and at 23:30 UTC in summer London has the
    next one already.
    """
    return clock.today(ZONE)


def ago(*, days: float) -> dt.datetime:
    """The moment when it was as late in the day here, so many days ago: over a change of the clocks, too."""
    return (clock.now().astimezone(ZoneInfo(ZONE)) - dt.timedelta(days=days)).astimezone(dt.UTC)


def make_case(world: World, *, received: dt.datetime | None = None, name: str = "Ana Lindqvist", **extra: Any) -> Case:
    """An access request of a person who asks for herself, logged by the intake clerk, worked by the handler."""
    details = {"name": name, "emails": [f"{name.split()[0].lower()}@example.com"]} | extra.pop("details", {})
    request = NewRequest(
        controller=extra.pop("controller", world.controller),
        channel=extra.pop("channel", "email"),
        received_at=received or clock.now(),
        people=(PersonEntry(PersonRole.SUBJECT, details), PersonEntry(PersonRole.REQUESTER, details)),
        request_text=extra.pop("request_text", "Send me everything you hold about me."),
        **extra,
    )
    return register_case(request=request, actor=world.intake, handler=world.handler)
