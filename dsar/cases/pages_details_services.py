"""Changing what is known of a request, on the version that the person had before them."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.models import AuditEntry
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.pages_conflict import Stale
from dsar.foundation.errors import RuleRefused

catalogue.declare(case_details_changed="Details changed: {fields}")

DETAILS = ("request_text", "search_details", "language")


@transaction.atomic
def change_details(*, case: Case, values: Mapping[str, str], seen: int, actor: User) -> Case:
    """Write the details, if the case is still as the person saw it.

    Args:
        case: as read.
        values: the fields of DETAILS.
        seen: the version of the case that the person had before them.
        actor: needs the grant to work the case.

    Raises:
        NotPermitted: the actor may not work the case.
        Stale: the details were changed meanwhile; an act that left them alone (a move) is no conflict.
        RuleRefused: nothing changed.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    now = {name: getattr(locked, name) for name in DETAILS}
    typed = {name: values[name].replace("\r\n", "\n").strip() for name in DETAILS}
    if locked.version != seen and _changed_since(locked, seen) and now != typed:
        raise Stale(now, typed)
    changed = [name for name in DETAILS if typed[name] != now[name]]
    if not changed:
        message = "Nothing is different from what stands there."
        raise RuleRefused(message, code="nothing_changed")
    for name in changed:
        setattr(locked, name, typed[name])
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    facts = {"fields": changed, "version": locked.version}
    payload = {f"{name}_before": now[name] for name in changed}
    record("case.details_changed", actor=actor, case=locked, facts=facts, payload=payload)
    return locked


def last_change(case: Case) -> str:
    """Who changed the details last, by name."""
    entry = AuditEntry.objects.filter(case_id=case.pk, action="case.details_changed").order_by("-seq").first()
    found = User.objects.filter(pk=entry.actor_id).first() if entry is not None and entry.actor_id else None
    return found.full_name if found else ""


def _changed_since(case: Case, seen: int) -> bool:
    """Whether the details themselves were changed after that version; moves count versions too."""
    last = AuditEntry.objects.filter(case_id=case.pk, action="case.details_changed").order_by("-seq").first()
    if last is None:
        return False
    facts: dict[str, Any] = json.loads(bytes(last.body))["facts"]
    return int(facts["version"]) > seen
