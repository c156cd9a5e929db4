"""Acts on the rules: a new version with its reason, the approval of a second person, dropping what waits."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.models import Controller
from dsar.retention.models import RetentionRule
from dsar.retention.rules import (
    BY_CODE,
    CATEGORIES,
    Action,
    Category,
    Mode,
    Period,
    Rule,
    Unit,
    needs_second_person,
    refusal_of,
    shipped,
)
from dsar.retention.words import refusal_words

catalogue.declare(
    retention_rule_set="Rule of retention for {category}, version {number}: {length} {unit}, {mode}: {why}",
    retention_rule_approved="Rule of retention for {category}, version {number}, approved",
    retention_rule_dropped="Rule of retention for {category}, version {number}, dropped before it was approved",
)


def rules_in_force() -> dict[str, Rule]:
    """The rule of every category that counts now."""
    versions: dict[str, list[RetentionRule]] = {}
    for row in RetentionRule.objects.filter(dropped_at__isnull=True).order_by("-number"):
        versions.setdefault(row.category, []).append(row)
    return {category.code: _in_force(category, versions.get(category.code, [])) for category in CATEGORIES}


def rule_of(code: str) -> Rule:
    """The rule of one category that counts now."""
    rows = RetentionRule.objects.filter(category=code, dropped_at__isnull=True).order_by("-number")
    return _in_force(BY_CODE[code], list(rows))


def _in_force(category: Category, rows: list[RetentionRule]) -> Rule:
    waiting = rows[0].number if rows and not rows[0].is_in_force else 0
    found = next((row for row in rows if row.is_in_force), None)
    if found is None:
        base = shipped(category)
        return Rule(category, base.period, base.mode, 0, waiting)
    return Rule(category, Period(found.length, Unit(found.unit)), Mode(found.mode), found.number, waiting)


@transaction.atomic
def set_rule(*, code: str, period: Period, mode: Mode, why: str, based_on: int, actor: User) -> RetentionRule:
    """Write a new version of a rule; one that will delete by itself waits for a second person.

    Args:
        code: the category.
        period: how long; not below the floor of the category.
        mode: off, asks first, or by itself.
        why: needed; stays on record (GDPR Art. 5(2)).
        based_on: the version that was on the screen, waiting ones included.
        actor: needs Act.EDIT_RETENTION.

    Raises:
        NotPermitted: the actor's role does not change rules.
        RuleRefused: no reason, a period below the floor, nothing changed.
        Conflict: somebody else has written a version meanwhile.
    """
    if not actor.may(Act.EDIT_RETENTION):
        raise NotPermitted(_("Your role does not change the rules of retention."))
    category, before = BY_CODE[code], rule_of(code)
    _demand_allowed(category, period, mode, why, before)
    last = RetentionRule.objects.filter(category=code).order_by("-number").values_list("number", flat=True).first() or 0
    wants = needs_second_person(category, mode, before, period)
    row = RetentionRule(
        category=code, number=last + 1, length=period.number, unit=period.unit, mode=mode, why=why.strip()[:500],
        written_by=actor, written_at=clock.now(), wants_approval=wants,
    )  # fmt: skip
    changed = _("Somebody else has changed this rule meanwhile. Look at it again.")
    if last != based_on:
        raise Conflict(changed)
    try:
        with transaction.atomic():
            RetentionRule.objects.filter(category=code, wants_approval=True, approved_at__isnull=True).update(
                dropped_at=clock.now()
            )
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(changed) from error
    record("retention.rule_set", actor=actor, about=row, facts=_facts(row) | {"why": row.why})
    return row


@transaction.atomic
def approve_rule(*, row: RetentionRule, actor: User) -> RetentionRule:
    """Approve a version that will delete by itself: another person than its author, as for every release.

    Raises:
        NotPermitted: the actor's role does not decide on retention.
        RuleRefused: it is the author, and no controller has a small team with its reason ("own_rule").
        Conflict: it was approved, dropped or replaced before.
    """
    if not actor.may(Act.DECIDE_RETENTION):
        raise NotPermitted(_("The Data Protection Officer or an approver decides on this."))
    alone = ""
    if row.written_by_id == actor.pk:
        alone = _small_team_reason()
        if not alone:
            raise RuleRefused(_("You wrote this version: a second person approves it."), code="own_rule")
    waiting = RetentionRule.objects.filter(pk=row.pk, approved_at__isnull=True, dropped_at__isnull=True)
    if not waiting.update(approved_by=actor, approved_at=clock.now(), alone_reason=alone[:300]):
        raise Conflict(_("This version does not wait any more."))
    row.refresh_from_db()
    record("retention.rule_approved", actor=actor, about=row, facts=_facts(row) | {"alone": bool(alone)})
    return row


@transaction.atomic
def drop_rule(*, row: RetentionRule, actor: User) -> None:
    """Drop a version that waits; what counted goes on. Raises NotPermitted, Conflict."""
    if not (actor.may(Act.EDIT_RETENTION) or actor.may(Act.DECIDE_RETENTION)):
        raise NotPermitted(_("Your role does not change the rules of retention."))
    waiting = RetentionRule.objects.filter(
        pk=row.pk, wants_approval=True, approved_at__isnull=True, dropped_at__isnull=True
    )
    if not waiting.update(dropped_at=clock.now()):
        raise Conflict(_("This version does not wait any more."))
    record("retention.rule_dropped", actor=actor, about=row, facts=_facts(row))


def _demand_allowed(category: Category, period: Period, mode: Mode, why: str, before: Rule) -> None:
    if not why.strip():
        message = _("Say why: the reason is the rule's justification (GDPR Art. 5(2)).")
        raise RuleRefused(message, code="reason_missing", fields={"why": message})
    if refused := refusal_of(category, period, mode):
        message = refusal_words(refused, category.least, category.least_source)
        raise RuleRefused(message, code=refused.partition(":")[2], fields={"length": message})
    if (period, mode) == (before.period, before.mode) and not before.waiting:
        message = _("The rule stands so already.")
        raise RuleRefused(message, code="nothing_changed", fields={"length": message})
    if mode is Mode.ON and category.action is not Action.REVIEW and before.mode is Mode.OFF and category.is_of_case:
        message = _("Let it ask first, and look at what it would do, before it works by itself.")
        raise RuleRefused(message, code="ask_first", fields={"mode": message})


def _small_team_reason() -> str:
    found = Controller.objects.filter(small_team=True).values_list("small_team_reason", flat=True).first()
    return found or ""


def _facts(row: RetentionRule) -> dict[str, object]:
    return {
        "category": row.category,
        "number": row.number,
        "length": row.length,
        "unit": row.unit,
        "mode": row.mode,
    }
