"""Absences: a person says when they are away and who stands in; it ends by itself, or earlier by hand."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.cover_models import Absence
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused

catalogue.declare(
    cover_absence_set="Away from {from_on} to {until_on}; a colleague stands in",
    cover_absence_ended="Absence ended early",
)

LONGEST_ABSENCE = dt.timedelta(days=366)


@transaction.atomic
def set_absence(*, person: User, deputy: User, from_on: dt.date, until_on: dt.date, actor: User) -> Absence:
    """Say that a person is away and who stands in. The person does it, or who looks after people and access.

    Raises:
        NotPermitted: it is somebody else's absence.
        RuleRefused: the days or the deputy do not fit ("days_out_of_range", "absences_overlap", "no_deputy").
    """
    if actor.pk != person.pk and not actor.may(Act.EDIT_PEOPLE):
        message = _("You can enter your own absence only. Ask an administrator for that of somebody else.")
        raise NotPermitted(message)
    today = clock.today(person.time_zone)
    if not today <= until_on or not from_on <= until_on <= from_on + LONGEST_ABSENCE:
        message = _("The last day must not lie before the first day or before today, and within a year.")
        raise RuleRefused(message, code="days_out_of_range", fields={"until_on": message})
    _check_deputy(person, deputy)
    User.objects.select_for_update().get(pk=person.pk)
    same = Absence.objects.filter(user=person, ended_at__isnull=True, from_on__lte=until_on, until_on__gte=from_on)
    if same.exists():
        message = _("There is an absence in these days already. End it first.")
        raise RuleRefused(message, code="absences_overlap", fields={"from_on": message})
    row = Absence.objects.create(
        user=person, deputy=deputy, from_on=from_on, until_on=until_on, set_by=actor, set_at=clock.now()
    )
    facts = {"from_on": from_on, "until_on": until_on, "deputy_id": deputy.pk}
    record("cover.absence_set", actor=actor, about=row, facts=facts)
    return row


@transaction.atomic
def end_absence(*, absence: Absence, actor: User) -> None:
    """End an absence before its last day; the deputy loses the cases at once."""
    if actor.pk != absence.user_id and not actor.may(Act.EDIT_PEOPLE):
        message = _("You can end your own absence only.")
        raise NotPermitted(message)
    if not Absence.objects.filter(pk=absence.pk, ended_at__isnull=True).update(ended_at=clock.now()):
        message = _("This absence has ended already.")
        raise Conflict(message)
    record("cover.absence_ended", actor=actor, about=absence)


def _check_deputy(person: User, deputy: User) -> None:
    if deputy.pk == person.pk or not deputy.is_active:
        message = _("Choose a colleague who works here.")
        raise RuleRefused(message, code="no_deputy", fields={"deputy": message})
    if person.may(Act.WORK_CASE) and not deputy.may(Act.WORK_CASE):
        message = _("Choose somebody who may work cases: a case handler or the Data Protection Officer.")
        raise RuleRefused(message, code="no_deputy", fields={"deputy": message})
