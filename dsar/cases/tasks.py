"""The workers' door of the hallway: the nightly recomputation, reminders to owners of systems."""

import logging

from celery import shared_task

from dsar.cases.clock_acts import recompute
from dsar.cases.models import Case
from dsar.cases.preservation_services import chase_due

log = logging.getLogger(__name__)


@shared_task(name="dsar.cases.remind_owners")
def remind_owners() -> None:
    """Remind owners of systems who have not said that they keep what they have; three times at most."""
    log.info("owners reminded", extra={"owners": chase_due()})


@shared_task(name="dsar.cases.recompute_clocks")
def recompute_clocks() -> None:
    """Write the dates of open cases anew; at night this may change nothing but open pauses."""
    changed = sum(recompute(case=case) for case in Case.objects.open().select_related("controller").iterator())
    log.info("dates recomputed", extra={"changed": changed})
