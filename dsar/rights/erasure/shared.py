"""What of a rehearsal is somebody else's too: it loses the person or goes, and whoever approves looks at it."""

from erasure.plan import OF_OTHERS, Action, Choice
from erasure.runs.models import ErasureRun


def shared_of(run: ErasureRun) -> int:
    """How many documents, texts and shared records lose the person, or go as a whole because somebody said so.

    What a person does by hand in them is among it.
    """
    figures = [step.counts or {} for step in run.steps.all()]
    tallies = [
        (actions, action)
        for one in figures
        for part, action in (("changes", Action.REDACT), ("stays", Action.CONFIRM))
        for actions in one.get(part, {}).values()
    ]
    return sum(int(actions.get(action, 0)) for actions, action in tallies) + erased_of(run)


def erased_of(run: ErasureRun, ref: str = "") -> int:
    """How many questions about what is somebody else's too were answered “erase”, on one target or on all."""
    given = [answers for target, answers in run.choices.items() if ref in ("", target)]
    return sum(
        choice == Choice.ERASE and question.split("|")[-2] in OF_OTHERS
        for answers in given
        for question, choice in answers.items()
    )
