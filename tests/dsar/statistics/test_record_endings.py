"""The record of a case tells how it ended, what one person decided alone, who complained and what was held."""

from dsar.cases import complaint_services, decision_services, hold_services
from dsar.cases.complaint_services import NewComplaint
from dsar.statistics.record import record_tables
from tests.world import ago, local_today, make_case

FINDINGS = {"reasons": "Told her so.", "objective": "Four times.", "subjective": "For money.", "burden": "Mails."}


def words(case, title, *, with_names):
    tables = {table.title: table for table in record_tables(case, with_names=with_names)}
    return [str(cell) for row in tables[title].rows for cell in (row.name, *row.cells)]


def test_the_record_tells_endings_lone_decisions_complaints_and_holds(world):
    world.controller.small_team, world.controller.small_team_reason = True, "Two people"
    world.controller.save()
    case = make_case(world, received=ago(days=5))
    complaint = NewComplaint("authority", local_today(), "Nobody answers.")
    complaint_services.record_complaint(case=case, complaint=complaint, actor=world.handler)
    hold_services.set_hold(case=case, kind="authority", reason="Inquiry of the authority.", actor=world.dpo)
    row = decision_services.propose(case=case, kind="refusal", ground="excessive", findings=FINDINGS, actor=world.dpo)
    decision_services.give_opinion(ending=row, opinion="It holds.", actor=world.dpo)
    alone = "The other one is on leave."
    decision_services.refuse(ending=row, decision="Shown.", actor=world.dpo, small_team_reason=alone)

    shown = words(case, "Decided by one person alone", with_names=True)
    hidden = words(case, "Decided by one person alone", with_names=False)

    assert "Manifestly excessive" in words(case, "Endings and fees", with_names=False)
    assert alone in shown
    assert alone not in hidden
    assert "To the supervisory authority" in words(case, "Complaints", with_names=False)
    assert "Inquiry of the authority." in words(case, "Legal holds", with_names=True)
