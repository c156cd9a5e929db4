"""Acts on thresholds and on what is kept: a person changes them, with a reason; every version stays."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from discovery.detection import KIND_FACTS
from discovery.detection.own_kinds import OWN
from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.pii.line_rules import renew_after_commit
from dsar.pii.models import DetectionPolicy, ThresholdVersion
from dsar.pii.own_kind_services import demand_setup, newest_of
from dsar.pii.steering import policy_now, thresholds_now

catalogue.declare(
    pii_threshold_set="Threshold of “{key}” set to {value}, version {number}: {why}",
    pii_threshold_removed="Threshold of “{key}” is the shipped one again, version {number}: {why}",
    pii_thresholds_restored="Thresholds as in version {based_on} again, version {number}: {why}",
    pii_policy_changed="What is kept of verdicts and raises alerts changed, version {number}: {why}",
)

LEAST: Final = 0.05
POLICY_FIELDS: Final = ("keeps_passages", "slow_seconds", "wrong_percent", "grave_count")


@transaction.atomic
def set_threshold(*, key: str, value: float | None, why: str, based_on: int, actor: User) -> ThresholdVersion:
    """Set the least certainty of a kind or an own kind; None takes the shipped one again.

    Args:
        key: a kind, or "own:<slug>".
        value: 0.05 to 1.
        why: needed; stays on record.
        based_on: number of the version that was on the screen.
        actor: needs Act.EDIT_SOURCES.

    Raises:
        RuleRefused: no reason, no such kind, a value out of range, nothing changed.
        Conflict: somebody else has changed the thresholds meanwhile.
        NotPermitted: the actor's role does not set up detection.
    """
    demand_setup(actor)
    reason = _reason(why)
    if not _is_known(key):
        message = _("There is no such kind.")
        raise RuleRefused(message, code="no_such_kind", fields={"key": message})
    if value is not None and not LEAST <= value <= 1:
        message = _("A threshold lies between 0.05 and 1.")
        raise RuleRefused(message, code="out_of_range", fields={"value": message})
    now = thresholds_now()
    values = {name: least for name, least in now.values.items() if name != key}
    if value is not None:
        values[key] = round(value, 2)
    if values == now.values:
        message = _("The threshold stands so already.")
        raise RuleRefused(message, code="nothing_changed", fields={"value": message})
    fresh = _keep(values, key, reason, now, based_on, actor)
    facts = {"key": key, "value": values.get(key), "number": fresh.number, "why": reason}
    record("pii.threshold_set" if value is not None else "pii.threshold_removed", actor=actor, about=fresh, facts=facts)
    return fresh


@transaction.atomic
def restore_thresholds(*, number: int, why: str, based_on: int, actor: User) -> ThresholdVersion:
    """Take up the thresholds of an earlier version again; 0 stands for those as shipped.

    Raises:
        RuleRefused: no reason, no such version, or they stand so already.
        Conflict, NotPermitted: as for setting.
    """
    demand_setup(actor)
    reason = _reason(why)
    former = ThresholdVersion.objects.filter(number=number).first() or ThresholdVersion(number=0, values={})
    now = thresholds_now()
    if former.number != number or former.values == now.values:
        message = _("There is no such version, or its thresholds are the present ones.")
        raise RuleRefused(message, code="no_such_version")
    fresh = _keep(former.values, "", reason, now, based_on, actor)
    facts = {"number": fresh.number, "based_on": number, "why": reason}
    record("pii.thresholds_restored", actor=actor, about=fresh, facts=facts)
    return fresh


@transaction.atomic
def change_policy(*, values: dict[str, Any], why: str, based_on: int, actor: User) -> DetectionPolicy:
    """Say whether passages are kept with verdicts, and from when on figures raise an alert.

    Raises:
        RuleRefused: no reason, or nothing changed.
        Conflict: somebody else has changed it meanwhile.
        NotPermitted: the actor's role does not set up detection.
    """
    demand_setup(actor)
    reason = _reason(why)
    now = policy_now()
    content = {name: values.get(name, getattr(now, name)) for name in POLICY_FIELDS}
    if all(content[name] == getattr(now, name) for name in POLICY_FIELDS):
        message = _("Nothing is changed.")
        raise RuleRefused(message, code="nothing_changed")
    fresh = DetectionPolicy(
        number=now.number + 1, why=reason, written_by=actor, written_at=clock.now(), **content
    )  # fmt: skip
    _insert(fresh, now.number, based_on)
    facts = {**content, "number": fresh.number, "why": reason}
    record("pii.policy_changed", actor=actor, about=fresh, facts=facts)
    return fresh


def _keep(
    values: dict[str, float], key: str, why: str, now: ThresholdVersion, based_on: int, actor: User
) -> ThresholdVersion:
    fresh = ThresholdVersion(
        number=now.number + 1, values=values, changed=key, why=why, written_by=actor, written_at=clock.now()
    )
    _insert(fresh, now.number, based_on)
    return fresh


def _insert(fresh: ThresholdVersion | DetectionPolicy, last: int, based_on: int) -> None:
    message = _("Somebody else has changed this meanwhile. Look at their version, then change it again.")
    if last != based_on:
        raise Conflict(message)
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(message) from error
    renew_after_commit()


def _is_known(key: str) -> bool:
    if key.startswith(OWN):
        return newest_of(key.removeprefix(OWN)) is not None
    return key in {kind.value for kind in KIND_FACTS}


def _reason(why: str) -> str:
    if not why.strip():
        message = _("Say why: it stays on record.")
        raise RuleRefused(message, code="reason_missing", fields={"why": message})
    return why.strip()[:300]
