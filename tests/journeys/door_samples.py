"""What the walk over every page needs of the two doors without accounts; runs inside the installation under test."""

import datetime as dt
import re
from typing import Any

from django.test import Client

from dsar.access.models import User
from dsar.cases.clock import today_of
from dsar.cases.models import Case
from dsar.cases.vocabulary import PersonRole
from dsar.commissioning.answering_services import ask_back
from dsar.commissioning.links import token_of
from dsar.commissioning.services import Owner, Wanted, send_commission
from dsar.notices.models import Notice
from dsar.processing_records.models import System
from dsar.requester.signing_in_services import send_asked_codes
from dsar.search.models import PlannedSystem


def asked_owner(case: Case, handler: User) -> dict[str, str]:
    """A commission of the case whose owner has asked something back: its id and the secret of its link."""
    system = System.objects.create(name="Hotline", owner="Mo Ruiz", owner_contact="mo.ruiz@example.org")
    planned = PlannedSystem.objects.create(case=case, system=system)
    commission = send_commission(
        planned=planned,
        owner=Owner("Mo Ruiz", "mo.ruiz@example.org"),
        wanted=Wanted([{"label": "Name", "value": "Nora Lind"}], "Calls since 2024."),
        due_on=today_of(case) + dt.timedelta(days=1),
        actor=handler,
    )
    ask_back(commission=commission, text="Also the recordings?")
    return {"commission_id": str(commission.pk), "link": token_of(commission)}


def open_door() -> str:
    """The session of a person who is asked a question, as their browser keeps it."""
    case = Case.objects.filter(waiting_for="clarification")[0]
    people = {person.role: person for person in case.people.all()}
    asker: Any = people.get(PersonRole.REQUESTER) or people[PersonRole.SUBJECT]
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.post("/my-request/", {"reference": case.reference, "email": asker.details["emails"][0]})
    send_asked_codes()
    body = Notice.objects.get(about_id=case.pk, code="portal_code").body
    browser.post("/my-request/code/", {"code": "".join(re.findall(r"\b(\d{4}) (\d{4})\b", body)[0])})
    return browser.cookies["my_request"].value
