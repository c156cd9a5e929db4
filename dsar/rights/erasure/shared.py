"""What of a rehearsal is somebody else's too: it loses the person or goes, and whoever approves looks at it."""

from erasure.plan import OF_OTHERS, Action, Choice
from erasure.runs.models import ErasureRun


def shared_of(run: ErasureRun) -> int:
    """How many documents, texts and shared records lose the person, or go as a whole because somebody said so."""
    tallies = [(step.counts or {}).get("changes", {}).values() for step in run.steps.all()]
    return sum(int(actions.get(Action.REDACT, 0)) for tally in tallies for actions in tally) + erased_of(run)


def erased_of(run: ErasureRun, ref: str = "") -> int:
    """How many questions about what is somebody else's too were answered “erase”, on one target or on all."""
    given = [answers for target, answers in run.choices.items() if ref in ("", target)]
    return sum(
        choice == Choice.ERASE and question.split("|")[-2] in OF_OTHERS
        for answers in given
        for question, choice in answers.items()
    )
