"""Every gate of the lifecycle is met in one real case and not met in another: none of them is only words."""

import copy
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.cases import clock_acts
from dsar.cases.ending_gates import REOPENINGS_KEY, closing_mark
from dsar.cases.ending_models import Ending
from dsar.cases.lifecycle import GATES
from dsar.cases.models import Case
from dsar.cases.registry import gate_fact
from dsar.cases.triage import TRIAGE_KEY
from dsar.cases.triage_services import take_in
from dsar.deadlines.events import PauseKind
from dsar.delivery.models import Delivery, DeliveryState
from dsar.delivery.services import release_package
from dsar.foundation import clock
from dsar.identity import services as identity
from dsar.identity.evidence_services import add_evidence
from dsar.processing_records.models import System
from dsar.response import services as response
from dsar.response.points import KEYS
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ReviewItem, Verdict
from dsar.search.models import Exhibit, PlannedSystem, PlanState
from tests.dsar.delivery.packages import approved_package, ready_case
from tests.dsar.response.conftest import add_exhibit
from tests.world import ago, local_today, make_case


def planned(case, state=PlanState.DONE):
    system, _new = System.objects.get_or_create(name="Web shop")
    return PlannedSystem.objects.create(case=case, system=system, state=state)


def item(case, verdict, **exhibit):
    found = add_exhibit(case, planned(case), 1, **({"values": {"order": 7}} | exhibit))
    return ReviewItem.objects.create(case=case, exhibit=found, verdict=verdict)


def answered(case, world):
    plain = {"not_applicable": True, "reason": "Looked for in the register; nothing is there."}
    response.write_answers(case=case, answers=dict.fromkeys(KEYS, plain), opening="", actor=world.handler)


def proposed(case, world, kind, **findings):
    row = Ending(case=case, kind=kind, findings=findings, proposer=world.handler, proposed_at=clock.now())
    row.save(force_insert=True)
    return row


def known(case, world):
    identity.mark_not_needed(case=case, kind="identity", reason="Known", actor=world.handler)


def ask_proof(case, world):
    identity.ask_for_proof(
        case=case, kind="identity", doubt="Unknown address", method="callback", on=local_today(), actor=world.handler
    )


def ask(kind):
    def act(case, world):
        clock_acts.pause(case=case, waiting_for=kind, on=local_today(), reason="Needed", actor=world.dpo)

    return act


def without_words(case, world):
    case.request_text = case.search_details = ""


def twin(case, world):
    make_case(world)


def told_apart(case, world):
    make_case(world)
    take_in(case=case, actor=world.handler, are_others=True)


def never_taken_in(case, world):
    case.context = {name: value for name, value in case.context.items() if name != TRIAGE_KEY}


def pending_exemption(case, world):
    ExemptionProposal.objects.create(
        case=case, item=item(case, Verdict.UNDECIDED), exemption_id="uk.legal_privilege", action="withhold", test={},
        reasons="x", proposer=world.handler, proposed_at=clock.now(),
    )  # fmt: skip


def refusal(case, world):
    row = proposed(case, world, "refusal", reasons="Nine times", objective="x", subjective="x", burden="x")
    row.ground, row.opinion, row.opinion_at, row.opinion_by = "excessive", "Agreed", clock.now(), world.dpo
    row.save()


def reminded(case, world):
    days = {"asked_on": 90, "reminded_on": 60, "closing_on": 30}
    proposed(
        case, world, "no_reply", **{k: (local_today() - dt.timedelta(days=n)).isoformat() for k, n in days.items()}
    )


def reopened(case, world):
    case.context = {**case.context, REOPENINGS_KEY: [{"closed_at": closing_mark(case), "occasion": "new_data"}]}


def over(case, world):
    case.stage, case.retain_until = "closed", local_today() - dt.timedelta(days=1)


def extended(case, world):
    clock_acts.extend(
        case=case, on=local_today(), criteria=["complex"], reason="Many systems", actor=world.dpo, is_confirmed=True
    )


def lost(case, world):
    item(case, Verdict.DISCLOSE)
    add_exhibit(case, None_system(case), 2, values={"order": 8})
    Exhibit.objects.filter(case=case, number=2).update(number=3)


def None_system(case):  # noqa: N802 - a planned system that is there already
    return PlannedSystem.objects.get(case=case)


def unchecked_file(case, world):
    upload = SimpleUploadedFile("scan.png", b"a picture", content_type="image/png")
    add_evidence(case=case, kind="identity", upload=upload, actor=world.handler)


def with_all_evidence(case, world):
    known(case, world)
    planned(case)
    answered(case, world)
    approved_package(case, world)
    clock_acts.respond(case=case, on=local_today(), actor=world.handler)


def suggested(case, world):
    found = item(case, Verdict.DISCLOSE)
    Passage.objects.create(case=case, item=found, box={"column": "order"}, text="7", status=PassageStatus.SUGGESTED)


def own_special(case, world):
    found = item(case, Verdict.DISCLOSE)
    Passage.objects.create(case=case, item=found, kind="health", person_role="subject", status=PassageStatus.KEEP)


def unreachable(case, world):
    case.people.all().delete()


def without_authority(case, world):
    case.controller = copy.copy(case.controller)
    case.controller.supervisory_authority = ""


def nothing(case, world):
    """The case as it was logged."""


def left_out(case, world):
    planned(case, PlanState.LEFT_OUT)


# For each gate a case in which it is not met, and one in which it is.
WAYS = {
    "G1": (without_words, nothing),
    "G2": (twin, told_apart),
    "G3": (never_taken_in, nothing),
    "G4": (nothing, ask_proof),
    "G5": (ask(PauseKind.CLARIFICATION), nothing),
    "G6": (nothing, known),
    "G7": (nothing, lambda case, world: proposed(case, world, "unidentified", reasons="No record matches")),
    "G8": (nothing, lambda case, world: planned(case, PlanState.PLANNED)),
    "G9": (lambda case, world: planned(case, PlanState.PLANNED), lambda case, world: planned(case)),
    "G10": (lambda case, world: item(case, Verdict.UNDECIDED), lambda case, world: item(case, Verdict.DISCLOSE)),
    "G11": (pending_exemption, nothing),
    "G12": (nothing, answered),
    "G13": (lambda case, world: item(case, Verdict.DISCLOSE, values=None, text="A letter"), nothing),
    "G14": (nothing, lambda case, world: approved_package(case, world)),
    "G15": (nothing, lambda case, world: (known(case, world), approved_package(case, world))),
    "G16": (nothing, refusal),
    "G17": (ask(PauseKind.FEE), nothing),
    "G18": (extended, nothing),
    "G19": (nothing, lambda case, world: proposed(case, world, "withdrawn", evidence="Letter", verified_how="Known")),
    "G20": (nothing, reminded),
    "G22": (nothing, reopened),
    "G23": (nothing, over),
    "G24": (lost, lambda case, world: item(case, Verdict.DISCLOSE)),
    "G25": (unchecked_file, known),
    "G26": (nothing, with_all_evidence),
    "G27": (left_out, lambda case, world: planned(case, PlanState.NIL)),
    "G28": (suggested, lambda case, world: item(case, Verdict.DISCLOSE)),
    "G29": (unreachable, nothing),
    "G30": (without_authority, nothing),
    "G31": (own_special, lambda case, world: item(case, Verdict.DISCLOSE)),
}


@pytest.mark.parametrize("gate", WAYS)
def test_a_gate_is_not_met_in_one_case_and_met_in_another(world, gate):
    unmet_way, met_way = WAYS[gate]
    unmet = make_case(world, received=ago(days=3), name="Una Metwell")
    met = make_case(world, received=ago(days=3))
    if gate == "G2":
        unmet = met

    unmet_way(unmet, world)
    before = gate_fact(gate, unmet)
    met_way(met, world)
    after = gate_fact(gate, met)

    assert (before.is_met, after.is_met) == (False, True), after.reason
    assert before.reason


def test_arrival_is_proved_by_a_download_or_a_confirmation(world):
    case = ready_case(world)
    release_package(case=case, actor=world.handler, channel="portal", is_confirmed=True)
    case = Case.objects.get(pk=case.pk)

    before = gate_fact("G21", case)
    Delivery.objects.filter(case=case).update(state=DeliveryState.COLLECTED, collected_at=clock.now())

    assert not before.is_met
    assert gate_fact("G21", Case.objects.get(pk=case.pk)).is_met


def test_no_gate_is_left_out():
    assert {*WAYS, "G21"} == set(GATES)
