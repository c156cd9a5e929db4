"""What the walk over every page needs of the register of breaches: the demo's open breach with its scan and document."""

from dsar.accountability.breaches.models import Breach, BreachState


def breach_arguments() -> dict[str, str]:
    """Arguments of the addresses of an entry."""
    breach = Breach.objects.get(state=BreachState.OPEN)
    return {
        "breach_ref": breach.reference,
        "scan_id": str(breach.scans.latest("ordered_at").pk),
        "document_id": str(breach.documents.latest("added_at").pk),
    }
