"""Taking a file into the register: what would change, and, once somebody has seen it, the change itself."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from dsar.audit import catalogue
from dsar.audit.services import ActorLike, record
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.interchange import Entry, Fault, Reading, as_json, read
from dsar.processing_records.interchange_cells import RECIPIENT_FIELDS, cell_of
from dsar.processing_records.models import Controller, ProcessingActivity, System
from dsar.processing_records.services import ActivityValues, RecipientValues, save_activity, save_system

catalogue.declare(register_imported="Register read from a file: {added} added, {changed} changed, {same} as before")

_SYSTEM_TEXTS = ("name", "description", "owner", "owner_contact", "is_paper")
_ACTIVITY_TEXTS = tuple(ActivityValues.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it says now and what it would say, as texts."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What the file would do to one entry; without `fields` it stays as it is. `is_new`: it would be added."""

    kind: str
    name: str
    line: int
    is_new: bool
    fields: tuple[FieldChange, ...]

    @property
    def told(self) -> list[FieldChange]:
        """The fields that say something, now or then."""
        return [one for one in self.fields if one.old or one.new]


@dataclass(slots=True)
class Plan:
    """What a file would do. Nothing may be done while there are faults. `untouched`: entries it does not mention."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    untouched: int = 0
    base: str = ""

    @property
    def added(self) -> list[Change]:
        """Entries that would be new."""
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        """Entries that would say something else."""
        return [change for change in self.changes if not change.is_new and change.fields]

    @property
    def same(self) -> int:
        """Entries that stand in the file as they stand in the register."""
        return len(self.changes) - len(self.added) - len(self.changed)


def exported() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The register as (activities, systems) in the form of files; the addresses and secrets of sources stay here."""
    activities = ProcessingActivity.objects.select_related("controller").prefetch_related("recipients", "systems")
    systems = System.objects.prefetch_related("sources").order_by("name")
    return (
        [_activity(one) for one in activities.order_by("controller__name", "name")],
        [_system(one) for one in systems],
    )


def plan_of(content: bytes) -> Plan:
    """What the file would do to the register as it stands; changes nothing."""
    return _plan(read(content))


@transaction.atomic
def take_file(*, content: bytes, base: str, actor: ActorLike) -> Plan:
    """Do what the file asks, all of it or nothing; entries that it does not mention stay as they are.

    Args:
        content: the file as it was shown.
        base: the digest of the register for which the plan was shown.
        actor: who decided on it.

    Raises:
        Conflict: the register has changed since.
        RuleRefused: the file has faults ("faults").
    """
    list(Controller.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    reading = read(content)
    plan = _plan(reading)
    if plan.faults:
        message = "The file cannot be taken: see the faults."
        raise RuleRefused(message, code="faults")
    if plan.base != base:
        message = "The register has changed since you looked. See below what the file would do now."
        raise Conflict(message)
    for entry in sorted(reading.entries, key=lambda one: one.kind == "activity"):  # systems first
        _take_system(entry, actor) if entry.kind == "system" else _take_activity(entry, actor)
    facts = {"added": len(plan.added), "changed": len(plan.changed), "same": plan.same}
    record("register.imported", actor=actor, facts=facts)
    return plan


def _plan(reading: Reading) -> Plan:
    activities, systems = exported()
    plan = Plan(faults=list(reading.faults), base=hashlib.sha256(as_json(activities, systems)).hexdigest())
    stored_systems = {one["name"].casefold(): one for one in systems}
    stored = {(one["controller"].casefold(), one["name"].casefold()): one for one in activities}
    coming = {entry.name.casefold() for entry in reading.entries if entry.kind == "system"}
    for entry in reading.entries:
        if entry.kind == "system":
            before = stored_systems.get(entry.name.casefold())
            plan.remarks += _unknown_sources(entry, before)
            values = {name: value for name, value in entry.values.items() if name != "sources"}
            plan.changes.append(_change(entry, before, values))
            continue
        plan.faults += _unknown_systems(entry, coming | set(stored_systems))
        controller = _controller_name(entry)
        if controller is None:
            asked = str(entry.values.get("controller", "")).strip()
            words = f"There is no controller “{asked}”." if asked else "Name the controller: there is more than one."
            plan.faults.append(Fault(entry.line, "controller", words))
            continue
        values = {**entry.values, "controller": controller}
        plan.changes.append(_change(entry, stored.get((controller.casefold(), entry.name.casefold())), values))
    plan.faults.sort(key=lambda fault: fault.line)
    plan.untouched = len(activities) + len(systems) - sum(not change.is_new for change in plan.changes)
    return plan


def _change(entry: Entry, before: Mapping[str, Any] | None, values: Mapping[str, Any]) -> Change:
    fields = tuple(
        FieldChange(name, cell_of(name, before[name]) if before else "", cell_of(name, _whole(name, value)))
        for name, value in values.items()
        if before is None or not _is_same(name, before[name], value)
    )
    return Change(entry.kind, entry.name, entry.line, before is None, fields)


def _whole(name: str, value: Any) -> Any:
    """A value with every part of a recipient given."""
    if name != "recipients":
        return value
    blank = {**dict.fromkeys(RECIPIENT_FIELDS, ""), "is_category": False}
    return [blank | part for part in value]


def _is_same(name: str, old: Any, new: Any) -> bool:
    if name in ("recipients", "systems"):
        return sorted(map(str, _whole(name, old))) == sorted(map(str, _whole(name, new)))
    return bool(old == new)


def _controller_name(entry: Entry) -> str | None:
    """The controller that the entry names, or the only one there is."""
    asked = str(entry.values.get("controller", "")).strip()
    names = list(Controller.objects.values_list("name", flat=True))
    if not asked:
        return names[0] if len(names) == 1 else None
    return next((name for name in names if name.casefold() == asked.casefold()), None)


def _unknown_systems(entry: Entry, known: set[str]) -> list[Fault]:
    unknown = [name for name in entry.values.get("systems", []) if name.casefold() not in known]
    words = "There is no system “{}”. Add it, or take in the file of the systems first."
    return [Fault(entry.line, "systems", words.format(name)) for name in unknown]


def _unknown_sources(entry: Entry, before: Mapping[str, Any] | None) -> list[Fault]:
    """Sources are never made from a file: their addresses and secrets are of this installation."""
    here = {one["name"] for one in before["sources"]} if before else set()
    missing = [part["name"] for part in entry.values.get("sources", []) if part["name"] not in here]
    words = "The source “{}” is not set up here; add it under Systems and sources."
    return [Fault(entry.line, "sources", words.format(name)) for name in missing]


def _take_system(entry: Entry, actor: ActorLike) -> None:
    system = System.objects.filter(name__iexact=entry.name).first() or System(name=entry.name)
    for name in _SYSTEM_TEXTS:
        if name in entry.values:
            setattr(system, name, entry.values[name] or (False if name == "is_paper" else ""))
    save_system(system=system, actor=actor)


def _take_activity(entry: Entry, actor: ActorLike) -> None:
    controller = Controller.objects.get(name=_controller_name(entry))
    found = ProcessingActivity.objects.filter(controller=controller, name__iexact=entry.name).first()
    now = _activity(found) if found else _blank(controller.name, entry.name)
    wanted = {**now, **entry.values}
    save_activity(
        activity=found,
        controller=controller,
        values=ActivityValues(**{name: wanted[name] for name in _ACTIVITY_TEXTS}),
        recipients=[RecipientValues(**part) for part in _whole("recipients", wanted["recipients"])],
        systems=[System.objects.get(name__iexact=name) for name in wanted["systems"]],
        actor=actor,
    )


def _blank(controller: str, name: str) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(_ACTIVITY_TEXTS, "")
    return blank | {
        "controller": controller,
        "name": name,
        "categories": [],
        "has_automated_decisions": None,
        "recipients": [],
        "systems": [],
    }


def _activity(one: ProcessingActivity) -> dict[str, Any]:
    recipients = sorted(one.recipients.all(), key=lambda part: part.name)
    return {
        "controller": one.controller.name,
        "name": one.name,
        "purpose": one.purpose,
        "legal_basis": one.legal_basis,
        "data_subjects": one.data_subjects,
        "categories": list(one.categories),
        "recipients": [{name: getattr(part, name) for name in RECIPIENT_FIELDS} for part in recipients],
        "retention": one.retention,
        "source_of_data": one.source_of_data,
        "has_automated_decisions": one.has_automated_decisions,
        "automated_decisions": one.automated_decisions,
        "security_measures": one.security_measures,
        "systems": sorted(system.name for system in one.systems.all()),
    }


def _system(one: System) -> dict[str, Any]:
    sources = [{"name": part.name, "kind": part.kind, "is_active": part.is_active} for part in one.sources.all()]
    return {name: getattr(one, name) for name in _SYSTEM_TEXTS} | {"sources": sources}
