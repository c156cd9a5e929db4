"""The steps of a rehearsal, through the same services as the screens, with a throw-away handler and DPO."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from discovery.findings.models import Coverage
from discovery.scans.models import Scan
from discovery.scans.worker import work_scan
from dsar.access.models import Team, User
from dsar.access.rules import Role
from dsar.access.services import add_person
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.permissions import PRIVACY_TEAM
from dsar.cases.services import NewRequest, PersonEntry, move_case, register_case
from dsar.cases.vocabulary import PersonRole
from dsar.config.celery import prepare_broker_folders
from dsar.foundation import clock
from dsar.identity.services import mark_not_needed
from dsar.management.actions import Answer
from dsar.management.actions.house_engine import take_house_rules
from dsar.management.actions.respond import write_package
from dsar.processing_records.models import Controller, Source, System
from dsar.response import services as response
from dsar.response.points import KEYS
from dsar.response.selectors import drafts_of
from dsar.review import proposal_services as proposals
from dsar.review.exemptions import find
from dsar.review.models import PassageStatus, ReviewItem, Verdict
from dsar.review.preparation_services import open_review, prepare
from dsar.review.services import decide
from dsar.search import services as search
from dsar.search.models import PlannedSystem

NO_REGISTER = "This is a rehearsal without a register of processing, so nothing can be stated on this point."
REASON = "Rehearsal: taken for exempt by a rule, looked at by nobody."


def rehearse(order: Mapping[str, Any], out: Path) -> Answer:
    """From the request to the package in `out`; the value counts what was found, decided and left out."""
    prepare_broker_folders()
    take_house_rules(order)
    handler, dpo = _people()
    case = _register(order, handler)
    _plan(order)
    search.plan_search(case=case, actor=handler)
    mark_not_needed(case=case, kind="identity", reason="Rehearsal: identity is not checked.", actor=handler)
    case.refresh_from_db()
    scan = search.start_search(case=case, actor=handler)
    while scan is not None and work_scan(scan_id=scan.pk):
        pass
    _settle_search(case, handler)
    case.refresh_from_db()
    move_case(case=case, move=Move.START_REVIEW, actor=handler)
    open_review(case=case, actor=handler)
    prepare(case.pk)
    counts = decide_by_policy(case, handler, dpo)
    _answer_points(case, handler)
    answer = write_package(case, out)
    coverage = {row.source.name: row.state for row in case_sources(case) if row.source is not None}
    return Answer(answer.value | {"decided": counts, "coverage": coverage}, answer.words, answer.exit_code)


def case_sources(case: Case) -> list[PlannedSystem]:
    """The planned sources of the rehearsal."""
    return list(PlannedSystem.objects.filter(case=case).select_related("source"))


def _people() -> tuple[User, User]:
    handler = add_person(
        email="handler@rehearsal.invalid", full_name="Rehearsal (handler)", roles=[Role.HANDLER], actor=None
    )
    dpo = add_person(email="dpo@rehearsal.invalid", full_name="Rehearsal (DPO)", roles=[Role.DPO], actor=None)
    team, _ = Team.objects.get_or_create(name=PRIVACY_TEAM)
    team.user_set.set([handler, dpo])
    return handler, dpo


def _register(order: Mapping[str, Any], handler: User) -> Case:
    controller = Controller.objects.create(name="Rehearsal", supervisory_authority="", language=order["language"])
    details = {"name": order["name"], "emails": order["email"], "phones": order["phone"]}
    people = (PersonEntry(PersonRole.SUBJECT, details), PersonEntry(PersonRole.REQUESTER, details))
    request = NewRequest(
        controller=controller,
        channel="api",
        received_at=clock.now(),
        people=people,
        request_text="Rehearsal from the command line.",
        language=order["language"],
    )
    return register_case(request=request, actor=handler, handler=handler)


def _plan(order: Mapping[str, Any]) -> None:
    for number, folder in enumerate(order["files"], 1):
        system = System.objects.create(name=f"Files {number}")
        Source.objects.create(system=system, name=f"Files {number}", kind="files", settings={"path": folder})
    for number, url in enumerate(order["database"], 1):
        system = System.objects.create(name=f"Database {number}")
        address, secret = _without_password(url, number)
        Source.objects.create(
            system=system, name=f"Database {number}", kind="sql", settings={"url": address}, secret_name=secret
        )


def _without_password(url: str, number: int) -> tuple[str, str]:
    """The address without its password, which goes into this process's environment under a name."""
    if "://" not in url:
        return f"sqlite:///{Path(url).resolve()}", ""
    parts = urlsplit(url)
    if not parts.password:
        return url, ""
    name = f"REHEARSAL_{number}"
    os.environ[f"DSAR_SECRET_{name}"] = unquote(parts.password)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}@{host}")), name.lower()


def _settle_search(case: Case, handler: User) -> None:
    """What could not be read is noted as such, so that the rehearsal can go on; the answer's coverage tells it."""
    scans = Scan.objects.filter(order_id=case.pk).values("pk")
    unread = Coverage.objects.filter(scan_id__in=scans).exclude(state="complete").values_list("pk", flat=True)
    for coverage_id in list(unread):
        search.mark_read(case=case, coverage_id=coverage_id, note="Rehearsal: read by nobody.", actor=handler)


def decide_by_policy(case: Case, handler: User, dpo: User) -> dict[str, int]:
    """Decide every item by the stated policy; gives how many came to which verdict."""
    counts: dict[str, int] = {}
    items = ReviewItem.objects.filter(case=case).select_related("exhibit", "case__controller", "case__key")
    for item in items.order_by("exhibit__number"):
        verdict = _verdict(item, handler, dpo)
        counts[verdict] = counts.get(verdict, 0) + 1
    return counts


def _verdict(item: ReviewItem, handler: User, dpo: User) -> str:
    if item.exhibit.decision != "confirmed":
        note = "Rehearsal: left out, not confirmed."
        decide(item=item, verdict=Verdict.NOT_SUBJECT, actor=handler, version=item.version, note=note)
        return "left_out"
    if item.signals and _withheld(item, handler, dpo):
        return str(Verdict.WITHHOLD)
    has_marks = item.passages.filter(status__in=(PassageStatus.SUGGESTED, PassageStatus.REDACT)).exists()
    verdict = Verdict.REDACT if has_marks else Verdict.DISCLOSE
    decide(item=item, verdict=verdict, actor=handler, version=item.version, accept_suggestions=has_marks)
    return str(verdict)


def _withheld(item: ReviewItem, handler: User, dpo: User) -> bool:
    """Propose and approve the first suggested exemption that can withhold the item; its suggestions are settled."""
    for signal in item.signals:
        exemption = find(signal["exemption_id"])
        if "withhold" not in exemption.actions:
            continue
        item.passages.filter(status=PassageStatus.SUGGESTED).update(status=PassageStatus.REDACT, decided_by=handler)
        proposal = proposals.propose_exemption(
            item=item,
            exemption_id=exemption.id,
            action="withhold",
            test=dict.fromkeys(exemption.test, REASON),
            reasons=REASON,
            actor=handler,
        )
        proposals.decide_proposal(proposal=proposal, status="approved", reason=REASON, actor=dpo)
        item.refresh_from_db(fields=["verdict", "version"])
        return item.verdict == Verdict.WITHHOLD
    return False


def _answer_points(case: Case, handler: User) -> None:
    drafts = drafts_of(case)
    answers = {
        key: {"text": drafts[key].text}
        if drafts[key].text and not drafts[key].missing
        else {"not_applicable": True, "reason": NO_REGISTER}
        for key in KEYS
    }
    response.write_answers(case=case, answers=answers, opening="", actor=handler)
