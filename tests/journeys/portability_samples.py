"""What the walk over every page needs of the demo's portability request."""

from typing import Any

from dsar.rights.portability.models import ActivityRuling, PortabilityPlan, ReceivingController


def portability() -> dict[str, Any]:
    """Its reference, and an argument for every captured part of its addresses."""
    case = PortabilityPlan.objects.select_related("case").get().case
    values = {
        "activity_id": str(ActivityRuling.objects.filter(case=case)[0].activity_id),
        "receiver_id": str(ReceivingController.objects.filter(case=case)[0].pk),
        "place": 1,
        "number": 1,
    }
    return {"ref": case.reference, "values": values}
