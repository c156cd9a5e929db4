"""A portability request beside a reviewed access case: customers, orders and files, with other people among them."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from dsar.cases.models import Case
from dsar.cases.services import link_cases
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import cipher, storage
from dsar.foundation.keys import data_key
from dsar.identity.services import mark_not_needed
from dsar.processing_records.models import ProcessingActivity, System
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.rights.portability import building_services, package_services, plan_services, surveying
from dsar.rights.portability.models import Survey
from dsar.search.models import Exhibit, PlannedSystem, PlanState
from tests.world import ago, make_case

CUSTOMER = {
    "id": 4711, "first_name": "Ana", "email": "ana@example.com", "note": "=cmd()|calc", "birthday": "1990-02-28",
    "risk_score": 0.7, "password_hash": "$2b$12$abcdefghijklmnopqrstuv", "is_subscribed": True, "avatar_picture": {"bytes": 512},
}  # fmt: skip
ORDERS = (
    {"id": 1, "order_date": "2026-01-05", "item": "Kettle 👩🏽‍💻", "gift_message": "", "price": "12.50", "internal_note": "VIP"},
    {"id": 2, "order_date": "2026-02-05", "item": "Tea\x00pot", "gift_message": "For Bert Harrow, bert.harrow@example.net", "price": "7.00",
     "internal_note": "late"},
)  # fmt: skip
FRAUD = {"id": 9, "email": "ana@example.com", "signal": "two cards"}
HIDDEN = "Quentin Marlowe"


def add_exhibit(case, planned, number, group, *, values=None, text="", media_type="text/plain"):
    """A sealed copy of a row, or of a document with its text."""
    exhibit = Exhibit(
        case=case, planned=planned, number=number, source_name=planned.system.name, form="document" if values is None else "row",
        group=group, media_type=media_type if values is None else "", title=f"item {number}", locator={"n": number},
        values=values or {}, decision="confirmed", sha256="0" * 64, found_at=ago(days=3),
        item_digest=cipher.digest(data_key(case.key_id, "index"), "t", str(number)),
        expires_at=timezone.now() + dt.timedelta(days=90),
    )  # fmt: skip
    if values is None:
        exhibit.original = storage.store(text.encode(), key_id=case.key_id, name="a", media_type=media_type)
        blocks = json.dumps([{"text": text, "locator": {}, "role": "body", "words": []}]).encode()
        exhibit.blocks = storage.store(blocks, key_id=case.key_id, name="b", media_type="application/json")
    exhibit.save(force_insert=True)
    return exhibit


@pytest.fixture
def register(world):
    """A shop with a contract, a mailing with consent, fraud checks on legitimate interest, a folder of uploads."""
    systems = {name: System.objects.create(name=name) for name in ("Shop", "Fraud desk", "Files")}
    entries = {
        "Customers and orders": ("Contract (Art. 6(1)(b))", "Shop", "The customer, when ordering."),
        "Fraud checks": ("Legitimate interest (Art. 6(1)(f))", "Fraud desk", "Payment providers."),
        "Uploads": ("Consent (Art. 6(1)(a))", "Files", "The customer."),
    }
    for name, (basis, system, source) in entries.items():
        activity = ProcessingActivity.objects.create(
            controller=world.controller, name=name, purpose=f"{name}.", legal_basis=basis, source_of_data=source
        )
        activity.systems.add(systems[system])
    return systems


@pytest.fixture
def access(world, register):
    """The reviewed access case: the second order names somebody else, a third row is redacted, one item withheld."""
    case = make_case(world)
    planned = {
        name: PlannedSystem.objects.create(case=case, system=system, state=PlanState.DONE)
        for name, system in register.items()
    }
    rows = [
        ("Shop", "shop/customers", CUSTOMER, Verdict.DISCLOSE),
        ("Shop", "shop/orders", ORDERS[0], Verdict.DISCLOSE),
        ("Shop", "shop/orders", ORDERS[1], Verdict.DISCLOSE),
        ("Shop", "shop/orders", ORDERS[0] | {"id": 3, "item": f"Sent by {HIDDEN}"}, Verdict.REDACT),
        ("Fraud desk", "fraud/signals", FRAUD, Verdict.DISCLOSE),
        ("Shop", "shop/customers", {"id": 1, "first_name": "Not hers"}, Verdict.NOT_SUBJECT),
    ]
    for number, (system, group, values, verdict) in enumerate(rows, 1):
        exhibit = add_exhibit(case, planned[system], number, group, values=values)
        item = ReviewItem.objects.create(case=case, exhibit=exhibit, verdict=verdict)
        if verdict == Verdict.REDACT:
            Passage.objects.create(
                case=case, item=item, box={"column": "item"}, text=HIDDEN, status=PassageStatus.REDACT
            )
    upload = add_exhibit(case, planned["Files"], 7, "files/uploads", text="My own poem about tea.")
    ReviewItem.objects.create(case=case, exhibit=upload, verdict=Verdict.DISCLOSE)
    return case


@pytest.fixture
def case(world, access):
    """The portability request, linked, identity settled, in its decisions."""
    case = make_case(world, right=RightAsked.PORTABILITY, request_text="Give me my data to take with me.")
    link_cases(case=case, other=access, kind="same_request", actor=world.handler)
    mark_not_needed(case=case, kind="identity", reason="Writes from the address on file", actor=world.handler)
    Case.objects.filter(pk=case.pk).update(stage="review")
    case.refresh_from_db()
    return case


def survey(case, access, world):
    """The findings taken over and read."""
    words = "Looked at three rows in the shop today: unchanged."
    plan_services.choose_findings(case=case, source=access, words=words, actor=world.handler)
    assert surveying.survey(Survey.objects.get(case=case).pk)


def make_package(case, world):
    """A package, ordered by the handler and made by a worker."""
    package = package_services.order_package(case=case, actor=world.handler)
    building_services.build(package.pk)
    package.refresh_from_db()
    package.case = case
    return package


@pytest.fixture
def surveyed(case, access, world):
    """Findings read, nothing decided."""
    survey(case, access, world)
    return case


@pytest.fixture
def decided(surveyed, world):
    """Everything decided as the rules propose."""
    plan_services.take_proposals(case=surveyed, actor=world.handler)
    return surveyed
