"""A canary address of somebody who is protected, walked through everything that leaves the house or shows on a screen."""

import datetime as dt

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case
from dsar.cases.notify import reach_of, tell_requester
from dsar.cases.safe_contact import stands_in, telling_parts
from dsar.cases.services import NewRequest, PersonEntry, register_case
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.commissioning.selectors import known_terms
from dsar.commissioning.services import Owner, Wanted, send_commission
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.identity import services as identity
from dsar.intake.models import StatusLink
from dsar.intake.services import code_digest
from dsar.notices.catalogue import FRAME, LETTERS
from dsar.notices.models import Notice
from dsar.response.composing import compose
from dsar.response.protected import items_that_give_it_away
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from tests.dsar.response.conftest import add_exhibit
from tests.world import ago, local_today

CANARY = "77 Canarywharf Lane, Quietham ZZ9 9QQ"
OF_THE_FRAME = {"remedies", "authority", "authority_contact"} | FRAME
DAYS = {"received_on", "due_on", "expires_on", "asked_on", "old_due_on", "new_due_on", "closing_on", "pay_by"}


def registered(world, relation=Relation.SELF):
    """A request of or about a protected person, whose address is the canary."""
    subject = {"name": "Ana Lindqvist", "emails": ["ana@example.com"], "addresses": [CANARY]}
    asker = subject if relation == Relation.SELF else {"name": "Olaf Lindqvist", "emails": ["olaf@example.com"]}
    people = (
        PersonEntry(PersonRole.SUBJECT, subject, is_safe_contact=True),
        PersonEntry(PersonRole.REQUESTER, asker, relation, is_safe_contact=relation == Relation.SELF),
    )
    request = NewRequest(
        controller=world.controller,
        channel="form",
        received_at=ago(days=2),
        people=people,
        request_text="Everything, please.",
    )
    return register_case(request=request, actor=world.intake, handler=world.handler)


@pytest.fixture
def case(world):
    """A protected person asks for herself."""
    return registered(world)


def gives_away(text):
    return stands_in(telling_parts(CANARY), [text])


@pytest.mark.parametrize(
    "text", [CANARY, CANARY.upper(), "at 77, Canarywharf-Lane", "Quietham ZZ9 9QQ", "77 Canárywharf Lane"]
)
def test_the_address_is_recognised_however_it_is_written(text):
    assert gives_away(text)


@pytest.mark.parametrize("text", ["77", "Quietham", "7 Canarywharf Lane 9", ""])
def test_what_does_not_give_it_away_is_let_through(text):
    assert not gives_away(text)


def test_no_letter_bears_the_address_and_none_goes_without_a_way_that_is_confirmed(world, case):
    codes = [code for code, letter in LETTERS.items() if letter.of_case and not letter.to_staff]

    for code in codes:
        variables = {
            name: local_today() if name in DAYS else "7" if name == "valid_minutes" else "words"
            for name in LETTERS[code].variables - OF_THE_FRAME
        }
        with pytest.raises(RuleRefused):
            tell_requester(case=case, code=code, variables=variables, actor=world.handler)
        notice = tell_requester(case=case, code=code, variables=variables, actor=world.handler, is_confirmed=True)
        assert notice.channel == "email"
        assert not gives_away(f"{notice.recipient} {notice.subject} {notice.body}"), code

    assert len(codes) > 15


def test_a_text_that_somebody_typed_is_refused_when_the_address_stands_in_it(world, case):
    text = {"subject": "Your request", "text": f"We know you live at {CANARY}."}

    with pytest.raises(RuleRefused) as refused:
        tell_requester(case=case, code="message", variables=text, actor=world.handler, is_confirmed=True)

    assert refused.value.code == "protected_address"
    assert not gives_away(refused.value.message)
    assert not Notice.objects.exists()


def test_the_way_to_the_person_has_no_postal_address(case):
    for role in PersonRole:
        reach = reach_of(case, role)

        assert reach.is_protected
        assert reach.postal == ""


def test_no_page_of_the_case_shows_it(client, world, case):
    identity.mark_not_needed(case=case, kind="identity", reason="Known", actor=world.handler)
    planned_of(case)
    client.force_login(world.handler)

    for route in (
        "case",
        "case-history",
        "case-history-csv",
        "case-identity",
        "case-messages",
        "case-delivery",
        "case-search",
    ):
        answer = client.get(reverse(f"dsar:{route}", args=[case.reference]))
        assert answer.status_code == 200
        assert not gives_away(body(answer)), route


def test_neither_the_queue_nor_its_table_nor_a_search_shows_it(client, world, case):
    client.force_login(world.handler)

    for route in ("case-list", "case-export"):
        listed = client.get(reverse(f"dsar:{route}"), {"clock": "all"})
        searched = client.get(reverse(f"dsar:{route}"), {"q": "Canarywharf"})
        assert case.reference in body(listed)
        assert not gives_away(body(listed))
        assert case.reference not in body(searched)


def test_the_status_page_does_not_show_it(client, case):
    StatusLink.objects.create(case=case, digest=code_digest("abcdefgh"), made_at=clock.now())

    answer = client.post(reverse("dsar:portal-status"), {"reference": case.reference, "code": "abcdefgh"}, follow=True)

    assert answer.status_code == 200
    assert not gives_away(body(answer))


def test_the_chain_holds_it_only_sealed(world, case):
    bodies = [bytes(entry.body).decode() for entry in AuditEntry.objects.filter(case_id=case.pk)]

    assert bodies
    assert not gives_away(" ".join(bodies))


def test_the_package_of_the_person_names_it_nowhere_of_its_own(world, case):
    made = compose(case, today=local_today(), is_rehearsal=False)

    assert not gives_away(" ".join([*made.markup.values(), *made.files, *made.about.values()]))


@pytest.fixture
def asked_by_somebody_else(world):
    """The father asks about a protected person; a row and a letter bear her address."""
    case = registered(world, Relation.PARENT)
    row = add_exhibit(case, planned_of(case), 1, values={"street": "77 Canarywharf Lane", "city": "Quietham"})
    letter = add_exhibit(case, planned_of(case), 2, text=f"Sent to {CANARY} last week.")
    plain = add_exhibit(case, planned_of(case), 3, text="Nothing to see.")
    for exhibit in (row, letter, plain):
        ReviewItem.objects.create(case=case, exhibit=exhibit, verdict=Verdict.DISCLOSE)
    return case


def planned_of(case):
    from dsar.processing_records.models import System
    from dsar.search.models import PlannedSystem, PlanState

    system, _new = System.objects.get_or_create(name="School")
    return PlannedSystem.objects.get_or_create(case=case, system=system, defaults={"state": PlanState.DONE})[0]


def test_what_goes_to_somebody_else_is_held_back_until_the_address_is_redacted(asked_by_somebody_else):
    case = asked_by_somebody_else
    before = items_that_give_it_away(case)

    row, letter, _plain = ReviewItem.objects.filter(case=case).order_by("exhibit__number")
    Passage.objects.create(case=case, item=row, box={"column": "street"}, text="x", status=PassageStatus.REDACT)
    place = {"block": 0, "start": len("Sent to "), "end": len("Sent to ") + len(CANARY)}
    Passage.objects.create(case=case, item=letter, text=CANARY, status=PassageStatus.REDACT, **place)

    assert before == [1, 2]
    assert items_that_give_it_away(case) == []


def test_her_own_data_go_to_herself_whole(world, case):
    exhibit = add_exhibit(case, planned_of(case), 1, values={"street": "77 Canarywharf Lane"})
    ReviewItem.objects.create(case=case, exhibit=exhibit, verdict=Verdict.DISCLOSE)

    assert items_that_give_it_away(case) == []


def test_an_owner_of_a_system_is_not_offered_the_address_and_is_not_sent_it(world, case):
    Case.objects.filter(pk=case.pk).update(stage="search")
    case.refresh_from_db()
    owner = Owner(name="Sys Owner", email="owner@example.org")

    with pytest.raises(RuleRefused) as refused:
        send_commission(
            planned=planned_of(case), owner=owner, wanted=Wanted(terms=(), words=f"Look for {CANARY}"),
            due_on=local_today() + dt.timedelta(days=5), actor=world.handler,
        )  # fmt: skip

    assert refused.value.code == "protected_address"
    assert not gives_away(str(known_terms(case)))


def body(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", errors="replace")


def test_taking_the_flag_away_is_what_lets_the_address_out(world, case):
    Case.objects.get(pk=case.pk).people.update(is_safe_contact=False)

    assert "77 Canarywharf Lane" in reach_of(Case.objects.get(pk=case.pk)).postal
