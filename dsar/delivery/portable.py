"""Takes an approved portable package into the delivery room: the same release, link, code and proof of arrival."""

from typing import Any

from django.db.models import Max
from django.dispatch import receiver

from dsar.foundation import clock
from dsar.foundation.leases import LeaseState
from dsar.response.models import Package
from dsar.response.selectors import basis_of, recipient_digest
from dsar.rights.portability.models import PortablePackage
from dsar.rights.portability.package_services import package_approved
from dsar.rights.portability.plan_services import plan_of


@receiver(package_approved, sender=PortablePackage, dispatch_uid="deliver_portable_packages")
def take_over(package: PortablePackage, **_kwargs: Any) -> Package | None:
    """Make a package of the delivery room of it, in the transaction of the approval; none where nobody collects it."""
    case = package.case
    if not plan_of(case).to_person:
        return None
    last = Package.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    row = Package(
        case=case,
        number=last + 1,
        author=package.author,
        ordered_at=clock.now(),
        basis=basis_of(case),
        state=LeaseState.DONE,
        file=package.file,
        digest=package.digest,
        is_partial=bool(package.figures.get("left_out")),
        approver=package.approver,
        approved_at=package.approved_at,
        recipient_digest=recipient_digest(case),
        small_team_reason=package.small_team_reason,
    )
    row.contents, row.opinion, row.decision = list(package.contents), "", package.decision
    row.save(force_insert=True)
    return row
