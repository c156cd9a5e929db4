"""Acts on the register: activities with their recipients, systems, controllers. Each leaves one audit entry."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from dsar.audit import catalogue
from dsar.audit.services import ActorLike, record
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Controller, ProcessingActivity, Recipient, System

catalogue.declare(
    register_activity_added="Processing activity “{name}” added to the register",
    register_activity_changed="Processing activity “{name}” changed: {changed}",
    register_activity_removed="Processing activity “{name}” removed from the register",
    register_system_added="System “{name}” added to the register",
    register_system_changed="System “{name}” changed: {changed}",
    register_controller_added="Controller “{name}” added",
    register_controller_changed="Controller “{name}” changed: {changed}",
)


@dataclass(frozen=True, slots=True)
class RecipientValues:
    """A recipient as entered; `country` is an ISO code, empty where the data stay in the country.

    `email` is where notices under Art. 19 go; "" where none is known.
    """

    name: str
    role: str = ""
    country: str = ""
    safeguard: str = ""
    is_category: bool = False
    category_reason: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ActivityValues:
    """An entry of the register as entered (GDPR Art. 30(1) and 15(1))."""

    name: str
    purpose: str
    legal_basis: str
    categories: list[str] = field(default_factory=list)
    data_subjects: str = ""
    retention: str = ""
    source_of_data: str = ""
    has_automated_decisions: bool | None = None
    automated_decisions: str = ""
    security_measures: str = ""


@transaction.atomic
def save_activity(
    *,
    activity: ProcessingActivity | None,
    controller: Controller,
    values: ActivityValues,
    recipients: Sequence[RecipientValues],
    systems: Iterable[System],
    actor: ActorLike | None,
) -> ProcessingActivity:
    """Add an entry (`activity` None) or replace what it says, with its recipients and systems.

    Raises:
        RuleRefused: another entry of the controller has this name ("name_taken"), a recipient stands twice
            ("recipient_twice"), or a category gives no reason ("category_without_reason").
    """
    _check_activity(activity, controller, values, recipients)
    is_new = activity is None
    entry = activity or ProcessingActivity(controller=controller)
    changed = _take(entry, asdict(values))
    entry.save()
    if _replace_recipients(entry, recipients):
        changed.append("recipients")
    wanted = list(systems)
    if {system.pk for system in wanted} != set(entry.systems.values_list("pk", flat=True)):
        entry.systems.set(wanted)
        changed.append("systems")
    _tell("activity", entry, is_new=is_new, changed=changed, actor=actor)
    return entry


@transaction.atomic
def remove_activity(*, activity: ProcessingActivity, actor: ActorLike) -> None:
    """Take an entry out of the register; the audit chain keeps its name."""
    record("register.activity_removed", actor=actor, about=activity, facts={"name": activity.name})
    activity.delete()


@transaction.atomic
def save_system(*, system: System, actor: ActorLike | None) -> System:
    """Store a new or changed system.

    Raises:
        RuleRefused: "invalid", with the messages by field.
    """
    is_new, changed = _difference(system)
    _check(system)
    system.save()
    _tell("system", system, is_new=is_new, changed=changed, actor=actor)
    return system


@transaction.atomic
def save_controller(*, controller: Controller, actor: ActorLike | None) -> Controller:
    """Store a new or changed controller. Cases keep the dates they have until the nightly recomputation.

    Raises:
        RuleRefused: "invalid", with the messages by field; "small_team_reason" where four eyes are waived silently.
    """
    if controller.small_team and not controller.small_team_reason.strip():
        message = "Say why two pairs of eyes are not possible; auditors read it."
        raise RuleRefused(message, code="small_team_reason", fields={"small_team_reason": message})
    is_new, changed = _difference(controller)
    _check(controller)
    controller.save()
    _tell("controller", controller, is_new=is_new, changed=changed, actor=actor)
    return controller


def _check(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        found = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        message = "Something is missing or not right."
        raise RuleRefused(message, code="invalid", fields=found) from error
    except ValueError as error:  # the clock's own words for an unknown zone or calendar
        raise RuleRefused(str(error), code="invalid") from error


def _check_activity(
    activity: ProcessingActivity | None,
    controller: Controller,
    values: ActivityValues,
    recipients: Sequence[RecipientValues],
) -> None:
    same = ProcessingActivity.objects.filter(controller=controller, name__iexact=values.name.strip())
    if (same.exclude(pk=activity.pk) if activity else same).exists():
        message = "The register of this controller has an entry of this name."
        raise RuleRefused(message, code="name_taken", fields={"name": message})
    names = [recipient.name.casefold() for recipient in recipients]
    if len(set(names)) < len(names):
        message = "A recipient stands here twice."
        raise RuleRefused(message, code="recipient_twice")
    if any(recipient.is_category and not recipient.category_reason.strip() for recipient in recipients):
        message = "Name the recipient, or say why only the category can be named (C-154/21)."
        raise RuleRefused(message, code="category_without_reason")


def _take(entry: ProcessingActivity, values: dict[str, Any]) -> list[str]:
    """Set the values; the names of those that are new."""
    changed = [name for name, value in values.items() if getattr(entry, name) != value]
    for name in changed:
        setattr(entry, name, values[name])
    return changed


def _replace_recipients(entry: ProcessingActivity, wanted: Sequence[RecipientValues]) -> bool:
    names = [part.name for part in fields(RecipientValues)]
    stored = {tuple(row) for row in entry.recipients.values_list(*names)}
    if stored == {tuple(asdict(recipient).values()) for recipient in wanted}:
        return False
    entry.recipients.all().delete()
    Recipient.objects.bulk_create([Recipient(activity=entry, **asdict(recipient)) for recipient in wanted])
    return True


def _difference(row: System | Controller) -> tuple[bool, list[str]]:
    stored = type(row)._default_manager.filter(pk=row.pk).first()
    if stored is None:
        return True, []
    columns = [column.attname for column in row._meta.concrete_fields]
    return False, [name for name in columns if getattr(stored, name) != getattr(row, name)]


def _tell(
    kind: str,
    row: ProcessingActivity | System | Controller,
    *,
    is_new: bool,
    changed: list[str],
    actor: ActorLike | None,
) -> None:
    if not is_new and not changed:
        return
    action = f"register.{kind}_added" if is_new else f"register.{kind}_changed"
    facts = {"name": row.name, "changed": ", ".join(changed)} if not is_new else {"name": row.name}
    record(action, actor=actor, actor_kind="user" if actor else "system", about=row, facts=facts)
