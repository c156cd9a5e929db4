"""What the walk over every page needs of the demo's decided rights."""

from dsar.cases.models import Case
from dsar.rights.decisions.models import RightTask, TaskState
from dsar.rights.rectification.models import Correction
from dsar.rights.restriction.models import FlagRule

RIGHTS = ("rectification", "restriction", "objection", "withdrawal")


def rights() -> dict[str, str]:
    """The demo's case of each right, by the right."""
    return {right: Case.objects.filter(right=right).order_by("reference")[0].reference for right in RIGHTS}


def right_arguments() -> dict[str, str]:
    """A field that is said to be wrong, an open task, a rule of flags."""
    task = RightTask.objects.filter(case__right="rectification", state=TaskState.OPEN)[0]
    rule = FlagRule.objects.all()[0]
    return {"correction_id": str(Correction.objects.all()[0].pk), "task_id": str(task.pk), "rule_id": str(rule.pk)}


def right_of(route: str) -> str:
    """Whose right a route of a case belongs to; "" for every other route."""
    name = route.removeprefix("dsar:case-")
    if name in ("right-agree", "right-give-back", "erasure-beside", "restrict-meanwhile"):
        return "objection"
    if name.startswith("right-"):
        return "rectification"
    return next((right for right in RIGHTS if name == right or name.startswith(f"{right}-")), "")
