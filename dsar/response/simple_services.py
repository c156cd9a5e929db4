"""The way of a simple case: each step does what the ordinary pages do, with everything prefilled that can be.

Nothing is skipped: identity, plan, search, review, answer and package go through the same services and gates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.cases import clock as case_clock
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.registry import gate_fact
from dsar.cases.services import move_case
from dsar.cases.simple_services import enter_track, is_simple, leave_track
from dsar.cases.vocabulary import Stage
from dsar.foundation.errors import RuleRefused
from dsar.identity.models import CheckKind
from dsar.identity.services import Proof, verify
from dsar.response import services
from dsar.response.forms import initial_from
from dsar.response.points import POINTS
from dsar.response.selectors import drafts_of, latest_package, sheet_of
from dsar.review.models import ReviewItem, Verdict
from dsar.review.preparation_services import open_review, unread
from dsar.review.simple_services import settle_simple
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.services import current_scan, plan_search, start_search

SIGNED_IN = "session"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the track: done, the current one, or still to come; `url` leads to where it is done."""

    label: str
    state: str
    note: str = ""
    url: str = ""


def start(*, case: Case, note: str, actor: User) -> None:
    """Take the case on the track: the person is signed in, every system is planned, the search runs.

    Raises:
        RuleRefused: the request does not fit, no note says what was compared, or a gate is not met.
        NotPermitted: the actor may not work the case.
    """
    enter_track(case=case, actor=actor)
    if not gate_fact("G6", case).is_met:
        proof = Proof(method=SIGNED_IN, on=case_clock.today_of(case), note=note)
        verify(case=case, kind=CheckKind.IDENTITY, proof=proof, actor=actor)
    rows = plan_search(case=case, actor=actor)
    if any(row.source is None for row in rows):
        leave_track(case=case, because="search")
    start_search(case=case, actor=actor)


def go_on(*, case: Case, actor: User) -> str:
    """Do the next step that needs nobody's judgement; says what was done, or "" where something is still awaited."""
    for is_next, act in _WAY:
        if is_next(case):
            return act(case, actor)
    return ""


def _may_review(case: Case) -> bool:
    return case.stage == Stage.SEARCH and gate_fact("G9", case).is_met


def _review(case: Case, actor: User) -> str:
    move_case(case=case, move=Move.START_REVIEW, actor=actor)
    open_review(case=case, actor=actor)
    return _("The search is done; the rows are being read.")


def _may_build(case: Case) -> bool:
    return case.stage == Stage.REVIEW and not unread(case).exists()


def _build(case: Case, actor: User) -> str:
    if not settle_simple(case=case, actor=actor):
        raise RuleRefused(_("This case has left the simple track. Review the items."), code="left_track")
    write_prefilled(case=case, actor=actor)
    if found := services.obstacles(case):
        raise RuleRefused(" ".join(found), code="G12")
    move_case(case=case, move=Move.TO_SIGN_OFF, actor=actor)
    services.order_package(case=case, actor=actor)
    return _("Every row is disclosed, the answer is written, and the package is being built.")


def write_prefilled(*, case: Case, actor: User) -> None:
    """Write what the register answers completely; what somebody wrote stays."""
    sheet, drafts = sheet_of(case), drafts_of(case)
    first = initial_from(sheet.answers, drafts, sheet.opening, sheet.version)
    answers: dict[str, Any] = dict(sheet.answers)
    for point in POINTS:
        if point.key not in answers and first[point.key]:
            answers[point.key] = {"text": first[point.key], "not_applicable": False, "reason": ""}
    if answers != sheet.answers:
        services.write_answers(case=case, answers=answers, opening=sheet.opening, actor=actor)


_WAY: tuple[tuple[Callable[[Case], bool], Callable[[Case, User], str]], ...] = (
    (_may_review, _review),
    (_may_build, _build),
)


def is_waiting(case: Case) -> bool:
    """Whether a worker is at it: the search, the reading of rows, the package."""
    if case.stage == Stage.SEARCH:
        return current_scan(case, running=True) is not None
    if case.stage == Stage.REVIEW:
        return unread(case).exists()
    package = latest_package(case)
    return package is not None and package.state in ("waiting", "working")


def can_go_on(case: Case) -> bool:
    """Whether a step can be done now."""
    return is_simple(case) and any(is_next(case) for is_next, _act in _WAY)


def steps_of(case: Case) -> list[Step]:
    """The steps of the track as they stand, with what a person has to do."""
    order = [
        Stage.TRIAGE,
        Stage.IDENTITY,
        Stage.SEARCH,
        Stage.REVIEW,
        Stage.SIGN_OFF,
        Stage.READY,
        Stage.SENT,
        Stage.CLOSED,
    ]
    here = order.index(Stage(case.stage))
    planned = PlannedSystem.objects.filter(case=case)
    left = ReviewItem.objects.filter(case=case, verdict=Verdict.UNDECIDED).count()
    rows = [
        (_("Identity: signed in"), 2, "", "dsar:case-identity"),
        (_("Search"), 3, _search_words(planned.filter(state=PlanState.FAILED).count()), "dsar:case-search"),
        (_("Rows disclosed"), 4, _("%(n)d to go") % {"n": left} if left else "", "dsar:case-review"),
        (_("One approver decides"), 5, _missing_words(case), "dsar:case-sign-off"),
        (_("Sent"), 6, "", "dsar:case-delivery"),
    ]
    current = next((place for place, row in enumerate(rows) if here < row[1]), len(rows))
    return [
        Step(label, _state(place, current), note, reverse(page, args=[case.reference]) if place <= current else "")
        for place, (label, _until, note, page) in enumerate(rows)
    ]


def _state(place: int, current: int) -> str:
    return "done" if place < current else "current" if place == current else "todo"


def _search_words(failed: int) -> str:
    return _("A system needs attention.") if failed else ""


def _missing_words(case: Case) -> str:
    if case.stage != Stage.REVIEW:
        return ""
    missing = sum(1 for draft in drafts_of(case).values() if draft.missing)
    answered = set(sheet_of(case).answers)
    return _("The register does not answer every point: complete the answer.") if missing > len(answered) else ""
