"""The survey: which sets and columns were found, and where other people stand in them. Done in the background."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.pii.runs import Reader, reader_now, record_run
from dsar.review import people
from dsar.review.content import surroundings_of
from dsar.review.models import Verdict
from dsar.review.people import Suggestion, Surroundings
from dsar.rights.portability.cells import Kind, cell_of
from dsar.rights.portability.findings import ROW, Finding, findings, findings_digest, key_of, shown_items
from dsar.rights.portability.models import PortabilityPlan, Survey

catalogue.declare(
    portability_surveyed="Findings surveyed for portability: {items|item|items} in {sets|set|sets}",
    portability_survey_failed="The findings could not be surveyed: {failure}",
)

LEASE = dt.timedelta(minutes=5)
RENEW_EVERY = 50
_NONE = {"filled": 0, "hidden": 0, "others": 0, "not_kept": 0}


@dataclass(slots=True)
class SetSurvey:
    """What is known of a set: counts, and of each column how often it is filled, hidden, or holds somebody else."""

    key: str
    name: str
    system: str
    system_id: str
    is_paper: bool
    form: str
    items: int = 0
    outgoing: int = 0
    withheld: int = 0
    undecided: int = 0
    columns: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For storage."""
        return {name: getattr(self, name) for name in self.__slots__}


def order_survey(*, case: Case, actor: User | None) -> Survey:
    """Have the findings read again; within the caller's transaction. A worker does it."""
    row, _is_new = Survey.objects.get_or_create(case=case, defaults={"ordered_by": actor})
    Survey.objects.filter(pk=row.pk).update(
        state=LeaseState.WAITING, attempts=0, fence=F("fence") + 1, read=0, failure="", lease_until=None, basis=""
    )
    row.refresh_from_db()
    transaction.on_commit(lambda: _ring(row.pk))
    return row


def survey(survey_id: UUID) -> bool:
    """Read the findings of a case; True where this call did. Safe to call twice and from several workers."""
    row = Survey.objects.select_related("case__controller", "case__key").filter(pk=survey_id).first()
    if row is None or not row.claim(lease=LEASE):
        return False
    plan = PortabilityPlan.objects.select_related("source__controller", "source__key").filter(case=row.case).first()
    if plan is None or plan.source is None:
        return _fail(row, "no_findings")
    source, reader = plan.source, reader_now()
    with keys_at_hand([row.case.key_id, source.key_id]):
        basis = findings_digest(source)
        Survey.objects.filter(pk=row.pk).update(total=shown_items(source).count())
        result = _read(row, source, reader)
        if result is None:
            return False
        return _finish(row, basis, result, reader)


def sighted(finding: Finding, around: Surroundings, reader: Reader) -> frozenset[str]:
    """The columns of an item ("" for a document) in which somebody else stands whom the review did not decide.

    What was read in the review is not read again: its undecided suggestions count. People in their job are left.
    """
    if finding.item.prepared_at is not None:
        return finding.open
    return frozenset(one.column for one in others_in(finding, around, reader) if one.column not in finding.kept)


def others_in(finding: Finding, around: Surroundings, reader: Reader) -> list[Suggestion]:
    """Other people's data in an item by the engine of the house."""
    if finding.exhibit.form == ROW:
        found = people.in_row(finding.values, around, find=reader.find)
    else:
        found = people.in_blocks(finding.blocks, around, find=reader.find)
    return [one for one in found if not one.is_normally_kept]


def sets_of(row: Survey | None) -> list[Mapping[str, Any]]:
    """The sets of a finished survey in which something is about the person, by system and name."""
    known = row.result.get("sets", []) if row is not None and row.state == LeaseState.DONE else []
    return sorted((one for one in known if one["items"]), key=lambda one: (one["system"], one["name"]))


def sightings_of(row: Survey | None) -> Mapping[str, list[str]]:
    """Columns with somebody else, by exhibit id."""
    found: Mapping[str, list[str]] = row.result.get("others", {}) if row is not None else {}
    return found


def _read(row: Survey, source: Case, reader: Reader) -> dict[str, Any] | None:
    around = surroundings_of(source)
    sets: dict[str, SetSurvey] = {}
    others: dict[str, list[str]] = {}
    for number, finding in enumerate(findings(source), 1):
        one = sets.setdefault(key_of(finding.exhibit), _new_set(finding))
        seen = sighted(finding, around, reader) if finding.is_outgoing else frozenset()
        reader.items += 1
        if seen:
            others[str(finding.exhibit.pk)] = sorted(seen)
        _count(one, finding, seen)
        if number % RENEW_EVERY == 0:
            if not row.renew(lease=LEASE):
                return None
            Survey.objects.filter(pk=row.pk).update(read=number)
    return {"sets": [one.as_json() for one in sets.values()], "others": others}


def _new_set(finding: Finding) -> SetSurvey:
    exhibit = finding.exhibit
    system = exhibit.planned.system if exhibit.planned else None
    name = exhibit.group.rpartition("/")[2] or exhibit.group
    columns = {} if exhibit.form == ROW else {"": dict(_NONE)}
    return SetSurvey(
        columns=columns,
        key=key_of(exhibit),
        name=name,
        system=system.name if system else exhibit.source_name,
        system_id=str(system.pk) if system else "",
        is_paper=bool(system and system.is_paper),
        form=exhibit.form,
    )


def _count(one: SetSurvey, finding: Finding, seen: frozenset[str]) -> None:
    one.items += finding.item.verdict != Verdict.NOT_SUBJECT
    one.outgoing += finding.is_outgoing
    one.withheld += finding.item.verdict == Verdict.WITHHOLD
    one.undecided += finding.item.verdict == Verdict.UNDECIDED
    if not finding.is_outgoing:
        return
    for column, value in _columns(finding):
        counts = one.columns.setdefault(column, dict(_NONE))
        counts["filled"] += value is not None
        counts["hidden"] += column in finding.hidden
        counts["others"] += column in seen
        counts["not_kept"] += cell_of(value).kind is Kind.LEFT_OUT


def _columns(finding: Finding) -> Iterator[tuple[str, Any]]:
    """The columns of a row; a document is one column without a name."""
    yield from finding.values.items() if finding.exhibit.form == ROW else iter([("", "")])


@transaction.atomic
def _finish(row: Survey, basis: str, result: dict[str, Any], reader: Reader) -> bool:
    record_run(reader, what="review", case_id=row.case_id)
    if not row.finish():
        return False
    row.basis, row.result, row.read = basis, result, row.total
    Survey.objects.filter(pk=row.pk).update(read=F("total"))
    row.save(update_fields=["basis", "result"])
    facts = {"items": sum(one["items"] for one in result["sets"]), "sets": len(result["sets"])}
    record("portability.surveyed", actor=row.ordered_by, actor_kind="system", case=row.case, about=row, facts=facts)
    return True


@transaction.atomic
def _fail(row: Survey, failure: str) -> bool:
    if row.finish(LeaseState.FAILED, failure=failure):
        record(
            "portability.survey_failed", actor=None, actor_kind="system", case=row.case, about=row,
            facts={"failure": failure},
        )  # fmt: skip
    return False


def _ring(survey_id: UUID) -> None:
    from dsar.rights.portability.tasks import read_findings

    read_findings.delay(str(survey_id))
