"""The steps of an erasure case that several tests go: the person, the decisions, the rehearsal, the approval."""

from dsar.foundation import clock
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.erasure import case_services
from erasure.rules import CategoryRuling
from erasure.runs.worker import work_run
from tests.erasure.shop import PERSON

DETAILS = {
    "names": list(PERSON.names), "emails": list(PERSON.emails), "phones": list(PERSON.phones),
    "identifiers": [{"type": kind, "value": value} for kind, value in PERSON.identifiers],
}  # fmt: skip
KEPT = CategoryRuling("restrict", "retention", "Tax law", "2034-12-31")


def decide(case, actor):
    case_services.record_ground(case=case, ground="no_longer_needed", why="The account is closed", actor=actor)
    for activity in ProcessingActivity.objects.all():
        ruling = KEPT if activity.name == "Orders" else CategoryRuling("erase")
        case_services.decide_category(case=case, activity=activity, ruling=ruling, actor=actor)


def rehearsed(case, actor):
    run = case_services.rehearse(case=case, actor=actor)
    work_run(run_id=run.pk)
    run.refresh_from_db()
    if run.steps.get().counts["questions"]:
        step = run.steps.get()
        case_services.answer(
            case=case, answers={str(step.ref): {"ticket|other_persons_row|text": "redact"}}, actor=actor
        )
        work_run(run_id=run.pk)
        run.refresh_from_db()
    return run


def approved(case, world):
    decide(case, world.handler)
    run = rehearsed(case, world.handler)
    case_services.propose(case=case, gaps_reason="", actor=world.handler)
    case_services.approve(case=case, fingerprint=run.fingerprint, actor=world.approver, is_shared_seen=True)
    return run


def carried_out(case, world):
    """Approved, carried out, verified."""
    run = approved(case, world)
    case_services.carry_out(case=case, actor=world.handler)
    work_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def signed_in(client, user, *, fresh=True):
    """Sign in; `fresh`: as somebody who gave the password just now."""
    client.force_login(user)
    if fresh:
        session = client.session
        session["reauthenticated_at"] = clock.now().isoformat()
        session.save()
