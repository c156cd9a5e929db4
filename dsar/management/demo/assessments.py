"""Impact assessments of the demo: one approved whose review comes soon, one in work with high risk, and screenings."""

import datetime as dt
from dataclasses import replace

from dsar.access.models import User
from dsar.accountability.dpia import decision_services, review_services, screening_services, services
from dsar.accountability.dpia.content import Checked, Content, Measure, Risk, Views
from dsar.accountability.dpia.models import Dpia, Screening
from dsar.accountability.dpia.questions import ALL
from dsar.accountability.dpia.shipped import template
from dsar.accountability.dpia.storing import fingerprint_of
from dsar.accountability.dpia.vocabulary import DESCRIPTION, NECESSITY, Check, MeasureState
from dsar.foundation import clock
from dsar.processing_records.models import Controller, ProcessingActivity

REVIEW_IN_DAYS = 16
_CHECKS = {
    "legal_basis": "Legitimate interest (Art. 6(1)(f)): eleven thefts and one assault in the yard since January.",
    "purpose_limit": "Protection and evidence only; the rule for staff says what recordings are never used for.",
    "minimisation": "Six cameras on doors and yard; street, neighbours and rest rooms are masked.",
    "accuracy": "The clock of the recorder is set from the network; checked each month.",
    "storage": "Overwritten after 72 hours by the recorder itself.",
    "information": "Signs before each entrance, full notice at the desk and on the web.",
    "rights": "Access requests are answered from exported clips; other people are made unrecognisable.",
    "decisions": "There are none.",
    "processors": "Maintenance by Harbour Security Ltd under a contract of March; access only with us.",
    "transfers": "Nothing leaves the country.",
}
_RATED = {"R1": (3, 2), "R2": (2, 3), "R3": (3, 3), "R4": (2, 2)}
_RATED_AI = {"R1": (3, 4), "R2": (3, 3), "R3": (3, 3), "R4": (2, 4), "R5": (2, 3)}


def load_assessments() -> int:
    """Fill empty lists of screenings and assessments; gives how many assessments were made."""
    people = {key: User.objects.filter(email__startswith=f"{key}@").first() for key in ("handler", "approver", "dpo")}
    controller = Controller.objects.filter(regime="UK").first()
    known = {key: one for key, one in people.items() if one is not None}
    if Dpia.objects.exists() or controller is None or len(known) < len(people):
        return 0
    _cameras(controller, known)
    _scoring(controller, known)
    _none_needed(controller, known["handler"])
    return Dpia.objects.count()


def _screened(controller: Controller, title: str, yes: set[str], outcome: str, reasons: str, actor: User) -> Screening:
    made = screening_services.begin_screening(controller=controller, title=title, activities=[], actor=actor)
    answers = {name: "yes" if name in yes else "no" for name in ALL}
    made = screening_services.answer_screening(screening=made, answers=answers, entry="", revision=0, actor=actor)
    return screening_services.decide_screening(screening=made, outcome=outcome, reasons=reasons, actor=actor)


def _cameras(controller: Controller, people: dict[str, User]) -> None:
    writer, shipped, today = people["handler"], template("cctv"), clock.today(controller.time_zone)
    if shipped is None:
        return
    reasons = "Staff cannot avoid the cameras, and the yard is watched systematically."
    screening = _screened(
        controller, "Cameras at warehouse and yard", {"monitoring", "vulnerable"}, "needed", reasons, writer
    )
    activities = ProcessingActivity.objects.filter(controller=controller, systems__name="Shared folders").distinct()
    content = replace(_rated(shipped.content, _RATED), necessity=_checks(), description=_described(shipped.content))
    content = replace(content, measures=_planned(content, today), views=_VIEWS)
    new = services.NewDpia(
        controller, screening.title, content, shipped.name, screening, tuple(activities.order_by("name")[:1])
    )
    dpia = services.begin(new=new, actor=writer)
    advice = "Proportionate if the mask on the street side stays and nobody reads recordings to control staff."
    decision_services.advise(dpia=dpia, text=advice, actor=people["dpo"])
    decision_services.answer_advice(dpia=dpia, followed="yes", reasons="", actor=writer)
    decision_services.submit(dpia=dpia, actor=writer)
    decision_services.approve(
        dpia=dpia,
        words="The walk around with the plan is repeated in spring.",
        review_on=today + dt.timedelta(days=REVIEW_IN_DAYS),
        read=fingerprint_of(Dpia.objects.get(pk=dpia.pk)),
        actor=people["approver"],
    )
    review_services.move_measure(dpia=dpia, measure_id="M2", state=MeasureState.DONE, actor=writer)
    review_services.move_measure(dpia=dpia, measure_id="M3", state=MeasureState.DONE, actor=writer)


def _scoring(controller: Controller, people: dict[str, User]) -> None:
    writer, shipped = people["handler"], template("ai")
    if shipped is None:
        return
    yes = {"evaluation", "scoring", "automated", "innovative", "excluding"}
    reasons = "A program would decide who may buy on account: the law names this case."
    screening = _screened(controller, "Scoring of customers who buy on account", yes, "needed", reasons, writer)
    content = _rated(shipped.content, _RATED_AI)
    kept = tuple(replace(one, lowers_severity=0) for one in content.measures if one.id in ("M2", "M3", "M4"))
    content = replace(content, measures=kept, necessity={})
    activities = ProcessingActivity.objects.filter(controller=controller, name__startswith="Orders")
    new = services.NewDpia(controller, screening.title, content, shipped.name, screening, tuple(activities))
    dpia = services.begin(new=new, actor=writer)
    services.comment(
        dpia=dpia, part="risks", text="What does the score do to people who have just moved house?", actor=people["dpo"]
    )


def _none_needed(controller: Controller, writer: User) -> None:
    reasons = "Names and phone numbers of colleagues, shown to colleagues: no criterion is met."
    _screened(controller, "Internal phone list", set(), "not_needed", reasons, writer)


_VIEWS = Views(
    "yes", "Works council, and a survey among 41 colleagues of the warehouse.",
    "They asked that rest rooms and the smoking place are left out; both are masked.",
)  # fmt: skip


def _rated(content: Content, ratings: dict[str, tuple[int, int]]) -> Content:
    risks: list[Risk] = []
    for risk in content.risks:
        likelihood, severity = ratings[risk.id]
        risks.append(replace(risk, likelihood=likelihood, severity=severity))
    return replace(content, risks=tuple(risks))


def _checks() -> dict[str, Checked]:
    return {
        name: Checked(Check.NOT_APPLICABLE if name in ("decisions", "transfers") else Check.MET, _CHECKS[name])
        for name in NECESSITY
    }


def _described(content: Content) -> dict[str, str]:
    known = {
        "scope": "Six cameras; about 60 colleagues and 90 visitors a day; 72 hours.",
        "recipients": "Harbour Security Ltd (processor: maintenance); police on a written request",
        "retention": "72 hours; exported clips until the proceedings end.",
    }
    return {name: known.get(name) or content.text(name) for name in DESCRIPTION}


def _planned(content: Content, today: dt.date) -> tuple[Measure, ...]:
    owners = ("Facilities", "Facilities", "IT", "Personnel", "IT", "Facilities")
    return tuple(
        replace(one, owner=owner, due_on=today + dt.timedelta(days=20 + 10 * number))
        for number, (one, owner) in enumerate(zip(content.measures, owners, strict=True))
    )
