"""Set-up of flags: which column or marker of a target says that a person is restricted, or gets no marketing."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.restriction.models import FlagMeaning, FlagRule
from erasure.flags import can_flag

catalogue.declare(
    restriction_rule_set="Flag on {target}: {set} {column} = {value} ({meaning})",
    restriction_rule_removed="Flag on {target} removed: {set}",
)
_MARKER = re.compile(r"[^*?\[\]{}]*\{[^{}]+\}[^*?\[\]{}]*")


@transaction.atomic
def set_flag_rule(
    *,
    target: ErasureTarget,
    set_name: str,
    column: str,
    value: str,
    actor: User,
    meaning: str = FlagMeaning.RESTRICTION,
) -> FlagRule:
    """Say how a set of the target is flagged; what is flagged already keeps the rule it began with.

    Raises:
        RuleRefused: the target cannot carry flags, a part is missing or cannot be, or the set has one already.
    """
    _demand(actor)
    name, column, value = set_name.strip(), column.strip(), value.strip()
    if not can_flag(target.kind):
        raise _refused("target", _("This kind of target carries no flag: the owner of the system does it by hand."))
    if target.kind == "sql" and not column:
        raise _refused("column", _("Name the column of the table."))
    if target.kind != "sql" and not _MARKER.fullmatch(name):
        raise _refused("set", _("A marker has one value of the person in braces and no wildcard: restricted:{email}"))
    if not value:
        raise _refused("value", _("Give the value that says it."))
    if meaning not in FlagMeaning.values:
        raise _refused("meaning", _("Choose what the flag says."))
    column = column if target.kind == "sql" else ""
    _refuse_taken(target, name, column, meaning)
    row = FlagRule.objects.create(target=target, set=name, column=column, value=value, meaning=meaning)
    facts = {"target": target.name, "set": name, "column": column or "–", "value": value, "meaning": meaning}
    record("restriction.rule_set", actor=actor, about=row, facts=facts)
    return row


@transaction.atomic
def remove_flag_rule(*, rule: FlagRule, actor: User) -> None:
    """Remove a rule; flags that stand are taken away with their restriction all the same."""
    _demand(actor)
    record("restriction.rule_removed", actor=actor, about=rule, facts={"target": rule.target.name, "set": rule.set})
    rule.delete()


def _refuse_taken(target: ErasureTarget, name: str, column: str, meaning: str) -> None:
    """A set has one flag of each meaning, and no column or marker says two things."""
    same = FlagRule.objects.filter(target=target, set__iexact=name)
    if same.filter(meaning=meaning).exists():
        raise _refused("set", _("This table or marker has a rule already. Remove it first."))
    if same.filter(column__iexact=column).exists():
        raise _refused("column" if column else "set", _("The other meaning has this place already. Use another one."))


def _demand(actor: User) -> None:
    if not actor.may(Act.EDIT_SOURCES):
        message = _("Your role does not change targets. Ask an administrator or the DPO.")
        raise NotPermitted(message)


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})
