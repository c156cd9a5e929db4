"""Targets of erasures under Set-up: set up, tried, with their policies."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from discovery.documents import SubjectProfile
from discovery.scans.secrets import SecretMissing, read_secret
from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import ProcessingActivity, Source, System
from dsar.processing_records.sources import demand_within_roots
from dsar.rights.erasure.models import ErasurePolicy, ErasureTarget, PolicyAction
from erasure.rules import EXCEPTIONS
from erasure.suppression.digests import tokens_of
from erasure.suppression.services import suppressed
from erasure.targets import checked_settings, make_target

catalogue.declare(
    erasure_target_added="Erasure target “{name}” ({kind}) added",
    erasure_target_changed="Erasure target “{name}” changed: {changed}",
    erasure_target_tested="Erasure target “{name}” tried; it can be changed: {passed}",
    erasure_policy_set="Policy of “{target}” for {set}: {action}",
    erasure_list_asked="Suppression list asked about one person ({identifiers|identifier|identifiers}): {answer}",
    erasure_policy_removed="Policy of “{target}” for {set} removed",
)
_PLACES = {"files": "path", "mailbox": "path"}


@transaction.atomic
def save_target(
    *,
    target: ErasureTarget | None,
    system: System,
    name: str,
    kind: str,
    values: Mapping[str, Any],
    secret_name: str,
    is_active: bool,
    actor: User,
) -> ErasureTarget:
    """Add a target (`target` None) or change one; what was found by trying it is forgotten when its settings change.

    Raises:
        RuleRefused: the name is taken, a setting is wrong, a path lies outside DSAR_SOURCE_ROOTS, the address holds a
            password, or the secret is one of a source ("secret_of_a_source").
    """
    others = ErasureTarget.objects.filter(name__iexact=name)
    if (others.exclude(pk=target.pk) if target else others).exists():
        message = _("Another target has this name.")
        raise RuleRefused(message, code="name_taken", fields={"name": message})
    if secret_name and Source.objects.filter(secret_name=secret_name).exists():
        message = _("A source has this secret. A target needs one of its own, for it may change things.")
        raise RuleRefused(message, code="secret_of_a_source", fields={"secret_name": message})
    row = target or ErasureTarget(system=system, kind=kind)
    new = {
        "system_id": system.pk, "name": name, "settings": _checked(kind, values), "secret_name": secret_name.strip(),
        "is_active": is_active,
    }  # fmt: skip
    changed = [column for column, value in new.items() if getattr(row, column) != value]
    for column, value in new.items():
        setattr(row, column, value)
    if {"settings", "secret_name"} & set(changed):
        row.tested_at, row.test_passed, row.test_words = None, None, ""
    row.save()
    facts = {"name": name, "kind": kind} if target is None else {"name": name, "changed": ", ".join(changed)}
    record("erasure.target_added" if target is None else "erasure.target_changed", actor=actor, about=row, facts=facts)
    return row


def try_target(*, target: ErasureTarget, actor: User) -> ErasureTarget:
    """Try whether the target can be reached and changed, and keep the answer in words; nothing is changed."""
    started = time.monotonic()
    try:
        found = make_target(target.kind, target.settings, read_secret(target.secret_name)).test()
        passed, words = found.ok, found.message
    except SecretMissing:
        passed, words = False, _("The secret of this name is not known where the erasure runs.")
    except ValueError:
        passed, words = False, _("A setting is missing or not understood.")
    seconds = time.monotonic() - started
    with transaction.atomic():
        target.tested_at, target.test_passed = clock.now(), passed
        target.test_words = f"{words[:270]} ({seconds:.1f} s)" if seconds >= 0.1 else words[:270]
        target.save(update_fields=["tested_at", "test_passed", "test_words"])
        facts = {"name": target.name, "passed": "yes" if passed else "no"}
        record("erasure.target_tested", actor=actor, about=target, facts=facts)
    return target


@transaction.atomic
def ask_list(*, person: SubjectProfile, actor: User) -> bool:
    """Whether the person stands on the suppression list; who asked is recorded, whom they asked about is not."""
    tokens = sorted(set(tokens_of(person)))
    if not tokens:
        raise RuleRefused(_("Give an e-mail address, a number, or a name with a date of birth."), code="not_enough")
    found = bool(suppressed(tokens))
    facts = {"identifiers": len(tokens), "answer": "on it" if found else "not on it"}
    record("erasure.list_asked", actor=actor, facts=facts)
    return found


@dataclass(frozen=True, slots=True)
class PolicyValues:
    """What a policy says, as typed."""

    set: str
    action: str
    columns: Sequence[str] = ()
    spared: Sequence[str] = ()
    activity: ProcessingActivity | None = None
    exception: str = ""
    why: str = ""
    until: str = ""
    marker: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def set_policy(*, target: ErasureTarget, values: PolicyValues, actor: User) -> ErasurePolicy:
    """Say what becomes of a set of the target; a policy for the same set is replaced.

    Raises:
        RuleRefused: the set or the action is missing, or what stays has no exception, reason or end.
    """
    if not values.set.strip():
        raise _refused("set", _("Name the table, kind of file or collection, or * for all."))
    if values.action not in PolicyAction.values:
        raise _refused("action", _("Say what becomes of it."))
    if values.action in (PolicyAction.KEEP, PolicyAction.RESTRICT):
        _demand_reason(values)
    ErasurePolicy.objects.filter(target=target, set__iexact=values.set.strip()).delete()
    stays = values.action in (PolicyAction.KEEP, PolicyAction.RESTRICT)
    row = ErasurePolicy.objects.create(
        target=target, set=values.set.strip(), action=values.action, columns=list(values.columns),
        spared=list(values.spared), activity=values.activity, exception=values.exception if stays else "",
        why=values.why.strip() if stays else "", until=values.until.strip() if stays else "",
        marker=dict(values.marker) if values.action == PolicyAction.RESTRICT else {},
    )  # fmt: skip
    facts = {"target": target.name, "set": row.set, "action": row.action}
    record("erasure.policy_set", actor=actor, about=row, facts=facts)
    return row


@transaction.atomic
def remove_policy(*, policy: ErasurePolicy, actor: User) -> None:
    """Take a policy away: what is the person's in this set is deleted again."""
    facts = {"target": policy.target.name, "set": policy.set}
    record("erasure.policy_removed", actor=actor, about=policy, facts=facts)
    policy.delete()


def _demand_reason(values: PolicyValues) -> None:
    if values.exception not in EXCEPTIONS:
        raise _refused("exception", _("Name the exception under which it stays."))
    if values.action == PolicyAction.KEEP and values.exception in ("retention", "effort"):
        raise _refused("action", _("A retention period does not end the right: restrict it instead (Art. 18)."))
    if not values.why.strip():
        raise _refused("why", _("Say why in a sentence; the certificate prints it."))
    if not values.until.strip():
        raise _refused("until", _("Say until when, as a date or a rule."))


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_missing", fields={name: message})


def _checked(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    try:
        checked = checked_settings(kind, values)
    except ValueError as error:
        name = str(error).partition(":")[0]
        raise _refused(name, _("This setting is missing or not understood.")) from error
    place = str(checked.get(_PLACES.get(kind, "url"), "") or checked.get("place", "") or "")
    try:
        _check_place(kind, place)
    except RuleRefused as refusal:
        field_name = _PLACES.get(kind, "place" if kind == "qdrant" else "url")
        raise RuleRefused(refusal.message, code=refusal.code, fields={field_name: refusal.message}) from refusal
    return {name: list(value) if isinstance(value, tuple) else value for name, value in checked.items()}


def _check_place(kind: str, place: str) -> None:
    if kind in _PLACES:
        demand_within_roots(place)
        return
    try:
        parts = urlsplit(place)
        has_password = parts.password is not None or "password=" in parts.query
    except ValueError:
        raise RuleRefused(_("This address is not well formed."), code="bad_setting") from None
    if has_password:
        message = _("Leave the password out of the address and give the name of its secret.")
        raise RuleRefused(message, code="secret_in_address")
    if kind == "sql" and (parts.scheme == "sqlite" or (not parts.scheme and Path(place).suffix)):
        demand_within_roots("/" + parts.path.lstrip("/") if parts.scheme else place)
    if kind == "qdrant" and parts.scheme not in ("http", "https"):
        demand_within_roots(place)
