"""The workers' door of portability: reading findings, making packages, uploading them."""

from uuid import UUID

from celery import shared_task

from dsar.foundation import clock
from dsar.rights.portability import building_services, surveying, upload_services
from dsar.rights.portability.models import PortablePackage, Survey, Transmission


@shared_task(name="dsar.portability.survey", time_limit=3600, soft_time_limit=3500)
def read_findings(survey_id: str) -> None:
    """Read the findings of a case for what is portable."""
    surveying.survey(UUID(survey_id))


@shared_task(name="dsar.portability.build", time_limit=3600, soft_time_limit=3500)
def make_package(package_id: str) -> None:
    """Make an ordered package."""
    building_services.build(UUID(package_id))


@shared_task(name="dsar.portability.upload", time_limit=900, soft_time_limit=880)
def upload(transmission_id: str) -> None:
    """Upload a package to another controller."""
    upload_services.upload(UUID(transmission_id))


@shared_task(name="dsar.portability.ring_forgotten")
def ring_forgotten() -> None:
    """Ring again for work that waits and for which nobody has rung lately."""
    now = clock.now()
    for survey_id in list(Survey.leases.forgotten(now).values_list("pk", flat=True)):
        Survey.objects.filter(pk=survey_id).update(last_rung_at=now)
        read_findings.delay(str(survey_id))
    for package_id in list(PortablePackage.leases.forgotten(now).values_list("pk", flat=True)):
        PortablePackage.objects.filter(pk=package_id).update(last_rung_at=now)
        make_package.delay(str(package_id))
    due = Transmission.leases.forgotten(now).filter(way="upload", not_before__lte=now, revoked_at__isnull=True)
    for transmission_id in list(due.values_list("pk", flat=True)):
        Transmission.objects.filter(pk=transmission_id).update(last_rung_at=now)
        upload.delay(str(transmission_id))
