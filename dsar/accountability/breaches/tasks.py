"""The workers' door of breaches: scans of documents, the hours, packs of evidence."""

from uuid import UUID

from celery import shared_task

from dsar.accountability.breaches import pack_services, scan_services, scanning, telling


@shared_task(name="dsar.breaches.scan_documents")
def scan_documents(scan_id: str) -> None:
    """Work on a scan, and ring again where there is more."""
    if scanning.work(UUID(scan_id)):
        scan_documents.delay(scan_id)


@shared_task(name="dsar.breaches.build_pack")
def build_pack(pack_id: str) -> None:
    """Build an ordered pack of evidence."""
    pack_services.build(UUID(pack_id))


@shared_task(name="dsar.breaches.ring_forgotten")
def ring_forgotten() -> None:
    """Ring again for scans and packs that wait and for which nobody has rung lately."""
    scanning.ring_forgotten()
    pack_services.ring_forgotten()


@shared_task(name="dsar.breaches.tell_hours")
def tell_hours() -> None:
    """Tell the officers how few hours are left; rung every five minutes."""
    telling.tell_hours()


@shared_task(name="dsar.breaches.let_go")
def let_go() -> None:
    """Delete copies of compromised documents and packs whose time is over."""
    scan_services.delete_expired_copies()
    pack_services.forget_old_packs()
