"""What the walk over every page needs of the demo's erasures: one that is rehearsed, one that was carried out."""

from dsar.cases.models import Case
from dsar.rights.erasure.models import ErasurePolicy
from erasure.runs.models import ErasureRun, RunState


def erasures() -> dict[str, str]:
    """References by whether the erasure was carried out ("true", "false": the keys of JSON)."""
    runs = {str(run.state == RunState.DONE).lower(): run.order_id for run in ErasureRun.objects.order_by("ordered_at")}
    return {done: Case.objects.get(pk=order).reference for done, order in runs.items()}


def erasure_arguments() -> dict[str, str]:
    """A target with a policy, and a step of the rehearsal."""
    policy = ErasurePolicy.objects.select_related("target")[0]
    step = ErasureRun.objects.get(state=RunState.REHEARSED).steps.exclude(kind="manual")[0]
    return {"target_id": str(policy.target_id), "policy_id": str(policy.pk), "step_id": str(step.pk)}
