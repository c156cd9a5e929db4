"""Reading an objection."""

from dsar.cases.models import Case
from dsar.rights.objection.models import Objection

# Purposes of the ledger that are direct marketing, or profiling and sharing for it.
MARKETING_KINDS = ("marketing", "third_party")


def objection_of(case: Case) -> Objection | None:
    """The objection of a case."""
    return Objection.objects.filter(case=case).select_related("case__controller").first()
