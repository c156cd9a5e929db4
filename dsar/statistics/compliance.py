"""The compliance report of a case in plain Python: seven checks and a verdict.

A case is called compliant only where the answer went out by the statutory date and every check has its evidence
(rule G26 of the lifecycle). A check that cannot be judged yet keeps the verdict open, never good.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a check stands."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"
    NOT_NEEDED = "not_needed"


class Verdict(StrEnum):
    """What the seven checks come to."""

    COMPLIANT = "compliant"
    NOT_COMPLIANT = "not_compliant"
    OPEN = "open"
    ENDED = "ended_without_answer"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rooms know of a case.

    Attributes:
        acknowledged_on: the day of the first acknowledgement that went out.
        identity_settled_on: the day on which the last open question of identity or authority was decided.
        identity_open: questions that are not decided.
        planned, searched: systems in the plan, and those that ended searched, with nothing held, or left out with a
            reason.
        items, undecided: things found, and those that nobody has decided on.
        pending_exemptions: exemptions that wait for a decision.
        package_built: a package was built and approved.
        is_refused: the answer is a refusal, so that nothing is searched, reviewed or built.
        provided_on: the day on which the answer or the refusal was provided; `is_proved`: that it arrived is shown.
        statutory_due: the date that counted in the end; None while no clock has started.
        ended_unanswered: withdrawn, lapsed, duplicate: there was nothing to answer.
    """

    acknowledged_on: dt.date | None
    identity_settled_on: dt.date | None
    identity_open: int
    planned: int
    searched: int
    items: int
    undecided: int
    pending_exemptions: int
    package_built: bool
    is_refused: bool
    provided_on: dt.date | None
    is_proved: bool
    statutory_due: dt.date | None
    ended_unanswered: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One of the seven, with what shows it: `code` names it, `shown_on` is the day, `count` a number that says why."""

    code: str
    mark: Mark
    shown_on: dt.date | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """The seven checks in their order, and the verdict."""

    checks: tuple[Check, ...]
    verdict: Verdict


def report(case: Evidence, today: dt.date) -> ComplianceReport:
    """The report of a case as it stands."""
    checks = (
        _acknowledged(case),
        _identity(case),
        _discovery(case),
        _exemptions(case),
        _generated(case),
        _sent(case, today),
        _within_deadline(case, today),
    )
    return ComplianceReport(checks, _verdict(case, checks))


def _acknowledged(case: Evidence) -> Check:
    # No text of the EU or UK demands an acknowledgement; where none went out before the answer, it is missing.
    if case.acknowledged_on:
        return Check("acknowledged", Mark.MET, case.acknowledged_on)
    return Check("acknowledged", Mark.NOT_MET if case.provided_on else Mark.NOT_YET)


def _identity(case: Evidence) -> Check:
    if case.identity_open:
        return Check("identity_verified", Mark.NOT_MET if case.provided_on else Mark.NOT_YET, count=case.identity_open)
    if case.identity_settled_on:
        return Check("identity_verified", Mark.MET, case.identity_settled_on)
    return Check("identity_verified", Mark.NOT_MET if case.provided_on else Mark.NOT_YET)


def _discovery(case: Evidence) -> Check:
    if case.is_refused:
        return Check("discovery_complete", Mark.NOT_NEEDED)
    if case.planned and case.searched == case.planned:
        return Check("discovery_complete", Mark.MET, count=case.planned)
    missing = case.planned - case.searched
    return Check("discovery_complete", Mark.NOT_MET if case.provided_on else Mark.NOT_YET, count=missing)


def _exemptions(case: Evidence) -> Check:
    if case.is_refused:
        return Check("exemption_review_complete", Mark.NOT_NEEDED)
    left = case.undecided + case.pending_exemptions
    is_reached = case.planned > 0 and case.searched == case.planned
    if not left and is_reached:
        return Check("exemption_review_complete", Mark.MET, count=case.items)
    return Check("exemption_review_complete", Mark.NOT_MET if case.provided_on else Mark.NOT_YET, count=left)


def _generated(case: Evidence) -> Check:
    if case.is_refused:
        return Check("response_generated", Mark.NOT_NEEDED)
    if case.package_built:
        return Check("response_generated", Mark.MET)
    return Check("response_generated", Mark.NOT_MET if case.provided_on else Mark.NOT_YET)


def _sent(case: Evidence, today: dt.date) -> Check:
    if case.provided_on is None:
        is_late = case.statutory_due is not None and case.statutory_due < today
        return Check("sent", Mark.NOT_MET if is_late else Mark.NOT_YET)
    if case.is_proved or case.is_refused:
        return Check("sent", Mark.MET, case.provided_on)
    return Check("sent", Mark.NOT_YET, case.provided_on)


def _within_deadline(case: Evidence, today: dt.date) -> Check:
    if case.statutory_due is None:
        return Check("within_deadline", Mark.NOT_YET)
    ended = case.provided_on or today
    late = (ended - case.statutory_due).days
    if late > 0:
        return Check("within_deadline", Mark.NOT_MET, case.statutory_due, late)
    return Check("within_deadline", Mark.MET if case.provided_on else Mark.NOT_YET, case.statutory_due)


def _verdict(case: Evidence, checks: tuple[Check, ...]) -> Verdict:
    if case.ended_unanswered:
        return Verdict.ENDED
    marks = {check.mark for check in checks}
    if Mark.NOT_MET in marks:
        return Verdict.NOT_COMPLIANT
    return Verdict.OPEN if Mark.NOT_YET in marks else Verdict.COMPLIANT
