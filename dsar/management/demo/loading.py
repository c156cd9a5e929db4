"""Loads the demo: generated data in a folder, the organisation and its dozen cases in the database."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from dsar.access.models import User
from dsar.cases import clock_acts
from dsar.cases.clock_store import EVIDENCE
from dsar.cases.models import Case
from dsar.cases.services import NewRequest, PersonEntry, attach_file, register_case, write_note
from dsar.cases.vocabulary import Outcome, PersonRole, Stage
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.management.demo.building import DEFAULT_SEED, FILES, SHOP, TRUTH, build
from dsar.management.demo.cases import CASES, PASSWORD, STAFF, DemoCase
from dsar.management.demo.cast import Cast, make_cast, profile_of
from dsar.management.demo.content import OFFICES
from dsar.management.demo.finishing import TO_FINISH
from dsar.management.demo.fitting import fitted, received_at
from dsar.management.demo.organisation import Organisation, found_organisation
from dsar.management.demo.people import Person
from dsar.management.demo.staging import stage_case
from dsar.processing_records.models import Controller
from dsar.search.services import answer_for, plan_search, start_search

SIGN_INS = "sign-ins.txt"
_UNPROVED = (Stage.TRIAGE, Stage.IDENTITY)
_PROOF = "Copies of the letters to and from the person, with the days on which they went and came."
_NOTHING_ON_PAPER = "Facilities went through the boxes from A to Z on Monday: nothing about this person."
Tell = Callable[[str], object]


def load_demo(*, root: Path, seed: int = DEFAULT_SEED, tell: Tell = lambda _words: None) -> bool:
    """Make the demo organisation once; False where it is there already, and then nothing changes.

    The database part is one transaction: a start that was broken off leaves nothing half-made. Searches are ordered
    here and done by the workers.

    Args:
        root: folder for files/, shop.sqlite and the answer sheet.
        seed: of the invented people.
        tell: is told what is being done.
    """
    if Controller.objects.filter(name=OFFICES["uk"][0]).exists():
        return False
    if not (root / TRUTH).exists():
        _clear(root)
        tell("Writing letters, mail and the shop's database …")
        build(root, seed)
    tell("Founding the organisation and its cases …")
    cast = make_cast(Random(seed))  # noqa: S311 - invented people, not secrets
    with transaction.atomic():
        organisation = found_organisation(root)
        ordinary = {branch: iter(cast.of(branch)) for branch in OFFICES}
        to_finish: dict[str, str] = {}
        for planned in CASES:
            person = cast.subjects[planned.subject] if planned.subject else next(ordinary[planned.branch])
            case = _load_case(planned, person, cast, organisation)
            if planned.finished:
                to_finish[case.reference] = planned.stage
        (root / TO_FINISH).write_text(json.dumps(to_finish), encoding="utf-8")
    _write_sign_ins(root)
    return True


def sign_ins() -> str:
    """Who can sign in to the demo, for the terminal."""
    lines = [f"  {person.email:<28}{person.role:<10}{person.full_name}" for person in STAFF]
    return "\n".join(["Sign in as one of these, with the password “" + PASSWORD + "”:", *lines]) + "\n"


def _clear(root: Path) -> None:
    """Remove what a broken-off start left."""
    shutil.rmtree(root / FILES, ignore_errors=True)
    (root / SHOP).unlink(missing_ok=True)


def _write_sign_ins(root: Path) -> None:
    path = root / SIGN_INS
    path.write_text(sign_ins(), encoding="utf-8")
    path.chmod(0o600)


def _load_case(planned: DemoCase, person: Person, cast: Cast, organisation: Organisation) -> Case:
    controller = organisation.controllers[planned.branch]
    shown = fitted(planned, controller)
    handler = organisation.staff[shown.handler]
    details = _details(shown, person, cast)
    proved = Stage(shown.stage) not in _UNPROVED
    people = tuple(
        PersonEntry(role, details, is_proved=proved)
        for role in (PersonRole.SUBJECT, PersonRole.REQUESTER, PersonRole.RECIPIENT)
    )
    request = NewRequest(
        controller=controller,
        channel=shown.channel,
        received_at=received_at(shown, clock.today(controller.time_zone)),
        people=people,
        request_text=f"{shown.request_text}\n\n{person.name}\n{person.email}",
        right=shown.right,
        search_details=shown.details,
        language=controller.language,
        context=shown.context,
    )
    case = register_case(request=request, actor=organisation.staff["intake"], handler=handler)
    _turn_clock(case, shown, organisation.staff["dpo"])
    for text in shown.notes:
        write_note(case=case, text=text, actor=handler)
    _bring_to_stage(case, shown, handler)
    return case


def _details(planned: DemoCase, person: Person, cast: Cast) -> dict[str, Any]:
    if planned.subject:
        return {"name": person.name, **profile_of(cast, planned.subject)}
    return {
        "name": person.name,
        "names": [person.name],
        "emails": [person.email],
        "phones": [person.phone],
        "addresses": [person.address],
        "dates_of_birth": [person.born.isoformat()],
        "identifiers": [{"type": "customer_id", "value": person.customer_number}],
    }


def _turn_clock(case: Case, planned: DemoCase, dpo: User) -> None:
    """What happened on the clock before today: recorded by the DPO, with the file that proves the days."""
    today = clock.today(case.controller.time_zone)
    if planned.asked or planned.extended:
        proof = SimpleUploadedFile("letters.txt", _PROOF.encode(), content_type="text/plain")
        attach_file(case=case, upload=proof, purpose=EVIDENCE, actor=dpo)
    for asked in planned.asked:
        kind = PauseKind(asked.kind)
        clock_acts.pause(
            case=case,
            waiting_for=kind,
            on=_before(today, asked.days_ago),
            reason=asked.reason,
            large_quantity="Twenty years of orders in three systems." if kind is PauseKind.CLARIFICATION else "",
            actor=dpo,
        )
        if asked.answered_days_ago is not None:
            answered = _before(today, asked.answered_days_ago)
            clock_acts.resume(case=case, waiting_for=kind, on=answered, actor=dpo)
    if planned.extended is not None:
        clock_acts.extend(
            case=case,
            on=_before(today, planned.extended.days_ago),
            criteria=planned.extended.criteria,
            reason=planned.extended.reason,
            actor=dpo,
        )
    if planned.responded_days_ago is not None:
        clock_acts.respond(case=case, on=_before(today, planned.responded_days_ago), actor=dpo)


def _bring_to_stage(case: Case, planned: DemoCase, handler: User) -> None:
    stage = Stage.SEARCH if planned.finished else Stage(planned.stage)
    if planned.searched:
        stage_case(case=case, stage=Stage.SEARCH)
        for row in plan_search(case=case, actor=handler):
            if row.source is None:
                answer_for(planned=row, holds_data=False, words=_NOTHING_ON_PAPER, actor=handler)
        start_search(case=case, actor=handler)
    if case.stage != stage:
        today = clock.today(case.controller.time_zone)
        closed_on = _before(today, planned.responded_days_ago) if planned.responded_days_ago else None
        stage_case(case=case, stage=stage, outcome=Outcome(planned.outcome), closed_on=closed_on)


def _before(today: dt.date, days: int) -> dt.date:
    return today - dt.timedelta(days=days)
