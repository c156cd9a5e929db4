"""Roles × acts, cell by cell: each cell is a real request, or a call of the service where the act has no page of its own.

What is expected stands here once more, written by hand: a slip in the data of the product fails.
"""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dsar.access.models import Team, User
from dsar.access.rules import CASE_ACTS, Act, Role
from dsar.access.services import add_person
from dsar.cases import advice, permissions
from dsar.cases.models import Case
from dsar.cases.permissions import DECIDERS
from dsar.foundation.errors import DsarError, NotPermitted
from dsar.review.models import ExemptionProposal
from dsar.review.proposal_services import decide_proposal
from tests.dsar.accountability.breaches.entries import reported
from tests.dsar.review.exhibits import in_review
from tests.world import make_case, make_world

pytestmark = pytest.mark.slow(9)

IN, HA, AP, DP, AD, AU, LE = Role.INTAKE, Role.HANDLER, Role.APPROVER, Role.DPO, Role.ADMIN, Role.AUDITOR, Role.LEGAL

# Whom each kind of act is for; on a case this also needs a grant.
EXPECTED: dict[Act, set[Role]] = {
    Act.LOG_REQUEST: {IN, HA, DP},
    Act.VIEW_CASE: {IN, HA, AP, DP, LE},
    Act.WORK_CASE: {HA, DP},
    Act.EXTEND_DEADLINE: {HA, DP},
    Act.ASSIGN_CASE: {HA, AP, DP},
    Act.DECIDE_EXEMPTION: {AP, DP},
    Act.GIVE_OPINION: {DP},
    Act.APPROVE_RELEASE: {AP, DP},
    Act.ASK_ADVICE: {HA, AP, DP},
    Act.READ_ADVICE: {DP, LE},
    Act.GIVE_ADVICE: {LE},
    Act.BREAK_GLASS: {DP},
    Act.SEE_SKELETON: {AD, AU},
    Act.SEE_REGISTER: {HA, AP, DP, AD, AU, LE},
    Act.EDIT_REGISTER: {DP, AD},
    Act.EDIT_SOURCES: {DP, AD},
    Act.EDIT_PEOPLE: {AD},
    Act.READ_AUDIT: {DP, AU},
    Act.SEE_CONSENT: {HA, DP, AD, AU},
    Act.LOOK_UP_CONSENT: {HA, DP},
    Act.EDIT_CONSENT: {DP},
    Act.SEE_REPORTS: {HA, AP, DP, AD, AU},
    Act.RELEASE_FIGURES: {DP, AD},
    Act.USE_PII_TOOLS: {IN, HA, AP, DP, AD, LE},
    Act.KEEP_TOKENS: {HA, DP},
    Act.RESTORE_TOKENS: {DP},
    Act.SEE_RETENTION: {AP, DP, AD, AU},
    Act.EDIT_RETENTION: {DP, AD},
    Act.DECIDE_RETENTION: {AP, DP},
    Act.SEE_BREACHES: {HA, AP, DP, LE},
    Act.WORK_BREACHES: {HA, DP},
    Act.DECIDE_BREACH: {AP, DP},
    Act.SEE_DPIA: {HA, AP, DP, AD, AU, LE},
    Act.WRITE_DPIA: {HA, DP},
    Act.ADVISE_DPIA: {DP},
    Act.APPROVE_DPIA: {AP},
}
PAGES: dict[Act, str] = {
    Act.LOG_REQUEST: "dsar:request-new",
    Act.VIEW_CASE: "dsar:case",
    Act.WORK_CASE: "dsar:case-identity-ask",
    Act.EXTEND_DEADLINE: "dsar:case-extend",
    Act.ASSIGN_CASE: "dsar:case-assign",
    Act.GIVE_OPINION: "dsar:case-conflicts",
    Act.APPROVE_RELEASE: "dsar:case-answered",
    Act.ASK_ADVICE: "dsar:case-advice-ask",
    Act.GIVE_ADVICE: "dsar:case-advice-give",
    Act.BREAK_GLASS: "dsar:break-glass",
    Act.SEE_SKELETON: "dsar:case-skeletons",
    Act.SEE_REGISTER: "dsar:register",
    Act.EDIT_REGISTER: "dsar:activity-new",
    Act.EDIT_SOURCES: "dsar:source-new",
    Act.EDIT_PEOPLE: "dsar:people",
    Act.READ_AUDIT: "dsar:audit",
    Act.SEE_CONSENT: "dsar:consent",
    Act.LOOK_UP_CONSENT: "dsar:consent-people",
    Act.EDIT_CONSENT: "dsar:consent-purpose-new",
    Act.SEE_REPORTS: "dsar:reports",
    Act.RELEASE_FIGURES: "dsar:release-figures",
    Act.USE_PII_TOOLS: "dsar:pii-scan-text",
    Act.KEEP_TOKENS: "dsar:vaults",
    Act.RESTORE_TOKENS: "dsar:pii-restore",
    Act.SEE_RETENTION: "dsar:retention",
    Act.EDIT_RETENTION: "dsar:retention-sweep-new",
    Act.DECIDE_RETENTION: "dsar:retention-hold-new",
    Act.SEE_BREACHES: "dsar:breaches-csv",
    Act.WORK_BREACHES: "dsar:breach-aware",
    Act.DECIDE_BREACH: "dsar:breach-close",
    Act.SEE_DPIA: "dsar:dpias",
    Act.WRITE_DPIA: "dsar:dpia-new",
    Act.ADVISE_DPIA: "dsar:dpias-to-advise",
    Act.APPROVE_DPIA: "dsar:dpias-to-approve",
}
KINDS = {Act.WORK_CASE: "identity", Act.EDIT_SOURCES: "files"}


@dataclass
class House:
    """Cases by whose they are, a person and a browser a role, a question to a legal reviewer a case, and a breach."""

    cases: dict[str, Case]
    people: dict[str, User]
    browsers: dict[str, Client]
    questions: dict[str, str]
    breach: str


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """Made once for all cells; nothing in a cell changes it, and the transaction around it is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        cases = {name: in_review(make_case(world, name=f"Ana {name}")) for name in ("own", "team", "foreign")}
        for case in cases.values():
            for shared in permissions.default_teams():
                case.caseteampermission_set.filter(group=shared).delete()
            case.caseuserpermission_set.all().delete()
        team = Team.objects.create(name="Everybody")
        people = {role.value: _person(role.value, [role]) for role in Role}
        people["superuser"] = User.objects.create_user("super@example.org", "Sue Per", is_superuser=True)
        team.user_set.set(people.values())
        for person in people.values():
            permissions.grant(cases["own"], to=person, acts=DECIDERS)
        permissions.grant(cases["team"], to=team, acts=DECIDERS)
        browsers = {name: _browser(one) for name, one in people.items()}
        yield House(cases, people, browsers, _questions(cases, people), reported(world).reference)
        transaction.set_rollback(True)


def _person(name, roles):
    return add_person(email=f"{name}.cell@example.org", full_name=f"Cell {name}", roles=roles, actor=None)


def _browser(person):
    client = Client()
    client.force_login(person)
    session = client.session
    from dsar.access.reauthentication import mark_fresh

    mark_fresh(SimpleNamespace(session=session))
    session.save()
    return client


def _questions(cases, people):
    from dsar.cases.advice_models import AdviceNote
    from dsar.foundation import clock

    notes = {}
    for name, case in cases.items():
        note = AdviceNote(case=case, kind="asked", author=people["handler"], text="What of it?", written_at=clock.now())
        note.save(force_insert=True)
        notes[name] = str(note.pk)
    return notes


def does(house, who, act, whose):
    """Whether the act is permitted, by really trying it; None where the case does not exist for the person."""
    case = house.cases.get(whose)
    if act in SERVICES:
        case = Case.objects.visible_to(house.people[who]).filter(pk=case.pk).first()
        return None if case is None else _is_let(SERVICES[act], case, house.people[who])
    extra = {"ref": case.reference} if case else {}
    if act is Act.GIVE_ADVICE:
        extra["note_id"] = house.questions[whose]
    if act in (Act.WORK_BREACHES, Act.DECIDE_BREACH):
        extra["breach_ref"] = house.breach
    if kind := KINDS.get(act):
        extra["kind"] = kind
    status = house.browsers[who].get(reverse(PAGES[act], kwargs=extra)).status_code
    return {200: True, 403: False, 404: None}[status]


def _is_let(act, case, person):
    try:
        with transaction.atomic():
            act(case, person)
    except NotPermitted:
        return False
    except DsarError:
        return True  # past the guard, refused by a rule
    return True


SERVICES = {
    Act.DECIDE_EXEMPTION: lambda case, person: decide_proposal(
        proposal=ExemptionProposal(case=case), status="none", reason="", actor=person
    ),
    Act.READ_ADVICE: lambda case, person: advice.lines_of(case, person, with_text=True),
}
ON_A_CASE = [(act, role, whose) for act in CASE_ACTS for role in Role for whose in ("own", "team", "foreign")]
IN_THE_HOUSE = [(act, role) for act in Act if act not in CASE_ACTS for role in Role]


def test_the_table_is_whole():
    assert set(EXPECTED) == set(Act)
    assert set(PAGES) | set(SERVICES) == set(Act)


@pytest.mark.parametrize("act, role, whose", sorted(ON_A_CASE), ids=str)
def test_a_cell_on_a_case(house, db, act, role, whose):
    expected = None if whose == "foreign" else role in EXPECTED[act]

    assert does(house, role.value, act, whose) is expected


@pytest.mark.parametrize("act, role", IN_THE_HOUSE, ids=str)
def test_a_cell_in_the_house(house, db, act, role):
    assert does(house, role.value, act, "") is (role in EXPECTED[act])


@pytest.mark.parametrize("act", Act)
def test_a_superuser_without_a_role_may_nothing(house, db, act):
    whose = "own" if act in CASE_ACTS else ""

    assert does(house, "superuser", act, whose) is False


def test_an_administrator_sees_no_name_in_the_list(house, db):
    page = house.browsers["admin"].get(reverse("dsar:case-skeletons"), {"clock": ""}).content.decode()

    assert house.cases["foreign"].reference in page
    assert "Ana" not in page


def test_handlers_extend_only_where_the_controller_lets_them(house, db):
    case = house.cases["own"]
    type(case.controller).objects.filter(pk=case.controller_id).update(handlers_may_extend=False)

    assert does(house, "handler", Act.EXTEND_DEADLINE, "own") is False
    assert does(house, "dpo", Act.EXTEND_DEADLINE, "own") is True


def test_the_officer_reads_no_advice_where_the_installation_says_so(house, db, settings):
    settings.DSAR_DPO_READS_ADVICE = False

    assert does(house, "dpo", Act.READ_ADVICE, "own") is False
    assert does(house, "legal", Act.READ_ADVICE, "own") is True
