"""The erasures of the demo: a club with a small database and a folder; one is rehearsed, one carried out."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.services import NewRequest, PersonEntry, register_case
from dsar.cases.vocabulary import Channel, PersonRole, RightAsked, Stage
from dsar.foundation import clock
from dsar.management.demo.staging import stage_case
from dsar.processing_records.models import Controller, ProcessingActivity, System
from dsar.rights.erasure import case_services, letters_services
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.erasure.targets_services import PolicyValues, save_target, set_policy, try_target
from erasure.rules import CategoryRuling
from erasure.runs.models import ErasureRun
from erasure.runs.services import approve as approve_run
from erasure.runs.services import carry_out as carry_out_run
from erasure.runs.services import propose as propose_run
from erasure.runs.worker import work_run

DATABASE, FOLDER = "club.sqlite", "club"
_SCRIPT = """
CREATE TABLE member (id INTEGER PRIMARY KEY, full_name VARCHAR(80) NOT NULL, email VARCHAR(80) UNIQUE,
  phone VARCHAR(30), card_number VARCHAR(12), joined DATE);
CREATE TABLE points (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id), booked DATE,
  points INTEGER);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id), billed DATE,
  total NUMERIC, street VARCHAR(60));
CREATE TABLE remark (id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES member(id), body TEXT);
INSERT INTO member VALUES
 (1, 'Petra Vance', 'petra.vance@example.org', '+44 20 7946 0711', 'NC-40117', '2021-03-02'),
 (2, 'Silas Orme', 'silas.orme@example.org', '+44 20 7946 0712', 'NC-40118', '2022-06-14'),
 (3, 'Greta Lowe', 'greta.lowe@example.org', '+44 20 7946 0713', 'NC-40119', '2023-01-20');
INSERT INTO points VALUES (1, 1, '2025-04-01', 120), (2, 1, '2025-09-11', 40), (3, 2, '2025-05-02', 75),
 (4, 3, '2026-02-03', 10);
INSERT INTO invoice VALUES (1, 1, '2025-04-01', 48.00, '4 Quay Lane'), (2, 2, '2025-05-02', 19.50, '11 Hill Rise');
INSERT INTO remark VALUES (1, 2, 'The tickets were handed over by petra.vance@example.org at the counter, as agreed.'),
 (2, 3, 'Asked for a new card after moving house last summer, sent on Monday.'),
 (3, 3, 'Came with petra.vance@example.org and bought the tickets for both of them.');
"""


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    email: str
    phone: str
    card: str


_PETRA = _Member("Petra Vance", "petra.vance@example.org", "+44 20 7946 0711", "NC-40117")
_SILAS = _Member("Silas Orme", "silas.orme@example.org", "+44 20 7946 0712", "NC-40118")


def load_erasures(root: Path) -> int:
    """Make both erasures once; gives how many cases were made."""
    if ErasureTarget.objects.exists() or not Path(settings.VAR_DIR).is_dir():
        return 0
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@northwind.example")}
    controller = Controller.objects.filter(country="GB").order_by("name").first()
    if controller is None or not people:
        return 0
    _make_targets(root, people["dpo"], controller)
    _carry_out(_case(controller, _SILAS, people), people)
    _rehearse(_case(controller, _PETRA, people), people["handler"])
    return 2


def _make_targets(root: Path, actor: User, controller: Controller) -> None:
    database, folder = root / DATABASE, root / FOLDER
    database.unlink(missing_ok=True)
    with sqlite3.connect(database) as made:
        made.executescript(_SCRIPT)
    made.close()
    folder.mkdir(exist_ok=True)
    for member in (_PETRA, _SILAS):
        letter = f"Dear {member.name}\n\nYour card {member.card} is valid for another year.\n\nTo {member.email}\n"
        (folder / f"card-{member.card}.txt").write_text(letter, encoding="utf-8")
    (folder / "draw.csv").write_text(
        "".join(f"{member.card},{member.name},{member.email}\n" for member in (_PETRA, _SILAS)), encoding="utf-8"
    )
    system, _made = System.objects.get_or_create(name="Loyalty club")
    club = _target(system, "Club database", "sql", {"url": f"sqlite:///{database}"}, actor)
    _target(system, "Club letters", "files", {"path": str(folder)}, actor)
    _target(system, "Club cards", "manual", {"instructions": "Block the card at the counter terminal."}, actor)
    orders = _orders(controller)
    values = PolicyValues(
        "invoice", "restrict", activity=orders, exception="retention", why="Tax law keeps invoices for six years",
        until="six years after the bill",
    )  # fmt: skip
    set_policy(target=club, values=values, actor=actor)


def _orders(controller: Controller) -> ProcessingActivity | None:
    """The activity for which invoices are kept."""
    return ProcessingActivity.objects.filter(controller=controller, name__startswith="Orders").first()


def _target(system: System, name: str, kind: str, values: dict[str, str], actor: User) -> ErasureTarget:
    target = save_target(
        target=None, system=system, name=name, kind=kind, values=values, secret_name="", is_active=True, actor=actor
    )
    return try_target(target=target, actor=actor)


def _case(controller: Controller, member: _Member, people: dict[str, User]) -> Case:
    details = {
        "name": member.name, "names": [member.name], "emails": [member.email], "phones": [member.phone],
        "identifiers": [{"type": "card number", "value": member.card}],
    }  # fmt: skip
    entries = tuple(PersonEntry(role, details, is_proved=True) for role in (PersonRole.SUBJECT, PersonRole.REQUESTER))
    request = NewRequest(
        controller=controller, channel=Channel.EMAIL, received_at=clock.now(), people=entries,
        request_text=f"I have left the club. Please erase everything about me.\n\n{member.name}\n{member.email}",
        right=RightAsked.ERASURE, language=controller.language,
    )  # fmt: skip
    case = register_case(request=request, actor=people["intake"], handler=people["handler"])
    stage_case(case=case, stage=Stage.SEARCH)
    return case


def _decide(case: Case, actor: User) -> None:
    case_services.record_ground(case=case, ground="no_longer_needed", why="The membership has ended.", actor=actor)
    orders = _orders(case.controller)
    for activity in ProcessingActivity.objects.filter(controller=case.controller):
        ruling = CategoryRuling("erase")
        if activity == orders:
            ruling = CategoryRuling("restrict", "retention", "Tax law keeps invoices for six years", "end of 2031")
        case_services.decide_category(case=case, activity=activity, ruling=ruling, actor=actor)


def _rehearse(case: Case, actor: User) -> ErasureRun:
    _decide(case, actor)
    run = case_services.rehearse(case=case, actor=actor)
    work_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def _carry_out(case: Case, people: dict[str, User]) -> None:
    """Carried out by the tool itself: ID and authority of the demo's people are set by hand, not decided."""
    run = _rehearse(case, people["handler"])
    propose_run(run=run, actor_id=people["handler"].pk, blockers=[])
    approve_run(run=run, actor_id=people["approver"].pk, fingerprint=run.fingerprint)
    stage_case(case=case, stage=Stage.READY)
    carry_out_run(run=run, actor_id=people["handler"].pk, blockers=[])
    work_run(run_id=run.pk)
    step = run.steps.get(kind="manual")
    words = "Blocked at the terminal of the counter this morning."
    case_services.confirm(case=case, step_id=step.pk, words=words, actor=people["handler"])
    work_run(run_id=run.pk)
    letters_services.answer_person(case=case, actor=people["handler"])
