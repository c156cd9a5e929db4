"""Works two cases of the demo by the real services, so that sign-off and release show a real package.

It runs after the loader and outside its transaction, since searching and building claim rows that workers may see.
A start that was broken off is taken up again: a case that has its package is left alone.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from discovery.scans.worker import work_scan
from dsar.access.models import User
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.cases.vocabulary import Stage
from dsar.identity.services import mark_not_needed
from dsar.management.demo.cases import STAFF
from dsar.management.rehearsing import decide_by_policy
from dsar.redaction import services as redaction
from dsar.response import services as response
from dsar.response.models import Package
from dsar.response.points import KEYS
from dsar.response.selectors import drafts_of
from dsar.review.confirming_services import confirm_special
from dsar.review.preparation_services import open_review, prepare
from dsar.review.selectors import ItemQuery, items_of
from dsar.search import services as search

TO_FINISH = "to-finish.json"
ONLY_THE_SHOP = "Agreed with the person on the telephone: the request is about the shop, not about letters and files."
KNOWN = "The request came from the address that stands in the customer account."
NOT_FOUND = "Looked for in the register of processing; it names nothing on this point for this person."
OPINION = "The search covers the shop; other customers are redacted. Nothing stands against release."
DECISION = "Read in full; the rows are the person's own."


def finish_demo(root: Path) -> int:
    """Work every case that the loader left for this; gives how many there were."""
    listed = root / TO_FINISH
    if not listed.exists():
        return 0
    stages: Mapping[str, str] = json.loads(listed.read_text(encoding="utf-8"))
    cases = Case.objects.select_related("controller", "key", "handler").filter(reference__in=stages)
    for case in cases:
        if case.handler is not None and not Package.objects.filter(case=case).exists():
            _search(case, case.handler)
            _review(case, case.handler)
            _sign_off(case, case.handler, Stage(stages[case.reference]))
    listed.unlink()
    return len(cases)


def _search(case: Case, handler: User) -> None:
    mark_not_needed(case=case, kind="identity", reason=KNOWN, actor=handler)
    case.refresh_from_db()
    for row in search.plan_search(case=case, actor=handler):
        if row.source is None or row.source.kind != "sql":
            search.leave_out(planned=row, reason=ONLY_THE_SHOP, actor=handler)
    scan = search.start_search(case=case, actor=handler)
    while scan is not None and work_scan(scan_id=scan.pk):
        pass
    case.refresh_from_db()


def _review(case: Case, handler: User) -> None:
    move_case(case=case, move=Move.START_REVIEW, actor=handler)
    open_review(case=case, actor=handler)
    prepare(case.pk)
    decide_by_policy(case, handler, _staff("dpo"))
    _confirm_special(case, handler)
    redaction.order_copies(case=case, actor=handler)
    while redaction.work(case.pk):
        pass


def _confirm_special(case: Case, handler: User) -> None:
    for item in items_of(case, ItemQuery(has="special")).select_related("exhibit", "case__controller"):
        confirm_special(item=item, passage_ids=list(item.passages.values_list("pk", flat=True)), actor=handler)


def _sign_off(case: Case, handler: User, stage: Stage) -> None:
    drafts = drafts_of(case)
    answers = {
        key: {"text": drafts[key].text}
        if drafts[key].text and not drafts[key].missing
        else {"not_applicable": True, "reason": NOT_FOUND}
        for key in KEYS
    }
    response.write_answers(case=case, answers=answers, opening="", actor=handler)
    move_case(case=case, move=Move.TO_SIGN_OFF, actor=handler)
    package = response.order_package(case=case, actor=handler)
    response.build(package.pk)
    package = Package.objects.select_related("case__controller", "case__key").get(pk=package.pk)
    if stage is Stage.READY:
        response.give_opinion(package=package, opinion=OPINION, actor=_staff("dpo"))
        response.approve_package(package=package, reason=DECISION, actor=_staff("approver"))


def _staff(key: str) -> User:
    return User.objects.get(email=next(person.email for person in STAFF if person.key == key))
