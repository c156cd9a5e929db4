"""Arguments for the pages of impact assessments: the approved one of the demo gets a second version, in work."""

from typing import Any

from dsar.access.models import User
from dsar.accountability.dpia.models import Dpia, Screening
from dsar.accountability.dpia.review_services import begin_version


def dpia_arguments(writer: User) -> dict[str, Any]:
    """A version in work with risks, measures and an earlier version; and a screening."""
    made = begin_version(dpia=Dpia.objects.filter(state="approved").order_by("reference")[0], actor=writer)
    return {
        "dpia_ref": made.reference,
        "risk_id": "R1",
        "measure_id": "M2",
        "version": made.number,
        "screening_ref": Screening.objects.order_by("reference")[0].reference,
    }
