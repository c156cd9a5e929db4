"""What of a rehearsal is somebody else's too: it only loses the person, and whoever approves looks at it."""

from erasure.plan import Action
from erasure.runs.models import ErasureRun


def shared_of(run: ErasureRun) -> int:
    """How many documents, texts and shared records lose the person and stay otherwise as they are."""
    tallies = [(step.counts or {}).get("changes", {}).values() for step in run.steps.all()]
    return sum(int(actions.get(Action.REDACT, 0)) for tally in tallies for actions in tally)
