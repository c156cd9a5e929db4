"""Retention of the demo: a rule that waits for a second person, periods of the register, a hold, a sweep that asked."""

from django.db import transaction

from dsar.access.models import User
from dsar.cases.person_hold_services import hold_person
from dsar.foundation import clock
from dsar.processing_records.models import ProcessingActivity
from dsar.retention import sweep_services
from dsar.retention.models import Sweep
from dsar.retention.rule_services import set_rule
from dsar.retention.rules import Mode, Period, Unit, add_months
from dsar.retention.term_services import Term, months_in_words, set_term

_WHY = "Agreed with the board: claims about an answer come within the year, if at all."
_CLAIM = "The customer's solicitor has announced a claim about a delivery; nothing may go until it has ended."


def load_retention() -> int:
    """Fill an empty room; gives how many sweeps were made."""
    people = {key: User.objects.filter(email__startswith=f"{key}@").first() for key in ("admin", "dpo")}
    admin, dpo = people["admin"], people["dpo"]
    if Sweep.objects.exists() or admin is None or dpo is None:
        return 0
    with transaction.atomic():
        set_rule(code="packages", period=Period(9, Unit.MONTHS), mode=Mode.ON, why=_WHY, based_on=0, actor=admin)
        for activity in ProcessingActivity.objects.filter(controller__regime="UK").order_by("name")[:3]:
            if months := months_in_words(activity.retention):
                set_term(activity=activity, term=Term(months, "the end of the contract or order"), actor=dpo)
        known = {"emails": ["claims@customer.example.org"], "identifiers": [{"type": "customer", "value": "C-100999"}]}
        review_on = add_months(clock.today("UTC"), 4)
        hold_person(details=known, kind="court", reason=_CLAIM, review_on=review_on, actor=dpo)
        sweep = sweep_services.order_sweep(actor=None)
    while sweep_services.work_sweep(sweep.pk):
        pass
    return 1
