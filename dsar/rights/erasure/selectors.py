"""What the pages about erasure show, assembled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.erasure import told_words
from dsar.rights.erasure.findings import Reused, reused_findings
from dsar.rights.erasure.models import CategoryDecision, ErasureGround, RecipientTold
from dsar.rights.erasure.set_words import set_words
from dsar.rights.erasure.shared import shared_of
from dsar.rights.erasure.situation import (
    Obstacles,
    activities_of,
    cases_of_person,
    last_run,
    obstacles_of,
    recipients_of,
)
from erasure.plan import OF_OTHERS, Preview, Question
from erasure.rules import EXCEPTIONS, GROUNDS
from erasure.runs.models import ErasureRun, ErasureStep, RunState

ACTION_WORDS = told_words.ACTIONS
FAILURE_WORDS = {
    "unreachable": _("The system could not be reached."),
    "login_refused": _("The user name or password was refused."),
    "secret_missing": _("The secret is not known where the worker runs."),
    "bad_setting": _("A setting of the target is wrong."),
    "permission_denied": _("The user of the target may not do this."),
    "changed_meanwhile": _("The data have changed since the rehearsal. Rehearse again."),
    "foreign_key": _("The database refused: other rows refer to what should go."),
    "refused_by_target": _("The system refused the change."),
    "timed_out": _("The system took too long."),
    "not_installed": _("A package for this kind of target is not installed."),
    "not_redactable": _("A document could not be redacted for certain."),
    "leftovers": _("The search afterwards found something that should be gone. Rehearse again."),
    "not_verified": _("The search afterwards could not be done."),
    "not_compared": _("A target could not be compared with the rehearsal."),
    "uidplus_missing": _("The mail server cannot remove single messages. Use a task by hand."),
    "too_long": _("A message is too long to be read."),
    "gave_up": _("It was tried several times without an end."),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One target in the table of the rehearsal."""

    step: ErasureStep
    goes: list[str]
    stays: list[str]
    questions: int
    gaps: int
    failure: str
    leftovers: str


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question with the target it belongs to; `name` is the input's name."""

    step: ErasureStep
    question: Question
    name: str

    @property
    def is_shared(self) -> bool:
        """Whether it is somebody else's too, so that it stands under a heading of its own."""
        return self.question.reason in OF_OTHERS


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One entry of the register and what is decided for it."""

    activity: ProcessingActivity
    decision: CategoryDecision | None
    exception: str


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """Everything on the page of a case."""

    run: ErasureRun | None
    state_words: str
    failure: str
    ground: ErasureGround | None
    ground_words: str
    categories: list[CategoryRow]
    steps: list[StepRow]
    asked: list[AskedRow]
    tasks: list[ErasureStep]
    differences: list[tuple[str, list[dict[str, Any]]]]
    obstacles: Obstacles
    recipients: list[tuple[str, RecipientTold | None]]
    others: list[Case]
    reused: list[Reused]
    names: Mapping[object, str] = field(default_factory=dict)

    @property
    def shared(self) -> int:
        """How many things of others lose the person: whoever approves says that they have looked at them."""
        return shared_of(self.run) if self.run else 0

    @property
    def is_working(self) -> bool:
        """Whether a worker is at it, so that the page should look again."""
        return self.run is not None and self.run.state in (RunState.REHEARSING, RunState.EXECUTING)


def erasure_page(case: Case, user: User) -> ErasurePage:
    """The page of the case for this person."""
    run = last_run(case)
    steps = _steps(run)
    ground = ErasureGround.objects.filter(case=case).select_related("recorded_by").first()
    if ground:
        ground.case = case
    visible = Case.objects.visible_to(user).filter(pk__in=[one.pk for one in cases_of_person(case)])
    others = list(visible.exclude(pk=case.pk))
    return ErasurePage(
        run=run,
        state_words=str(RunState(run.state).label) if run else "",
        failure=str(FAILURE_WORDS.get(run.failure, run.failure)) if run else "",
        ground=ground,
        ground_words=": ".join(map(gettext, GROUNDS[ground.ground])) if ground and ground.ground in GROUNDS else "",
        categories=_categories(case),
        steps=[_row(step) for step in steps],
        asked=list(_asked(steps)) if run and run.state == RunState.REHEARSED else [],
        tasks=[step for step in steps if step.kind == "manual"] if _is_doing(run) else [],
        differences=[(step.name, step.differences) for step in steps if step.differences],
        obstacles=obstacles_of(case, run, steps),
        recipients=_recipients(case),
        others=others,
        reused=reused_findings(case, others, run),
        names=_names(run, steps),
    )


def _is_doing(run: ErasureRun | None) -> bool:
    return run is not None and run.state in (RunState.EXECUTING, RunState.PARTIAL, RunState.DONE)


def _steps(run: ErasureRun | None) -> list[ErasureStep]:
    steps = list(run.steps.all()) if run else []
    for step in steps:
        step.run = run  # type: ignore[assignment]  # steps are there only where a run is
    return steps


def _row(step: ErasureStep) -> StepRow:
    counts = step.counts or {}
    left = step.leftovers or {}
    return StepRow(
        step,
        _lines(counts.get("changes", {})),
        _lines(counts.get("stays", {})),
        int(counts.get("questions", 0)),
        int(counts.get("gaps", 0)),
        str(FAILURE_WORDS.get(step.failure, step.failure)),
        ", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in left.items()),
    )


def _lines(tally: Mapping[str, Mapping[str, int]]) -> list[str]:
    return [
        f"{set_words(name)}: {number} {ACTION_WORDS.get(action, action)}"
        for name, actions in tally.items()
        for action, number in actions.items()
    ]


def _asked(steps: Sequence[ErasureStep]) -> Sequence[AskedRow]:
    found = []
    for step in steps:
        if not (step.counts or {}).get("questions"):
            continue
        for question in Preview.from_json(step.preview).questions:
            found.append(AskedRow(step, question, f"q|{step.ref}|{question.key}"))
    return sorted(found, key=lambda row: not row.is_shared)


def _categories(case: Case) -> list[CategoryRow]:
    rows = CategoryDecision.objects.filter(case=case).select_related("decided_by")
    decided = {row.activity_id: row for row in rows}
    found = []
    for activity in activities_of(case):
        row = decided.get(activity.pk)
        if row:
            row.case = case
        found.append(CategoryRow(activity, row, " ".join(EXCEPTIONS[row.exception]) if row and row.exception else ""))
    return found


def _recipients(case: Case) -> list[tuple[str, RecipientTold | None]]:
    names = recipients_of(case)
    told = {row.recipient: row for row in RecipientTold.objects.filter(case=case)}
    for row in told.values():
        row.case = case
    return [(name, told.get(name)) for name in sorted(set(names) | set(told))]


def _names(run: ErasureRun | None, steps: Sequence[ErasureStep]) -> dict[object, str]:
    ids = {run.proposed_by, run.approved_by} if run else set()
    ids |= {step.confirmed_by for step in steps}
    return dict(User.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "full_name"))
