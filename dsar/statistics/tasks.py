"""The workers' door of statistics: the sweep of reminders with the daily mails, packs for the regulator."""

from uuid import UUID

from celery import shared_task

from dsar.foundation import clock
from dsar.statistics import pack_services
from dsar.statistics.digest_services import forget_old_digests, send_digests
from dsar.statistics.models import RegulatorPack
from dsar.statistics.reminder_services import sweep


@shared_task(name="dsar.statistics.sweep_reminders")
def sweep_reminders() -> None:
    """Tell the steps that deadlines have reached, and queue the mails whose hour has come; rung every five minutes."""
    sweep()
    send_digests()


@shared_task(name="dsar.statistics.forget_old")
def forget_old() -> None:
    """Let go of digests and packs that were made long ago."""
    forget_old_digests()
    pack_services.forget_old_packs()


@shared_task(name="dsar.statistics.build_pack")
def build_pack(pack_id: str) -> None:
    """Build an ordered pack."""
    pack_services.build(UUID(pack_id))


@shared_task(name="dsar.statistics.ring_forgotten")
def ring_forgotten() -> None:
    """Ring again for packs that wait and for which nobody has rung lately."""
    now = clock.now()
    for pack_id in list(RegulatorPack.leases.forgotten(now).values_list("pk", flat=True)):
        RegulatorPack.objects.filter(pk=pack_id).update(last_rung_at=now)
        build_pack.delay(str(pack_id))
