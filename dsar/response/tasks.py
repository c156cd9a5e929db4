"""The workers' door of the response."""

from uuid import UUID

from celery import shared_task

from dsar.foundation import clock
from dsar.response import services
from dsar.response.models import Package


@shared_task(name="dsar.response.build", time_limit=2400, soft_time_limit=2300)
def build_package(package_id: str) -> None:
    """Build an ordered package."""
    services.build(UUID(package_id))


@shared_task(name="dsar.response.ring_forgotten")
def ring_forgotten() -> None:
    """Ring again for packages that wait and for which nobody has rung lately."""
    now = clock.now()
    for package_id in list(Package.leases.forgotten(now).values_list("pk", flat=True)):
        Package.objects.filter(pk=package_id).update(last_rung_at=now)
        build_package.delay(str(package_id))
