"""Storage periods of the controller's own register as numbers, and the questions that come of them (Art. 30(1)(f)).

Nothing is ever deleted in a source system from here: a person looks, and says what was done.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.models import ProcessingActivity
from dsar.retention.counting_services import recount
from dsar.retention.models import ActivityTerm, RetentionTask, TaskState
from dsar.retention.rules import add_months

catalogue.declare(
    retention_term_set="Storage period of “{activity}” set to {months|month|months} from {starts_with}",
    retention_term_asked="Asked whether what is past its period has gone: “{activity}”",
)
ACTIVITY = "activity"
LONGEST_TERM_MONTHS = 1_200
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one un ein", "two deux zwei", "three trois drei", "four quatre vier", "five cinq fünf", "six sechs",
            "seven sept sieben", "eight huit acht", "nine neuf neun", "ten dix zehn", "eleven onze elf",
            "twelve douze zwölf", "thirteen treize dreizehn",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_WORDS = re.compile(
    r"\b(\d{1,3}|" + "|".join(_NUMBERS) + r")\s*(year|month|day|an|mois|jour|jahr|monat|tag)", re.IGNORECASE
)
_MONTHS = {"year": 12, "an": 12, "jahr": 12, "month": 1, "mois": 1, "monat": 1}


def months_in_words(text: str) -> int | None:
    """The months that a period in words says ("6 years after …"), as a proposal; None where it says no number."""
    found = _WORDS.search(text)
    if found is None:
        return None
    first, unit = found.group(1).casefold(), found.group(2).casefold()
    number = _NUMBERS.get(first) or int(first)
    return number * _MONTHS[unit] if unit in _MONTHS else max(number // 30, 1)


@dataclass(frozen=True, slots=True)
class Term:
    """A period as typed: its length, from when it runs, and how often somebody looks."""

    months: int
    starts_with: str
    look_every_months: int = 12


@transaction.atomic
def set_term(*, activity: ProcessingActivity, term: Term, actor: User) -> ActivityTerm:
    """Say how long the data of an entry are kept, and how often somebody makes sure.

    Raises:
        NotPermitted: the actor's role does not change retention.
        RuleRefused: a length out of range, or nothing from which it runs.
    """
    if not actor.may(Act.EDIT_RETENTION):
        raise NotPermitted(_("Your role does not change the rules of retention."))
    if not 1 <= term.months <= LONGEST_TERM_MONTHS:
        message = _("Give the months, 1 to 1,200.")
        raise RuleRefused(message, code="out_of_range", fields={"months": message})
    if not 1 <= term.look_every_months <= 60:
        message = _("Look at least every five years.")
        raise RuleRefused(message, code="out_of_range", fields={"look_every_months": message})
    if not term.starts_with.strip():
        message = _("Say from when it runs: the end of the contract, the last order.")
        raise RuleRefused(message, code="start_missing", fields={"starts_with": message})
    row = ActivityTerm.objects.filter(activity=activity).first() or ActivityTerm(activity=activity)
    is_other = row.months != term.months
    row.months, row.starts_with = term.months, term.starts_with.strip()[:150]
    row.look_every_months, row.written_by, row.written_at = term.look_every_months, actor, clock.now()
    row.save()
    if is_other:
        recount(row)
    facts = {"activity": activity.name, "months": row.months, "starts_with": row.starts_with}
    record("retention.term_set", actor=actor, about=activity, facts=facts)
    return row


def next_look(term: ActivityTerm) -> dt.date:
    """When somebody is asked next; at once where nobody has looked yet."""
    return add_months(term.looked_on, term.look_every_months) if term.looked_on else term.written_at.date()


@transaction.atomic
def raise_due_terms() -> int:
    """Ask about the entries whose day has come; how many questions were raised."""
    today, raised = clock.today("UTC"), 0
    for term in ActivityTerm.objects.select_related("activity"):
        if next_look(term) > today:
            continue
        found = RetentionTask.objects.filter(category=ACTIVITY, thing=str(term.activity_id))
        if found.filter(state=TaskState.OPEN).exists() or found.filter(keep_until__gte=today).exists():
            continue
        made = RetentionTask.objects.create(
            category=ACTIVITY, thing=str(term.activity_id), activity=term.activity, due_on=next_look(term),
            raised_at=clock.now(),
        )  # fmt: skip
        facts = {"activity": term.activity.name}
        record("retention.term_asked", actor=None, actor_kind="system", about=made, facts=facts)
        raised += 1
    return raised


def note_looked(activity: ProcessingActivity) -> None:
    """Somebody has looked: the next question comes after the interval."""
    if not ActivityTerm.objects.filter(activity=activity).update(looked_on=clock.today("UTC")):
        raise Conflict(_("This entry has no period any more."))
