"""Two sweeps, and two rounds of daily mails, at the same moment: every step told once, one mail to each person."""

import datetime as dt

from benchmarks.races import Told, at_once


def sweep_sweep(rounds: int) -> Told:
    """Two workers sweep at the same moment: each step of a new case is told once, to each reader once."""
    from django.utils import timezone

    from dsar.statistics.models import Reminder, ReminderCopy
    from dsar.statistics.reminder_services import sweep
    from tests.world import make_case, make_world

    world, wrong = make_world(), []
    for number in range(rounds):
        case = make_case(world, received=timezone.now() - dt.timedelta(days=25))
        told = at_once(sweep, sweep)
        kinds = sorted(Reminder.objects.filter(case=case).values_list("kind", flat=True))
        copies = ReminderCopy.objects.filter(reminder__case=case).count()
        if told != ["done", "done"] or len(kinds) != len(set(kinds)) or not kinds or copies != len(kinds):
            wrong.append(f"round {number}: {told} {kinds} {copies}")
    return Told(rounds, wrong)


def digest_digest(rounds: int) -> Told:
    """Two workers send the daily mails at the same moment: one mail a person and day, each reminder in one."""
    from django.utils import timezone

    from dsar.foundation import clock
    from dsar.notices.models import Notice
    from dsar.statistics.digest_services import send_digests
    from dsar.statistics.models import Digest, ReminderCopy
    from dsar.statistics.reminder_services import sweep
    from tests.world import make_case, make_world

    world, wrong, start = make_world(), [], timezone.now().replace(hour=12)
    for number in range(rounds):
        day = start + dt.timedelta(days=number)
        clock.now = lambda at=day: at
        make_case(world, received=day - dt.timedelta(days=25))
        sweep()
        before = (Digest.objects.count(), Notice.objects.filter(code="daily_digest").count())
        told = at_once(send_digests, send_digests)
        after = (Digest.objects.count(), Notice.objects.filter(code="daily_digest").count())
        people = Digest.objects.filter(day=day.date()).values("user").distinct().count()
        left = ReminderCopy.objects.filter(settled_at__isnull=True).count()
        new = (after[0] - before[0], after[1] - before[1])
        if told != ["done", "done"] or new != (people, people) or not people or left:
            wrong.append(f"round {number}: {told} {new} {people} {left}")
    return Told(rounds, wrong)
