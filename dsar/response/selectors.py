"""Reading what an answer is made of: the register's view of the person, the rows, the copies, the withheld."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dsar.cases.models import Case, CasePerson
from dsar.cases.notify import reach_of
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import cipher
from dsar.foundation.keys import data_key
from dsar.processing_records.models import ProcessingActivity
from dsar.redaction.models import RedactedDocument
from dsar.response.models import AnswerSheet, Package
from dsar.response.points import ActivityFacts, ControllerFacts, Draft, RecipientFacts, drafts
from dsar.response.wording import said
from dsar.review.content import values_of
from dsar.review.exemptions import find
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ReviewItem, Verdict
from dsar.search.models import PlannedSystem

OUTGOING = (Verdict.DISCLOSE, Verdict.REDACT)
REDACTED_VALUE = "[redacted: other people's data or an exemption]"


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """A database row as it leaves: table, columns, where it came from."""

    group: str
    system: str
    values: dict[str, Any]
    is_redacted: bool


def outgoing_rows(case: Case) -> list[OutgoingRow]:
    """The rows that leave, with redacted columns replaced; by table and number."""
    items = ReviewItem.objects.filter(case=case, verdict__in=OUTGOING, exhibit__form="row")
    found = items.select_related("exhibit", "exhibit__planned__system").prefetch_related("passages")
    rows = []
    for item in found.order_by("exhibit__group", "exhibit__number"):
        item.case = item.exhibit.case = case
        hidden = {
            passage.box["column"]
            for passage in item.passages.all()
            if passage.status == PassageStatus.REDACT and passage.box and "column" in passage.box
        }
        cells = values_of(item.exhibit)
        values = {name: REDACTED_VALUE if name in hidden else value for name, value in cells.items()}
        rows.append(OutgoingRow(item.exhibit.group, item.exhibit.source_name, values, is_redacted=bool(hidden)))
    return rows


def items_that_show(case: Case) -> QuerySet[ReviewItem]:
    """The items about the person whose existence may show in the answer.

    An item withheld under an exemption of which nothing may be told (neither confirmed nor denied) leaves no trace: not
    in numbers, systems, activities or the words of the letter.
    """
    decided = ReviewItem.objects.filter(case=case, verdict__in=(*OUTGOING, Verdict.WITHHOLD))
    approved = ExemptionProposal.objects.filter(case=case, status="approved", action="withhold", passage__isnull=True)
    silent = [item for item, exemption in approved.values_list("item_id", "exemption_id") if not find(exemption).told]
    return decided.exclude(pk__in=silent, verdict=Verdict.WITHHOLD)


def is_partial(case: Case) -> bool:
    """Whether anything about the person is withheld or redacted, as far as that may show."""
    return items_that_show(case).filter(verdict__in=(Verdict.WITHHOLD, Verdict.REDACT)).exists()


def holds_data(case: Case) -> bool:
    """Whether anything about the person was found, as far as that may show."""
    return items_that_show(case).exists()


def systems_that_show(case: Case) -> set[Any]:
    """The systems in which something was found that may show."""
    return set(items_that_show(case).values_list("exhibit__planned__system_id", flat=True)) - {None}


def told_exemptions(case: Case) -> list[str]:
    """What the person is told of the exemptions applied, in general words; nothing of those that may not show."""
    applied = ExemptionProposal.objects.filter(case=case, status="approved").values_list("exemption_id", flat=True)
    told = [find(exemption_id).told for exemption_id in sorted(set(applied))]
    return [said(words, case.language) for words in told if words]


def activities_of(case: Case) -> list[ActivityFacts]:
    """The activities of the register behind the systems in which data were found."""
    answered = PlannedSystem.objects.filter(case=case, state="done", source__isnull=True, exhibits__isnull=True)
    systems = systems_that_show(case) | {row.system_id for row in answered}
    found = ProcessingActivity.objects.filter(controller=case.controller, systems__in=systems).distinct()
    return [
        ActivityFacts(
            name=one.name,
            purpose=one.purpose,
            legal_basis=one.legal_basis,
            categories=one.categories,
            retention=one.retention,
            source=one.source_of_data,
            has_automated_decisions=one.has_automated_decisions,
            automated_decisions=one.automated_decisions,
            recipients=[
                RecipientFacts(r.name, r.role, r.country, r.safeguard, r.is_category, r.category_reason)
                for r in one.recipients.all()
            ],
        )
        for one in found.prefetch_related("recipients")
    ]


def drafts_of(case: Case) -> dict[str, Draft]:
    """The points of Article 15 as far as the register answers them for this person."""
    controller = case.controller
    facts = ControllerFacts(
        name=controller.name,
        country=controller.country,
        authority=controller.supervisory_authority,
        authority_contact=controller.supervisory_authority_contact,
        complaints_contact=controller.contact_email or controller.dpo_contact,
    )
    return drafts(
        activities_of(case), facts, regime=case.regime_id, holds_data=holds_data(case), language=case.language
    )


def sheet_of(case: Case) -> AnswerSheet:
    """The answer sheet, new and empty where nobody has written yet (not saved)."""
    found = AnswerSheet.objects.filter(case=case).first()
    if found is not None:
        found.case = case
    return found or AnswerSheet(case=case)


def recipient_of(case: Case) -> dict[str, str]:
    """Where the package goes: name and addresses of the recipient, else of who asked."""
    reach = reach_of(case, PersonRole.RECIPIENT)
    return {"name": reach.name, "email": reach.email, "postal": reach.postal}


def recipient_digest(case: Case) -> bytes:
    """The recipient as a keyed digest: approval binds to it."""
    value = json.dumps(recipient_of(case), sort_keys=True, ensure_ascii=False)
    return cipher.digest(data_key(case.key_id, "index"), "recipient", value)


def recipient_person(case: Case) -> CasePerson | None:
    """The person to whom the package goes."""
    people = {person.role: person for person in case.people.all()}
    wanted = (PersonRole.RECIPIENT, PersonRole.REQUESTER, PersonRole.SUBJECT)
    return next((people[role] for role in wanted if role in people), None)


def basis_of(case: Case) -> str:
    """The digest of everything a package is built from; a package with another basis is stale."""
    sheet = sheet_of(case)
    items = ReviewItem.objects.filter(case=case).order_by("pk").values_list("pk", "verdict", "version")
    copies = RedactedDocument.objects.filter(case=case).order_by("pk").values_list("pk", "order", "is_open")
    marks: dict[str, list[str]] = defaultdict(list)
    for pk, item_id, status in Passage.objects.filter(item__case=case).values_list("pk", "item_id", "status"):
        marks[str(item_id)].append(f"{pk}:{status}")
    basis = {
        "sheet": sheet.version,
        "items": [[str(pk), verdict, version] for pk, verdict, version in items],
        "copies": [[str(pk), order, is_open] for pk, order, is_open in copies],
        "marks": {key: sorted(value) for key, value in marks.items()},
        "recipient": recipient_digest(case).hex(),
        "exemptions": _approved_exemptions(case),
        "plan": sorted([str(pk), state] for pk, state in case_plan(case)),
        "controller": _controller_words(case),
        "language": case.language,
    }
    return hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()


def _approved_exemptions(case: Case) -> list[list[str]]:
    found = ExemptionProposal.objects.filter(case=case, status="approved").order_by("pk")
    return [[str(pk), exemption] for pk, exemption in found.values_list("pk", "exemption_id")]


def case_plan(case: Case) -> list[tuple[Any, str]]:
    """The planned systems with their states."""
    return list(PlannedSystem.objects.filter(case=case).values_list("pk", "state"))


def _controller_words(case: Case) -> list[str]:
    one = case.controller
    return [one.name, one.address, one.contact_email, one.dpo_name, one.dpo_contact, one.supervisory_authority]


def latest_package(case: Case) -> Package | None:
    """The newest package of a case."""
    found = Package.objects.filter(case=case).order_by("-number").first()
    if found is not None:
        found.case = case
    return found
